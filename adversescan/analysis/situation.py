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
    texts = {text for value in given for text in value.texts() if len(text) <= LONGEST}
    people = {name for frame in run.frames[-MOST_FRAMES:] for name in _held(frame) if _names_person(run, name)}
    names = names_around(run) | texts
    concepts = [concept for name in names for concept in run.concepts_of(name)]
    fitting = (trait for trait, situation in run.book.situations.items() if situation.fits(names, concepts, texts | people))
    return frozenset(fitting)


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


def note_shown(run: Run, shown: list[Value], titles: Iterable[Value]) -> None:
    """Texts shown together with something inferred tell of its situation, and titles of a window or page of all that its module infers."""
    named = {text for value in titles for text in value.texts()}
    run.titles.setdefault(run.frame.module.path, set()).update(named)
    for text in {*named, *(text for value in shown for text in value.texts() if len(text) <= LONGEST)}:
        note_place(run, shown, text)


def note_titles(run: Run) -> None:
    """When all is followed: what the titles of a module say of the situation of what it infers."""
    told = {path: _told_by(run, titles) for path, titles in run.titles.items()}
    for act in run.acts.values():
        if act.event.stage is Stage.INFER:
            act.event.traits |= told.get(act.event.location.path, frozenset())


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


def _names_person(run: Run, name: str) -> bool:
    return any(concept.kind is ConceptKind.PERSON for concept in run.concepts_of(name))


def _names(frame: Frame) -> Iterator[str]:
    yield frame.function
    yield frame.module.path.removesuffix(".py")
    if frame.owner is not None:
        yield frame.owner.definition.name
    yield from _held(frame)


def _held(frame: Frame) -> Iterator[str]:
    """The names of what a function holds, and of the fields of its objects."""
    scope: Scope | None = frame.scope
    while scope is not None and scope.outer is not None:
        yield from scope.names
        for value in scope.names.values():
            for record in value.records():
                if record.kind is Kind.INSTANCE:
                    yield from (key for key in record.fields if isinstance(key, str))
        scope = scope.outer
