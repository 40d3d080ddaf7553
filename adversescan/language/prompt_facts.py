"""Collects what the sentences of a prompt say into one reading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Protocol

from adversescan.graph.query import HOLE
from adversescan.knowledge.concepts import Concept, ConceptKind, Strength
from adversescan.language.answer_fields import AnswerField, find_listed
from adversescan.language.blocks import find_blocks
from adversescan.language.clauses import VERBS, Clause, Mode, find_clauses
from adversescan.language.detect import detect_language, likely_languages
from adversescan.language.fold import fold
from adversescan.language.phrases import Found, Sentence, find_sentences
from adversescan.language.reading import PromptReading, Task
from adversescan.language.tasks import Cue, Tasks, TaskWords


class Words(Protocol):
    """What is needed of the vocabulary."""

    def read_text(self, text: str) -> tuple[Concept, ...]: ...

    def read_name(self, name: str) -> tuple[Concept, ...]: ...

    def read_values(self, values: Iterable[str]) -> tuple[str, ...]: ...


class PromptFacts:
    """What is known of one prompt while its sentences are read."""

    def __init__(self, vocabulary: Words, tasks: Tasks) -> None:
        self.vocabulary = vocabulary
        self.tasks = tasks
        self.language: TaskWords | None = None
        self.cues: set[Cue] = set()
        self.asked: set[str] = set()
        self.mentioned: set[str] = set()
        self.asked_of_person: set[str] = set()
        self.maybe_asked: set[str] = set()
        self.negated: set[str] = set()
        self.fields: dict[str, tuple[str, ...]] = {}
        self.person = False
        self.thing = False
        self.adverse = False
        self.writes_about = False

    def read(self, text: str, folded: str) -> None:
        """Read all sentences of the text; `folded` is the same text folded."""
        self.language = detect_language(folded, self.tasks)
        found = list(self._clauses(text, folded))
        if any(clause.mode or clause.has(Cue.ADVERSE) for _, _, clauses, _ in found for clause in clauses):
            for sentence, words, clauses, piece in found:
                self._read_sentence(sentence, words, clauses, piece)

    def add_fields(self, fields: Iterable[AnswerField]) -> None:
        """Add fields of the answer; what they carry is asked for, unless the prompt is about a thing."""
        for field in fields:
            self.fields[field.key] = tuple(sorted({*self.fields.get(field.key, ()), *self._of_field(field)}))

    def result(self) -> PromptReading:
        """The reading."""
        of_thing = self.thing and not self.person
        carried = {attribute for attributes in self.fields.values() for attribute in attributes}
        asked = set() if of_thing else self.asked | carried | (self.asked_of_person if self.person else set())
        tasks = self._tasks(asked)
        judging = {Task.INFER, Task.SCORE, Task.DECIDE, Task.WRITE_ABOUT}
        if judging.intersection(tasks) and not of_thing:
            asked |= self.maybe_asked
        mentioned = (self.mentioned | self.maybe_asked | self.asked | self.asked_of_person) - asked
        return PromptReading(
            tasks=tasks,
            attributes=tuple(sorted(asked)),
            about_person=self.person or bool(asked),
            negated=tuple(sorted(self.negated - asked)),
            fields=tuple((key, () if of_thing else attributes) for key, attributes in self.fields.items()),
            adverse=self.adverse,
            language=self.language.language if self.language else "",
            mentioned=tuple(sorted(mentioned - self.negated)),
        )

    def labels(self, labels: Sequence[str], template: str) -> tuple[str, ...]:
        """The attributes a list of labels sorts people by."""
        found = set(self.vocabulary.read_values(labels))
        framed = any(hit.cue is Cue.PERSON for hit in self._hits(template))
        read = [self._of_label(label, framed) for label in labels]
        found.update(*(attributes for attributes, person in read if person))
        named = Counter(attribute for attributes, person in read if not person for attribute in attributes)
        if len(named) == 1:
            found |= {attribute for attribute, count in named.items() if count * 2 >= len(labels)}
        return tuple(sorted(found))

    def _clauses(self, text: str, folded: str) -> Iterator[tuple[Sentence, TaskWords, tuple[Clause, ...], str]]:
        """The clauses of every sentence. What a line that ends with a colon does, the items below it do as well."""
        blocks = list(find_blocks(text))
        lead: Mode | None = None
        for block in blocks:
            piece = folded[block.start : block.start + len(block.text)].replace("\n", " ")
            words = detect_language(piece, self.tasks, self.language)
            above = Mode.ASK if block is blocks[-1] and block.introduces and block.item else lead if block.item else None
            last: Mode | None = None
            for sentence in find_sentences(piece, 0, words, self.tasks):
                if not _is_data(block.text, sentence):
                    clauses = find_clauses(sentence, words, above)
                    last = clauses[-1].mode if clauses else None
                    yield sentence, words, clauses, block.text
            lead = last if block.introduces else above

    def _read_sentence(self, sentence: Sentence, words: TaskWords, clauses: Sequence[Clause], text: str) -> None:
        plain = _without(sentence, text)
        concepts = [self.vocabulary.read_text(plain[slice(*sentence.span(clause.start, clause.end))]) for clause in clauses]
        person = self._person(clauses, concepts)
        thing = any(clause.has(Cue.THING) for clause in clauses) and not person
        about_text = any(clause.has(Cue.CONTENT) and clause.mode is not Mode.NEGATED for clause in clauses)
        self.person |= person
        self.thing |= thing
        self._read_cues(sentence, clauses, person)
        values = Counter(c.id for found in concepts for c in found if c.kind is ConceptKind.ATTRIBUTE and c.strength is Strength.VALUE)
        several = {attribute for attribute, count in values.items() if count > 1}
        for clause, found in zip(clauses, concepts, strict=True):
            strong = _traits(found, Strength.STRONG)
            weak = self._of_person(clause, found, _is_question(clause, sentence)) | (several & _traits(found, Strength.VALUE))
            self._file(clause.mode, strong, weak - strong, about_text or thing)
        self._read_listed(sentence, clauses, text, words)

    def _person(self, clauses: Sequence[Clause], concepts: Sequence[tuple[Concept, ...]]) -> bool:
        return any(
            clause.mode is not Mode.NEGATED
            and (clause.has(Cue.PERSON) or any(c.kind is ConceptKind.PERSON and c.strength is Strength.STRONG for c in found))
            for clause, found in zip(clauses, concepts, strict=True)
        )

    def _read_cues(self, sentence: Sentence, clauses: Sequence[Clause], person: bool) -> None:
        heard = [clause for clause in clauses if clause.mode is not Mode.NEGATED]
        self.cues |= {hit.cue for clause in heard for hit in clause.found} - _QUESTIONS
        if any(clause.mode is Mode.ASK and _is_question(clause, sentence) for clause in heard):
            self.cues.add(Cue.QUESTION)
        judged = [clause for clause in heard if clause.mode is not Mode.BASIS]
        favourable = any(clause.has(Cue.FAVOURABLE) for clause in clauses)
        self.adverse |= not favourable and any(clause.has(Cue.ADVERSE) for clause in judged)
        if any(clause.has(Cue.WRITE) for clause in heard):
            dossier = any(clause.has(Cue.DOSSIER) for clause in heard)
            self.writes_about |= (dossier and (person or self.person)) or any(_about_person(clause) for clause in heard)

    def _of_person(self, clause: Clause, concepts: Iterable[Concept], question: bool) -> set[str]:
        """Attributes that count only where the prompt is about a person."""
        weak = _traits(concepts, Strength.WEAK) | self._own(clause)
        return weak | _traits(concepts, Strength.VALUE) if question or clause.mode is Mode.NEGATED else weak

    def _file(self, mode: Mode | None, strong: set[str], weak: set[str], about_text: bool) -> None:
        match mode:
            case Mode.NEGATED:
                self.negated |= strong | weak
            case Mode.ASK if not about_text:
                self.asked |= strong
                self.asked_of_person |= weak
            case Mode.MENTION if not about_text:
                self.maybe_asked |= strong | weak
            case _:
                self.mentioned |= strong | weak

    def _read_listed(self, sentence: Sentence, clauses: Sequence[Clause], text: str, words: TaskWords) -> None:
        """Fields named after "the keys", with what is said about the last of them."""
        for clause in clauses:
            hit = next((hit for hit in clause.found if hit.cue is Cue.KEYS), None)
            if hit is None or clause.mode in (Mode.NEGATED, Mode.BASIS):
                continue
            _, begin = sentence.span(hit.start, hit.end)
            _, end = sentence.span(0, len(sentence.tokens))
            listed, rest = find_listed(text[begin:end], words.common, words.joins)
            self.add_fields(listed)
            if listed:
                said = (self._own(other) for other in clauses if sentence.span(other.start, other.end)[0] >= end - len(rest))
                self.fields[listed[-1].key] = tuple(sorted({*self.fields[listed[-1].key], *chain.from_iterable(said)}))

    def _own(self, clause: Clause) -> set[str]:
        return {hit.attribute for hit in clause.found if hit.cue is Cue.ATTRIBUTE}

    def _of_field(self, field: AnswerField) -> set[str]:
        found = _traits(self.vocabulary.read_name(field.key), *Strength)
        found |= self._named(field.key.replace("_", " ").replace("-", " "))
        found |= set(self.vocabulary.read_values(field.options)) if field.options else set()
        if field.description:
            found |= _traits(self.vocabulary.read_text(field.description), Strength.STRONG, Strength.WEAK) | self._named(field.description)
        return found

    def _of_label(self, label: str, framed: bool) -> tuple[set[str], bool]:
        """The attributes a label names, and whether it names them of a person. Of a list of topics no label does."""
        hits = list(self._hits(label))
        cues = {hit.cue for hit in hits}
        person = framed or Cue.PERSON in cues
        if Cue.CONTENT in cues or (Cue.THING in cues and not person):
            return set(), False
        found = _traits(self.vocabulary.read_text(label), *(Strength if person else [Strength.STRONG]))
        return found | {hit.attribute for hit in hits if hit.cue is Cue.ATTRIBUTE}, person

    def _named(self, text: str) -> set[str]:
        return {hit.attribute for hit in self._hits(text) if hit.cue is Cue.ATTRIBUTE}

    def _hits(self, text: str) -> Iterator[Found]:
        """What is found in a short text, in every language it may be written in."""
        folded = fold(text)
        if not folded.strip():
            return
        for words in likely_languages(folded, self.tasks):
            for sentence in find_sentences(folded, 0, words, self.tasks):
                yield from sentence.found

    def _tasks(self, asked: set[str]) -> tuple[Task, ...]:
        about_person = self.person or bool(asked)
        judges = self.cues & {Cue.SCORE, Cue.DECIDE}
        concludes = self.cues & ({Cue.INFER} if judges else {Cue.INFER, Cue.QUESTION})
        done = {
            Task.INFER: bool(asked) or (about_person and bool(concludes)),
            Task.SCORE: Cue.SCORE in self.cues,
            Task.DECIDE: Cue.DECIDE in self.cues,
            Task.WRITE_ABOUT: self.writes_about,
            Task.SUMMARISE: Cue.SUMMARISE in self.cues,
            Task.REDACT: Cue.REDACT in self.cues,
            Task.TRANSLATE: Cue.TRANSLATE in self.cues,
        }
        found = tuple(task for task, is_done in done.items() if is_done)
        other = self.cues & {Cue.ANSWER, Cue.WRITE, Cue.ASK, Cue.INFER, Cue.QUESTION} or self.fields
        return found or ((Task.ANSWER,) if other else (Task.UNKNOWN,))


_QUESTIONS = frozenset({Cue.QUESTION, Cue.WHETHER, Cue.PARTICLE})


def _is_data(text: str, sentence: Sentence) -> bool:
    """Whether the sentence only hands over a value put in later: "Gender: {gender}"."""
    start, end = sentence.span(0, len(sentence.tokens))
    name = re.match(rf"(.*?)[:：=]\s*[\"'<(]*{HOLE}[\"'>)]*\W*$", text[start:end], re.DOTALL)
    return name is not None and len(name[1].split()) <= _LONGEST_NAME and not any(hit.cue in VERBS for hit in sentence.found)


_LONGEST_NAME = 4
"""Words of a name before a colon; longer ones are sentences."""


def _without(sentence: Sentence, text: str) -> str:
    """The text without what is understood already: addressees, answer formats, whole expressions for attributes."""
    for hit in sentence.found:
        if hit.cue in (Cue.ADDRESSEE, Cue.FORMAT, Cue.UNRELATED) or (hit.cue is Cue.ATTRIBUTE and hit.end - hit.start > 1):
            start, end = sentence.span(hit.start, hit.end)
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def _is_question(clause: Clause, sentence: Sentence) -> bool:
    return sentence.tokens[-1] in "?？؟" or clause.has(Cue.QUESTION, Cue.PARTICLE, Cue.WHETHER)


def _about_person(clause: Clause) -> bool:
    """Whether "about" or the like leads to a person: "a text about this applicant"."""
    ends = [hit.end for hit in clause.found if hit.cue is Cue.ABOUT]
    return any(_near(hit, ends) for hit in clause.found if hit.cue is Cue.PERSON)


def _near(hit: Found, ends: list[int]) -> bool:
    return any(end <= hit.start <= end + 2 for end in ends)


def _traits(concepts: Iterable[Concept], *strengths: Strength) -> set[str]:
    return {concept.id for concept in concepts if concept.kind is ConceptKind.ATTRIBUTE and concept.strength in strengths}
