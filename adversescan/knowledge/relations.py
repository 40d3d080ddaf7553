"""Reads the relations of a rule: each is a mapping with one key, the name of the relation."""

from __future__ import annotations

from collections.abc import Callable

from adversescan.knowledge.decode import decode_record, known_word, nearest
from adversescan.knowledge.rule import Absent, BeyondDesign, Count, Flows, Governs, Relation, SameInput, SameRecord
from adversescan.knowledge.yaml_file import Items, Node, collect, expect_mapping, join, refuse


def decode_relation(node: Node, key: str, events: frozenset[str]) -> Relation:
    """The relation; the events it names must be among `events`."""
    entries = expect_mapping(node, key).entries
    if len(entries) != 1:
        refuse(node, key, f"must have one key, one of {', '.join(_RELATIONS)}")
    ((name, value),) = entries.items()
    if name not in _RELATIONS:
        refuse(node, join(key, name), f"unknown relation{nearest(name, _RELATIONS)}")
    return _RELATIONS[name](value, join(key, name), events)


def events_of(relation: Relation) -> tuple[str, ...]:
    """The names of the events the relation is about."""
    match relation:
        case Flows(events) | SameRecord(events) | SameInput(events):
            return events
        case Governs(event, act):
            return (event, act)
        case Absent(event=event) | BeyondDesign(event=event):
            return (event,)
        case Count(of, event):
            return (of, event)


def _flows(node: Node, key: str, events: frozenset[str]) -> Relation:
    return Flows(_names(node, key, events))


def _same_record(node: Node, key: str, events: frozenset[str]) -> Relation:
    return SameRecord(_names(node, key, events))


def _same_input(node: Node, key: str, events: frozenset[str]) -> Relation:
    return SameInput(_names(node, key, events))


def _governs(node: Node, key: str, events: frozenset[str]) -> Relation:
    return decode_record(node, Governs, key, special={"event": _name(events), "act": _name(events)})


def _absent(node: Node, key: str, events: frozenset[str]) -> Relation:
    absent = decode_record(node, Absent, key, special={"event": _name(events)})
    if not absent.mitigations:
        refuse(node, join(key, "mitigations"), "must not be empty")
    return absent


def _count(node: Node, key: str, events: frozenset[str]) -> Relation:
    count = decode_record(node, Count, key, special={"of": _name(events), "event": _name(events)})
    if count.at_least < 2:
        refuse(node, join(key, "at_least"), "must be at least 2; every chain has one")
    return count


def _beyond_design(node: Node, key: str, events: frozenset[str]) -> Relation:
    return decode_record(node, BeyondDesign, key, special={"event": _name(events)})


def _names(node: Node, key: str, events: frozenset[str]) -> tuple[str, ...]:
    if not isinstance(node, Items) or len(node.items) < 2:
        refuse(node, key, "must be a list of at least two events")
    return tuple(collect(lambda item: known_word(item, events, key, "event"), node.items))


def _name(events: frozenset[str]) -> Callable[[Node, str], str]:
    return lambda node, key: known_word(node, events, key, "event")


_RELATIONS: dict[str, Callable[[Node, str, frozenset[str]], Relation]] = {
    "flows": _flows,
    "governs": _governs,
    "same_record": _same_record,
    "same_input": _same_input,
    "absent": _absent,
    "count": _count,
    "beyond_design": _beyond_design,
}
