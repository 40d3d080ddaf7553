"""Keeps one broken cell from costing the whole notebook: lines that cannot be read are taken out of it."""

from __future__ import annotations

import ast
import warnings

from adversescan.record import dataclass

_MOST_LINES = 30


@dataclass(frozen=True, slots=True)
class Mended:
    """A cell that can be read, with as many lines. `broken` is its first line that could not be, 0 for a cell that was whole."""

    text: str
    broken: int = 0


def mend(text: str) -> Mended:
    """The cell without its unreadable lines; without all of its lines where there are too many of those."""
    first = broken = broken_line(text)
    lines = text.split("\n")
    for _ in range(_MOST_LINES):
        if not broken:
            return Mended("\n".join(lines), first)
        line = lines[broken - 1]
        if not line.strip():
            break
        lines[broken - 1] = "" if line.strip() == _NOTHING else nothing_like(line)
        broken = broken_line("\n".join(lines))
    return Mended("\n" * (len(lines) - 1), first)


def nothing_like(line: str) -> str:
    """A line that does nothing; in a block, which may not be empty, a statement that does nothing."""
    indent = line[: len(line) - len(line.lstrip())]
    return indent + _NOTHING if indent else ""


_NOTHING = "pass"


def broken_line(text: str) -> int:
    """The line at which the text stops being Python; 0 if it is Python."""
    try:
        with warnings.catch_warnings():
            # Invalid escapes in the code being read are its authors' matter.
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as error:
        return min(max(error.lineno or 1, 1), text.count("\n") + 1)
    except (ValueError, RecursionError, MemoryError):
        return 1
    return 0
