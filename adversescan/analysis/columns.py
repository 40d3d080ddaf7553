"""Columns as expressions: named on their own in the call of a table, given a name, chosen by a test, and put into the table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from adversescan.analysis.frames import copy_frame, frames_in, is_frame, names_in, read_column
from adversescan.analysis.labels import NO_FACTS, Context, Facts, join
from adversescan.analysis.library_calls import Site, result_type
from adversescan.analysis.merge_values import merge
from adversescan.analysis.named_start import named_start
from adversescan.analysis.run import Run
from adversescan.analysis.values import Kind, Record, Value, constants
from adversescan.knowledge.library import CallModel

NAME = "*name*"
"""The setting under which a column keeps the name it is given."""


@contextmanager
def in_call_of(run: Run, function: Value) -> Iterator[None]:
    """While the arguments of a method of a table are worked out, columns named in them are its own."""
    tables = [r.receiver for r in function.records() if r.receiver is not None and is_frame(r.receiver)]
    run.tables.extend(tables)
    try:
        yield
    finally:
        del run.tables[len(run.tables) - len(tables) :]


def named_column(run: Run, model: CallModel, site: Site) -> Value:
    """The column of the table in whose call it stands; where there is none, what its name says."""
    names = [name for v in site.select(model.address) for name in names_in(v)]
    for table in reversed(run.tables):
        if names and any(name in frame.fields or frame.rest is not None for frame in frames_in(table) for name in names):
            found = read_column(run, table, constants([*names[:4]], run.depth), site.line)
            return _as_column(run, model, site, found, found.all_facts(), names)
    facts = join(*(named_start(run, name, site.line, Context(), False) for name in names))
    return _as_column(run, model, site, Value(facts=facts, open=True), facts, names)


def with_name(run: Run, model: CallModel, site: Site) -> Value:
    """The same column under another name."""
    base = with_cells(site.receiver) if site.receiver is not None else Value(open=True)
    names = [name for v in site.select(model.target) for name in names_in(v)]
    return _as_column(run, model, site, base, base.all_facts(), names)


def column_of(run: Run, model: CallModel, site: Site, value: Value) -> Value:
    """A value as a column of the library's type."""
    return _as_column(run, model, site, value, value.all_facts(), [])


def with_cells(column: Value) -> Value:
    """A column with the constants its cells may be."""
    cells = [r.element for r in column.records() if r.kind is Kind.FRAME and r.element is not None and r.element.constants]
    return merge(column, *(Value(cell.constants, None, cell.facts, cell.depth) for cell in cells)) if cells else column


def given_columns(model: CallModel, site: Site) -> list[tuple[str, Value]]:
    """The columns a call puts into a table: `name, value`, `name=value`, and values that bear a name."""
    targets = [name for v in site.select(model.target) for name in names_in(v)]
    found = [(name, merge(*site.select(model.data))) for name in targets]
    found += [(name, value) for name, value in site.arguments.named.items() if name not in (*model.target, *model.data)]
    return found + [pair for value in site.arguments.positional for pair in bearing_names(value)]


def bearing_names(value: Value) -> Iterator[tuple[str, Value]]:
    """The columns among a value and the elements of a list that bear a name."""
    for record in value.records():
        if record.kind is Kind.FRAME and NAME in record.settings:
            yield from ((name, value) for name in record.settings[NAME].texts())
        elif record.kind in (Kind.LIST, Kind.TUPLE):
            for member in [*record.fields.values(), *([record.element] if record.element is not None else [])]:
                yield from bearing_names(member)


def _as_column(run: Run, model: CallModel, site: Site, value: Value, facts: Facts, names: list[str]) -> Value:
    frames = [r for r in value.records() if r.kind is Kind.FRAME]
    series = copy_frame(frames[0]) if frames else Record(Kind.FRAME, "", facts)
    series.path, series.made = result_type(run, model, site), True
    if not frames or value.constants:
        series.element = Value(value.constants, None, facts, value.depth, value.open)
    if names:
        series.settings[NAME] = constants([*names[:4]], run.depth)
    return Value(value.constants, {series: NO_FACTS}, facts, value.depth, True)
