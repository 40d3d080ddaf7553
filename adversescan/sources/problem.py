"""A problem is a place that could not be read; every report shows it."""

from __future__ import annotations

from enum import StrEnum

from adversescan.record import dataclass
from adversescan.sources.source import Location


class ProblemKind(StrEnum):
    """Why a place could not be read."""

    ENCODING = "encoding"
    SYNTAX = "syntax"
    PARTLY_READ = "partly-read"
    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    BROKEN_LINK = "broken-link"
    LINK_OUT_OF_ROOT = "link-out-of-root"
    NOT_A_FILE = "not-a-file"
    UNREADABLE = "unreadable"
    LIMIT = "limit"
    WAIVER = "waiver"
    DESIGN = "design"
    """No place that could not be read: an approval that is over or was changed, or what was approved and is not found."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A place that could not be read, and why."""

    location: Location
    kind: ProblemKind
    reason: str
