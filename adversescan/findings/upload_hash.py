"""The hash of a line by which code scanning knows an alert again (`primaryLocationLineHash`).

The action that uploads a report computes it from the file and warns of every result that carries another value, so ours must be the
very same: a polynomial of the 100 UTF-16 units from the line's start on, spaces and tabs left out and line ends taken as one line feed;
behind the end of the file stand one unit 65535 and zeros. Equal hashes of a file are counted.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections import Counter

_WINDOW = 100
_BASE = 37
_BITS = 2**64 - 1
_END_OF_FILE = 65535

LARGEST = 4_000_000
"""Bytes. The action hashes larger files itself; to do it here first would only cost time."""


def upload_hashes(content: bytes) -> tuple[str, ...]:
    """The hash of each line of a file; nothing for one that is too large, or not UTF-8: its bytes may be read in more than one way."""
    if len(content) > LARGEST:
        return ()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return ()
    return tuple(_numbered(_window_hashes(re.sub(r"[ \t]", "", re.sub(r"\r\n?", "\n", text)))))


def _window_hashes(text: str) -> list[str]:
    units = array("H", text.encode("utf-16-le" if sys.byteorder == "little" else "utf-16-be"))
    starts = [0, *(place + 1 for place, unit in enumerate(units) if unit == ord("\n"))]
    padded = [*units, _END_OF_FILE, *[0] * _WINDOW]
    return [_polynomial(padded[start : start + _WINDOW]) for start in starts]


def _polynomial(units: list[int]) -> str:
    value = 0
    for unit in units:
        value = value * _BASE + unit & _BITS
    return format(value, "x")


def _numbered(hashes: list[str]) -> list[str]:
    seen: Counter[str] = Counter()
    numbered = []
    for value in hashes:
        seen[value] += 1
        numbered.append(f"{value}:{seen[value]}")
    return numbered
