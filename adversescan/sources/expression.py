"""A regular expression of the rules, compiled when it is first looked for: there are hundreds, and most scans need few."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from adversescan.record import dataclass


@dataclass(frozen=True, slots=True)
class Expression:
    """The text of a valid regular expression, with the flags of `re`."""

    text: str
    flags: int = 0

    def match(self, text: str) -> re.Match[str] | None:
        return _compiled(self.text, self.flags).match(text)

    def search(self, text: str) -> re.Match[str] | None:
        return _compiled(self.text, self.flags).search(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return _compiled(self.text, self.flags).finditer(text)


@cache
def _compiled(text: str, flags: int) -> re.Pattern[str]:
    return re.compile(text, flags)
