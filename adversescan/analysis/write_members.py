"""Writing the members of objects: strong where the object was made on this very branch, else one more alternative."""

from __future__ import annotations

from adversescan.analysis.merge_values import merge, same
from adversescan.analysis.run import Run
from adversescan.analysis.values import Record, Value
from adversescan.analysis.view_members import note_name, note_words


def write_field(run: Run, record: Record, key: str | int, value: Value) -> None:
    """`record.key = value`: strong where the object was made on this very branch, else one more alternative."""
    if isinstance(key, int) and key < 0:
        write_from_end(run, record, key, value)
        return
    if isinstance(key, str):
        note_name(run, record, key)
        note_words(run, value.facts, run.concepts_of(key))
    known = record.fields.get(key)
    new = value if known is None or record.branch == run.branch() else merge(known, value)
    if known is None or not same(known, new):
        run.heap_version += 1
    record.fields[key] = new


def write_from_end(run: Run, record: Record, key: int, value: Value) -> None:
    """`list[-1] = value`, which is one of its members where nobody knows how many there are."""
    places = [k for k in record.fields if isinstance(k, int)]
    if record.element is None and -key <= len(places):
        write_field(run, record, len(places) + key, value)
    else:
        for place in places:
            record.fields[place] = merge(record.fields[place], value)
        add_element(run, record, value)


def add_element(run: Run, record: Record, value: Value) -> None:
    """One more thing the object holds under a position or key nobody knows."""
    new = value if record.element is None else merge(record.element, value)
    if record.element is None or not same(record.element, new):
        run.heap_version += 1
    record.element = new
