"""What can be said about one line of code: what happens there, and which rules come close to holding there, and why they do not."""

from __future__ import annotations

from adversescan.findings.finding import Finding, Step
from adversescan.record import dataclass
from adversescan.sources.source import Location


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A rule that does not hold at an act: the stages that were reached on the way to it, and what is missing."""

    rule: str
    title: str
    location: Location
    steps: tuple[Step, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LineAccount:
    """One line: the findings that stand at it or pass through it, what else happens there, near misses, and what was not seen."""

    path: str
    line: int
    function: str
    findings: tuple[Finding, ...]
    passing: tuple[Finding, ...]
    seen: tuple[Step, ...]
    near_misses: tuple[NearMiss, ...]
    unseen: tuple[str, ...]
