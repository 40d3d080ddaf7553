"""A finding: a rule that matched, the act it stands at, and the stages that led there."""

from __future__ import annotations

from dataclasses import field
from enum import IntEnum, StrEnum

from adversescan.knowledge.stages import Stage
from adversescan.record import dataclass
from adversescan.sources.source import Location


class Level(StrEnum):
    """How serious a finding is; the words of SARIF."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        return ("note", "warning", "error").index(self.value)


class Confidence(IntEnum):
    """The weakest edge of the best path; errors and warnings need at least LIKELY."""

    POSSIBLE = 1
    LIKELY = 2
    CERTAIN = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the story, or a hop between two stages (`stage` is None)."""

    location: Location
    stage: Stage | None
    text: str
    attributes: tuple[str, ...] = ()
    function: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that matched. `steps` run from the origin to the act; the last one is the act, at `location`."""

    rule: str
    level: Level
    confidence: Confidence
    location: Location
    attributes: tuple[str, ...]
    steps: tuple[Step, ...]
    function: str
    message: str
    fingerprint: str = ""
    related: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WaivedFinding:
    """A finding a waiver settles, with the waiver's own words."""

    finding: Finding
    reason: str
    owner: str
    until: str
    location: Location


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was looked at and what was not: shown as the closing summary of every report."""

    files: int = 0
    lines: int = 0
    functions: int = 0
    functions_followed: int = 0
    left_out: tuple[tuple[str, int], ...] = ()
    unknown_calls: int = 0
    prompts_resolved: int = 0
    prompts_unknown: int = 0
    limits_reached: tuple[str, ...] = field(default=())
