"""Changes of a list that move its members: exact where the list was made on this very branch, else any member may be anywhere."""

from __future__ import annotations

from adversescan.analysis.merge_values import merge
from adversescan.analysis.run import Run
from adversescan.analysis.values import Record, Value
from adversescan.analysis.write_members import add_element


def insert_at(run: Run, record: Record, place: Value, value: Value) -> None:
    """`list.insert(place, value)`. Plain words keep their places: it is their order that tells columns."""
    index = _index(place)
    members = _members(record)
    if members is not None and index is not None and record.branch == run.branch():
        members.insert(index, value)
        _put(run, record, members)
        return
    if _tells(value) or _tell(record):
        forget_places(run, record)
    add_element(run, record, value)


def take_out(run: Run, record: Record, place: Value | None) -> Value | None:
    """`list.pop(place)`: the member and the list without it; None where it is not known which member that is."""
    index = -1 if place is None else _index(place)
    members = _members(record)
    if members and index is not None and -len(members) <= index < len(members) and record.branch == run.branch():
        taken = members.pop(index)
        _put(run, record, members)
        return taken
    if _tell(record):
        forget_places(run, record)
    return None


def turn_around(run: Run, record: Record) -> None:
    members = _members(record)
    if members is not None and record.branch == run.branch():
        _put(run, record, members[::-1])
    elif _tell(record):
        forget_places(run, record)


def mix(run: Run, record: Record) -> None:
    """The members stand in an order nobody knows."""
    if _tell(record):
        forget_places(run, record)


def forget_places(run: Run, record: Record) -> None:
    places = [key for key in record.fields if isinstance(key, int)]
    members = [record.fields.pop(key) for key in places]
    if members:
        add_element(run, record, merge(*members))
        run.heap_version += 1


def _members(record: Record) -> list[Value] | None:
    """All members in their order; None where they are not all known by their places."""
    known = sorted(key for key in record.fields if isinstance(key, int))
    whole = record.element is None and not record.rest and known == list(range(len(known))) == list(record.fields)
    return [record.fields[key] for key in known] if whole else None


def _put(run: Run, record: Record, members: list[Value]) -> None:
    record.fields = dict(enumerate(members))
    run.heap_version += 1


def _index(place: Value) -> int | None:
    said = place.literals()
    return said[0] if len(said) == 1 and isinstance(said[0], int) and not place.open else None


def _tell(record: Record) -> bool:
    members = [value for key, value in record.fields.items() if isinstance(key, int)]
    return any(_tells(value) for value in (*members, *([] if record.element is None else [record.element])))


def _tells(value: Value) -> bool:
    """Whether anything is known of a value but the word or number it is."""
    return bool(value.objects or value.open or value.all_facts())
