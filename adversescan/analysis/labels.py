"""Labels say what a value has been through; facts hold, per label, one witness of how it got there.

A label only grows, and there are finitely many, so following data ends (a finite join-semilattice, as in IDE:
Sagiv, Reps, Horwitz 1996). The ordered events with their lines hang on the witness, not on the label.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from adversescan.findings.finding import Confidence
from adversescan.knowledge.stages import ACQUIRED, GIVEN, Mitigation, Origin, Stage
from adversescan.sources.source import Location

MOST_IMPLICIT_HOPS = 2


class Label(NamedTuple):
    """Where a fact started, the attribute it carries, the stages and mitigations it passed, and its implicit hops."""

    start: Origin
    attribute: str = ""
    passed: frozenset[Stage] = frozenset()
    cleared: frozenset[Mitigation] = frozenset()
    implicit: int = 0
    weak: bool = False

    @property
    def acquired(self) -> bool:
        return self.start in ACQUIRED


class Context:
    """The names read beside one another on a record: they say whether the record is about a person."""

    __slots__ = ("names", "nouns")

    def __init__(self, nouns: Iterable[str] = ()) -> None:
        self.names: set[str] = set()
        self.nouns: set[str] = set(nouns)


@dataclass(slots=True, eq=False)
class Event:
    """One stage or origin at one place. `evidence` gathers while data is followed and is judged at the end."""

    stage: Stage | None
    location: Location
    function: str
    text: str = ""
    origin: Origin | None = None
    attributes: tuple[str, ...] = ()
    host: str = ""
    linked: bool = False
    certain: bool = False
    evidence: set[str] = field(default_factory=set)
    against: set[str] = field(default_factory=set)
    keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    context: Context | None = None
    led_here: list[Event] = field(default_factory=list)
    """Collect events whose data gave the address or argument of this one."""
    traits: frozenset[str] = frozenset()
    loaded: list[Location] = field(default_factory=list)
    """Where the model that inferred something, or whose safeguard a setting switches off, was loaded."""
    asked: list[Location] = field(default_factory=list)
    """Of a setting: the calls of models it is given to."""


class Witness(NamedTuple):
    """One way a fact came about: its last event, the way before it, and the weakest edge so far."""

    event: Event
    before: Witness | None
    grade: Confidence

    def way(self) -> list[Witness]:
        """The witnesses from the origin on."""
        found: list[Witness] = []
        here: Witness | None = self
        while here is not None:
            found.append(here)
            here = here.before
        found.reverse()
        return found

    def events(self) -> tuple[Event, ...]:
        """The events from the origin on."""
        return tuple(witness.event for witness in self.way())


Facts = dict[Label, Witness]
"""Never changed in place once it belongs to a value."""

NO_FACTS: Facts = {}


def start(label: Label, event: Event, grade: Confidence = Confidence.CERTAIN) -> Facts:
    return {label: Witness(event, None, grade)}


def join(*several: Facts) -> Facts:
    """All labels; of two witnesses of one label the stronger, then the earlier."""
    found: Facts = NO_FACTS
    for facts in several:
        if not facts or facts is found:
            continue
        found = _join_two(found, facts) if found else facts
    return found


def _join_two(left: Facts, right: Facts) -> Facts:
    found: Facts | None = None
    for label, witness in right.items():
        known = left.get(label)
        if known is None or known.grade < witness.grade:
            if found is None:
                found = dict(left)
            found[label] = witness
    return left if found is None else found


def pass_stage(facts: Facts, event: Event, attributes: Iterable[str] = (), grade: Confidence = Confidence.CERTAIN) -> Facts:
    """The facts after an event of a stage: one label per attribute the event adds (or the same attribute if none)."""
    assert event.stage is not None
    found: Facts = {}
    for label, witness in facts.items():
        for attribute in tuple(attributes) or (label.attribute,):
            longer = label._replace(attribute=attribute, passed=label.passed | {event.stage}, weak=False)
            known = found.get(longer)
            weakest = min(grade, witness.grade)
            if known is None or known.grade < weakest:
                found[longer] = Witness(event, witness, weakest)
    return found


def restart(facts: Facts) -> Facts:
    """Facts as the input of an inference: what recorded data said itself no longer matters, it is data the person gave."""
    kept = ACQUIRED | GIVEN
    return {label if label.start in kept else label._replace(start=Origin.FIRST_PARTY): witness for label, witness in facts.items()}


def clear(facts: Facts, mitigation: Mitigation) -> Facts:
    return {label._replace(cleared=label.cleared | {mitigation}): witness for label, witness in facts.items()}


def make_implicit(facts: Facts) -> Facts:
    """Facts of a condition on what it chooses; those that have used up their hops end."""
    return {label._replace(implicit=label.implicit + 1): witness for label, witness in facts.items() if label.implicit < MOST_IMPLICIT_HOPS}


def as_chosen(facts: Facts) -> Facts:
    """Facts of a function that is called on what it does: where they chose it, that was the hop."""
    return {label if label.implicit else label._replace(implicit=1): witness for label, witness in facts.items()}


def told(facts: Facts) -> Facts:
    """Facts of what selected the rows, on something that shows which rows those are."""
    return {label._replace(implicit=0): witness for label, witness in facts.items()}


def weaken(facts: Facts, grade: Confidence) -> Facts:
    if all(witness.grade <= grade for witness in facts.values()):
        return facts
    return {label: witness._replace(grade=min(witness.grade, grade)) for label, witness in facts.items()}


def explicit(facts: Facts) -> Facts:
    """Only what flowed as data."""
    if all(label.implicit == 0 for label in facts):
        return facts
    return {label: witness for label, witness in facts.items() if label.implicit == 0}


def collected(facts: Facts) -> Iterator[Event]:
    """The collect events the acquired facts started at."""
    for label, witness in facts.items():
        if label.acquired:
            yield witness.events()[0]
