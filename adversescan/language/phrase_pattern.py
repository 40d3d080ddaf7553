"""Makes one expression of many phrases, by the rules of a script for where a word begins and ends."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from adversescan.language.fold import fold

_BETWEEN = r"[^\w,;:.()]+"
_GAP = r"(?:\W+\w+){0,8}?\W+"
_JOINED_GAP = r"[^。，；,.]{0,16}?"
_MARKS = re.compile("[\u0640\u064b-\u065f\u0670\u093c]")
"""Arabic vowel signs and stretched joins, and dots below Devanagari letters, which many writers leave out."""
_BOUNDS = {
    "latin": (r"(?<!\w)", r"(?!\w)"),
    "arabic": (
        r"(?<!\w)(?:[وف]?(?:[بكل]?ال|لل|[بكلس])?[يتن]?)",
        r"(?:ها?|هما|ه[من]|كم|نا|و[اه]|ي?(?:ه|ات|ين|ون|ان)?(?:ها?|هم)?|ا|ت(?:ها?|هم))?(?!\w)",
    ),
    "devanagari": (r"(?<![\w\u0900-\u097f])", r"(?:[\u0900-\u0903\u093a-\u094f]|य(?=ो)){0,4}(?![\w\u0900-\u097f])"),
}
"""What stands before and after a word of a script that parts words: articles and prepositions join an Arabic word, endings a Hindi one."""


def plain(text: str) -> str:
    """The folded text without marks that many writers leave out; characters move."""
    return fold(_MARKS.sub("", unicodedata.normalize("NFKD", text) if _DEVANAGARI.search(text) else text))


_DEVANAGARI = re.compile("[\u0900-\u097f]")


def phrase_pattern(phrases: Iterable[str], letters: str) -> re.Pattern[str]:
    """One expression for all phrases; in scripts that do not part words they are searched without regard for bounds."""
    whole = letters in _BOUNDS
    written = {_phrase(plain(phrase.replace("*", "\x01").replace("|", "\x02")), whole=whole) for phrase in phrases}
    if not written:
        return re.compile(r"(?!)")
    before, after = _BOUNDS.get(letters, ("", ""))
    return re.compile(f"{before}(?:{'|'.join(sorted(written, key=len, reverse=True))}){after}")


def _phrase(phrase: str, *, whole: bool) -> str:
    parts = [" ".join(part.split()) for part in phrase.split("..")]
    written = [(_BETWEEN if whole else r"\s*").join(_word(word) for word in part.split(" ")) for part in parts if part]
    return (_GAP if whole else _JOINED_GAP).join(written)


def _word(word: str) -> str:
    options = [re.escape(each).replace("\x01", r"[\w\u0900-\u097f]*") for each in word.split("\x02")]
    return options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"
