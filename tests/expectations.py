"""Reads the comments of fixtures that say what is expected on their line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Sort(StrEnum):
    """How an expectation stands to what the scanner reports."""

    FOUND = "expect"
    """Must be reported."""
    MISSING = "expect(missing)"
    """Should be reported and is not yet; reporting it asks for the comment to be changed."""
    SPURIOUS = "expect(spurious)"
    """Is reported and should not be; silence asks for the comment to be taken out."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A rule on a line of a file, the path relative to the project."""

    path: str
    line: int
    rule: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.rule}"


@dataclass(frozen=True, slots=True)
class Expectations:
    """What the comments of one project say."""

    places: dict[Sort, frozenset[Place]] = field(default_factory=dict)

    @property
    def reported(self) -> frozenset[Place]:
        """What a scan reports when nothing has changed."""
        return self.places[Sort.FOUND] | self.places[Sort.SPURIOUS]

    def disagreements(self, reported: frozenset[Place]) -> list[str]:
        """One sentence for each place where a scan and the comments do not agree, in order."""
        sentences = {place: f"{place}: not reported" for place in self.places[Sort.FOUND] - reported}
        for place in reported - self.reported:
            known = place in self.places[Sort.MISSING]
            said = "now reported: change the comment to `expect`" if known else "reported, but no comment expects it"
            sentences[place] = f"{place}: {said}"
        for place in self.places[Sort.SPURIOUS] - reported:
            sentences[place] = f"{place}: no longer reported: take the comment out"
        return [sentences[place] for place in sorted(sentences)]


def read_expectations(project: Path) -> Expectations:
    """The expectations of all files of a project. A comment that looks like one and is not well formed is an error."""
    places: dict[Sort, set[Place]] = {sort: set() for sort in Sort}
    for path in sorted(path for path in project.rglob("*") if path.is_file() and path.suffix in _SUFFIXES):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for sort, rules in _comments(line, f"{path}:{number}"):
                places[sort] |= {Place(path.relative_to(project).as_posix(), number, rule) for rule in rules}
    return Expectations({sort: frozenset(found) for sort, found in places.items()})


_SUFFIXES = {".py", ".smk", ".ipynb", ".json", ".jsonl", ".sql", ".yaml", ".yml", ".sh", ".csv", ""}
_LOOKS_LIKE = re.compile(r"(?:#|--)\s*expect\b")
_COMMENT = re.compile(r"(?:#|--)\s*(expect(?:\((?:missing|spurious)\))?):\s*(AP\d{3}(?:\s*,\s*AP\d{3})*)\s*(?=$|#|--|\\n|\")")


def _comments(line: str, place: str) -> list[tuple[Sort, list[str]]]:
    found = [(Sort(match[1]), re.split(r"\s*,\s*", match[2])) for match in _COMMENT.finditer(line)]
    if len(found) != len(_LOOKS_LIKE.findall(line)):
        message = f"{place}: not a comment of fixtures/README.md: {line.strip()}"
        raise ValueError(message)
    return found
