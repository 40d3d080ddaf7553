"""Cuts identifiers, columns and short texts into folded words, in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from adversescan.record import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and where it stands in the text it was cut from."""

    text: str
    start: int
    stop: int


def split_name(name: str) -> list[str]:
    """The folded words of an identifier or text: cut at case changes, digits, separators, and between Han characters."""
    if name.isascii():
        return [piece.lower() for piece in _ASCII.findall(name)]
    return [word.text for word in split_text(name)]


def rows(words: list[str], longest: int) -> set[str]:
    """The words and the rows of up to so many of them."""
    return {" ".join(words[start:stop]) for start in range(len(words)) for stop in range(start + 1, min(len(words), start + longest) + 1)}


def split_text(text: str) -> list[Word]:
    """The folded words of a text with their places in its NFKC form."""
    text = normalise(text)
    if text.isascii():
        return [Word(piece.group().lower(), piece.start(), piece.end()) for piece in _ASCII.finditer(text)]
    return [word for start, stop in _runs(text) if (word := Word(_fold(text[start:stop]), start, stop)).text]


def normalise(text: str) -> str:
    """The text with compatibility characters (full width, ligatures) written the usual way."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


_ASCII = re.compile(r"[A-Z]{2,}s(?![a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_ARABIC_FORMS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": ""})
_NUKTA = "\u093c"


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Spans of letters, of digits, and of single Han characters; a capital after a small letter starts a new one."""
    start, kind = 0, ""
    for place, char in enumerate(text):
        new = _kind(char, kind)
        if kind and (new != kind or new == "han") and not (kind == "upper" and new == "lower"):
            cut = place
            yield start, cut
            start = place
        elif kind == "upper" and new == "lower" and place - start > 1:
            yield start, place - 1
            start = place - 1
        elif not kind:
            start = place
        kind = new
    if kind:
        yield start, len(text)


def _kind(char: str, before: str) -> str:
    """What the character is in a word; a mark belongs to the letter before it."""
    if "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf":
        return "han"
    if char.isalpha():
        return "upper" if char.isupper() else "lower"
    if char.isdecimal():
        return "digit"
    return before if before not in ("", "han") and unicodedata.category(char)[0] == "M" else ""


def _fold(word: str) -> str:
    """Small letters, without the accents and vowel signs that writers leave out."""
    word = unicodedata.normalize("NFD", word.casefold())
    if "\u0900" <= word[0] <= "\u097f":
        return unicodedata.normalize("NFC", word.replace(_NUKTA, ""))
    word = unicodedata.normalize("NFC", word).translate(_ARABIC_FORMS)
    return "".join(char for char in unicodedata.normalize("NFD", word) if unicodedata.category(char) != "Mn")
