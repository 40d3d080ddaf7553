"""Methods of tables with column semantics, one function per operation of the library files."""

from __future__ import annotations

from collections.abc import Callable

from adversescan.analysis.choose_cells import choose_cells, written_cells
from adversescan.analysis.columns import bearing_names, given_columns, with_name
from adversescan.analysis.construct_frame import construct_frame
from adversescan.analysis.formulas import formula_tables
from adversescan.analysis.frame_places import as_array, as_selector, names_of_columns
from adversescan.analysis.frame_rows import GROUPED, aggregate_rows, group_rows, join_frames, melt, tables_in, ungrouped
from adversescan.analysis.frames import (
    change_in_place,
    column,
    copy_frame,
    frames_in,
    is_frame,
    names_in,
    row_of,
    selected,
    with_cells_of,
    without_columns,
)
from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.labels import NO_FACTS, join, make_implicit
from adversescan.analysis.library_calls import Site, result_type
from adversescan.analysis.members import read_item, read_key
from adversescan.analysis.merge_values import merge
from adversescan.analysis.positions import COLUMN, forget_names, put_at, renamed
from adversescan.analysis.run import Run
from adversescan.analysis.values import Kind, Record, Value, of
from adversescan.analysis.write_members import add_element
from adversescan.knowledge.library import CallModel
from adversescan.knowledge.operations import Operation
from adversescan.knowledge.stages import Origin


def frame_operation(run: Run, model: CallModel, site: Site) -> Value:
    """A method with column semantics, on the receiver or the first argument."""
    from adversescan.analysis.library_calls import typed_result

    assert model.operation is not None
    base = site.receiver if site.receiver is not None and is_frame(site.receiver) else None
    if base is None:
        base = next((v for v in site.arguments.positional if is_frame(v)), None)
    if model.operation is Operation.CONSTRUCT:
        return construct_frame(run, model, site)
    if model.operation is Operation.FORMULA:
        return formula_tables(run, model, site)
    if model.operation is Operation.CHOOSE:
        return choose_cells(run, model, site)
    if model.operation is Operation.NAME:
        return with_name(run, model, site)
    if base is None and model.operation in (Operation.CONCAT, Operation.MERGE):
        base = next((v for given in site.arguments.positional for v in tables_in(run, given)), None)
    if base is None:
        return typed_result(run, model, site, join(*(deep_facts(v) for v in site.everything())))
    result = OPERATIONS[model.operation](run, model, site, base)
    if any(True in v.literals() for v in site.select(model.mutates)):
        change_in_place(base, result)
    return result


def _same(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    """The same columns; those that are named in the call are among them, and what is given may stand in any cell."""
    for frame in frames_in(base):
        for name in _given_names(model, site) if frame.rest is not None and frame.element is None else ():
            read_key(run, frame, name, site.line)
    given = [v for v in site.select(model.data) if (v is not site.receiver and not v.records()) or is_frame(v)]
    facts = join(*(deep_facts(v) for v in given if v is not base))
    same = with_cells_of(base, facts) if facts else base
    return merge(*(ungrouped(frame, result_type(run, model, site)) for frame in frames_in(same))) if _is_grouped(same) else same


def _is_grouped(value: Value) -> bool:
    return any(GROUPED in frame.settings for frame in frames_in(value))


def _select(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    names = _given_names(model, site)
    made = [pair for value in site.select(model.data) for pair in bearing_names(value)]
    if not names and not made:
        return _seen_as(run, model, site, base)
    found = [copy_frame(frame) if STAR in names else selected(run, frame, names, 0) for frame in frames_in(base)]
    return merge(*(of(_with_columns(run, frame, made, site)) for frame in found))


def _seen_as(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    """The same table as one of the type the call gives."""
    found = [copy_frame(frame) for frame in frames_in(base)]
    for frame in found:
        frame.path = result_type(run, model, site)
    return merge(*(of(frame) for frame in found))


def _with_columns(run: Run, frame: Record, columns: list[tuple[str, Value]], site: Site) -> Record:
    from adversescan.analysis.outcomes import on_write

    for name, value in columns:
        frame.fields[name] = written_cells(run, frame, name, on_write(run, of(frame), name, value, site.line), site.line)
        frame.context.names.add(name)
    return frame


def _drop(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    found = []
    for frame in frames_in(base):
        copy = copy_frame(frame)
        for name in _given_names(model, site):
            copy.fields[name] = Value()
        found.append(of(copy))
    return merge(*found)


def _given_names(model: CallModel, site: Site) -> list[str]:
    return [n for v in [*site.select(model.target), *site.select(model.data)] if not is_frame(v) for n in names_in(v)]


def _assign(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    from adversescan.analysis.arguments import Arguments
    from adversescan.analysis.calls import call
    from adversescan.analysis.outcomes import on_write

    found = []
    for frame in frames_in(base):
        copy = copy_frame(frame)
        if model.operation is Operation.INSERT:
            for name in [n for v in site.select(model.target) for n in names_in(v)]:
                put_at(frame, site.arguments.positional[:1], name, merge(*site.select(model.data)))
                copy.fields = dict(frame.fields)
            found.append(of(copy))
            continue
        for name, value in given_columns(model, site):
            made = call(run, value, Arguments([of(copy)]), site.line) if value.objects and not value.records() else value
            copy.fields[name] = written_cells(run, copy, name, on_write(run, of(copy), name, made, site.line), site.line)
            copy.context.names.add(name)
        found.append(of(copy))
    return merge(*found)


def _rename(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    """Columns under other names: as a table of names says, or all with something before (`address`) or behind (`labels`)."""
    tables = [r for v in [*site.select(model.target), *site.select(model.data)] for r in v.records()]
    names = {old: new for r in tables for old, t in r.fields.items() for new in t.texts()[:1]}
    before, behind = (next((t for v in site.select(role) for t in v.texts()), "") for role in (model.address, model.labels))
    found = []
    for frame in frames_in(base):
        copy = copy_frame(frame)
        if frame.element is not None:
            copy.settings[COLUMN] = next((v for v in site.select(model.data) if v.texts()), copy.settings.get(COLUMN, Value()))
        elif not tables and not (before or behind):
            forget_names(copy)
        wanted = names or {name: f"{before}{name}{behind}" for name in frame.fields if (before or behind) and isinstance(name, str)}
        for old in wanted:
            read_key(run, copy, old, site.line)
        copy.fields = renamed(copy, wanted)
        found.append(Value(None, {copy: NO_FACTS}, base.facts if frame.element is not None else NO_FACTS, base.depth, True))
    return merge(*found)


def _pop(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    names = _given_names(model, site)
    found = merge(*(column(run, frame, name, 0) for frame in frames_in(base) for name in names))
    without_columns(base, names)
    for frame in frames_in(base):
        frame.context.names.update(names)
    return found


def _filter(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    """Rows are kept by a mask or by an expression in text that names columns."""
    found = []
    for frame in frames_in(base):
        facts = join(*(v.all_facts() for v in site.arguments.all()))
        for text in [t for v in site.arguments.positional for t in v.texts()]:
            for word in _identifiers(text):
                facts = join(facts, read_key(run, frame, word, site.line).all_facts())
        copy = copy_frame(frame)
        copy.rows = join(copy.rows, make_implicit({label: w for label, w in facts.items() if label.start is not Origin.IDENTITY}))
        found.append(of(copy))
    return merge(*found)


def _identifiers(text: str) -> list[str]:
    words = "".join(c if c.isidentifier() or c.isdigit() else " " for c in text).split()
    return [w for w in words if w.isidentifier() and w not in ("and", "or", "not", "in")]


def _apply(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    """A function applied to cells or rows: the result is a column of what it returns."""
    from adversescan.analysis.arguments import Arguments
    from adversescan.analysis.calls import call

    functions = site.select(model.function) or site.arguments.positional[:1]
    found = []
    for frame in frames_in(base):
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
    for frame in frames_in(base):
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
    for frame in frames_in(base):
        if frame.element is not None:
            add_element(run, result, frame.element)
        if frame.fields or frame.element is None:
            add_element(run, result, of(row_of(frame)))
        result.rows = join(result.rows, frame.rows)
    return of(result)


Handler = Callable[[Run, CallModel, "Site", Value], Value]
STAR = "*"
OPERATIONS: dict[Operation, Handler] = {
    Operation.SELECT: _select,
    Operation.DROP: _drop,
    Operation.ASSIGN: _assign,
    Operation.INSERT: _assign,
    Operation.RENAME: _rename,
    Operation.POP: _pop,
    Operation.FILTER: _filter,
    Operation.MERGE: join_frames,
    Operation.CONCAT: join_frames,
    Operation.GROUP: group_rows,
    Operation.AGGREGATE: aggregate_rows,
    Operation.APPLY: _apply,
    Operation.MAP: _apply,
    Operation.ITERATE: _iterate,
    Operation.RECORDS: _records,
    Operation.SAME: _same,
    Operation.EXPLODE: _same,
    Operation.MELT: melt,
    Operation.PIVOT: _same,
    Operation.DUMMIES: _same,
    Operation.CUT: _same,
    Operation.SELECTOR: as_selector,
    Operation.ARRAY: as_array,
    Operation.NAMES: names_of_columns,
}
