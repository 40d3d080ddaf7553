"""What the names and texts of a program may stand for, as bits the gate can sweep; each word is read once."""

from __future__ import annotations

from enum import IntFlag

from adversescan.knowledge.concepts import Concept, ConceptKind, Strength
from adversescan.knowledge.rule_book import RuleBook

_LONGEST_NAME = 60
_LONGEST_TEXT = 4000


class Word(IntFlag):
    """What a name or text says."""

    NONE = 0
    ADVERSE = 1
    """An adverse outcome, or a favourable one that can be refused."""
    OUTSIDE = 2
    """An outside recipient."""
    PEOPLE = 4
    """Something that says data are about people."""
    ATTRIBUTE = 8
    WEAK_ATTRIBUTE = 16
    PROXY = 32
    WEAK_PROXY = 64
    IDENTITY = 128
    QUANTITY = 256
    DOSSIER = 512
    PERSON = 1024
    """A strong word for people or for what identifies them: weak words beside it count."""


_PEOPLE = {ConceptKind.IDENTITY, ConceptKind.CONTENT, ConceptKind.PERSON}
_PLAIN = {
    ConceptKind.EXTERNAL: Word.OUTSIDE,
    ConceptKind.QUANTITY: Word.QUANTITY,
    ConceptKind.DOSSIER: Word.DOSSIER,
    ConceptKind.ADVERSE: Word.ADVERSE,
    ConceptKind.FAVOURABLE: Word.ADVERSE,
}


class Words:
    """Reads names and texts with the vocabulary and the hosts of a rule book."""

    def __init__(self, rule_book: RuleBook) -> None:
        self.vocabulary = rule_book.vocabulary
        self.hosts = rule_book.hosts
        self._names: dict[str, int] = {}
        self._texts: dict[str, int] = {}

    def of_name(self, name: str) -> int:
        """What an identifier says."""
        found = self._names.get(name)
        if found is None:
            found = self._names[name] = _bits(self.vocabulary.read_name(name))
        return found

    def of_text(self, text: str) -> int:
        """What a string constant says: as a name of a column or key, as a text, as an address."""
        found = self._texts.get(text)
        if found is None:
            found = self._texts[text] = self._read_text(text)
        return found

    def _read_text(self, text: str) -> int:
        found = 0
        if len(text) <= _LONGEST_NAME and text.isidentifier():
            found = self.of_name(text)
        found |= _bits(self.vocabulary.read_text(text[:_LONGEST_TEXT]))
        if "://" in text or "." in text:
            match = self.hosts.kind_of(text[:300])
            if match is not None:
                found |= Word.PEOPLE | Word.OUTSIDE
        return found


def _bits(concepts: tuple[Concept, ...]) -> int:
    found = 0
    for concept in concepts:
        strong = concept.strength is Strength.STRONG
        kind = concept.kind
        found |= _PLAIN.get(kind, Word.NONE)
        if kind is ConceptKind.ATTRIBUTE:
            found |= Word.ATTRIBUTE if strong else Word.WEAK_ATTRIBUTE
        elif kind is ConceptKind.PROXY:
            found |= Word.PROXY if strong else Word.WEAK_PROXY
        elif kind in _PEOPLE:
            found |= Word.PEOPLE
            if strong:
                found |= Word.PERSON
            if strong and kind is ConceptKind.IDENTITY:
                found |= Word.IDENTITY
    return found
