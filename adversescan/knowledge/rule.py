"""A rule: relations over events of the stage graph, with what to say about them. One YAML file each under rules/patterns/."""

from __future__ import annotations

from enum import StrEnum

from adversescan.knowledge.stages import Mitigation, Origin, Stage
from adversescan.record import dataclass


class Implementation(StrEnum):
    """Whether the engine reports the rule yet."""

    ACTIVE = "active"
    DRAFT = "draft"


class DesignPart(StrEnum):
    """What of an approved design a program can go beyond."""

    STAGE = "stage"
    ATTRIBUTE = "attribute"
    RECIPIENT = "recipient"
    SAFEGUARD = "safeguard"


@dataclass(frozen=True, slots=True)
class EventPattern:
    """Which events a name in the rule stands for. Empty means "any"."""

    name: str
    stage: Stage | None = None
    origins: tuple[Origin, ...] = ()
    linked: bool | None = None
    attributes: tuple[str, ...] = ()
    not_attributes: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flows:
    """Data goes through these events in this order; the last is the act."""

    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Governs:
    """The outcome, recipient or rows of the second event are chosen by (or made of) what the first gave."""

    event: str
    act: str


@dataclass(frozen=True, slots=True)
class SameRecord:
    """The events concern one record: the same row, object, document, key or look-up."""

    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SameInput:
    """The events get the same input, e.g. the same messages."""

    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Absent:
    """None of the mitigations is passed on the way to the event, nor stands on every way to it."""

    mitigations: tuple[Mitigation, ...]
    event: str


@dataclass(frozen=True, slots=True)
class Count:
    """At least this many distinct contexts (tables, key families, hosts) reach the event."""

    of: str
    event: str
    at_least: int


@dataclass(frozen=True, slots=True)
class BeyondDesign:
    """The event goes beyond the approved designs: none has such a stage, attribute or recipient, or one has a safeguard it lacks."""

    part: DesignPart
    event: str


Relation = Flows | Governs | SameRecord | SameInput | Absent | Count | BeyondDesign


@dataclass(frozen=True, slots=True)
class Citation:
    """A provision of rules/law the rule is relevant to."""

    provision: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    name: str
    title: str
    level: str
    """note, warning or error"""
    events: tuple[EventPattern, ...]
    where: tuple[Relation, ...]
    act: str
    """Name of the event at which the finding stands."""
    swallows: tuple[str, ...] = ()
    silent_beside: tuple[str, ...] = ()
    """Not reported where one of these stands on the same record and act."""
    settled_by: tuple[Mitigation, ...] = ()
    why: str = ""
    instead: tuple[str, ...] = ()
    law: tuple[Citation, ...] = ()
    terms: tuple[str, ...] = ()
    """DPV, LINDDUN and other standard terms."""
    bad: str = ""
    good: str = ""
    design: str = ""
    """The approved design the examples are held against, for a rule about designs."""
    implementation: Implementation = Implementation.ACTIVE
    verdict: str = ""
    """What a profile has a review say of a plan with this chain; empty where the review's own verdict stands."""
    page: str = ""
    """The address of the page about the rule."""

    @property
    def about_design(self) -> bool:
        """Whether it holds only where a design was approved."""
        return any(isinstance(relation, BeyondDesign) for relation in self.where)

    def settling(self) -> tuple[Mitigation, ...]:
        """The safeguards that settle it: those whose absence it asks for, and those that settle it on the way."""
        absent = [each for relation in self.where if isinstance(relation, Absent) for each in relation.mitigations]
        return tuple(dict.fromkeys([*absent, *self.settled_by]))
