"""The parts of a rule book: each is read when it is first asked for, and taken from the cache where no rule has changed."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from adversescan.errors import InvalidFiles, Mistake
from adversescan.knowledge.kept_parts import KeptParts
from adversescan.knowledge.rules_folder import rules_folder, rules_source
from adversescan.record import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from adversescan.cache import Cache
    from adversescan.knowledge.answers import Answers
    from adversescan.knowledge.contexts import Contexts
    from adversescan.knowledge.hosts import Hosts
    from adversescan.knowledge.law import Law
    from adversescan.knowledge.lexicon import Lexicon
    from adversescan.knowledge.library import Libraries
    from adversescan.knowledge.models import Locality, ModelReading, Models
    from adversescan.knowledge.profiles import Profile
    from adversescan.knowledge.rule import Rule
    from adversescan.knowledge.situations import Situation
    from adversescan.knowledge.terms import Attribute
    from adversescan.knowledge.vocabulary import Vocabulary
    from adversescan.knowledge.wire import Wire
    from adversescan.sources.left_out import LeftOut

PARTS = ("vocabulary", "hosts", "models", "wire", "answers", "situations", "contexts", "rules", "profiles")
"""The parts that are read and checked before a scan begins."""


@dataclass(frozen=True, slots=True)
class WordList:
    """What the vocabulary is made of."""

    attributes: tuple[Attribute, ...]
    lexicon: Lexicon


@dataclass(frozen=True, slots=True)
class ModelList:
    """What models are looked up in."""

    ids: dict[str, ModelReading]
    words: dict[str, ModelReading]
    prefixes: dict[str, Locality]
    suffixes: dict[str, Locality]


class BookParts:
    """What a folder of rules holds. A part that is read raises InvalidFiles with its mistakes."""

    def __init__(self, folder: Path | None, cache: Cache) -> None:
        """`folder` are the user's own rules, if any. Raises InvalidFiles where its book.yaml is wrong."""
        self.place = rules_source(folder)
        self.kept = KeptParts(cache, folder)
        self._folder = folder

    def check(self) -> list[Mistake]:
        """Reads all that is not kept; the mistakes of all parts together. Own rules are checked with the law they cite."""
        names = (*PARTS, "law") if self._folder else PARTS
        if self.kept.find(names):
            return []
        return [mistake for name in names for mistake in self._mistakes(name)]

    def _mistakes(self, name: str) -> tuple[Mistake, ...]:
        try:
            getattr(self, name)
        except InvalidFiles as invalid:
            return invalid.mistakes
        return ()

    @cached_property
    def vocabulary(self) -> Vocabulary:
        from adversescan.knowledge.matches import Matcher
        from adversescan.knowledge.vocabulary import Vocabulary

        words = self.kept.part("vocabulary", WordList, self._word_list)
        return Vocabulary(words.attributes, Matcher(words.lexicon))

    def _word_list(self) -> WordList:
        from adversescan.knowledge.lexicon import read_lexicon
        from adversescan.knowledge.terms import read_terms

        terms = read_terms(self.place)
        return WordList(terms.attributes, read_lexicon(self.place, terms))

    @cached_property
    def hosts(self) -> Hosts:
        from adversescan.knowledge.hosts import Hosts, read_hosts

        return self.kept.part("hosts", Hosts, lambda: read_hosts(self.place))

    @cached_property
    def models(self) -> Models:
        from adversescan.knowledge.models import Models

        told = self.kept.part("models", ModelList, self._model_list)
        # Unlike its method, the vocabulary waits until the name of a model is read.
        return Models(lambda text: self.vocabulary.read_text(text), told.ids, told.words, told.prefixes, told.suffixes)  # noqa: PLW0108

    def _model_list(self) -> ModelList:
        from adversescan.knowledge.models import read_models

        read = read_models(self.place)
        return ModelList(read.ids, read.words, read.prefixes, read.suffixes)

    @cached_property
    def wire(self) -> Wire:
        from adversescan.knowledge.wire import Wire, read_wire

        return self.kept.part("wire", Wire, lambda: read_wire(self.place))

    @cached_property
    def answers(self) -> Answers:
        from adversescan.knowledge.answers import Answers, read_answers

        return self.kept.part("answers", Answers, lambda: read_answers(self.place))

    @cached_property
    def situations(self) -> dict[str, Situation]:
        from adversescan.knowledge.situations import read_situations

        return self.kept.part("situations", dict, lambda: read_situations(self.place))

    @cached_property
    def contexts(self) -> Contexts:
        from adversescan.knowledge.contexts import Contexts, read_contexts

        return self.kept.part("contexts", Contexts, lambda: read_contexts(self.place))

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """All rules, with the pages about them, as no profile has changed them."""
        return self.kept.part("rules", tuple, self._read_rules)

    def _read_rules(self) -> tuple[Rule, ...]:
        from adversescan.knowledge.book_file import read_book_file
        from adversescan.knowledge.read_rules import read_rules

        rules = read_rules(self.place, self._cited)
        shipped = read_book_file(rules_folder())
        own = read_book_file(self._folder) if self._folder else shipped

        def page(rule: str) -> str:
            # A book that adds to the shipped one need not publish its pages anew.
            stays = own.extends is not None and not own.pages and (rules_folder() / "patterns" / f"{rule}.yaml").is_file()
            return (shipped if stays else own).page(rule)

        return tuple(replace(rule, page=page(rule.id)) for rule in rules)

    @property
    def _cited(self) -> Iterable[str]:
        """What the user's rules may cite; the citations of the shipped ones are checked when their law is read."""
        return self._known_law.provisions

    @property
    def _known_law(self) -> Law:
        from adversescan.knowledge.law import Law

        try:
            return self.law if self._folder else Law({}, {})
        except InvalidFiles:
            return Law({}, {})

    @cached_property
    def profiles(self) -> dict[str, Profile]:
        from adversescan.knowledge.profiles import read_profiles

        return self.kept.part("profiles", dict, lambda: read_profiles(self.place, self._known_rules, self._known_law))

    @property
    def _known_rules(self) -> tuple[Rule, ...]:
        try:
            return self.rules
        except InvalidFiles:
            return ()

    @cached_property
    def law(self) -> Law:
        """All provisions. The shipped ones are read when a report or a rule of the user's first asks for them, and the rules that cite
        them are checked then.
        """
        from adversescan.knowledge.law import Law

        self.kept.find(("law",))
        law = self.kept.part("law", Law, self._read_law)
        if self._folder is None:
            self.kept.keep()
        return law

    def _read_law(self) -> Law:
        from adversescan.knowledge.law import read_law
        from adversescan.knowledge.profiles import read_profiles
        from adversescan.knowledge.read_rules import read_rules

        law = read_law(self.place)
        if self._folder is None:
            read_profiles(self.place, read_rules(self.place, law.provisions), law)
        return law

    @cached_property
    def left_out(self) -> LeftOut:
        """What discovery leaves out."""
        from adversescan.knowledge.discovery import left_out_reasons
        from adversescan.sources.left_out import compile_left_out

        return compile_left_out(self.kept.part("left out", tuple, lambda: left_out_reasons(self.place)))

    @cached_property
    def project_marks(self) -> frozenset[str]:
        """The names of files and folders that mark a project of its own."""
        from adversescan.knowledge.discovery import read_project_marks

        return self.kept.part("project marks", frozenset, lambda: read_project_marks(self.place))

    def discovery(self) -> tuple[LeftOut, frozenset[str]]:
        """What is left out, and the marks of projects; needed before anything is known of the files."""
        self.kept.find(("left out", "project marks"))
        known = self.left_out, self.project_marks
        self.kept.keep()
        return known

    def libraries(self, imports: frozenset[str] | None) -> Libraries:
        """All libraries, or those a project with these imports can reach."""
        from adversescan.knowledge.kept_libraries import kept_libraries
        from adversescan.knowledge.read_libraries import index_libraries, read_libraries

        read = read_libraries(self.place) if imports is None else kept_libraries(self.place, imports, self.kept)
        return index_libraries(read)
