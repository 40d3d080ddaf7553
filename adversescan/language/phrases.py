"""Finds the words of a language in a text. The only module that imports spaCy, and only when there is something to find."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from adversescan.language.fold import fold
from adversescan.language.tasks import Cue, Script, Tasks, TaskWords, expressions
from adversescan.record import dataclass
from adversescan.sources.expression import Expression

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Found:
    """An expression in a sentence, by token positions in the sentence."""

    start: int
    end: int
    cue: Cue
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its folded tokens, where each stands in the text, and what was found in it."""

    tokens: tuple[str, ...]
    places: tuple[int, ...]
    found: tuple[Found, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the tokens stand in the text."""
        if start >= end:
            return (0, 0)
        return self.places[start], self.places[end - 1] + len(self.tokens[end - 1])


def find_sentences(folded: str, place: int, words: TaskWords, tasks: Tasks) -> Iterator[Sentence]:
    """The sentences of a folded piece of text that stands at `place`, in one language."""
    finder = _prepared(words, tasks)
    doc = finder.nlp.make_doc(folded)
    finder.mark_sentences(doc)
    found = _longest(finder, doc)
    for part in doc.sents:
        inside = tuple(_moved(hit, part.start) for hit in found if part.start <= hit.start and hit.end <= part.end)
        yield Sentence(tuple(token.text for token in part), tuple(place + token.idx for token in part), inside)


def could_be_prompt(folded: str, tasks: Tasks) -> bool:
    """Whether any word stands in the text without which no instruction or question can be told."""
    gate = tasks.prepared.get("gate")
    if gate is None:
        gate = tasks.prepared["gate"] = read_gate(tasks)
    return gate.lets_pass(folded)


@dataclass(frozen=True, slots=True)
class Signs:
    """The most telling word of each expression, in a set; those of scripts without spaces in one pattern."""

    words: frozenset[str]
    parts: Expression

    def __call__(self, folded: str, words: frozenset[str]) -> bool:
        return not self.words.isdisjoint(words) or (not folded.isascii() and self.parts.search(folded) is not None)


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether an instruction can be there: a word that makes one, or an answer with a condition."""

    making: Signs
    answering: Signs
    hanging: Signs

    def lets_pass(self, folded: str) -> bool:
        if "?" in folded:
            return True
        words = frozenset(_WORD.findall(folded))
        return self.making(folded, words) or (self.answering(folded, words) and self.hanging(folded, words))


def read_gate(tasks: Tasks) -> Gate:
    """The signs of all languages. Making them takes longer than reading a hundred prompts, so they are kept with the rules."""
    return Gate(_signs(tasks, _MAKING), _signs(tasks, _ANSWERING), _signs(tasks, _HANGING))


def _signs(tasks: Tasks, cues: frozenset[Cue]) -> Signs:
    telling: set[str] = set()
    parts: set[str] = set()
    common = frozenset(fold(word) for words in tasks.languages for word in words.common) if cues is _MAKING else frozenset()
    for words in tasks.languages:
        forms = {form for cue, form, _ in expressions(words) if cue in cues}
        if words.script in _WITHOUT_SPACES:
            parts |= forms
        else:
            telling |= {word for form in forms if (word := _telling(form, common))}
    return Signs(frozenset(telling), Expression("|".join(map(re.escape, sorted(parts, key=len, reverse=True))) or r"(?!)"))


def _telling(form: str, common: frozenset[str]) -> str:
    """The longest word of an expression that is not an everyday one."""
    found = _WORD.findall(form)
    return max((word for word in found if word not in common), key=len, default="")


_WORD = re.compile(r"[^\W\d_]+(?:[\u0900-\u0963\u064b-\u0652]+[^\W\d_]*)*")
_WITHOUT_SPACES = (Script.HAN, Script.KANA)
_MAKING = frozenset(
    {Cue.INFER, Cue.ASK, Cue.SCORE, Cue.DECIDE, Cue.WRITE, Cue.SUMMARISE, Cue.REDACT, Cue.TRANSLATE, Cue.ANSWER, Cue.PARTICLE}
    | {Cue.WHETHER, Cue.FORMAT, Cue.KEYS, Cue.ADVERSE, Cue.ATTRIBUTE}
)
_ANSWERING = frozenset({Cue.REPLY, Cue.FLAG})
_HANGING = frozenset({Cue.CONDITION, Cue.RELATIVE, Cue.SEEMS, Cue.PERSON})


@dataclass(frozen=True, slots=True)
class _Finder:
    """What finds the words of one language."""

    nlp: Language
    matcher: PhraseMatcher
    mark_sentences: Callable[[Doc], Doc]
    keys: dict[int, tuple[Cue, str]]


def _prepared(words: TaskWords, tasks: Tasks) -> _Finder:
    finder: _Finder | None = tasks.prepared.get(words.language)
    if finder is None:
        nlp = _tokenizer("zh" if words.script in _WITHOUT_SPACES else "xx", tasks)
        finder = tasks.prepared[words.language] = _prepare(words, nlp)
    return finder


def _tokenizer(language: str, tasks: Tasks) -> Language:
    """An empty pipeline: one for all languages with spaces, and one that takes every character as a word."""
    import spacy

    nlp: Language | None = tasks.prepared.get(("tokenizer", language))
    if nlp is None:
        nlp = tasks.prepared["tokenizer", language] = spacy.blank(language)
    return nlp


def _prepare(words: TaskWords, nlp: Language) -> _Finder:
    from spacy.matcher import PhraseMatcher
    from spacy.pipeline import Sentencizer

    matcher = PhraseMatcher(nlp.vocab)
    groups: dict[tuple[Cue, str], list[Doc]] = {}
    for cue, form, attribute in expressions(words):
        groups.setdefault((cue, attribute), []).append(nlp.make_doc(form))
    for (cue, attribute), docs in groups.items():
        matcher.add(f"{cue}:{attribute}", docs)
    keys = {nlp.vocab.strings[f"{cue}:{attribute}"]: (cue, attribute) for cue, attribute in groups}
    return _Finder(nlp, matcher, Sentencizer(), keys)


def _longest(finder: _Finder, doc: Doc) -> list[Found]:
    """The hits that are no part of a longer one, except where both count: the person in "if the person"."""
    hits = [Found(start, end, *finder.keys[key]) for key, start, end in finder.matcher(doc)]
    hits.sort(key=lambda hit: (hit.start, -hit.end, hit.cue is not Cue.UNRELATED, hit.cue, hit.attribute))
    kept: list[Found] = []
    open_hits: list[Found] = []
    for hit in hits:
        open_hits = [other for other in open_hits if other.end > hit.start]
        if not any(_covers(other, hit) for other in open_hits):
            kept.append(hit)
            open_hits.append(hit)
    return kept


def _covers(longer: Found, hit: Found) -> bool:
    if not (longer.start <= hit.start and hit.end <= longer.end):
        return False
    if longer.cue is Cue.UNRELATED:
        return True
    if longer.end - longer.start == hit.end - hit.start:
        return False
    if longer.cue is Cue.ADDRESSEE:
        return hit.cue is not Cue.ANSWER
    return hit.cue not in (_KEPT_INSIDE_ATTRIBUTES if longer.cue is Cue.ATTRIBUTE else _KEPT_INSIDE)


_KEPT_INSIDE = frozenset({Cue.KEYS, Cue.REPLY, Cue.PERSON, Cue.ATTRIBUTE, Cue.ADVERSE, Cue.FAVOURABLE, Cue.DOSSIER})
_KEPT_INSIDE_ATTRIBUTES = frozenset({Cue.QUESTION, Cue.PARTICLE, Cue.WHETHER, Cue.PERSON})


def _moved(hit: Found, by: int) -> Found:
    return Found(hit.start - by, hit.end - by, hit.cue, hit.attribute)
