"""Finds the answers that the examples of a prompt show: "Input: ... Output: christian", "Name: Wei -> Asian"."""

from __future__ import annotations

import re
from collections import defaultdict

from adversescan.graph.query import HOLE

_MARK = re.compile(r"(?:(?<!\S)(?P<name>[^\W\d][^\W\d_]*(?:[ _][^\W\d_]+)?)[ \u00a0]?[:：]|(?P<arrow>->|=>|→|⇒))(?=\s|$|[\"'“「])")
_FEWEST = 2
"""Examples that show what is wanted; one alone is data."""
_LONGEST = 4
"""Words of an answer; a longer one is no label."""


def find_examples(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The answers shown before one that is left open at the end, each once, and the names of the other parts of the examples."""
    marks = list(_MARK.finditer(text))
    if len(marks) <= _FEWEST or _value(text[marks[-1].end() :]):
        return (), ()
    values: defaultdict[str, list[str]] = defaultdict(list)
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        end = following.start() if following else len(text)
        values[_name(mark)].append(_value(text[mark.end() : end]))
    answer = _name(marks[-1])
    shown = tuple(dict.fromkeys(value for value in values.pop(answer) if value))
    if len(shown) < _FEWEST or any(len(value.split()) > _LONGEST for value in shown):
        return (), ()
    return shown, tuple(values)


def _name(mark: re.Match[str]) -> str:
    return (mark["name"] or mark["arrow"]).casefold()


def _value(text: str) -> str:
    """The first line, or nothing where a value is put in later."""
    lines = text.strip().splitlines() or [""]
    return lines[0].replace(HOLE, "").strip(" \"'.,;")
