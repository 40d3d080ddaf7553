"""Finds what can never count in the clauses of a rule: origins and traits nothing gives, and what another clause says already."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from importlib.resources.abc import Traversable

from adversescan.errors import Mistake
from adversescan.knowledge.library import Libraries
from adversescan.knowledge.rule import Absent, EventPattern, Rule
from adversescan.knowledge.stages import Origin
from adversescan.knowledge.traits import OF_ENGINE
from adversescan.knowledge.yaml_file import Mapping, read_yaml

OF_LIBRARIES = frozenset({Origin.OSINT, Origin.BREACH, Origin.PUBLIC_DATASET, Origin.SURVEY})
"""Origins that begin only where an entry of a library says so; the engine itself begins the others."""


def dead_clauses(folder: Traversable, rules: Iterable[Rule], libraries: Libraries, situations: Collection[str]) -> Iterator[Mistake]:
    """What can never count in `events` and `settled_by` of the rules below the folder."""
    stated = {model.origin for library in libraries.libraries for model in (*library.calls, *library.values) if model.origin}
    unstated = OF_LIBRARIES - stated
    for rule in rules:
        path = folder / "patterns" / f"{rule.id}.yaml"
        tree = read_yaml(path, str(path))
        yield from _of_events(tree, rule, unstated, frozenset(situations) | OF_ENGINE)
        yield from _of_mitigations(tree, rule)


def _of_events(tree: Mapping, rule: Rule, unstated: Collection[Origin], given: Collection[str]) -> Iterator[Mistake]:
    events = tree.entries["events"]
    assert isinstance(events, Mapping), "the reader has seen to that"
    for place, event in enumerate(rule.events):
        line, key = events.lines[event.name], f"events.{event.name}"
        for origin in event.origins:
            if origin in unstated:
                yield Mistake(tree.file, line, f"{key}.origins", f"no library gives data of the origin {origin.value!r}")
        for trait in event.traits:
            if trait not in given:
                yield Mistake(tree.file, line, f"{key}.traits", f"nothing gives an event the trait {trait!r}")
        if any(_holds_wherever(other, event) for at, other in enumerate(rule.events) if at != place):
            yield Mistake(tree.file, line, key, f"an alternative says nothing that another of {event.name!r} does not say")


def _holds_wherever(wider: EventPattern, event: EventPattern) -> bool:
    """Whether the wider pattern matches all that the other, of the same name, matches."""
    if wider.name != event.name or replace(wider, origins=(), traits=()) != replace(event, origins=(), traits=()):
        return False
    origins = not wider.origins or (bool(event.origins) and set(event.origins) <= set(wider.origins))
    return origins and set(wider.traits) <= set(event.traits)


def _of_mitigations(tree: Mapping, rule: Rule) -> Iterator[Mistake]:
    """What is absent wherever the rule holds cannot settle it as well."""
    absent = {each for relation in rule.where if isinstance(relation, Absent) for each in relation.mitigations}
    for mitigation in rule.settled_by:
        if mitigation in absent:
            yield Mistake(tree.file, tree.lines["settled_by"], "settled_by", f"`absent` asks for {mitigation.value!r} already")
