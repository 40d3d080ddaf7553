"""Tables in memory: columns, the rest nobody named, and what selected the rows.

A column read from the rest is what its own name says; one that was written is what was written.
"""

from __future__ import annotations

from adversescan.analysis.labels import NO_FACTS, Facts, join, make_implicit
from adversescan.analysis.members import read_key
from adversescan.analysis.merge_values import merge
from adversescan.analysis.offences import named_risk
from adversescan.analysis.positions import (
    ANY_NAME,
    COLUMN,
    ROW_OF,
    WHOLE,
    at_places,
    columns_of,
    is_by_place,
    is_one_place,
    mark_whole,
    settings_kept,
    slices_in,
)
from adversescan.analysis.recode import with_recoded
from adversescan.analysis.run import Run
from adversescan.analysis.values import Kind, Record, Value, constant, of
from adversescan.analysis.view_members import note_words
from adversescan.knowledge.stages import Origin


def is_frame(value: Value) -> bool:
    """Whether the value is a table, or the row selector of one (`frame.loc`)."""
    return any(_frame(record) is not None for record in value.records())


def is_column(value: Value) -> bool:
    """Whether the value is one column of many rows."""
    frames = frames_in(value)
    return bool(frames) and all(frame.element is not None for frame in frames)


def read_column(run: Run, base: Value, key: Value, line: int) -> Value:
    """`frame[key]`: one column, a frame of several, or the rows a mask keeps."""
    return merge(*(_read_one(run, frame, key, line) for frame in frames_in(base)))


def write_column(run: Run, base: Value, key: Value, value: Value, line: int) -> None:
    """`frame[key] = value`, or `frame.loc[mask, key] = value` where the mask decides whose value it is."""
    from adversescan.analysis.outcomes import on_write

    mask = rows_part(key)
    facts = mask.all_facts() if mask is not None else NO_FACTS
    for frame in frames_in(base):
        names = _columns_meant(frame, key)
        for name, part in zip(names, _each_column(run, value, len(names), line), strict=True):
            cells = named_risk(run, name, part, line)
            with run.under(facts):
                written = on_write(run, of(frame), name, with_recoded(run, cells.tagged(make_implicit(facts)), facts), line)
            known = frame.fields.get(name)
            frame.fields[name] = written if known is None or mask is None else merge(known, written)
            frame.context.names.add(name)
            note_words(run, cells.facts, run.concepts_of(name))


def _each_column(run: Run, value: Value, number: int, line: int) -> list[Value]:
    """What is written to each of several columns: those of a table that has as many, in their order, else all of it."""
    frames = frames_in(value)
    known = columns_of(frames[0]) if len(frames) == 1 and frames[0].element is None else []
    return [column(run, frames[0], name, line) for name in known] if number > 1 and len(known) == number else [value] * number


def without_columns(base: Value, names: list[str]) -> None:
    """`del frame[name]`: the columns are gone, also from the rest."""
    for frame in frames_in(base):
        for name in names:
            frame.fields[name] = Value()


def with_columns(base: Value, columns: dict[str, Facts]) -> Value:
    """The frame with computed columns added."""
    found = []
    for frame in frames_in(base):
        copy = copy_frame(frame)
        copy.fields.update({name: Value(facts=facts, open=True) for name, facts in columns.items()})
        found.append(of(copy))
    return merge(*found)


def with_cells_of(base: Value, facts: Facts) -> Value:
    """The same tables, in any cell of which something else with these facts may stand."""
    found = []
    for frame in frames_in(base):
        copy = copy_frame(frame)
        copy.fields = {name: value.with_facts(facts) for name, value in frame.fields.items()}
        copy.element = None if frame.element is None else frame.element.with_facts(facts)
        copy.rest = frame.rest if frame.rest is None else join(frame.rest, facts)
        found.append(Value(None, {copy: NO_FACTS}, join(base.facts, facts) if frame.element is not None else base.facts, base.depth, True))
    return merge(*found)


def change_in_place(base: Value, result: Value) -> None:
    """A table that a call changes itself, rather than giving another one."""
    for frame, changed in zip(frames_in(base), frames_in(result), strict=False):
        if changed is not frame:
            fields = dict(changed.fields)
            frame.fields.clear()
            frame.fields.update(fields)
            frame.element, frame.rest, frame.rows = changed.element, changed.rest, changed.rows
            frame.settings = settings_kept(changed)


def row_of(frame: Record) -> Record:
    """One row: its fields are the columns."""
    row = Record(Kind.DICT, "", frame.rest if frame.rest is not None else None, frame.context)
    row.fields = dict(frame.fields)
    row.rows, row.keys = frame.rows, frame.keys
    row.settings = {name: value for name, value in frame.settings.items() if name in (WHOLE, ANY_NAME)}
    row.settings[ROW_OF] = constant(frame.path)
    return row


def _frame(record: Record) -> Record | None:
    if record.kind is Kind.FRAME and not record.member:
        return record
    if record.member and record.receiver is not None and record.kind is not Kind.UNKNOWN:
        for behind in record.receiver.records():
            if behind.kind is Kind.FRAME and not behind.member and record.path.startswith(behind.path):
                return behind
    return None


def frames_in(value: Value) -> list[Record]:
    return [f for r in value.records() if (f := _frame(r)) is not None]


def _read_one(run: Run, frame: Record, key: Value, line: int) -> Value:
    mask, part = rows_part(key), _column_part(key)
    if is_by_place(frame) and mask is None:
        return _rows_at(run, frame, key)
    columns = _columns_meant(frame, key)
    several = slices_in(part) or any(r.kind is Kind.LIST for r in part.records())
    if columns and not several:
        found = merge(*(column(run, frame, name, line) for name in columns))
        return found.with_facts(make_implicit(mask.all_facts())) if mask is not None else found
    if columns:
        found = of(selected(run, frame, columns, line))
        return found if mask is None else _rows_kept(found, mask.all_facts())
    if frame.element is not None and key.literals():
        # One cell of a column.
        return frame.element
    return _rows_kept(of(frame), key.all_facts())


def _rows_at(run: Run, frame: Record, key: Value) -> Value:
    """The row at a place, or the rows a mask or slice keeps."""
    if frame.element is not None:
        return frame.element if is_one_place(key) or not key.records() else _rows_kept(of(frame), key.all_facts())
    if slices_in(key) or is_frame(key) or any(r.kind is Kind.LIST for r in key.records()) or key.all_facts():
        return _rows_kept(of(frame), key.all_facts())
    # Of a key nothing is known of nobody can tell whether it stands for one row or several.
    return of(row_of(frame)) if key.constants else merge(of(row_of(frame)), _rows_kept(of(frame), NO_FACTS))


def _rows_kept(value: Value, facts: Facts) -> Value:
    """The tables with those rows that a test or selection of these facts keeps."""
    selects = make_implicit({label: w for label, w in facts.items() if label.start is not Origin.IDENTITY})
    found = []
    for frame in frames_in(value):
        copy = copy_frame(frame)
        copy.rows = join(copy.rows, selects)
        found.append(of(copy))
    return merge(*found)


def column(run: Run, frame: Record, name: str, line: int) -> Value:
    """A column as a value: the facts of its cells, seen as a column of the library's type."""
    value = read_key(run, frame, name, line)
    if any(r.kind is Kind.FRAME for r in value.records()):
        return value
    series = Record(Kind.FRAME, run.column_type(frame.path), value.all_facts(), frame.context)
    series.element, series.rows, series.keys = value, frame.rows, frame.keys
    series.settings[COLUMN] = constant(name)
    return Value(value.constants, {series: NO_FACTS}, value.all_facts(), value.depth, True)


def rows_part(key: Value) -> Value | None:
    """What stands for rows in a key of rows and columns."""
    return next((r.fields[0] for r in key.records() if r.kind is Kind.TUPLE and len(r.fields) == 2), None)


def _column_part(key: Value) -> Value:
    for record in key.records():
        if record.kind is Kind.TUPLE and len(record.fields) == 2:
            return record.fields[1]
    return key


def _columns_meant(frame: Record, key: Value) -> list[str]:
    """The columns a key stands for, by their names or places."""
    part = _column_part(key)
    return names_in(part) or at_places(frame, part)


def names_in(value: Value) -> list[str]:
    found = list(value.texts())
    for record in value.records():
        if record.kind in (Kind.LIST, Kind.TUPLE, Kind.SET):
            for member in [*record.fields.values(), *([record.element] if record.element is not None else [])]:
                found.extend(member.texts())
    return found


def selected(run: Run, frame: Record, names: list[str], line: int) -> Record:
    result = copy_frame(frame)
    result.rest = None
    result.fields = {name: read_key(run, frame, name, line) for name in names}
    result.context.names |= set(names)
    mark_whole(result)
    return result


def copy_frame(frame: Record) -> Record:
    copy = Record(Kind.FRAME, frame.path, frame.rest, frame.context)
    copy.fields, copy.element = dict(frame.fields), frame.element
    copy.rows, copy.keys, copy.settings = frame.rows, frame.keys, settings_kept(frame)
    return copy
