"""Collects what the sentences of a prompt say into one reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from adversescan.graph.query import HOLE
from adversescan.knowledge.concepts import Concept, ConceptKind, Strength
from adversescan.language.answer_fields import AnswerField, find_listed
from adversescan.language.blocks import find_blocks
from adversescan.language.clause import Clause, Mode
from adversescan.language.clause_facts import about_person, audience, is_content, is_data, is_question, leads, without
from adversescan.language.clauses import find_clauses
from adversescan.language.detect import detect_language
from adversescan.language.lookups import KeyReading, Lookups, Words, shows_person, traits
from adversescan.language.phrases import Sentence, find_sentences
from adversescan.language.reading import PromptReading, Task
from adversescan.language.schemas import field_of_item
from adversescan.language.tasks import Cue, Tasks, TaskWords


class PromptFacts:
    """What is known of one prompt while its sentences are read."""

    def __init__(self, vocabulary: Words, tasks: Tasks) -> None:
        self.vocabulary = vocabulary
        self.tasks = tasks
        self.lookups = Lookups(vocabulary, tasks)
        self.language: TaskWords | None = None
        self.cues: set[Cue] = set()
        self.asked: set[str] = set()
        self.mentioned: set[str] = set()
        self.asked_of_person: set[str] = set()
        self.questioned: set[str] = set()
        """Named in a question that may be one of general knowledge."""
        self.maybe_asked: set[str] = set()
        self.negated: set[str] = set()
        self.keys: list[tuple[str, KeyReading]] = []
        self.clear: set[str] = set()
        """Named in words that have no other sense."""
        self.person = False
        self.given_person = False
        """Something about a person is put in."""
        self.given = False
        self.thing = False
        self.about_text = False
        self.adverse = False
        self.writes_about = False

    def read(self, text: str, folded: str) -> None:
        """Read all sentences of the text; `folded` is the same text folded."""
        self.language = detect_language(folded, self.tasks)
        self.given = HOLE in text
        found = list(self._clauses(text, folded))
        if any(clause.mode or clause.has(Cue.ADVERSE, Cue.REPLY) for _, _, clauses, _ in found for clause in clauses):
            for sentence, words, clauses, piece in found:
                self._read_sentence(sentence, words, clauses, piece)

    def add_fields(self, fields: Iterable[AnswerField]) -> None:
        """Add fields of the answer; what they carry is asked for, unless the prompt is about a thing."""
        self.keys.extend((field.key, self.lookups.key(field)) for field in fields)

    def add_given(self, names: Iterable[str]) -> None:
        """Add the names of what is put in."""
        self.given_person |= any(self.lookups.is_person(name) for name in names)

    def add_examples(self, answers: Sequence[str], parts: Sequence[str]) -> None:
        """Add the answers that examples show; `parts` are the names of what the examples consist of."""
        shown = set(self.lookups.labels(answers, ""))
        things = any(hit.cue in (Cue.THING, Cue.CONTENT) for part in parts for hit in self.lookups.hits(part))
        (self.mentioned if things else self.asked).update(shown)

    def result(self) -> PromptReading:
        """The reading."""
        of_thing = self.thing and not self.person
        of_text = self.about_text and not (self.asked or self.asked_of_person or self.questioned)
        fields = {} if of_thing or of_text else self._fields()
        asked = set() if of_thing else self._asked().union(*fields.values())
        tasks = self._tasks(asked)
        judging = {Task.INFER, Task.SCORE, Task.DECIDE, Task.WRITE_ABOUT}
        if judging.intersection(tasks) and not of_thing:
            asked |= self.maybe_asked
        return PromptReading(
            tasks=tasks,
            attributes=tuple(sorted(asked)),
            about_person=self.person or bool(asked),
            negated=tuple(sorted(self.negated - asked)),
            fields=tuple((key, tuple(sorted(fields.get(key, ())))) for key in dict(self.keys)),
            adverse=self.adverse,
            language=self.language.language if self.language else "",
            mentioned=tuple(sorted(self._named() - asked - self.negated)),
        )

    def _named(self) -> set[str]:
        return self.mentioned | self.maybe_asked | self.asked | self.asked_of_person | self.questioned

    def _asked(self) -> set[str]:
        """What is asked for by words. A question about nobody and nothing given is one of general knowledge."""
        person = self.person or (self.given_person and not self.thing)
        asked = self.asked | (self.asked_of_person if person else set())
        return asked | (self.questioned if person or self.given else set())

    def _fields(self) -> dict[str, set[str]]:
        """What the keys of the answer carry, where they bear one another out."""
        found: dict[str, set[str]] = {}
        person = self.person or self.given_person or any(reading.sure for _, reading in self.keys)
        for at, (key, reading) in enumerate(self.keys):
            others = [other for place, (_, other) in enumerate(self.keys) if place != at]
            named = (self.clear if reading.doubtful else self._named()).union(
                *(other.sure if other.doubtful else other.sure | other.weak for other in others)
            )
            found.setdefault(key, set()).update(reading.carried(person=person, named=named))
        return found

    def _clauses(self, text: str, folded: str) -> Iterator[tuple[Sentence, TaskWords, tuple[Clause, ...], str]]:
        """The clauses of every sentence. What a line that ends with a colon does, the items below it do as well."""
        blocks = list(find_blocks(text))
        lead: Mode | None = None
        for block in blocks:
            piece = folded[block.start : block.start + len(block.text)].replace("\n", " ")
            words = detect_language(piece, self.tasks, self.language)
            above = Mode.ASK if block is blocks[-1] and block.introduces and block.item else lead if block.item else None
            field = field_of_item(block.text) if above is Mode.ASK else None
            if field:
                self.add_fields([field])
            last: Mode | None = None
            for sentence in find_sentences(piece, 0, words, self.tasks) if field is None else ():
                if is_data(block.text, sentence):
                    self.given_person |= any(hit.cue is Cue.PERSON for hit in sentence.found)
                else:
                    clauses = find_clauses(sentence, block.text, words, above)
                    last = leads(clauses)
                    yield sentence, words, clauses, block.text
            lead = last if block.introduces else above

    def _read_sentence(self, sentence: Sentence, words: TaskWords, clauses: Sequence[Clause], text: str) -> None:
        plain = without(sentence, clauses, text)
        concepts = [self.vocabulary.read_text(plain[slice(*sentence.span(clause.start, clause.end))]) for clause in clauses]
        person = self._person(clauses, concepts)
        thing = any(clause.has(Cue.THING) for clause in clauses if clause.mode is not Mode.BASIS) and not person
        about_text = any(is_content(clause, person) for clause in clauses)
        self.given_person |= any(
            shows_person(found) for clause, found in zip(clauses, concepts, strict=True) if clause.mode is not Mode.NEGATED
        )
        self.person |= person
        self.thing |= thing
        self.about_text |= about_text
        self._read_cues(sentence, clauses, person)
        subjects = self._subjects(sentence, plain)
        values = Counter(c.id for found in concepts for c in found if c.kind is ConceptKind.ATTRIBUTE and c.strength is Strength.VALUE)
        several = {attribute for attribute, count in values.items() if count > 1}
        doubtful = {(hit.start, hit.end) for hit in sentence.found if hit.cue is Cue.AMBIGUOUS}
        self.clear |= {hit.attribute for hit in sentence.found if hit.cue is Cue.ATTRIBUTE and (hit.start, hit.end) not in doubtful}
        for clause, found in zip(clauses, concepts, strict=True):
            self.clear |= traits(found, Strength.STRONG)
            strong = traits(found, Strength.STRONG)
            weak = self._of_person(clause, found, is_question(clause, sentence), subjects) | (several & traits(found, Strength.VALUE))
            self._file(clause, strong, weak - strong, about_text or thing)
        if any(clause.mode is Mode.ASK or clause.has(Cue.REPLY) for clause in clauses) and not (about_text or thing):
            self.asked_of_person |= self.lookups.options(text[slice(*sentence.span(0, len(sentence.tokens)))])
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
        if any(clause.mode is Mode.ASK and is_question(clause, sentence) for clause in heard):
            self.cues.add(Cue.QUESTION)
        judged = [clause for clause in heard if clause.mode is not Mode.BASIS]
        favourable = any(clause.has(Cue.FAVOURABLE) for clause in clauses)
        self.adverse |= not favourable and any(clause.has(Cue.ADVERSE) for clause in judged)
        if any(clause.has(Cue.WRITE) for clause in heard):
            dossier = any(clause.has(Cue.DOSSIER) for clause in heard)
            self.writes_about |= (dossier and (person or self.person)) or any(about_person(clause) for clause in heard)

    def _of_person(self, clause: Clause, concepts: Iterable[Concept], question: bool, subjects: set[str]) -> set[str]:
        """Attributes that count only where the prompt is about a person."""
        weak = traits(concepts, Strength.WEAK) | self._own(clause)
        return weak | (traits(concepts, Strength.VALUE) - subjects) if question or clause.mode is Mode.NEGATED else weak

    def _subjects(self, sentence: Sentence, text: str) -> set[str]:
        """The attributes that only the word for the person has a value of: "this woman" asks for no gender."""
        places = {sentence.span(hit.start, hit.end) for hit in sentence.found if hit.cue is Cue.PERSON}
        values = Counter(v for place in places for v in traits(self.vocabulary.read_text(text[slice(*place)]), Strength.VALUE))
        return {attribute for attribute, count in values.items() if count == 1}

    def _file(self, clause: Clause, strong: set[str], weak: set[str], about_text: bool) -> None:
        match clause.mode:
            case Mode.NEGATED:
                self.negated |= strong | weak
            case Mode.ASK if not about_text:
                (self.asked if clause.has(*_TELLING) or clause.inherited else self.questioned).update(strong)
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
                self.keys.append((listed[-1].key, KeyReading(frozenset(chain.from_iterable(said)))))

    def _own(self, clause: Clause) -> set[str]:
        return {hit.attribute for hit in clause.found if hit.cue is Cue.ATTRIBUTE} if not audience(clause) else set()

    def _tasks(self, asked: set[str]) -> tuple[Task, ...]:
        of_person = self.person or bool(asked)
        judges = self.cues & {Cue.SCORE, Cue.DECIDE}
        concludes = self.cues & ({Cue.INFER} if judges else {Cue.INFER, Cue.QUESTION})
        done = {
            Task.INFER: bool(asked) or (of_person and bool(concludes)),
            Task.SCORE: Cue.SCORE in self.cues,
            Task.DECIDE: Cue.DECIDE in self.cues,
            Task.WRITE_ABOUT: self.writes_about,
            Task.SUMMARISE: Cue.SUMMARISE in self.cues,
            Task.REDACT: Cue.REDACT in self.cues,
            Task.TRANSLATE: Cue.TRANSLATE in self.cues,
        }
        found = tuple(task for task, is_done in done.items() if is_done)
        other = self.cues & {Cue.ANSWER, Cue.WRITE, Cue.ASK, Cue.INFER, Cue.QUESTION} or self.keys
        return found or ((Task.ANSWER,) if other else (Task.UNKNOWN,))


_TELLING = (Cue.INFER, Cue.ASK, Cue.SCORE, Cue.DECIDE, Cue.REPLY, Cue.FLAG, Cue.WHETHER, Cue.CONDITION)
"""A clause with one of them is an instruction, even if it looks like a question."""
_QUESTIONS = frozenset({Cue.QUESTION, Cue.WHETHER, Cue.PARTICLE})
