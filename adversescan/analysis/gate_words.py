"""What the names and texts of a program may stand for, as bits the gate can sweep; each word is read once."""

from __future__ import annotations

import re
from enum import IntEnum

from adversescan.knowledge.concepts import Concept, ConceptKind, Strength
from adversescan.knowledge.rule_book import RuleBook

_LONGEST_NAME = 60
_LONGEST_TEXT = 4000


class Word(IntEnum):
    """What a name or text says: bits, joined and asked for as plain numbers, which is many times faster than a flag's own operators."""

    NONE = 0
    ADVERSE = 1
    """An adverse outcome; of a name, one that may be answered with yes or no."""
    HINT = 2
    """An outcome only where a status is kept."""
    OUTSIDE = 4
    """An outside recipient."""
    SOURCE = 8
    """An address of people, or something that identifies a person: what is fetched with it is about people."""
    PEOPLE = 16
    """Something that says data are about people."""
    PERSON = 32
    """A word for people, or for what identifies them or is protected: weak words beside it count."""
    ATTRIBUTE = 64
    WEAK_ATTRIBUTE = 128
    PROXY = 256
    WEAK_PROXY = 512
    IDENTITY = 1024
    QUANTITY = 2048
    DOSSIER = 4096
    STATUS = 8192
    WEAK_PERSON = 32768
    THING = 65536
    """A word for what is no person: weak words for people beside it do not count."""
    QUESTION = 16384
    """A key under which a request asks a model something."""
    DEED = 2097152
    """Of a name, a word for an adverse step: what is called so may be one."""
    SERVICE = 1048576
    """The address of a service that may infer."""
    FACES = 131072
    """The name of a network that makes vectors of faces."""
    CONDUCT = 262144
    """What somebody did in a context of life."""
    MODEL_KEY = 524288
    """A key under which a request names the model it asks."""


_PEOPLE = {ConceptKind.IDENTITY, ConceptKind.PERSON}
_MOST_WORDS = 4
_STATEMENT = re.compile(
    r"[\s(]*(select|insert|update|delete|with|merge|create|replace|alter|from|join|left|inner|outer|where|and|or|on|set|values|group|order|having|case|when)\b",
    re.IGNORECASE,
)
_COPIES = re.compile(r"\b(?:copy|unload|export)\b.*'[^']*(?:://|@)", re.IGNORECASE | re.DOTALL)
"""Statements that write rows to an address."""
_PATH = str.maketrans("/_", "  ")
_PLAIN = {
    ConceptKind.EXTERNAL: Word.OUTSIDE,
    ConceptKind.QUANTITY: Word.QUANTITY,
    ConceptKind.DOSSIER: Word.DOSSIER,
    ConceptKind.STATUS: Word.STATUS,
}


def names_columns(text: str) -> bool:
    """Whether a text may be the name of a column or key, or a part of a statement that names some."""
    return (len(text) <= _LONGEST_NAME and text.count(" ") < _MOST_WORDS) or _STATEMENT.match(text) is not None


class Words:
    """Reads names and texts with the vocabulary and the hosts of a rule book."""

    def __init__(self, rule_book: RuleBook) -> None:
        self.vocabulary = rule_book.vocabulary
        self.hosts = rule_book.hosts
        self.models = rule_book.models
        self.contexts = rule_book.contexts
        self.wire = rule_book.wire
        self._names: dict[str, int] = {}
        self._texts: dict[str, int] = {}

    def of_name(self, name: str) -> int:
        """What an identifier says."""
        found = self._names.get(name)
        if found is None:
            concepts = self.vocabulary.read_name(name)
            found = _bits(concepts) | _answer(concepts)
            found |= Word.DEED if any(c.kind is ConceptKind.ADVERSE for c in concepts) else 0
            if found & Word.IDENTITY:
                found |= Word.SOURCE
            if self.contexts.of(name):
                found |= Word.CONDUCT
            found |= Word.QUESTION if name in self.wire.prompt_keys else 0
            found |= Word.MODEL_KEY if name in self.wire.model_keys else 0
            self._names[name] = found
        return found

    def of_text(self, text: str) -> int:
        """What a string constant says: as a name of a column or key, as a text, as an address."""
        found = self._texts.get(text)
        if found is None:
            found = self._texts[text] = self._read_text(text)
        return found

    def enumerates(self, texts: list[str]) -> bool:
        """Whether a list of texts names categories of an attribute."""
        return bool(self.vocabulary.read_values(texts))

    def _read_text(self, text: str) -> int:
        found = 0
        if len(text) <= _LONGEST_NAME and text.isidentifier():
            found = self.of_name(text) & ~(Word.ADVERSE | Word.SOURCE)
        concepts = self.vocabulary.read_text(text[:_LONGEST_TEXT])
        found |= _bits(concepts) | _outcome(concepts)
        if "/" in text:
            concepts = self.vocabulary.read_text(text[:_LONGEST_NAME].translate(_PATH))
            found |= _bits(concepts) | _outcome(concepts)
            if found & Word.PEOPLE:
                found |= Word.SOURCE
        if "://" in text or _COPIES.search(text[:_LONGEST_TEXT]):
            found |= Word.OUTSIDE
        if "." in text and self.hosts.kind_of(text[:300]) is not None:
            found |= Word.SOURCE | Word.PEOPLE | Word.OUTSIDE | Word.SERVICE
        if self.contexts.of(text[:_LONGEST_TEXT] if _STATEMENT.match(text) else text[:_LONGEST_NAME]):
            found |= Word.CONDUCT
        if len(text) <= _LONGEST_NAME and ("." in text or "/" in text) and " " not in text and self.models.reading_of(text).encodes:
            found |= Word.FACES
        return found


def _answer(concepts: tuple[Concept, ...]) -> int:
    """A name under which yes or no is an outcome."""
    return int(Word.ADVERSE) if any(c.kind in (ConceptKind.ADVERSE, ConceptKind.FAVOURABLE) for c in concepts) else 0


def _outcome(concepts: tuple[Concept, ...]) -> int:
    """A text that is an adverse outcome: surely, or in the place of a status."""
    if any(c.kind is ConceptKind.FAVOURABLE and c.strength is Strength.STRONG for c in concepts):
        return 0
    adverse = [c.strength for c in concepts if c.kind is ConceptKind.ADVERSE]
    # A statement that names the status it sets is its own place.
    sure = Strength.STRONG in adverse or any(c.kind is ConceptKind.STATUS for c in concepts)
    return int(Word.NONE if not adverse else Word.ADVERSE if sure else Word.HINT)


def _bits(concepts: tuple[Concept, ...]) -> int:
    found = 0
    for concept in concepts:
        strong = concept.strength is Strength.STRONG
        kind = concept.kind
        found |= _PLAIN.get(kind, Word.NONE)
        if kind is ConceptKind.THING:
            found |= Word.THING
        if kind is ConceptKind.ATTRIBUTE:
            found |= Word.ATTRIBUTE | Word.PERSON if strong else Word.WEAK_ATTRIBUTE
        elif kind is ConceptKind.PROXY:
            found |= Word.PROXY if strong else Word.WEAK_PROXY
        elif kind in _PEOPLE:
            found |= Word.PEOPLE
            found |= Word.PERSON if strong else Word.WEAK_PERSON if kind is ConceptKind.PERSON else Word.NONE
            if strong and kind is ConceptKind.IDENTITY:
                found |= Word.IDENTITY
    return found
