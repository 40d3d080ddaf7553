"""Tells which of the known languages a piece of a prompt is written in."""

from __future__ import annotations

import re

from adversescan.language.fold import fold
from adversescan.language.tasks import Script, Tasks, TaskWords, expressions

_SCRIPTS = (
    (Script.KANA, re.compile(r"[\u3041-\u30ff]")),
    (Script.HAN, re.compile(r"[\u4e00-\u9fff]")),
    (Script.ARABIC, re.compile(r"[\u0621-\u064a]")),
    (Script.DEVANAGARI, re.compile(r"[\u0904-\u0939]")),
)
_WORD = re.compile(r"[^\W\d_]+")


def detect_language(folded: str, tasks: Tasks, likely: TaskWords | None = None) -> TaskWords:
    """The language of a folded piece; `likely` is that of the whole text and settles ties."""
    if likely is not None and likely.script is Script.KANA and _script(folded) is Script.HAN:
        return likely
    tied = likely_languages(folded, tasks)
    return max(tied, key=lambda words: (words is likely, words.language == _FIRST))


def likely_languages(folded: str, tasks: Tasks) -> list[TaskWords]:
    """The languages a folded piece may be written in: those of its script whose common words are most frequent in it."""
    script = _script(folded)
    candidates = [words for words in tasks.languages if words.script is script] or list(tasks.languages)
    if len(candidates) == 1:
        return candidates
    seen = _WORD.findall(folded)
    counts = [_count(seen, words, tasks) for words in candidates]
    tied = [words for words, count in zip(candidates, counts, strict=True) if count == max(counts)]
    return tied if len(tied) == 1 else _by_task_words(seen, tied, tasks)


def short_text_languages(folded: str, tasks: Tasks) -> list[TaskWords]:
    """The languages a few words may be written in; Chinese characters alone may be Japanese."""
    found = likely_languages(folded, tasks)
    if found[0].script is Script.HAN:
        found = found + [words for words in tasks.languages if words.script is Script.KANA]
    return found


def _by_task_words(seen: list[str], tied: list[TaskWords], tasks: Tasks) -> list[TaskWords]:
    """Those of the languages that know most words of the piece."""
    known = [len([word for word in seen if word in forms]) for forms in (_known(words, tasks) for words in tied)]
    return [words for words, count in zip(tied, known, strict=True) if count == max(known)]


def _known(words: TaskWords, tasks: Tasks) -> frozenset[str]:
    found: frozenset[str] | None = tasks.prepared.get(("known", words.language))
    if found is None:
        found = tasks.prepared["known", words.language] = frozenset(form for _, form, _ in expressions(words))
    return found


_FIRST = "en"
"""The language most prompts are written in."""


def _script(text: str) -> Script:
    if text.isascii():
        return Script.LATIN
    found = [(len(pattern.findall(text)), script) for script, pattern in _SCRIPTS]
    if found[0][0]:
        return Script.KANA
    count, script = max(found)
    return script if count * 3 > len(_WORD.findall(text)) else Script.LATIN


def _count(seen: list[str], words: TaskWords, tasks: Tasks) -> int:
    common = tasks.prepared.get(("common", words.language))
    if common is None:
        common = tasks.prepared["common", words.language] = frozenset(map(fold, words.common))
    return len([word for word in seen if word in common])
