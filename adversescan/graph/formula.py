"""What a formula says (`denied ~ race + C(sex) * age`): the names on each side of it."""

from __future__ import annotations

from adversescan.record import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or quoted text in a formula, and the functions it stands in, outermost first."""

    name: str
    quoted: bool = False
    functions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """What stands on one side: what is named, what is taken away again, and whether all other columns belong to it (`.`)."""

    mentions: tuple[Mention, ...] = ()
    without: tuple[Mention, ...] = ()
    others: bool = False


@dataclass(frozen=True, slots=True)
class FormulaReading:
    """What is explained, and by what."""

    outcomes: Side
    features: Side
