"""Comments that speak to the scanner: `# adversescan: ...`, also behind `--`, `//`, `/*` and `<!--`."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator

from adversescan.record import dataclass
from adversescan.sources.source import Language, Location, Source

_COMMENT = re.compile(r"(?:#|--|//|/\*|<!--)\s*adversescan:\s*(?P<text>.*?)\s*(?:-->|\*/|$)")
_ONLY_COMMENT = re.compile(r"\s*(?:#|--|//|/\*|<!--)")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Comment:
    """What stands behind `adversescan:`. `covers` is the line it speaks of: its own, or the next line of code if it stands alone."""

    location: Location
    covers: Location
    text: str


def comments(source: Source) -> tuple[Comment, ...]:
    """The comments of a source that speak to the scanner, in order. A notebook has none: each of its cells is a source."""
    if "adversescan:" not in source.text or source.language is Language.NOTEBOOK:
        return ()
    lines = _LINE_END.split(source.text)
    return tuple(
        Comment(source.locate(line), source.locate(_covered(lines, line)), match["text"]) for line, match in _matches(source, lines)
    )


def _matches(source: Source, lines: list[str]) -> Iterator[tuple[int, re.Match[str]]]:
    if source.language is Language.PYTHON:
        try:
            yield from list(_in_tokens(source.text))
        except (tokenize.TokenError, SyntaxError):
            yield from _in_lines(source, lines)
    else:
        yield from _in_lines(source, lines)


def _in_tokens(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """A string literal that holds such a comment is no comment, so Python is read by its tokens."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and (match := _COMMENT.search(token.string)):
            yield token.start[0], match


def _in_lines(source: Source, lines: list[str]) -> Iterator[tuple[int, re.Match[str]]]:
    for number, line in enumerate(lines, 1):
        match = _COMMENT.search(line)
        if match and not (source.language is Language.SQL and _inside_literal(line, match)):
            yield number, match


def _inside_literal(line: str, match: re.Match[str]) -> bool:
    return line[: match.start()].count("'") % 2 == 1


def _covered(lines: list[str], line: int) -> int:
    """A comment behind code covers that line; one that stands alone the next line that is neither blank nor a comment."""
    if not _ONLY_COMMENT.match(lines[line - 1]):
        return line
    rest = enumerate(lines[line:], line + 1)
    return next((number for number, text in rest if text.strip() and not _ONLY_COMMENT.match(text)), line)
