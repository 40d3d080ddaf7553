"""A member nobody wrote is a view of what is known of the whole: its own name says what it is."""

from __future__ import annotations

from adversescan.analysis.labels import NO_FACTS, Event, Facts, collected, join
from adversescan.analysis.named_start import named_start
from adversescan.analysis.positions import ANY_NAME
from adversescan.analysis.run import Run
from adversescan.analysis.values import (
    Kind,
    Record,
    Value,
    unknown,
)
from adversescan.knowledge.concepts import Concept, ConceptKind, Strength
from adversescan.knowledge.stages import Origin, Stage

FROM_NAME = frozenset({Origin.RECORDED, Origin.PROXY, Origin.IDENTITY})
SPEAKS_FOR = {ConceptKind.IDENTITY, ConceptKind.CONTENT, ConceptKind.PERSON}


def view(run: Run, record: Record, name: str, line: int) -> Value:
    """A member nobody wrote: its own name says what it is; facts of the whole record that are not names go with it."""
    note_name(run, record, name)
    if record.rest is None and record.kind in (Kind.DICT, Kind.INSTANCE):
        return unknown()
    facts = passed_on(record, name)
    if record.kind is Kind.FRAME or (record.kind is not Kind.EXTERNAL and not record.path):
        # What was collected or inferred is already told by how it came about, not by the key it is read under.
        told = any(label.acquired or label.passed - {Stage.COLLECT} for label in facts)
        facts = join(facts, named_start(run, name, line, record.context, told))
    value = unknown(facts)
    child = value.records()[0]
    child.context.nouns |= record.context.nouns
    child.context.names |= record.context.names
    child.path = ""
    if record.rest is not None:
        record.fields[name] = value
    return value


def passed_on(record: Record, name: str) -> Facts:
    found: Facts = {}
    answered = _answered_elsewhere(record, name)
    for label, witness in (record.rest or NO_FACTS).items():
        if label.start in FROM_NAME and not label.passed and ANY_NAME not in record.settings:
            continue
        keys = witness.event.keys
        if keys and name in keys and label.attribute not in keys[name]:
            continue
        if answered and witness.events()[0] in answered:
            continue
        found[label] = witness
    return found


def _answered_elsewhere(record: Record, name: str) -> list[Event]:
    """Where answers began whose fields are known and stand in other columns of a table."""
    if record.kind is not Kind.FRAME:
        return []
    return [w.events()[0] for w in (record.rest or NO_FACTS).values() if w.event.keys and name not in w.event.keys]


def note_name(run: Run, record: Record, name: str) -> None:
    """A name read or written on a record speaks for what the record is about, and for what its data was collected for."""
    if name in record.context.names:
        return
    record.context.names.add(name)
    if record.rest:
        note_words(run, record.rest, run.concepts_of(name))


def note_words(run: Run, facts: Facts, concepts: tuple[Concept, ...]) -> None:
    """Words read beside collected data: do they speak of persons or of things?"""
    kinds = {c.kind for c in concepts}
    if ConceptKind.PERSON not in kinds and not any(c.kind is ConceptKind.IDENTITY and c.strength is Strength.STRONG for c in concepts):
        # A bare `id` or `name` is as often a thing's.
        kinds.discard(ConceptKind.IDENTITY)
    for event in collected(facts):
        for kind in kinds & SPEAKS_FOR:
            event.evidence.add(f"field:{kind.value}")
        if ConceptKind.THING in kinds and not kinds & SPEAKS_FOR:
            event.against.add("thing")
