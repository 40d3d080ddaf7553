"""The line of names of a file of rows."""

from __future__ import annotations

import csv

SEPARATORS = ",;\t|"
LONGEST = 20_000
"""Characters of a line of names; a longer one is data."""


def read_header(text: str) -> tuple[str, ...]:
    """The names in the first line; none where it has just one."""
    line = next((each for each in text.lstrip("\ufeff").splitlines() if each.strip()), "")
    if len(line) > LONGEST:
        return ()
    separator = max(SEPARATORS, key=line.count)
    try:
        names = next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:
        return ()
    return tuple(name.strip() for name in names) if len(names) > 1 else ()
