"""A clause of a prompt and what it does with the things it names."""

from __future__ import annotations

from enum import Enum, auto

from adversescan.language.phrases import Found
from adversescan.language.tasks import Cue
from adversescan.record import dataclass


class Mode(Enum):
    """What a clause does with the things it names."""

    ASK = auto()
    """They are to be concluded or judged."""
    MENTION = auto()
    """They are to appear in, or to be heeded by, what is written."""
    TOPIC = auto()
    """They are what a text is about."""
    NEGATED = auto()
    """They are to be left out."""
    BASIS = auto()
    """They are what to conclude from."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens `start` to `end` of a sentence, what was found in them, and what the clause does (None: nothing can be told)."""

    start: int
    end: int
    found: tuple[Found, ...]
    mode: Mode | None = None
    inherited: bool = False
    """The mode comes from another clause or sentence."""
    question: bool = False
    """It asks by a condition."""

    def has(self, *cues: Cue) -> bool:
        # Asked twenty times of every clause; a generator would take twice as long.
        for hit in self.found:  # noqa: SIM110
            if hit.cue in cues:
                return True
        return False


VERBS = (
    Cue.INFER, Cue.ASK, Cue.SCORE, Cue.DECIDE, Cue.WRITE, Cue.SUMMARISE, Cue.REDACT, Cue.TRANSLATE, Cue.ANSWER, Cue.MENTION, Cue.CONSULT,
)  # fmt: skip


def is_bare(clause: Clause) -> bool:
    """Whether hardly anything but what was found stands in the clause."""
    covered = {at for hit in clause.found for at in range(hit.start, hit.end)}
    return clause.end - clause.start - len(covered) <= 1
