"""Reads rules/lexicon/: for each language the words of every concept, and the senses in which a word does not count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from enum import StrEnum
from functools import cache
from importlib.resources.abc import Traversable

from adversescan.errors import InvalidFiles, Mistake
from adversescan.knowledge.concepts import ConceptKind
from adversescan.knowledge.decode import decode_block, nearest
from adversescan.knowledge.safe_patterns import pattern_mistake
from adversescan.knowledge.terms import Terms
from adversescan.knowledge.words import split_name
from adversescan.knowledge.yaml_file import Items, Mapping, Node, collect, expect_mapping, join, read_yaml, refuse, yaml_files
from adversescan.record import dataclass
from adversescan.sources.expression import Expression

PARTICLES = ("neutral", "measures", "fillers", "negations", "prefixes")
"""Roles of words that carry no concept: company a weak word may keep, counts, what a label is wrapped in, and prefixed particles."""


class Tier(StrEnum):
    """How much a word says. The last three are for attributes only."""

    STRONG = "strong"
    """Enough anywhere."""
    ALONE = "alone"
    """Enough in a text; in a name only alone, beside neutral words or beside a word for a person."""
    BESIDE = "beside"
    """Enough beside a word for a person, nothing elsewhere."""
    WEAK = "weak"
    """Counts on a person's record; in a name only alone, beside neutral words or beside a word for a person."""
    VALUES = "values"
    """A category that counts in names, texts and sets of labels."""
    LABELS = "labels"
    """A category that counts in sets of labels, and beside the name of its attribute."""
    HINTS = "hints"
    """A category that counts in sets of labels beside a surer one, and beside the name of its attribute."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing a word may stand for. A false friend counts only beside another word of its language."""

    kind: ConceptKind
    id: str
    tier: Tier
    language: str
    false_friend: bool = False


@dataclass(frozen=True, slots=True)
class Sense:
    """When an ambiguous word does not count: next to a cue, unless a rescue stands there too, or inside a pattern."""

    cues: tuple[str, ...]
    rescues: tuple[str, ...]
    patterns: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """What words of a language may end with, and what stands there in the form the lexicon has."""

    text: str
    instead: str
    language: str


@dataclass(slots=True)
class Lexicon:
    """The words of all languages by their folded form; a form without meanings is a phrase that means something else."""

    words: dict[str, tuple[Meaning, ...]] = field(default_factory=dict)
    senses: dict[str, Sense] = field(default_factory=dict)
    particles: dict[str, frozenset[str]] = field(default_factory=lambda: dict.fromkeys(PARTICLES, frozenset()))
    endings: tuple[Ending, ...] = ()


def read_lexicon(folder: Traversable, terms: Terms) -> Lexicon:
    """The words of all languages below the rules folder. Raises InvalidFiles with every mistake."""
    lexicon = Lexicon()
    read = collect(lambda file: _LanguageFile(read_yaml(*file), terms, lexicon).read(), yaml_files(folder / "lexicon"))
    mistakes = [mistake for file in read for mistake in file.wrong_senses()]
    if mistakes:
        raise InvalidFiles(mistakes)
    return lexicon


def spellings(word: str, respell: dict[str, str]) -> tuple[str, ...]:
    """The folded forms of a word or phrase: its words parted by spaces, short phrases also written together, respelt letters both ways."""
    folded = {" ".join(split_name(word)): None}
    if respell and not word.isascii():
        for letter, other in respell.items():
            word = word.replace(letter, other)
        folded[" ".join(split_name(word))] = None
    for form in list(folded):
        parts = form.split(" ")
        if 2 <= len(parts) <= 3 and form.isascii() and form.replace(" ", "").isalpha() and len(form) >= 7:
            folded["".join(parts)] = None
    return tuple(form for form in folded if form)


_COMMAS = re.compile(r"\s*[,،、]\s*")


class _LanguageFile:
    """One lexicon file while it is read into the lexicon of all languages."""

    def __init__(self, tree: Mapping, terms: Terms, lexicon: Lexicon) -> None:
        self.tree, self.terms, self.lexicon = tree, terms, lexicon
        self.language = ""
        self.respell: dict[str, str] = {}
        self.friends: frozenset[str] = frozenset()
        self.benign: list[tuple[str, str, Node]] = []

    def read(self) -> _LanguageFile:
        entries = self.tree.entries
        mistakes = list(self._unknown_keys())
        if "language" not in entries:
            refuse(self.tree, "language", "is missing")
        self.language = decode_block(entries["language"], "language")
        self.respell = dict(word.split(">", 1) for word in _words_of(entries, "respell"))
        self.friends = frozenset(form for word in _words_of(entries, "false_friends") for form in self._spell(word))
        for kind in ConceptKind:
            if kind in entries:
                mistakes += self._take(entries[kind], kind)
        for role in PARTICLES:
            words = (" ".join(split_name(word)) or word for word in _words_of(entries, role))
            self.lexicon.particles[role] |= frozenset(words)
        parts = (word.partition(">") for word in _words_of(entries, "endings"))
        self.lexicon.endings += tuple(Ending(text, instead, self.language) for text, _, instead in parts)
        mistakes += self._dead_friends()
        if "senses" in entries:
            mistakes += self._take_senses(entries["senses"])
        if mistakes:
            raise InvalidFiles(mistakes)
        return self

    def _spell(self, word: str) -> tuple[str, ...]:
        return spellings(word, self.respell)

    def wrong_senses(self) -> Iterator[Mistake]:
        """Phrases said to mean something else which another entry gives a meaning."""
        for phrase, key, node in self.benign:
            if self.lexicon.words.setdefault(phrase, ()):
                yield Mistake(node.file, node.line, key, f"{phrase!r} is also given a meaning")

    def _unknown_keys(self) -> Iterator[Mistake]:
        known = ["language", "respell", "endings", "senses", "false_friends", *PARTICLES, *map(str, ConceptKind)]
        for name in self.tree.entries:
            if name not in known:
                yield Mistake(self.tree.file, self.tree.lines[name], name, f"unknown key{nearest(name, known)}")

    def _take(self, node: Node, kind: ConceptKind) -> Iterator[Mistake]:
        known = self.terms.labels[kind]
        section = expect_mapping(node, kind)
        for id_, tiers in section.entries.items():
            key = join(kind, id_)
            if id_ not in known:
                yield Mistake(section.file, section.lines[id_], key, f"unknown {kind}{nearest(id_, known)}")
                continue
            yield from self._take_tiers(expect_mapping(tiers, key), kind, id_)

    def _take_tiers(self, tiers: Mapping, kind: ConceptKind, id_: str) -> Iterator[Mistake]:
        known = [str(tier) for tier in Tier] if kind is ConceptKind.ATTRIBUTE else [Tier.STRONG, Tier.ALONE, Tier.BESIDE, Tier.WEAK]
        targets = self.terms.stands_for(id_) if kind is ConceptKind.PROXY else (id_,)
        for name, node in tiers.entries.items():
            key = f"{kind}.{id_}.{name}"
            if name not in known:
                yield Mistake(tiers.file, tiers.lines[name], key, f"unknown tier{nearest(name, known)}")
                continue
            meanings = {friend: _meanings(kind, targets, Tier(name), self.language, friend=friend) for friend in (False, True)}
            yield from self._take_words(node, key, meanings)

    def _take_words(self, node: Node, key: str, meanings: dict[bool, tuple[Meaning, ...]]) -> Iterator[Mistake]:
        words = self.lexicon.words
        seen = set()
        for word in _split(node, key):
            forms = self._spell(word)
            if not forms or word in seen:
                yield Mistake(node.file, node.line, key, f"{word!r} {'stands twice' if forms else 'has no letter in it'}")
            seen.add(word)
            for form in forms:
                new = meanings[form in self.friends]
                words[form] = words[form] + new if form in words else new

    def _dead_friends(self) -> Iterator[Mistake]:
        for word in _words_of(self.tree.entries, "false_friends"):
            meanings = (meaning for form in self._spell(word) for meaning in self.lexicon.words.get(form, ()))
            if not any(meaning.false_friend and meaning.language == self.language for meaning in meanings):
                yield Mistake(self.tree.file, self.tree.lines["false_friends"], "false_friends", f"{word!r} is no word of this lexicon")

    def _take_senses(self, node: Node) -> Iterator[Mistake]:
        for name, sense in expect_mapping(node, "senses").entries.items():
            key = f"senses.{name}"
            parts = expect_mapping(sense, key)
            for part in parts.entries:
                if part not in _SENSE_PARTS:
                    yield Mistake(parts.file, parts.lines[part], f"{key}.{part}", f"unknown key{nearest(part, _SENSE_PARTS)}")
            forms = [self._spell(word) for word in _COMMAS.split(name)]
            if not any(form in self.lexicon.words for word in forms for form in word):
                yield Mistake(parts.file, parts.line, key, "is no word of this lexicon")
            yield from self._take_phrases(parts, key, [word[0].split(" ")[0] for word in forms])
            made = Sense(_folded(parts, "cues"), _folded(parts, "rescues"), tuple(_patterns(parts, key)))
            self.lexicon.senses.update((form, made) for word in forms for form in word)

    def _take_phrases(self, parts: Mapping, key: str, words: list[str]) -> Iterator[Mistake]:
        for phrase in _words_of(parts.entries, "phrases"):
            node = parts.entries["phrases"]
            if not any(word in " ".join(split_name(phrase)) for word in words):
                yield Mistake(node.file, node.line, f"{key}.phrases", f"{phrase!r} does not hold the word")
            self.benign += [(form, f"{key}.phrases", node) for form in self._spell(phrase)]


_SENSE_PARTS = ("phrases", "cues", "rescues", "patterns")


@cache
def _meanings(kind: ConceptKind, ids: tuple[str, ...], tier: Tier, language: str, *, friend: bool) -> tuple[Meaning, ...]:
    return tuple(Meaning(kind, id_, tier, language, friend) for id_ in ids)


def _words_of(entries: dict[str, Node], key: str) -> list[str]:
    return _split(entries[key], key) if key in entries else []


def _split(node: Node, key: str) -> list[str]:
    """A list of words: a sequence, or one text with commas."""
    if isinstance(node, Items):
        return collect(lambda item: decode_block(item, key), node.items)
    return [word for word in _COMMAS.split(decode_block(node, key).strip()) if word]


def _folded(parts: Mapping, key: str) -> tuple[str, ...]:
    return tuple(" ".join(split_name(word)) for word in _words_of(parts.entries, key))


def _patterns(parts: Mapping, key: str) -> Iterator[Expression]:
    node = parts.entries.get("patterns")
    if node is None:
        return
    if not isinstance(node, Items):
        refuse(node, f"{key}.patterns", "must be a list")
    for item in node.items:
        text = decode_block(item, f"{key}.patterns")
        if wrong := pattern_mistake(text, re.IGNORECASE):
            refuse(item, f"{key}.patterns", wrong)
        yield Expression(text, re.IGNORECASE.value)
