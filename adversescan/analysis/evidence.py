"""Judging evidence gathered while data was followed: is it about people, and tied to one of them?"""

from __future__ import annotations

from adversescan.analysis.labels import Context, Event
from adversescan.analysis.run import Run
from adversescan.knowledge.concepts import ConceptKind, Strength

SURE = frozenset({"identity", "host"})
NAMED = frozenset({"field:identity", "path:identity"})


def is_of_people(event: Event) -> bool:
    """Whether what was collected is data about people: the argument or host says so, or what was read and nothing against it."""
    if event.certain or event.evidence & SURE:
        return True
    return bool(event.evidence) and not event.against


def is_linked(event: Event) -> bool:
    """Whether it is tied to a name, handle, number, address or profile."""
    return event.linked or bool(event.evidence & (SURE | NAMED))


def is_about_person(run: Run, context: Context | None) -> bool:
    """Whether the names beside one another on a record speak of a person more than of a thing."""
    if context is None:
        return False
    people = things = 0
    for name in context.names | context.nouns:
        for concept in run.concepts_of(name):
            if concept.kind is ConceptKind.PERSON or concept.kind is ConceptKind.IDENTITY and concept.strength is Strength.STRONG:
                people += 2 if concept.strength is Strength.STRONG else 1
            elif concept.kind is ConceptKind.ATTRIBUTE and concept.strength is Strength.STRONG:
                people += 1
            elif concept.kind is ConceptKind.THING:
                things += 1
    return people > things
