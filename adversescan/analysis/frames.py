"""Tables in memory: columns, the rest nobody named, and what selected the rows. A frame is a value: a write makes a new one
where it can be told, and a column read from the rest is what its own name says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from adversescan.analysis.calls import deep_facts
from adversescan.analysis.labels import NO_FACTS, Facts, clear, join, make_implicit
from adversescan.analysis.members import add_element, elements, note_words, read_item, read_key
from adversescan.analysis.run import Run
from adversescan.analysis.values import Kind, Record, Value, merge, of
from adversescan.knowledge.library import CallModel, Operation
from adversescan.knowledge.stages import Mitigation, Origin

if TYPE_CHECKING:
    from adversescan.analysis.library_calls import Site


def is_frame(value: Value) -> bool:
    """Whether the value is a table, or the row selector of one (`frame.loc`)."""
    return any(_frame(record) is not None for record in value.records())


def read_column(run: Run, base: Value, key: Value, line: int) -> Value:
    """`frame[key]`: one column, a frame of several, or the rows a mask keeps."""
    return merge(*(_read_one(run, frame, key, line) for frame in _frames(base)))


def write_column(run: Run, base: Value, key: Value, value: Value, line: int) -> None:
    """`frame[key] = value`, or `frame.loc[mask, key] = value` where the mask decides whose value it is."""
    from adversescan.analysis.outcomes import on_write

    mask, columns = _split_key(key)
    facts = mask.all_facts() if mask is not None else NO_FACTS
    for frame in _frames(base):
        for name in columns:
            with run.under(facts):
                written = on_write(run, of(frame), name, value.tagged(make_implicit(facts)), line)
            known = frame.fields.get(name)
            frame.fields[name] = written if known is None or mask is None else merge(known, written)
            frame.context.names.add(name)
            note_words(run, value.facts, run.concepts_of(name))


def without_columns(base: Value, names: list[str]) -> None:
    """`del frame[name]`: the columns are gone, also from the rest."""
    for frame in _frames(base):
        for name in names:
            frame.fields[name] = Value()


def with_columns(base: Value, columns: dict[str, Facts]) -> Value:
    """The frame with computed columns added."""
    found = []
    for frame in _frames(base):
        copy = _copy(frame)
        copy.fields.update({name: Value(facts=facts, open=True) for name, facts in columns.items()})
        found.append(of(copy))
    return merge(*found)


def frame_operation(run: Run, model: CallModel, site: Site) -> Value:
    """A method with column semantics, on the receiver or the first argument."""
    from adversescan.analysis.library_calls import typed_result

    assert model.operation is not None
    base = site.receiver if site.receiver is not None and is_frame(site.receiver) else None
    if base is None:
        base = next((v for v in site.arguments.positional if is_frame(v)), None)
    if model.operation is Operation.CONSTRUCT:
        return _construct(run, model, site)
    if model.operation is Operation.CHOOSE:
        return _choose(run, model, site)
    if base is None:
        return typed_result(run, model, site, join(*(deep_facts(v) for v in site.everything())))
    return OPERATIONS[model.operation](run, model, site, base)


def row_of(frame: Record) -> Record:
    """One row: its fields are the columns."""
    row = Record(Kind.DICT, "", frame.rest if frame.rest is not None else None, frame.context)
    row.fields = dict(frame.fields)
    row.rows, row.keys = frame.rows, frame.keys
    return row


def _frame(record: Record) -> Record | None:
    if record.kind is Kind.FRAME and not record.member:
        return record
    if record.member and record.receiver is not None and record.kind is not Kind.UNKNOWN:
        for behind in record.receiver.records():
            if behind.kind is Kind.FRAME and not behind.member and record.path.startswith(behind.path):
                return behind
    return None


def _frames(value: Value) -> list[Record]:
    return [f for r in value.records() if (f := _frame(r)) is not None]


def _read_one(run: Run, frame: Record, key: Value, line: int) -> Value:
    mask, columns = _split_key(key)
    several = any(r.kind is Kind.LIST for r in _column_part(key).records())
    if columns and not several:
        found = merge(*(column(run, frame, name, line) for name in columns))
        return found.with_facts(make_implicit(mask.all_facts())) if mask is not None else found
    if columns:
        return of(_selected(run, frame, columns, line))
    copy = _copy(frame)
    facts = key.all_facts()
    copy.rows = join(copy.rows, make_implicit({label: w for label, w in facts.items() if label.start is not Origin.IDENTITY}))
    return of(copy)


def column(run: Run, frame: Record, name: str, line: int) -> Value:
    """A column as a value: the facts of its cells, seen as a column of the library's type."""
    value = read_key(run, frame, name, line)
    if any(r.kind is Kind.FRAME for r in value.records()):
        return value
    series = Record(Kind.FRAME, run.column_type(frame.path), value.all_facts(), frame.context)
    series.element, series.rows, series.keys = value, frame.rows, frame.keys
    return Value(value.constants, {series: NO_FACTS}, value.all_facts(), value.depth, True)


def _split_key(key: Value) -> tuple[Value | None, list[str]]:
    for record in key.records():
        if record.kind is Kind.TUPLE and len(record.fields) == 2:
            return record.fields[0], _names(record.fields[1])
    return None, _names(key)


def _column_part(key: Value) -> Value:
    for record in key.records():
        if record.kind is Kind.TUPLE and len(record.fields) == 2:
            return record.fields[1]
    return key


def _names(value: Value) -> list[str]:
    found = list(value.texts())
    for record in value.records():
        if record.kind in (Kind.LIST, Kind.TUPLE, Kind.SET):
            for member in [*record.fields.values(), *([record.element] if record.element is not None else [])]:
                found.extend(member.texts())
    return found


def _selected(run: Run, frame: Record, names: list[str], line: int) -> Record:
    result = _copy(frame)
    result.rest = None
    result.fields = {name: read_key(run, frame, name, line) for name in names}
    result.context.names |= set(names)
    return result


def _copy(frame: Record) -> Record:
    copy = Record(Kind.FRAME, frame.path, frame.rest, frame.context)
    copy.fields, copy.element = dict(frame.fields), frame.element
    copy.rows, copy.keys, copy.settings = frame.rows, frame.keys, dict(frame.settings)
    return copy


def _construct(run: Run, model: CallModel, site: Site) -> Value:
    from adversescan.analysis.library_calls import result_type

    frame = Record(Kind.FRAME, result_type(run, model, site), None)
    for value in site.select(model.data) or site.arguments.positional[:1]:
        for record in [*value.records(), *elements(run, value).records()]:
            for name, member in record.fields.items():
                if isinstance(name, str):
                    known = frame.fields.get(name)
                    frame.fields[name] = member if known is None else merge(known, member)
            if record.rest is not None:
                frame.rest = join(frame.rest or NO_FACTS, record.rest)
            frame.rows = join(frame.rows, record.rows)
            frame.context.names |= record.context.names
            frame.context.nouns |= record.context.nouns
        facts = value.facts
        if facts or not value.records():
            frame.rest = join(frame.rest or NO_FACTS, facts)
    return of(frame)


def _choose(run: Run, model: CallModel, site: Site) -> Value:
    """`where(mask, a, b)`: each cell is one of the choices, and the mask says which."""

    tests = site.select(model.query) or site.arguments.positional[:1]
    given = [v for v in site.arguments.all() if all(v is not t for t in tests)]
    if site.receiver is not None and is_frame(site.receiver):
        given.append(site.receiver)
    facts = make_implicit(join(*(deep_facts(t) for t in tests)))
    choices = [elements(run, v) if v.records() and not is_frame(v) else v for v in given]
    return merge(*(c.tagged(facts) if c.constants else c for c in choices)).with_facts({} if choices else facts)


def _same(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    return base


def _select(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    names = _given_names(model, site)
    if not names:
        return base
    return merge(*(of(_selected(run, frame, names, 0)) for frame in _frames(base)))


def _drop(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    found = []
    for frame in _frames(base):
        copy = _copy(frame)
        for name in _given_names(model, site):
            copy.fields[name] = Value()
        found.append(of(copy))
    return merge(*found)


def _given_names(model: CallModel, site: Site) -> list[str]:

    return [n for v in [*site.select(model.target), *site.select(model.data)] for n in _names(v)]


def _assign(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    from adversescan.analysis.calls import Arguments, call
    from adversescan.analysis.outcomes import on_write

    found = []
    for frame in _frames(base):
        copy = _copy(frame)
        if model.operation is Operation.INSERT:
            for name in [n for v in site.select(model.target) for n in _names(v)]:
                frame.fields[name] = copy.fields[name] = merge(*site.select(model.data))
            found.append(of(copy))
            continue
        for name, value in site.arguments.named.items():
            made = call(run, value, Arguments([of(copy)]), site.line) if value.objects and not value.records() else value
            copy.fields[name] = on_write(run, of(copy), name, made, site.line)
            copy.context.names.add(name)
        found.append(of(copy))
    return merge(*found)


def _rename(run: Run, model: CallModel, site: Site, base: Value) -> Value:

    names = {old: new for v in [*site.select(model.target), *site.select(model.data)] for r in v.records() for old, t in r.fields.items() for new in t.texts()[:1]}
    found = []
    for frame in _frames(base):
        copy = _copy(frame)
        for old, new in names.items():
            copy.fields[new] = read_key(run, frame, old, site.line)
            copy.fields[old] = Value()
        found.append(of(copy))
    return merge(*found)


def _pop(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    names = _given_names(model, site)
    found = merge(*(column(run, frame, name, 0) for frame in _frames(base) for name in names))
    without_columns(base, names)
    for frame in _frames(base):
        frame.context.names.update(names)
    return found


def _filter(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    """Rows are kept by a mask or by an expression in text that names columns."""

    found = []
    for frame in _frames(base):
        facts = join(*(v.all_facts() for v in site.arguments.all()))
        for text in [t for v in site.arguments.positional for t in v.texts()]:
            for word in _identifiers(text):
                facts = join(facts, read_key(run, frame, word, site.line).all_facts())
        copy = _copy(frame)
        copy.rows = join(copy.rows, make_implicit({label: w for label, w in facts.items() if label.start is not Origin.IDENTITY}))
        found.append(of(copy))
    return merge(*found)


def _identifiers(text: str) -> list[str]:
    words = "".join(c if c.isidentifier() or c.isdigit() else " " for c in text).split()
    return [w for w in words if w.isidentifier() and w not in ("and", "or", "not", "in")]


def _join_frames(run: Run, model: CallModel, site: Site, base: Value) -> Value:

    others = [f for v in site.arguments.all() for f in _frames(v)]
    others += [f for v in site.arguments.all() for f in _frames(elements(run, v)) if not is_frame(v)]
    result = _copy(_frames(base)[0]) if _frames(base) else Record(Kind.FRAME)
    for frame in others:
        for name, value in frame.fields.items():
            known = result.fields.get(name)
            result.fields[name] = value if known is None else merge(known, value)
        if frame.rest is not None:
            result.rest = join(result.rest or NO_FACTS, frame.rest)
        result.rows = join(result.rows, frame.rows)
    return of(result)


def _group(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    from adversescan.analysis.library_calls import result_type

    found = []
    for frame in _frames(base):
        copy = _copy(frame)
        copy.path = result_type(run, model, site)
        names = [n for v in site.arguments.all() for n in _names(v)]
        values = [read_key(run, frame, n, site.line) for n in names]
        values += [v for v in site.arguments.all() if v.records() and not _names(v)]
        copy.keys = join(copy.keys, *(v.all_facts() for v in values))
        pair = Record(Kind.TUPLE)
        group = _copy(frame)
        selects = {label: w for label, w in copy.keys.items() if label.start is not Origin.IDENTITY}
        group.rows = join(group.rows, make_implicit(selects))
        pair.fields = {0: Value(facts=copy.keys, open=True), 1: of(group)}
        copy.settings["pairs"] = of(pair)
        found.append(of(copy))
    return merge(*found)


def _aggregate(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    from adversescan.analysis.library_calls import result_type

    found = []
    for frame in _frames(base):
        result = Record(Kind.FRAME, result_type(run, model, site), None)
        facts = join(frame.keys, frame.rest or NO_FACTS, *(v.all_facts() for v in frame.fields.values()))
        if frame.element is not None:
            facts = join(facts, frame.element.all_facts())
        facts = clear({label: w for label, w in facts.items() if label.start is not Origin.IDENTITY}, Mitigation.AGGREGATED)
        result.rest = facts
        found.append(of(result, facts))
    return merge(*found)


def _apply(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    """A function applied to cells or rows: the result is a column of what it returns."""
    from adversescan.analysis.calls import Arguments, call

    functions = site.select(model.function) or site.arguments.positional[:1]
    found = []
    for frame in _frames(base):
        cell = frame.element if frame.element is not None else of(row_of(frame))
        for function in functions:
            callable_ = any(not isinstance(o, Record) or o.kind is Kind.EXTERNAL for o in function.objects)
            tables = [r for r in function.records() if r.kind is Kind.DICT]
            if tables:
                result = merge(*(read_item(run, of(t), cell, site.line) for t in tables)).with_facts(cell.all_facts())
            elif callable_:
                result = call(run, function, Arguments([cell]), site.line)
            else:
                result = Value(facts=join(cell.all_facts(), function.all_facts()), open=True)
            series = Record(Kind.FRAME, run.column_type(frame.path), result.all_facts(), frame.context)
            series.element, series.rows = result, frame.rows
            found.append(Value(result.constants, {series: NO_FACTS}, result.all_facts(), result.depth, True))
    return merge(*found)


def _iterate(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    result = Record(Kind.LIST)
    for frame in _frames(base):
        row = of(row_of(frame))
        if model.each:
            pair = Record(Kind.TUPLE)
            pair.fields = {0: Value(open=True), 1: row}
            row = of(pair)
        add_element(run, result, row)
        result.rows = join(result.rows, frame.rows)
    return of(result)


def _records(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    result = Record(Kind.LIST)
    for frame in _frames(base):
        add_element(run, result, frame.element if frame.element is not None else of(row_of(frame)))
        result.rows = join(result.rows, frame.rows)
    return of(result)


Handler = Callable[[Run, CallModel, "Site", Value], Value]
OPERATIONS: dict[Operation, Handler] = {
    Operation.SELECT: _select,
    Operation.DROP: _drop,
    Operation.ASSIGN: _assign,
    Operation.INSERT: _assign,
    Operation.RENAME: _rename,
    Operation.POP: _pop,
    Operation.FILTER: _filter,
    Operation.MERGE: _join_frames,
    Operation.CONCAT: _join_frames,
    Operation.GROUP: _group,
    Operation.AGGREGATE: _aggregate,
    Operation.APPLY: _apply,
    Operation.MAP: _apply,
    Operation.ITERATE: _iterate,
    Operation.RECORDS: _records,
    Operation.SAME: _same,
    Operation.EXPLODE: _same,
    Operation.MELT: _same,
    Operation.PIVOT: _same,
    Operation.DUMMIES: _same,
    Operation.CUT: _same,
}
