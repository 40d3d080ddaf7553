"""Looks up short texts of a prompt: keys of the answer, labels, names of what is put in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from adversescan.knowledge.concepts import Concept, ConceptKind, Strength
from adversescan.language.answer_fields import OPTIONS, AnswerField
from adversescan.language.detect import short_text_languages
from adversescan.language.fold import fold
from adversescan.language.phrases import Found, find_sentences
from adversescan.language.tasks import Cue, Tasks
from adversescan.record import dataclass


class Words(Protocol):
    """What is needed of the vocabulary."""

    def read_text(self, text: str) -> tuple[Concept, ...]: ...

    def read_name(self, name: str) -> tuple[Concept, ...]: ...

    def read_values(self, values: Iterable[str]) -> tuple[str, ...]: ...


_LIST = re.compile(r"[:：(（]\s*([^:：()（）\n]{3,200})")


@dataclass(frozen=True, slots=True)
class KeyReading:
    """The attributes a key of the answer carries surely, and those it may carry."""

    sure: frozenset[str]
    weak: frozenset[str] = frozenset()
    doubtful: bool = False
    """Its words have another everyday sense."""

    def carried(self, *, person: bool, named: set[str]) -> set[str]:
        """What it carries in a prompt that names these attributes elsewhere; to words with another sense a person is no sign."""
        return set(self.sure | (self.weak if person and not self.doubtful else self.weak & named))


class Lookups:
    """Reads short texts in every language they may be written in."""

    def __init__(self, vocabulary: Words, tasks: Tasks) -> None:
        self.vocabulary = vocabulary
        self.tasks = tasks

    def key(self, field: AnswerField) -> KeyReading:
        """What a key carries by its name, its options and what is said about it."""
        concepts = self.vocabulary.read_name(field.key)
        hits = list(self.hits(field.key.replace("_", " ").replace("-", " ")))
        cues = {hit.cue for hit in hits}
        if Cue.UNRELATED in cues or (Cue.THING in cues and Cue.PERSON not in cues):
            return KeyReading(frozenset())
        named = {hit.attribute for hit in hits if hit.cue is Cue.ATTRIBUTE}
        said = self._said(field)
        sure = (
            traits(concepts, Strength.STRONG)
            | {hit.attribute for hit in hits if hit.cue is Cue.ATTRIBUTE and hit.end - hit.start > 1}
            | said
        )
        weak = traits(concepts, Strength.WEAK, Strength.VALUE) | named
        return KeyReading(frozenset(sure), frozenset(weak - sure), Cue.AMBIGUOUS in cues and not said & weak)

    def labels(self, labels: Sequence[str], template: str) -> tuple[str, ...]:
        """The attributes a list of labels sorts people by."""
        found = set(self.vocabulary.read_values(labels))
        framed = any(hit.cue is Cue.PERSON for hit in self.hits(template))
        read = [self._label(label, framed) for label in labels]
        found.update(*(attributes for attributes, person in read if person))
        named = Counter(attribute for attributes, person in read if not person for attribute in attributes)
        if len(named) == 1:
            found |= {attribute for attribute, count in named.items() if count * 2 >= len(labels)}
        return tuple(sorted(found))

    def options(self, text: str) -> set[str]:
        """The attributes whose categories a list in the text enumerates: "one of: man, woman"."""
        lists = [[option.strip(" .?!\"'") for option in OPTIONS.split(match[1])] for match in _LIST.finditer(text)]
        return {attribute for options in lists if len(options) > 1 for attribute in self.vocabulary.read_values(options)}

    def is_person(self, name: str) -> bool:
        """Whether what is put in under this name is about a person: "bio", "applicant"."""
        return shows_person(self.vocabulary.read_name(name))

    def hits(self, text: str) -> Iterator[Found]:
        """What is found in a short text."""
        folded = fold(text)
        if not folded.strip():
            return
        for words in short_text_languages(folded, self.tasks):
            for sentence in find_sentences(folded, 0, words, self.tasks):
                yield from sentence.found

    def _said(self, field: AnswerField) -> set[str]:
        """What the options and the description of a field name."""
        found = set(self.vocabulary.read_values(field.options)) if field.options else set()
        if field.description:
            found |= traits(self.vocabulary.read_text(field.description), Strength.STRONG, Strength.WEAK)
            found |= {hit.attribute for hit in self.hits(field.description) if hit.cue is Cue.ATTRIBUTE}
        return found

    def _label(self, label: str, framed: bool) -> tuple[set[str], bool]:
        """The attributes a label names, and whether it names them of a person. Of a list of topics no label does."""
        hits = list(self.hits(label))
        cues = {hit.cue for hit in hits}
        person = framed or Cue.PERSON in cues
        if Cue.CONTENT in cues or (Cue.THING in cues and not person):
            return set(), False
        found = traits(self.vocabulary.read_text(label), *(Strength if person else [Strength.STRONG]))
        return found | {hit.attribute for hit in hits if hit.cue is Cue.ATTRIBUTE}, person


def shows_person(concepts: Iterable[Concept]) -> bool:
    """Whether one of the concepts is a person, or surely something of one: a bio, a selfie, a handle."""
    kinds = (ConceptKind.PERSON, ConceptKind.CONTENT, ConceptKind.IDENTITY)
    return any(concept.kind in kinds and concept.strength is Strength.STRONG for concept in concepts)


def traits(concepts: Iterable[Concept], *strengths: Strength) -> set[str]:
    """The attributes among the concepts that are named this strongly."""
    return {concept.id for concept in concepts if concept.kind is ConceptKind.ATTRIBUTE and concept.strength in strengths}
