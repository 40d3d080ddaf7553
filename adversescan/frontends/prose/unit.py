"""A unit of a document: a sentence, a list item, a table row, an edge of a diagram or a field of a structured design."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum, auto

from adversescan.record import dataclass


class Kind(Enum):
    SENTENCE = auto()
    TITLE = auto()
    QUOTED = auto()
    """What somebody else says: a block quote, or an example in code."""
    EDGE = auto()
    """A line of a diagram."""
    FIELD = auto()
    """A value of a structured design; `headings` are its keys."""


@dataclass(frozen=True, slots=True)
class Unit:
    """`headings` are the titles, keys or lead-in lines the text stands under, the outermost first."""

    text: str
    line: int
    headings: tuple[str, ...] = ()
    kind: Kind = Kind.SENTENCE
    part: int = 0
    """Units of the same paragraph, list or mapping have the same number."""
    columns: tuple[str, ...] = ()
    """The titles of the columns, where it is a row of a table."""


_END = re.compile(r"(?:(?<=[.!?؟।])(?<!\b[a-zA-Z]\.)(?<!\d\.)[\"'*_)»”]*\s+(?=[^a-z])|(?<=[。！？])|(?<=[।])\s*)")


def sentences(text: str, line: int, headings: tuple[str, ...], kind: Kind, part: int) -> Iterator[Unit]:
    """The sentences of a paragraph whose lines are parted by line breaks."""
    start = 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        piece = text[start:end]
        shown = " ".join(piece.split())
        if shown:
            offset = text[:start].count("\n") + piece[: len(piece) - len(piece.lstrip())].count("\n")
            yield Unit(shown, line + offset, headings, kind, part)
        start = end
