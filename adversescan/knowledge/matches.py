"""Finds the words of the lexicons in a row of folded words: longest first, in the senses that fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from adversescan.knowledge.concepts import ConceptKind
from adversescan.knowledge.lexicon import Ending, Lexicon, Meaning, Sense
from adversescan.knowledge.words import Word, split_text
from adversescan.record import dataclass


@dataclass(frozen=True, slots=True)
class Match:
    """Words `start` to `stop` (excluded) are the lexicon's `form`; without meanings they mean something else."""

    start: int
    stop: int
    form: str
    meanings: tuple[Meaning, ...]


class Matcher:
    """Looks rows of words up in a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.longest = _longest(lexicon.words)
        self._endings: dict[str, list[Ending]] = {}
        """By their last character: each is tried on every word that is not known as it is written."""
        for ending in lexicon.endings:
            self._endings.setdefault(ending.text[-1:], []).append(ending)

    def find(self, words: list[str], near: frozenset[str] = frozenset()) -> list[Match]:
        """What the words stand for, from left to right; negated outcomes and senses that do not fit have lost their meanings.

        `near` are languages spoken beside these words, in which false friends count as well.
        """
        found = list(self._longest_matches(words))
        if not any(match.meanings for match in found):
            return found
        spoken = _languages(found)
        row = f" {' '.join(words)} "
        spoken |= {language: {-1} for language in near}
        return [self._fit(match, words, row, spoken) for match in found]

    def languages(self, words: list[str]) -> frozenset[str]:
        """The languages that have one of the words, false friends too."""
        return frozenset(meaning.language for match in self._longest_matches(words) for meaning in match.meanings)

    def drop_patterns(self, found: list[Match], text: str, words: list[Word]) -> list[Match]:
        """The matches, without the meanings of those that overlap a pattern of another sense of their word."""
        return [replace(match, meanings=()) if self._in_pattern(match, text, words) else match for match in found]

    def _longest_matches(self, words: list[str]) -> Iterator[Match]:
        place, count = 0, len(words)
        while place < count:
            for stop in range(min(count, place + self.longest.get(words[place], 1)), place, -1):
                found = self._look_up(" ".join(words[place:stop]), alone=stop - place == 1)
                if found and not (_is_sign(found[0]) and count > 1):
                    yield Match(place, stop, *found)
                    place = stop
                    break
            else:
                place += 1

    def _look_up(self, form: str, *, alone: bool) -> tuple[str, tuple[Meaning, ...]] | None:
        """The form under which the lexicon knows the words and what it means: as written, or without an ending or a prefixed particle."""
        known = self.lexicon.words
        if form in known:
            return form, known[form]
        for ending in self._endings.get(form[-1:], ()):
            if form.endswith(ending.text) and len(form) - len(ending.text) >= 2:
                base = form[: -len(ending.text)] + ending.instead
                meanings = known.get(base)
                if meanings is not None and (same := tuple(m for m in meanings if m.language == ending.language)):
                    return base, same
        if alone and not form.isascii():
            for prefix in self.lexicon.particles["prefixes"]:
                if form.startswith(prefix) and form[len(prefix) :] in known:
                    return form[len(prefix) :], known[form[len(prefix) :]]
        return None

    def _fit(self, match: Match, words: list[str], row: str, spoken: dict[str, set[int]]) -> Match:
        meanings = tuple(m for m in match.meanings if not m.false_friend or spoken.get(m.language, set()) - {match.start})
        sense = self.lexicon.senses.get(match.form)
        if sense and meanings and _other_sense(sense, row):
            meanings = ()
        if meanings and self._negated(match, words):
            meanings = tuple(_negate(meanings))
        return match if meanings == match.meanings else replace(match, meanings=meanings)

    def _negated(self, match: Match, words: list[str]) -> bool:
        negations = self.lexicon.particles["negations"]
        return any(word in negations for word in words[max(0, match.start - 2) : match.start])

    def _in_pattern(self, match: Match, text: str, words: list[Word]) -> bool:
        sense = self.lexicon.senses.get(match.form)
        if sense is None or not match.meanings:
            return False
        start, stop = words[match.start].start, words[match.stop - 1].stop
        return any(hit.start() < stop and start < hit.end() for pattern in sense.patterns for hit in pattern.finditer(text))


def words_and_places(text: str) -> tuple[list[str], list[Word]]:
    """The folded words of a text, and the same with their places."""
    words = split_text(text)
    return [word.text for word in words], words


def _longest(forms: dict[str, tuple[Meaning, ...]]) -> dict[str, int]:
    """The length of the longest form by its first word."""
    longest: dict[str, int] = {}
    for form in forms:
        if " " in form:
            first, length = form[: form.index(" ")], form.count(" ") + 1
            if length > longest.get(first, 1):
                longest[first] = length
    return longest


def _is_sign(form: str) -> bool:
    """Whether the form is a single Han character, which stands for a word only where it stands alone."""
    return len(form) == 1 and form >= "\u3400"


def _languages(found: list[Match]) -> dict[str, set[int]]:
    """Where unmistakable words of each language stand."""
    spoken: dict[str, set[int]] = {}
    for match in found:
        for meaning in match.meanings:
            if not meaning.false_friend:
                spoken.setdefault(meaning.language, set()).add(match.start)
    return spoken


def _other_sense(sense: Sense, row: str) -> bool:
    return any(f" {cue} " in row for cue in sense.cues) and not any(f" {rescue} " in row for rescue in sense.rescues)


def _negate(meanings: tuple[Meaning, ...]) -> Iterator[Meaning]:
    """Not approved is adverse, not rejected says nothing; other concepts stay what they are."""
    for meaning in meanings:
        if meaning.kind is ConceptKind.FAVOURABLE:
            yield replace(meaning, kind=ConceptKind.ADVERSE)
        elif meaning.kind is not ConceptKind.ADVERSE:
            yield meaning
