"""Tables by place: selectors, arrays, the names of all columns, and the names in the first line of a file."""

from __future__ import annotations

from adversescan.analysis.frames import copy_frame, frames_in, row_of
from adversescan.analysis.kept_stores import Place
from adversescan.analysis.library_calls import Site, result_type
from adversescan.analysis.members import read_key
from adversescan.analysis.merge_values import merge
from adversescan.analysis.positions import (
    MOST_COLUMNS,
    columns_of,
    forget_names,
    mark_array,
    mark_whole,
    selector_of,
    texts_of,
    told_columns,
)
from adversescan.analysis.run import Run
from adversescan.analysis.values import UNKNOWN, Kind, Record, Value, of
from adversescan.knowledge.library import CallModel, Store
from adversescan.knowledge.operations import Operation


def as_selector(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    return merge(*(of(selector_of(frame)) for frame in frames_in(base)))


def as_array(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    """The cells of a table as an array, whose columns keep their order; of a column its cells."""
    found = []
    for frame in frames_in(base):
        array = copy_frame(frame)
        array.path = result_type(run, model, site)
        mark_array(array)
        if frame.element is None:
            array.settings["pairs"] = of(row_of(frame))
        found.append(of(array))
    return merge(*found)


def names_of_columns(run: Run, model: CallModel, site: Site, base: Value) -> Value:
    """The names of all columns; unknown where not all are known."""
    known = [columns_of(frame) for frame in frames_in(base)]
    return merge(*(told_columns(names, run.depth) if names else UNKNOWN for names in known)) if known else UNKNOWN


def set_names(run: Run, table: Record, member: str, value: Value, line: int) -> bool:
    """Whether a member that is set are the names of the columns of a table, which it bears from then on."""
    model = run.book.libraries.values.get(f"{table.path}.{member}") if table.kind is Kind.FRAME else None
    if model is None or model.operation is not Operation.NAMES:
        return False
    names = texts_of(value)
    if names:
        set_order(run, table, names, line)
    else:
        forget_names(table)
        run.heap_version += 1
    return True


def set_order(run: Run, table: Record, names: list[str], line: int) -> None:
    """The columns bear these names, in this order; one that has the name already is the same column."""
    known = columns_of(table)
    places = {name: known[i] for i, name in enumerate(names) if i < len(known)} if not set(names) & set(known) else {}
    members = [table.fields[places[name]] if name in places else read_key(run, table, name, line) for name in names]
    table.fields.clear()
    table.fields.update(zip(names, members, strict=True))
    mark_whole(table)
    run.heap_version += 1


def with_header(run: Run, model: CallModel, site: Site, table: Value, places: list[Place]) -> Value:
    """A table read from a file whose first line the project holds, or with names that are given: its columns in their order."""
    headers = [run.readers.header(name) for kind, name in places if kind == Store.FILE.value]
    header = next((names for names in headers if names), ())
    given = tuple(name for value in site.select(model.target) for name in texts_of(value))
    chosen = tuple(name for name in header if name in given) if set(given) & set(header) else given or header
    for record in table.records() if 0 < len(chosen) <= MOST_COLUMNS else ():
        if record.kind is Kind.FRAME:
            for name in chosen:
                read_key(run, record, name, site.line)
            record.fields = {name: record.fields[name] for name in chosen if name in record.fields}
            mark_whole(record)
    return table
