"""Judging evidence gathered while data was followed: is it about people, and tied to one of them?"""

from __future__ import annotations

from adversescan.analysis.labels import Context, Event
from adversescan.analysis.run import Run
from adversescan.knowledge.concepts import Concept, ConceptKind, Strength

SURE = frozenset({"identity", "host"})
FACES = frozenset({"face"})
NAMED = frozenset({"field:identity", "path:identity"})
PERSONAL = frozenset({"field:person", "path:person"})
PEOPLE = frozenset({ConceptKind.PERSON, ConceptKind.IDENTITY})
BEINGS = frozenset({"animal", "fiction"})
"""Things that have a race, a sex and an age of their own."""


def is_of_people(event: Event) -> bool:
    """Whether what was collected is data about people: the argument or host says so, or what was read and nothing against it."""
    if event.certain or event.evidence & SURE:
        return True
    if "face" in event.evidence and ("addressed" in event.evidence or event.led_here):
        # Pictures of people from an address in the code or found on the way; one read from an own record is that record's.
        return True
    named, personal = bool(event.evidence & NAMED), bool(event.evidence & PERSONAL)
    if (named and personal) or ((named or personal) and not event.against):
        return True
    return any(is_of_people(before) for before in event.led_here)


def is_linked(event: Event) -> bool:
    """Whether it is tied to a name, handle, number, address or profile."""
    return event.linked or bool(event.evidence & (SURE | NAMED | FACES)) or any(is_linked(before) for before in event.led_here)


def is_about_person(run: Run, context: Context | None) -> bool:
    """Whether the names beside one another on a record speak of a person more than of a thing."""
    if context is None:
        return False
    if is_about_being(run, context):
        return False
    people = things = 0
    doubtful: set[str] = set()
    for name in context.names | context.nouns:
        concepts = run.concepts_of(name)
        weight = max((_weight(c) for c in concepts), default=0)
        people += weight
        things += not weight and any(c.kind is ConceptKind.THING for c in concepts)
        doubtful |= {c.id for c in concepts if c.kind is ConceptKind.ATTRIBUTE and c.strength is Strength.WEAK}
    # Of words that may be attributes one says nothing; two different ones side by side (`race`, `age`) do.
    people += len(doubtful) > 1
    return people > things and (people > 1 or not things)


def is_about_being(run: Run, context: Context | None) -> bool:
    """Whether the names beside one another on a record surely speak of an animal or a character of a game, and of nobody real."""
    names = context.names | context.nouns if context is not None else set()
    sure = [c for name in names for c in run.concepts_of(name) if c.strength is Strength.STRONG]
    return any(c.kind is ConceptKind.THING and c.id in BEINGS for c in sure) and not any(c.kind in PEOPLE for c in sure)


def is_about_thing(run: Run, context: Context | None) -> bool:
    """Whether the names beside one another on a record speak of a thing, and not more of a person."""
    names = context.names | context.nouns if context is not None else set()
    return any(c.kind is ConceptKind.THING for name in names for c in run.concepts_of(name)) and not is_about_person(run, context)


def _weight(concept: Concept) -> int:
    strong = concept.strength is Strength.STRONG
    match concept.kind:
        case ConceptKind.PERSON:
            return 2 if strong else 1
        case ConceptKind.IDENTITY:
            return 2 if strong else 0
        case ConceptKind.ATTRIBUTE:
            return 1 if strong else 0
    return 0
