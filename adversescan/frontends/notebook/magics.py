"""Takes the notebook's own syntax out of a cell: magics, shell lines and questions become blank lines, so that line counts stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from adversescan.frontends.notebook.mend import broken_line, nothing_like

_SIGNS = re.compile(r"(?m)^\s*[%!?]|\?\s*$|=\s*[%!]")
_OTHER_LANGUAGES = frozenset(
    "bash sh script system sx cmd html svg javascript js latex markdown perl ruby r sql writefile file cython".split()  # noqa: SIM905
)
"""The magics that give a cell to another language or a file, as the documentation of the notebook's shell lists them."""
_CELL_MAGIC = re.compile(r"%%!?\s*(\w+)?")
_LINE_MAGIC = re.compile(r"\s*(?:%|!|\?)|\s*[\w.]+\s*\?{1,2}\s*$|\s*[\w.,\[\]'\" ]+=\s*(?:!|%\w)")
_TIMED = re.compile(r"\A(\s*)%(?:time|timeit|prun|memit|mprun)\s+(?:-\w+\s*\d*\s+)*(?=\S)")
_PIECE = re.compile(
    r"""(?P<comment>\#.*)|(?P<quote>(?:\"{3}|'{3}))|(?P<text>"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)|(?P<open>[(\[{])|(?P<shut>[)\]}])""",
    re.VERBOSE,
)


def blank_magics(text: str) -> str | None:
    """The cell as Python with as many lines; nothing for a cell that a magic gives to another language."""
    if not _SIGNS.search(text) or _parses(text):
        return text
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not (magic := _CELL_MAGIC.match(lines[first].lstrip())):
        return "\n".join(_blanked(lines))
    rest = "\n".join(["", *lines[first + 1 :]]) if not first else "\n".join([*lines[:first], "", *lines[first + 1 :]])
    if (magic[1] or "").lower() in _OTHER_LANGUAGES or not magic[1]:
        return None
    blanked = blank_magics(rest)
    return blanked if blanked is not None and _parses(blanked) else None


def _blanked(lines: list[str]) -> Iterator[str]:
    """A line is a magic only where a statement begins: not inside a text or brackets, nor after a backslash."""
    depth, quote, continued, shell = 0, "", False, False
    for line in lines:
        begins = not (depth or quote or continued)
        python = _TIMED.sub(r"\1", line) if begins else line
        if shell or (begins and _LINE_MAGIC.match(python)):
            yield "" if shell else nothing_like(line)
            shell = line.endswith("\\")
            continue
        yield python
        depth, quote = _state(python, depth, quote)
        continued = python.endswith("\\") and not quote


def _state(line: str, depth: int, quote: str) -> tuple[int, str]:
    """Open brackets, and the quotes of an open text, at the end of a line."""
    place = 0
    while place < len(line):
        if quote:
            end = line.find(quote, place)
            if end < 0:
                return depth, quote
            place, quote = end + 3, ""
            continue
        match = _PIECE.search(line, place)
        if not match or match["comment"]:
            break
        place = match.end()
        quote = match["quote"] or ""
        depth = max(0, depth + bool(match["open"]) - bool(match["shut"]))
    return depth, quote


def _parses(text: str) -> bool:
    return broken_line(text) == 0
