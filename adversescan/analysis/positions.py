"""Members by position: slices of sequences, and the columns of a table whose order is known."""

from __future__ import annotations

from collections.abc import Iterable

from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.labels import NO_FACTS, join
from adversescan.analysis.values import Kind, Record, Value, constant, constants

WHOLE = "*whole*"
"""The setting of a table, or of a row of one, whose fields are all its columns in their order."""
BY_PLACE = "*by place*"
"""The setting of a table whose rows are told by a single key: an array, or what selects rows and columns of a table (`frame.loc`)."""
_SELECTING, _ARRAY = constant("selector"), constant("array")
SLICE = "builtins.slice"
"""The type of a slice; its bounds are its settings."""
COLUMN = "*column*"
"""The setting of a column, and of what is made of its cells, that keeps its name."""
ANY_NAME = "*any name*"
"""The setting of a table any of whose columns may be any that is known of it, whatever it is called."""
ROW_OF = "*row of*"
"""The setting of a row that keeps the type of its table."""
MOST_COLUMNS = 400
"""Tables with more have them made by a program."""
Bound = int | str | None


def slice_of(bounds: list[Value]) -> Record:
    """A slice as a value, so that what stands in a key can be told."""
    record = Record(Kind.EXTERNAL, SLICE)
    record.settings = dict(enumerate(bounds))
    record.made = True
    return record


def slices_in(value: Value) -> list[Record]:
    return [r for r in value.records() if r.path == SLICE]


def part_of(value: Value, key: Value) -> Value:
    """The part of a list or tuple that a slice cuts out; the whole where its members or the bounds are not all known."""
    bounds = [_bound(cut, place) for cut in slices_in(key)[:1] for place in range(3)]
    whole = next(iter(value.records()), None)
    if whole is None or len(value.objects) > 1 or value.constants or not _is_known_sequence(whole):
        return value
    if not all(known and not isinstance(bound, str) for known, bound in bounds):
        return value
    part = Record(whole.kind)
    first, last, step = (bound if isinstance(bound, int) else None for _, bound in bounds)
    part.fields = dict(enumerate(list(whole.fields.values())[first : last : step or None]))
    part.rows, part.branch, part.context = whole.rows, whole.branch, whole.context
    return Value(None, {part: value.objects[whole]}, value.facts, value.depth)


def chosen_members(value: Value, key: Value) -> Value | None:
    """The members at the places in a list (`names[[0, 2]]`); None where it is no list of places, or the members are not all known."""
    places = [n for r in key.records() if r.kind is Kind.LIST and r.element is None for m in r.fields.values() for n in m.literals()]
    whole = next(iter(value.records()), None)
    if not places or len(value.objects) > 1 or whole is None or not _is_known_sequence(whole):
        return None
    part = Record(Kind.LIST)
    part.fields = dict(enumerate(whole.fields[i] for i in places if isinstance(i, int) and i in whole.fields))
    return Value(None, {part: value.objects[whole]}, value.facts, value.depth)


def known_members(value: Value) -> list[Value] | None:
    """All members of a list or tuple in their order; None where they are not all known by their places."""
    whole = next(iter(value.records()), None)
    if whole is None or len(value.objects) > 1 or value.facts or not _is_known_sequence(whole):
        return None
    return list(whole.fields.values())


def _is_known_sequence(record: Record) -> bool:
    """Whether all members are known by their places."""
    return record.kind in (Kind.LIST, Kind.TUPLE) and bool(record.fields) and record.element is None and record.rest is None


def columns_of(table: Record) -> list[str]:
    """The names of all columns in their order; none where they are not all known."""
    if WHOLE not in table.settings:
        return []
    return [name for name, value in table.fields.items() if isinstance(name, str) and not is_gone(value)]


def is_gone(value: Value) -> bool:
    """Whether a column was taken out of its table."""
    return not (value.constants or value.objects or value.facts or value.open)


def mark_whole(table: Record) -> None:
    table.settings[WHOLE] = constant(True)
    table.rest = table.rest or None


def renamed(table: Record, names: dict[str | int, str]) -> dict[str | int, Value]:
    """The columns of a table under other names, each where it stood."""
    found: dict[str | int, Value] = {}
    for name, value in table.fields.items():
        found[names.get(name, name)] = value
    return found


def put_at(table: Record, places: list[Value], name: str, value: Value) -> None:
    """A column put at a place among the others; behind them where the place is not known."""
    place = next((n for v in places for n in v.literals() if isinstance(n, int)), len(table.fields))
    others = [(n, v) for n, v in table.fields.items() if n != name and not is_gone(v)]
    gone = [(n, v) for n, v in table.fields.items() if is_gone(v)]
    fields = dict([*others[:place], (name, value), *others[place:], *gone])
    table.fields.clear()
    table.fields.update(fields)


def forget_names(table: Record) -> None:
    """The columns of the table bear names nobody knows: any of them may be any."""
    table.rest = join(table.rest or NO_FACTS, *(deep_facts(value, 20) for value in table.fields.values()))
    table.fields = {}
    table.settings.pop(WHOLE, None)
    table.settings[ANY_NAME] = constant(True)


def at_places(table: Record, key: Value) -> list[str]:
    """The columns that numbers or a slice stand for, where the order of the columns is known."""
    known = columns_of(table)
    found = [known[i] for i in _numbers(key) if -len(known) <= i < len(known)]
    for cut in slices_in(key):
        found += _between(known, *(_bound(cut, place) for place in range(3)))
    return found


def is_by_place(table: Record) -> bool:
    return BY_PLACE in table.settings


def settings_kept(table: Record) -> dict[str | int, Value]:
    """The settings of a table made of another: what a selector gives is none."""
    if table.settings.get(BY_PLACE) is _SELECTING:
        return {name: value for name, value in table.settings.items() if name != BY_PLACE}
    return dict(table.settings)


def selector_of(table: Record) -> Record:
    """The same table, to select rows and columns from and to write through."""
    record = Record(table.kind, table.path, table.rest, table.context)
    record.fields, record.element, record.rows, record.keys = table.fields, table.element, table.rows, table.keys
    record.settings = {**table.settings, BY_PLACE: _SELECTING}
    return record


def mark_array(table: Record) -> None:
    table.settings[BY_PLACE] = _ARRAY


def is_one_place(key: Value) -> bool:
    """Whether a key is a number, rather than several or a slice."""
    return bool(key.constants) and not key.records()


def told_columns(names: Iterable[str], depth: int) -> Value:
    """Names of columns as a list."""
    record = Record(Kind.LIST)
    record.fields = {i: constant(name, depth) for i, name in enumerate(names)}
    return Value(None, {record: {}}, {}, depth)


def texts_of(value: Value) -> list[str]:
    """The texts a list is made of, in their order; a text alone is one."""
    members = [v for r in value.records() if r.kind in (Kind.LIST, Kind.TUPLE) for v in r.fields.values()]
    return [text for each in (value, *members) for text in each.texts()]


def _numbers(key: Value) -> list[int]:
    several = [m for r in key.records() if r.kind in (Kind.LIST, Kind.TUPLE) for m in r.fields.values()]
    return [n for v in (key, *several) for n in v.literals() if isinstance(n, int) and not isinstance(n, bool)]


def _bound(cut: Record, place: int) -> tuple[bool, Bound]:
    """Whether a bound is known, and what it is."""
    value = cut.settings.get(place, constants([None]))
    said = value.literals()
    if len(said) != 1 or value.open or not isinstance(said[0], int | str | None):
        return False, None
    return True, said[0]


def _between(known: list[str], *bounds: tuple[bool, Bound]) -> list[str]:
    """The part of the names between two places or names; one that is named last belongs to it. All where a bound is not known."""
    if not all(told for told, _ in bounds):
        return known
    places = [known.index(b) + (i == 1) if isinstance(b, str) and b in known else b for i, (_, b) in enumerate(bounds)]
    if any(isinstance(place, str) for place in places):
        return known
    first, last, step = (place if isinstance(place, int) else None for place in places)
    return known[first : last : step or None]
