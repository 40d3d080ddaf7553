"""The language a design is written in, and that of sentences in another one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from adversescan.knowledge.prose import ProseWords
from adversescan.knowledge.unread_languages import UnreadLanguage
from adversescan.language.fold import fold

_SCRIPTS = {"han": "[\u4e00-\u9fff]", "kana": "[\u3041-\u30ff]", "arabic": "[\u0621-\u064a]", "devanagari": "[\u0904-\u0939]"}
_SHARE = 0.15
"""Of the letters of a text those that make it one in their script."""


def choose_language(text: str, languages: Iterable[ProseWords], unread: Iterable[UnreadLanguage]) -> ProseWords | UnreadLanguage | None:
    """The language a text is written in: by its script, then by its commonest words. None where no word of it is known.

    A language of those that are not read must be the likelier one by a clear margin: a neighbour shares many of its words.
    """
    folded = fold(text)
    letters = len(re.findall(r"[^\W\d_]", folded)) or 1
    shares = {name: len(re.findall(script, folded)) / letters for name, script in _SCRIPTS.items()}
    script = next((name for name in ("kana", "han", "arabic", "devanagari") if shares[name] > _SHARE), "latin")
    tokens = re.findall(r"\w+", folded)
    counted = {words: _count(words, tokens, folded) for words in languages if words.letters == script} if script else {}
    best = max(counted, key=lambda words: counted[words], default=None)
    known = counted[best] if best is not None else 0
    other = _other_language(folded, tokens, letters, known if script == "latin" else letters, unread)
    return other or (best if best is not None and (known or script != "latin") else None)


def other_language(text: str, main: ProseWords, languages: Iterable[ProseWords]) -> ProseWords | None:
    """The language of a sentence that is clearly not written in that of its document; None where it may be."""
    folded = fold(text)
    tokens = re.findall(r"\w+", folded)
    counted = {words: _count(words, tokens, folded) for words in languages}
    best = max(counted, key=lambda words: counted[words])
    fewest = _FEWEST_OF_NEIGHBOUR if best.letters == main.letters else 1
    return best if best is not main and counted[best] >= max(fewest, 2 * counted[main]) else None


_FEWEST_OF_NEIGHBOUR = 4
"""How many common words make a sentence one of another language of the same letters."""
_CLEARLY = 1.25
"""How many times more of its common words a text needs to be taken for a language that is not read."""
_FEWEST = 3


def _other_language(folded: str, tokens: list[str], letters: int, known: int, unread: Iterable[UnreadLanguage]) -> UnreadLanguage | None:
    counted: dict[UnreadLanguage, int] = {}
    for language in unread:
        if language.letters:
            if sum(language.letters[0] <= char <= language.letters[-1] for char in folded) > letters * _SHARE:
                return language
        else:
            counted[language] = sum(token in language.words for token in tokens)
    likeliest = max(counted, key=lambda language: counted[language], default=None)
    return likeliest if likeliest and counted[likeliest] >= max(_FEWEST, known * _CLEARLY) else None


def _count(words: ProseWords, tokens: list[str], text: str) -> int:
    common = _common(words)
    return sum(token in common for token in tokens) if words.letters == "latin" else sum(text.count(word) for word in common)


@cache
def _common(words: ProseWords) -> frozenset[str]:
    return frozenset(map(fold, words.lists["common"]))
