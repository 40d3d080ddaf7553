"""Reads the comment of an example that says what a line must be: `# is: PATH, PATH` or `# is: PATH -> READING`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_IS = re.compile(r"#\s*is:\s*(.+)")


class Stated(NamedTuple):
    """What the comment of a line says: the entries its calls resolve to, and how the one entry reads the call."""

    line: int
    paths: tuple[str, ...]
    reading: str


def stated(text: str) -> Iterator[Stated]:
    """The comments of an example, by the line of the text (from 1)."""
    for number, line in enumerate(text.splitlines(), 1):
        if found := _IS.search(line):
            paths, _, reading = found[1].partition("->")
            yield Stated(number, tuple(path.strip() for path in paths.split(",")), " ".join(reading.split()))
