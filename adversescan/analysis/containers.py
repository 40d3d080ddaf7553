"""Methods of the language's own containers: lists, dicts, sets, tuples, and of objects nothing else is known about."""

from __future__ import annotations

from collections.abc import Callable

from adversescan.analysis.arguments import Arguments
from adversescan.analysis.calls import append_to
from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.held_records import members_of
from adversescan.analysis.labels import NO_FACTS, join
from adversescan.analysis.members import elements, read_item
from adversescan.analysis.merge_values import merge
from adversescan.analysis.run import Run
from adversescan.analysis.sequence_changes import insert_at, mix, take_out, turn_around
from adversescan.analysis.values import UNKNOWN, Kind, Record, Value, constants, of
from adversescan.analysis.write_members import add_element, write_field

CONTAINERS = frozenset({Kind.DICT, Kind.LIST, Kind.SET, Kind.TUPLE, Kind.UNKNOWN, Kind.INSTANCE})


def container_method(run: Run, receiver: Value, name: str, arguments: Arguments, line: int) -> Value | None:
    """The result of a container's method; None where it is no such method or the receiver no container."""
    method = METHODS.get(name)
    if method is None or not any(r.kind in CONTAINERS for r in receiver.records()):
        return None
    return method(run, receiver, arguments, line)


def _get(run: Run, receiver: Value, arguments: Arguments, line: int) -> Value:
    if not arguments.positional:
        return read_item(run, receiver, UNKNOWN, line)
    found = read_item(run, receiver, arguments.positional[0], line)
    default = arguments.positional[1] if len(arguments.positional) > 1 else arguments.named.get("default")
    return found if default is None else merge(found, default)


def _setdefault(run: Run, receiver: Value, arguments: Arguments, line: int) -> Value:
    from adversescan.analysis.assign import write_item

    default = arguments.positional[1] if len(arguments.positional) > 1 else UNKNOWN
    key = arguments.positional[0] if arguments.positional else UNKNOWN
    known = [v for r in receiver.records() for v in _under(r, key)]
    if known:
        return merge(*known)
    write_item(run, receiver, key, default, line)
    return default


def _under(record: Record, key: Value) -> list[Value]:
    names = [k for k in key.literals() if isinstance(k, str | int)]
    if names:
        return [record.fields[k] for k in names if k in record.fields]
    return [] if record.element is None else [record.element]


def _items(run: Run, receiver: Value, arguments: Arguments, line: int) -> Value:
    result = Record(Kind.LIST)
    for record in receiver.records():
        pair = Record(Kind.TUPLE)
        pair.fields = {0: _key_of(run, record), 1: _value_of(run, record)}
        pair.context = record.context
        add_element(run, result, of(pair))
        result.rows = join(result.rows, record.rows)
    return of(result)


def _keys(run: Run, receiver: Value, arguments: Arguments, line: int) -> Value:
    result = Record(Kind.LIST)
    for record in receiver.records():
        add_element(run, result, _key_of(run, record))
    return of(result)


def _values(run: Run, receiver: Value, arguments: Arguments, line: int) -> Value:
    result = Record(Kind.LIST)
    for record in receiver.records():
        add_element(run, result, _value_of(run, record))
    return of(result)


def _key_of(run: Run, record: Record) -> Value:
    from adversescan.analysis.compare import words_of

    names = [k for k in record.fields if isinstance(k, str)]
    facts = join(record.keys, words_of(run, record, run.frame.line))
    if names and record.element is None:
        return constants(list(names), run.depth, facts)
    return Value(facts=join(facts, record.rest or NO_FACTS), open=True)


def _value_of(run: Run, record: Record) -> Value:
    from adversescan.analysis.compare import standing_for, words_of

    found = members_of(record)
    words = words_of(run, record, run.frame.line)
    if not found:
        return elements(run, of(record)).with_facts(words)
    return standing_for(merge(*found), words)


def _append(run: Run, receiver: Value, arguments: Arguments, line: int) -> Value:
    from adversescan.analysis.face_vectors import gather

    for value in arguments.positional[-1:]:
        append_to(run, receiver, value)
        gather(run, receiver, value, line)
    return UNKNOWN


def _extend(run: Run, receiver: Value, arguments: Arguments, line: int) -> Value:
    from adversescan.analysis.face_vectors import gather

    for value in arguments.positional:
        append_to(run, receiver, elements(run, value))
        gather(run, receiver, value, line)
    return UNKNOWN


def _update(run: Run, receiver: Value, arguments: Arguments, line: int) -> Value:
    from adversescan.analysis.evaluate import spread_into
    from adversescan.analysis.outcomes import on_write

    for record in receiver.records():
        for value in arguments.positional:
            if record.kind in (Kind.LIST, Kind.SET):
                append_to(run, of(record), elements(run, value))
                continue
            if any(r.kind in (Kind.LIST, Kind.TUPLE, Kind.SET) for r in value.records()):
                inner = elements(run, value)
                add_element(run, record, inner)
                record.keys = join(record.keys, deep_facts(inner, 20))
            spread_into(run, record, value)
    for name, value in arguments.named.items():
        written = on_write(run, receiver, name, value, line)
        for record in receiver.records():
            write_field(run, record, name, written)
    return UNKNOWN


def _pop(run: Run, receiver: Value, arguments: Arguments, line: int) -> Value:
    if arguments.positional and any(r.kind is not Kind.LIST for r in receiver.records()):
        found = _get(run, receiver, arguments, line)
        for record in receiver.records():
            for key in arguments.positional[0].literals():
                if isinstance(key, str) and record.branch == run.branch() and record.fields.pop(key, None) is not None:
                    run.heap_version += 1
        return found
    place = arguments.positional[0] if arguments.positional else None
    lists = [r for r in receiver.records() if r.kind is Kind.LIST]
    taken = take_out(run, lists[0], place) if len(lists) == len(receiver.objects) == 1 else None
    return elements(run, receiver) if taken is None else taken


def _pop_first(run: Run, receiver: Value, arguments: Arguments, line: int) -> Value:
    return _pop(run, receiver, Arguments([constants([0], run.depth)]), line)


def _clear(run: Run, receiver: Value, arguments: Arguments, line: int) -> Value:
    """Emptied where the object was made on this very branch; else it may hold what it held."""
    for record in receiver.records():
        if record.branch == run.branch() and record.kind in (Kind.LIST, Kind.SET, Kind.DICT):
            record.fields, record.element, record.rest = {}, None, None
            record.rows = record.keys = NO_FACTS
            run.heap_version += 1
    return UNKNOWN


def _insert(run: Run, receiver: Value, arguments: Arguments, line: int) -> Value:
    if len(arguments.positional) != 2:
        return _append(run, receiver, arguments, line)
    place, value = arguments.positional
    for record in receiver.records():
        if record.kind is Kind.LIST and not run.governing():
            insert_at(run, record, place, value)
        else:
            _append(run, of(record), arguments, line)
    return UNKNOWN


def _append_first(run: Run, receiver: Value, arguments: Arguments, line: int) -> Value:
    return _insert(run, receiver, Arguments([constants([0], run.depth), *arguments.positional]), line)


def _reverse(run: Run, receiver: Value, arguments: Arguments, line: int) -> Value:
    for record in receiver.records():
        turn_around(run, record)
    return receiver


def _sort(run: Run, receiver: Value, arguments: Arguments, line: int) -> Value:
    for record in receiver.records():
        mix(run, record)
    return UNKNOWN


def _copy(run: Run, receiver: Value, arguments: Arguments, line: int) -> Value:
    found = []
    for record in receiver.records():
        copy = Record(record.kind, record.path, record.rest, record.context)
        copy.fields, copy.element, copy.definition = dict(record.fields), record.element, record.definition
        copy.rows, copy.keys, copy.branch = record.rows, record.keys, run.branch()
        found.append(of(copy))
    return merge(*found).with_facts(receiver.facts)


def _joined(run: Run, receiver: Value, arguments: Arguments, line: int) -> Value:
    from adversescan.analysis.texts import combine

    return combine(run, "|", [receiver, *arguments.positional])


def _intersection(run: Run, receiver: Value, arguments: Arguments, line: int) -> Value:
    from adversescan.analysis.texts import combine

    return combine(run, "&", [receiver, *arguments.positional])


def _compared(run: Run, receiver: Value, arguments: Arguments, line: int) -> Value:
    from adversescan.analysis.compare import common

    return Value(facts=common(run, [receiver, *arguments.positional], line), open=True)


METHODS: dict[str, Callable[[Run, Value, Arguments, int], Value]] = {
    "get": _get,
    "setdefault": _setdefault,
    "items": _items,
    "keys": _keys,
    "values": _values,
    "append": _append,
    "add": _append,
    "insert": _insert,
    "appendleft": _append_first,
    "put": _append,
    "extend": _extend,
    "update": _update,
    "pop": _pop,
    "popleft": _pop_first,
    "popitem": _pop,
    "clear": _clear,
    "copy": _copy,
    "reverse": _reverse,
    "sort": _sort,
    "union": _joined,
    "intersection": _intersection,
    "isdisjoint": _compared,
    "issubset": _compared,
    "issuperset": _compared,
    "difference": _joined,
}
