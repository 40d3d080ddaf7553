"""Tables whose rows change: joined, put below or beside one another, grouped, made figures of groups, or turned from columns into rows."""

from __future__ import annotations

from adversescan.analysis.frames import copy_frame, frames_in, is_frame, names_in
from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.labels import NO_FACTS, Facts, clear, join, make_implicit
from adversescan.analysis.library_calls import Site, result_type
from adversescan.analysis.members import elements, read_key
from adversescan.analysis.merge_values import merge
from adversescan.analysis.positions import ANY_NAME, COLUMN, WHOLE
from adversescan.analysis.run import Run
from adversescan.analysis.values import Kind, Record, Value, constant, of
from adversescan.knowledge.library import CallModel
from adversescan.knowledge.stages import Mitigation, Origin

GROUPED = "*grouped*"
"""The setting of a table whose rows stand in groups."""


def tables_in(run: Run, value: Value) -> list[Value]:
    """The tables and columns in a list."""
    members = [m for r in value.records() if r.kind in (Kind.LIST, Kind.TUPLE) for m in r.fields.values()]
    return [v for v in [*members, elements(run, value)] if is_frame(v)]


def join_frames(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    """All columns of all the tables; a column given on its own keeps its name, where it has one."""
    given = [v for v in site.arguments.all() if is_frame(v)]
    given += [v for value in site.arguments.all() if not is_frame(value) for v in tables_in(run, value)]
    frames = list(dict.fromkeys(f for v in [base, *given] for f in frames_in(v)))
    result = Record(Kind.FRAME, frames[0].path if frames[0].element is None else result_type(run, model, site), None, frames[0].context)
    result.settings = {name: value for name, value in copy_frame(frames[0]).settings.items() if name != WHOLE}
    for frame in frames:
        for name, value in _columns(frame).items():
            known = result.fields.get(name)
            result.fields[name] = value if known is None else merge(known, value)
        if frame.rest is not None and (frame.element is None or COLUMN not in frame.settings):
            result.rest = join(result.rest or NO_FACTS, frame.rest)
        result.rows, result.keys = join(result.rows, frame.rows), join(result.keys, frame.keys)
    if all(frame.element is not None for frame in frames):
        # Columns put below one another are one column.
        result.element = merge(*(frame.element for frame in frames if frame.element is not None))
        result.rest = join(*(frame.rest or NO_FACTS for frame in frames))
    return of(result)


def _columns(frame: Record) -> dict[str | int, Value]:
    if frame.element is None:
        return frame.fields
    return {name: of(frame) for name in frame.settings[COLUMN].texts()} if COLUMN in frame.settings else {}


def group_rows(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    """The rows in groups; a group is the rows a key selects."""
    found = []
    for frame in frames_in(base):
        copy = copy_frame(frame)
        copy.path = result_type(run, model, site)
        names = [n for v in site.arguments.all() for n in names_in(v)]
        values = [read_key(run, frame, n, site.line) for n in names]
        values += [v for v in site.arguments.all() if v.records() and not names_in(v)]
        copy.keys = join(copy.keys, *(v.all_facts() for v in values))
        pair = Record(Kind.TUPLE)
        group = copy_frame(frame)
        group.rows = join(group.rows, make_implicit(_without_identity(copy.keys)))
        pair.fields = {0: Value(facts=copy.keys, open=True), 1: of(group)}
        copy.settings["pairs"] = copy.settings[GROUPED] = of(pair)
        found.append(of(copy))
    return merge(*found)


def ungrouped(frame: Record, path: str) -> Value:
    """The rows of all groups, or some of each, as one table again."""
    copy = copy_frame(frame)
    copy.path = path
    copy.settings = {name: value for name, value in copy.settings.items() if name not in ("pairs", GROUPED)}
    return Value(None, {copy: NO_FACTS}, NO_FACTS if frame.element is None else frame.element.all_facts(), 0, True)


def aggregate_rows(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    """Figures of groups: each column is made of the one it bears the name of, or is told to be made of."""
    found = []
    for frame in frames_in(base):
        result = Record(Kind.FRAME, result_type(run, model, site), None)
        told = _told_columns(frame, site)
        everything = join(frame.keys, frame.rest or NO_FACTS, *(v.all_facts() for v in frame.fields.values()))
        if frame.element is not None:
            everything = join(everything, frame.element.all_facts())
        for name, sources in (told or {n: [n] for n in frame.fields if isinstance(n, str)}).items():
            facts = join(frame.keys, *(_facts_of(run, frame, source, site.line) for source in sources))
            result.fields[name] = Value(facts=_as_figure(facts), open=True)
        result.rest = _as_figure(everything if not result.fields or (frame.rest and not told) else frame.keys)
        found.append(of(result, _as_figure(everything)))
    return merge(*found)


def _told_columns(frame: Record, site: Site) -> dict[str, list[str]]:
    """The columns a call asks for: `{"paid": "sum"}`, `total=("paid", "sum")`."""
    asked: list[tuple[str | int, list[str]]]
    asked = [(name, [str(name)]) for v in site.arguments.positional for r in v.records() if r.kind is Kind.DICT for name in r.fields]
    asked += [(name, names_in(v)[:1]) for name, v in site.arguments.named.items() if any(r.kind is Kind.TUPLE for r in v.records())]
    return {name: sources for name, sources in asked if isinstance(name, str)}


def _facts_of(run: Run, frame: Record, name: str, line: int) -> Facts:
    return deep_facts(read_key(run, frame, name, line), 20)


def _as_figure(facts: Facts) -> Facts:
    return clear(_without_identity(facts), Mitigation.AGGREGATED)


def _without_identity(facts: Facts) -> Facts:
    return {label: w for label, w in facts.items() if label.start is not Origin.IDENTITY}


def melt(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    """Columns become rows: those that identify a row stay, and the others' cells stand in columns nobody can tell apart."""
    kept = [name for v in site.select(model.target) for name in names_in(v)]
    turned = [name for v in site.select(model.data) for name in names_in(v)]
    found = []
    for frame in frames_in(base):
        result = Record(Kind.FRAME, result_type(run, model, site), None, frame.context)
        result.rows, result.keys = frame.rows, frame.keys
        result.fields = {name: read_key(run, frame, name, site.line) for name in kept}
        names = turned or [name for name in frame.fields if isinstance(name, str) and name not in kept]
        result.rest = join(frame.rest or NO_FACTS, *(_facts_of(run, frame, name, site.line) for name in names))
        result.settings[ANY_NAME] = constant(True)
        found.append(of(result))
    return merge(*found)
