"""The situation a step happens in, by the names around it: of the functions that led to it, their files, classes and variables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.labels import Event, join
from adversescan.analysis.run import Frame, Run
from adversescan.analysis.values import Kind, Scope, Value
from adversescan.knowledge.concepts import Concept, ConceptKind, Strength
from adversescan.knowledge.stages import Stage

MOST_FRAMES = 6
LONGEST = 400
"""A longer text is data, no instruction."""


def situation_of(run: Run, given: Iterable[Value]) -> frozenset[str]:
    """The traits of the situation; texts the step is given (an instruction, a file name) speak as names do."""
    names = names_around(run)
    names |= {text for value in given for text in value.texts() if len(text) <= LONGEST}
    concepts = [concept for name in names for concept in run.concepts_of(name)]
    return frozenset(trait for trait, situation in run.book.situations.items() if situation.fits(names, concepts))


def note_module(run: Run, event: Event) -> None:
    """What the names of the module say of the situation of an event."""
    event.traits |= _told_by(run, run.frame.module.scope.names)


def note_place(run: Run, payload: Iterable[Value], place: str) -> None:
    """The place where something inferred is kept, and what is kept beside it, tell of the situation it was inferred in."""
    payload = list(payload)
    told = _told_by(run, (place, *(key for v in payload for r in v.records() for key in r.fields if isinstance(key, str))))
    if told:
        for label, witness in join(*(deep_facts(v, 40) for v in payload)).items():
            for event in witness.events() if Stage.INFER in label.passed else ():
                event.traits |= told if event.stage is Stage.INFER else frozenset()


def _told_by(run: Run, names: Iterable[str]) -> frozenset[str]:
    """The situations that names further away surely speak for."""
    names = [name for name in names if len(name) <= LONGEST]
    concepts = [concept for name in names for concept in run.concepts_of(name)]
    return frozenset(trait for trait, situation in run.book.situations.items() if situation.fits_surely(names, concepts))


def names_around(run: Run) -> set[str]:
    """The names of the functions that led here, their files, classes and variables."""
    return {name for frame in run.frames[-MOST_FRAMES:] for name in _names(frame)}


def is_of_person(concept: Concept) -> bool:
    """Whether a word beside a figure says that it is of a person."""
    return concept.kind is ConceptKind.PERSON or (concept.kind is ConceptKind.IDENTITY and concept.strength is Strength.STRONG)


def _names(frame: Frame) -> Iterator[str]:
    yield frame.function
    yield frame.module.path.removesuffix(".py")
    if frame.owner is not None:
        yield frame.owner.definition.name
    scope: Scope | None = frame.scope
    while scope is not None and scope.outer is not None:
        yield from scope.names
        for value in scope.names.values():
            for record in value.records():
                if record.kind is Kind.INSTANCE:
                    yield from (key for key in record.fields if isinstance(key, str))
        scope = scope.outer
