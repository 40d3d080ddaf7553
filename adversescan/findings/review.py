"""The result of reviewing a design document: what a report of a review shows, sorted and worded before it gets there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from adversescan.findings.result import LawReference
from adversescan.record import dataclass
from adversescan.sources.problem import Problem


class Verdict(StrEnum):
    """What is to become of the design, from the mildest to the gravest."""

    PROCEED = "proceed"
    CONDITIONS = "conditions"
    ESCALATE = "escalate"
    REFUSE = "refuse"

    @property
    def rank(self) -> int:
        return list(Verdict).index(self)


class Standing(StrEnum):
    """How firmly a safeguard stands in the design."""

    BUILT_IN = "built in"
    PROMISED = "promised"
    LIP_SERVICE = "lip service"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stage of the plan, with the very words that carry it and their line."""

    stage: str
    quote: str
    line: int


@dataclass(frozen=True, slots=True)
class Redesign:
    """How to proceed instead. `verdict` is what the changed design gets: the rule's chain without the stage `removes` names."""

    text: tuple[str, ...]
    removes: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ReviewFinding:
    """A rule whose chain the plan contains, from the origin to the act."""

    rule: str
    title: str
    level: str
    attributes: tuple[str, ...]
    stages: tuple[Sentence, ...]
    why: str
    instead: Redesign
    law: tuple[LawReference, ...] = ()


@dataclass(frozen=True, slots=True)
class Safeguard:
    """A safeguard the document names; `breaks` are the rules it settles, `why` says why, or why it settles none."""

    kind: str
    quote: str
    line: int
    standing: Standing
    breaks: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the author should answer; those come first whose answer would change the verdict most."""

    text: str
    line: int
    would_change_to: Verdict


@dataclass(frozen=True, slots=True)
class Unknown:
    """A place that could not be understood, and why."""

    quote: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Planned:
    """What an approval covers: every step the document plans in the widest reading, the attributes it speaks of, and its very words."""

    steps: tuple[Sentence, ...] = ()
    attributes: tuple[str, ...] = ()
    text: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """What the document plans, judged. `decides` names who decides where the tool does not."""

    document: str
    verdict: Verdict
    language: str
    profile: str
    tool_version: str
    reason: str
    """Why this verdict, in one sentence."""
    findings: tuple[ReviewFinding, ...] = ()
    questions: tuple[Question, ...] = ()
    safeguards: tuple[Safeguard, ...] = ()
    unknown: tuple[Unknown, ...] = ()
    stages: tuple[Sentence, ...] = ()
    """All stages of the plan, also those no rule is about."""
    planned: Planned = field(default_factory=Planned)
    decides: str = ""
    problems: tuple[Problem, ...] = ()
    law: Mapping[str, tuple[LawReference, ...]] = field(default_factory=dict)
