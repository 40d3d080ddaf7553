"""Mistakes a user can mend, each with the place and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable

from adversescan.record import dataclass


class AdversescanError(Exception):
    """A mistake of the user: wrong path, flag, rule or setting. The command line prints it and exits with 2."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One wrong place in a file the user wrote: `file:line: key: text`."""

    file: str
    line: int
    key: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.key}: {self.text}"


class InvalidFiles(AdversescanError):
    """All mistakes of all files read, reported at once."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))
