"""Takes a prompt apart into the pieces that are read as one: paragraphs, list items, lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from adversescan.record import dataclass

_LINE = re.compile(r"[^\n]+")
_ITEM = re.compile(r"\s*(?:[-*•+·]|\(?\d{1,2}[.)]|[a-z][.)])\s+")
_WRAPPED_FROM = 60
"""Lines at least this long may go on in the next one."""
_SHORT_ITEM = 6


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the text and where it starts. `item`: it may be governed by the line above that ended with a colon."""

    text: str
    start: int
    item: bool = False
    introduces: bool = False


def find_blocks(text: str) -> Iterator[Block]:
    """The pieces of a text; lines that were only wrapped are joined."""
    lines = [(match[0], match.start()) for match in _LINE.finditer(text) if match[0].strip()]
    begin = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or not _goes_on(text, lines[at - 1], lines[at]):
            listed = at < len(lines) and _ITEM.match(lines[at][0]) is not None
            yield _block(text, lines[begin], lines[at - 1], listed)
            begin = at


def _block(text: str, first: tuple[str, int], last: tuple[str, int], listed: bool) -> Block:
    start, end = first[1], last[1] + len(last[0])
    mark = _ITEM.match(text, start, end)
    body = text[mark.end() if mark else start : end]
    short = len(body.split()) <= _SHORT_ITEM
    introduces = body.rstrip().endswith((":", "：", "?", "？", "؟") if listed and not mark else (":", "："))
    return Block(body.replace("\n", " "), mark.end() if mark else start, bool(mark) or short, introduces)


def _goes_on(text: str, line: tuple[str, int], following: tuple[str, int]) -> bool:
    if "\n\n" in text[line[1] + len(line[0]) : following[1]] or _ITEM.match(following[0]):
        return False
    end, first = line[0].rstrip()[-1], following[0].lstrip()[0]
    if end in ".!?:;。！？：।؟":
        return False
    return first.islower() or end == "," or len(line[0]) >= _WRAPPED_FROM
