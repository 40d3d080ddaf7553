"""A statement of several lines as one, for a reader who has one line for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

LONGEST = 400
"""Characters; a reader of one line reads no more."""

_PIECE = re.compile(
    r"""(?P<quoted> "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*') | (?P<comment> \#.* | --.* | <!--.*) | (?P<code> .)""", re.VERBOSE
)
_DEPTH = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}


def statement_text(lines: Sequence[str]) -> str:
    """The first of the lines, and those after it as long as one of its brackets is open, without comments."""
    codes = [without_comment(line).strip() for line in lines]
    open_after = accumulate(map(_opened, codes))
    last = next((number for number, depth in enumerate(open_after) if depth <= 0), 0)
    return _joined(codes[: last + 1])[:LONGEST]


def without_comment(line: str) -> str:
    """The code of a line. Any of the usual signs ends it, but not inside quotes: a reader misses nothing of the act by that."""
    return "".join(match[0] for match in _PIECE.finditer(line) if not match["comment"])


def _opened(code: str) -> int:
    return sum(_DEPTH.get(match["code"] or "", 0) for match in _PIECE.finditer(code))


def _joined(codes: Sequence[str]) -> str:
    text = ""
    for code in codes:
        if not text or text[-1] in "([{":
            text += code
        elif code[:1] in (")", "]", "}"):
            text = text.rstrip(",") + code
        else:
            text = f"{text} {code}".rstrip()
    return text
