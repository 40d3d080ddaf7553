"""Notes on a step of a story: what its evidence was, and where something was approximated."""

from __future__ import annotations

from collections.abc import Iterator

from adversescan.analysis.labels import Event, Label, Witness
from adversescan.findings.finding import Confidence
from adversescan.knowledge.stages import ACQUIRED, Origin, Stage

EVIDENCE = {
    "identity": "what identifies a person fills the address or an argument",
    "face": "vectors of faces are made of it",
    "looked-up": "the person is looked up by it",
    "host": "the host is known for data about people",
    "field:identity": "a field that identifies a person is read from it",
    "path:identity": "the address speaks of what identifies a person",
    "field:person": "a field about a person is read from it",
    "path:person": "the address speaks of a person",
}
MOST_NAMES = 6


def step_notes(event: Event, witness: Witness | None) -> tuple[str, ...]:
    """All that is worth saying about one event on the way of a witness; without one the event itself is meant."""
    return (*_evidence(event), *_beside(event), *_weakening(witness))


def act_notes(label: Label, grade: Confidence, witness: Witness) -> tuple[str, ...]:
    """What is to be said where the way ends: the conditions it went through, what it has passed, and an uncertain act."""
    notes = []
    if label.implicit:
        notes.append(f"reached through {_hops(label.implicit)}: the data chooses what is done and is not part of it")
    if label.cleared:
        notes.append(f"passed on the way: {', '.join(sorted(each.value for each in label.cleared))}")
    if grade < witness.grade:
        notes.append(f"the act itself is {grade.name.lower()}")
    return tuple(notes)


def _evidence(event: Event) -> Iterator[str]:
    if event.stage not in (None, Stage.COLLECT) or event.origin not in ACQUIRED:
        return
    found = [EVIDENCE[each] for each in sorted(event.evidence) if each in EVIDENCE]
    if event.certain:
        found.insert(0, "the library is made for data about people")
    if found:
        yield f"about people: {'; '.join(found)}"
    if event.against:
        yield "fields or addresses beside it speak of a thing"
    if event.led_here:
        yield f"its address or argument comes from {', '.join(str(each.location) for each in event.led_here[:MOST_NAMES])}"


def _beside(event: Event) -> Iterator[str]:
    """The names read beside it, where they decide whether the record is about a person."""
    if event.origin not in (Origin.RECORDED, Origin.PROXY, Origin.MODEL) or event.context is None:
        return
    names = sorted(event.context.names | event.context.nouns)
    if names:
        more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        yield f"beside it on the record: {', '.join(names[:MOST_NAMES])}{more}"


def _weakening(witness: Witness | None) -> Iterator[str]:
    if witness is None or witness.grade is Confidence.CERTAIN:
        return
    if witness.before is None:
        yield f"{witness.grade.name.lower()}: the name alone says so" if witness.event.origin is not None else witness.grade.name.lower()
    elif witness.grade < witness.before.grade:
        yield f"only {witness.grade.name.lower()} from here on: something before it is unknown, uncertain or told by its name alone"


def _hops(number: int) -> str:
    return "a condition" if number == 1 else f"{number} conditions"
