"""Folds case, accents and spelling variants without moving any character."""

from __future__ import annotations

import re
import unicodedata

_ELISION = re.compile(r"\b(l|d|n|s|j|c|m|t|qu)'(?=\w)")
_VARIANTS = {
    "’": "'", "‘": "'", "`": " ", "“": '"', "”": '"', "«": '"', "»": '"', "*": " ", "_": " ", "|": " ", "/": " ", "\u00ad": " ",
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ß": "s", "\u00a0": " ", "\u3000": " ",
}  # fmt: skip


def fold(text: str) -> str:
    """The text in lower case without accents; every character stays at its place."""
    return _ELISION.sub(r"\1 ", text.translate(_TABLE))


class _Table(dict[int, str]):
    """The folded form of each character, worked out when it is first seen."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_TABLE = _Table()


def _fold_character(char: str) -> str:
    if char in _VARIANTS:
        return _VARIANTS[char]
    base = unicodedata.normalize("NFKD", char)
    if len(base) > 1 and base[0].isalpha() and "LATIN" in unicodedata.name(char, ""):
        char = base[0]
    lower = char.lower()
    return lower if len(lower) == 1 else char
