"""What the language's own classes and functions make of containers: `list(rows)`, `dict(pairs, page=1)`, `zip(names, ages)`."""

from __future__ import annotations

from collections.abc import Callable

from adversescan.analysis.arguments import Arguments
from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.labels import NO_FACTS, join
from adversescan.analysis.members import elements
from adversescan.analysis.merge_values import merge
from adversescan.analysis.operators import own_operator
from adversescan.analysis.own_members import as_dict
from adversescan.analysis.run import Run
from adversescan.analysis.sequence_changes import turn_around
from adversescan.analysis.values import Class, Function, Kind, Partial, Record, Value, of
from adversescan.analysis.write_members import add_element, write_field

BUILT_IN = "builtins."
SEQUENCES = frozenset({Kind.LIST, Kind.TUPLE, Kind.SET})


def make_container(run: Run, path: str, arguments: Arguments, line: int) -> Value | None:
    """A container of its own, so that what is added to it later is kept; None where the call makes none, or none that is known."""
    make = MAKERS.get(path.removeprefix(BUILT_IN)) if path.startswith(BUILT_IN) else None
    return None if make is None or arguments.rest is not None else make(run, arguments, line)


def _new(run: Run, kind: Kind) -> Record:
    record = Record(kind)
    record.branch = run.branch()
    return record


def _sequence(kind: Kind) -> Callable[[Run, Arguments, int], Value | None]:
    def make(run: Run, arguments: Arguments, line: int) -> Value | None:
        record = _new(run, kind)
        for value in arguments.positional[:1]:
            if not value.records() or any(r.kind not in SEQUENCES and r.kind is not Kind.DICT for r in value.records()):
                return None
            _take_over(run, record, value)
        return of(record, depth=run.depth)

    return make


def _take_over(run: Run, record: Record, value: Value) -> None:
    others = value.records()
    if len(others) == 1 and others[0].kind is not Kind.DICT and record.kind is not Kind.SET:
        record.fields, record.element = dict(others[0].fields), others[0].element
    else:
        add_element(run, record, elements(run, value))
    record.rows = join(*(r.rows for r in others))
    record.rest = join(*(r.rest for r in others if r.rest and r.kind is not Kind.DICT)) or None


def _dict(run: Run, arguments: Arguments, line: int) -> Value | None:
    from adversescan.analysis.evaluate import spread_into

    record = _new(run, Kind.DICT)
    for value in arguments.positional[:1]:
        if _is_factory(value):
            _fill_by_factory(run, record, value, line)
        elif value.records() and all(r.kind is Kind.DICT for r in value.records()):
            spread_into(run, record, value)
        elif not _take_pairs(run, record, value):
            return None
    for name, value in arguments.named.items():
        write_field(run, record, name, value)
    return of(record, depth=run.depth)


def _is_factory(value: Value) -> bool:
    """A callable where the members would stand makes the member of a key that is missing."""
    return bool(value.objects) and all(isinstance(o, Function | Class | Partial) or _is_built_in(o) for o in value.objects)


def _is_built_in(thing: object) -> bool:
    return isinstance(thing, Record) and thing.path.startswith(BUILT_IN) and not thing.made


def _fill_by_factory(run: Run, record: Record, factory: Value, line: int) -> None:
    from adversescan.analysis.calls import call

    add_element(run, record, call(run, factory, Arguments(), line))


def _take_pairs(run: Run, record: Record, value: Value) -> bool:
    """Whether the value is a sequence of pairs, which become members."""
    pairs = [r for v in _each(value) for r in v.records()]
    if not pairs or any(r.kind is not Kind.TUPLE or r.fields.keys() != {0, 1} for r in pairs):
        return False
    for pair in pairs:
        key, member = pair.fields[0], pair.fields[1]
        names = [k for k in key.literals() if isinstance(k, str | int)]
        if len(names) == 1 and not key.open:
            write_field(run, record, names[0], member)
        else:
            add_element(run, record, member)
            record.keys = join(record.keys, key.all_facts())
    return True


def _each(value: Value) -> list[Value]:
    found: list[Value] = []
    for record in value.records():
        if record.kind not in SEQUENCES:
            return []
        found += [v for k, v in record.fields.items() if isinstance(k, int)] + ([record.element] if record.element is not None else [])
    return found


def _enumerate(run: Run, arguments: Arguments, line: int) -> Value | None:
    if not arguments.positional:
        return None
    rows = arguments.positional[0]
    pair = Record(Kind.TUPLE)
    pair.fields = {0: Value(open=True), 1: elements(run, rows)}
    return _many(run, [pair], [rows])


def _zip(run: Run, arguments: Arguments, line: int) -> Value | None:
    columns = arguments.positional
    if len(columns) < 2:
        return None
    lengths = {_length(v) for v in columns}
    size = lengths.pop() if len(lengths) == 1 else None
    rows = []
    for index in range(size or 1):
        row = Record(Kind.TUPLE)
        row.fields = {i: _at(v, index) if size else elements(run, v) for i, v in enumerate(columns)}
        rows.append(row)
    return _many(run, rows, columns)


def _members(run: Run, arguments: Arguments, line: int) -> Value | None:
    """`vars(thing)`: the members of an object as a dict."""
    owners = [r for v in arguments.positional for r in v.records() if r.kind is Kind.INSTANCE]
    return merge(*(of(as_dict(r)) for r in owners)) if owners else None


def _reversed(run: Run, arguments: Arguments, line: int) -> Value | None:
    """The members the other way round; any of them anywhere where not all are known by their places."""
    lists = [r for v in arguments.positional for r in v.records() if r.kind in SEQUENCES]
    if len(lists) != 1 or not any(isinstance(key, int) for key in lists[0].fields):
        return None
    found = _new(run, Kind.LIST)
    found.fields, found.element = dict(lists[0].fields), lists[0].element
    found.rows, found.rest = lists[0].rows, lists[0].rest
    turn_around(run, found)
    return Value(None, {found: NO_FACTS}, arguments.positional[0].facts, run.depth)


def _text(run: Run, arguments: Arguments, line: int) -> Value | None:
    """What an object of the project says of itself."""
    return own_operator(run, "__str__", arguments.positional[0], None, line) if len(arguments.positional) == 1 else None


def _length(value: Value) -> int | None:
    """How many elements there are, where all are known by their position."""
    records = value.records()
    if len(records) != 1 or records[0].kind not in SEQUENCES or records[0].element is not None or not records[0].fields:
        return None
    return len(records[0].fields)


def _at(value: Value, index: int) -> Value:
    return value.records()[0].fields[index]


def _many(run: Run, rows: list[Record], made_of: list[Value]) -> Value:
    result = _new(run, Kind.LIST)
    if len(rows) > 1:
        result.fields = {i: of(row) for i, row in enumerate(rows)}
    else:
        result.element = of(rows[0])
    result.rows = join(*(r.rows for v in made_of for r in v.records()))
    return of(result, depth=run.depth)


def of_all(run: Run, values: list[Value]) -> Value:
    """One of the elements, or a figure made of all of them: a sum, the largest, whether any."""
    lists = [v for v in values if any(r.kind in SEQUENCES for r in v.records())]
    result = merge(*(v for v in values if v not in lists), *(elements(run, v) for v in lists))
    # The members of an object picked among others keep their own facts.
    facts = {} if result.records() else join(*(deep_facts(v) for v in values))
    return Value(result.constants, result.objects, join(result.facts, facts), result.depth, True)


MAKERS: dict[str, Callable[[Run, Arguments, int], Value | None]] = {
    "list": _sequence(Kind.LIST),
    "tuple": _sequence(Kind.TUPLE),
    "set": _sequence(Kind.SET),
    "frozenset": _sequence(Kind.SET),
    "dict": _dict,
    "enumerate": _enumerate,
    "zip": _zip,
    "vars": _members,
    "reversed": _reversed,
    "str": _text,
}
