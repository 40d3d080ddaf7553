"""Everything below rules/, read and checked: what a scan knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from adversescan.errors import InvalidFiles, Mistake
from adversescan.knowledge.answers import Answers, read_answers
from adversescan.knowledge.book_file import BookFile, read_book_file
from adversescan.knowledge.contexts import Contexts, read_contexts
from adversescan.knowledge.hosts import Hosts, read_hosts
from adversescan.knowledge.law import Law, Provision, read_law
from adversescan.knowledge.library import Libraries
from adversescan.knowledge.models import Models, read_models
from adversescan.knowledge.profiles import Profile, apply_profile, choose_profile, read_profiles
from adversescan.knowledge.read_libraries import index_libraries, read_libraries
from adversescan.knowledge.read_rules import read_rules
from adversescan.knowledge.rule import Citation, Implementation, Rule
from adversescan.knowledge.rules_folder import rules_folder as rules_folder, rules_source  # noqa: PLC0414  (it is asked for here too)
from adversescan.knowledge.situations import Situation, read_situations
from adversescan.knowledge.vocabulary import Vocabulary, read_vocabulary
from adversescan.knowledge.wire import Wire, read_wire

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules as the profile has them, and all the knowledge they are matched with."""

    rules: tuple[Rule, ...]
    libraries: Libraries
    profile: Profile
    vocabulary: Vocabulary
    hosts: Hosts
    models: Models
    wire: Wire
    answers: Answers
    situations: dict[str, Situation]
    contexts: Contexts
    folder: Traversable
    """Where all this was read from."""
    named: Path
    """The folder that names this book: it is the shipped one, replaces it or lies over it."""

    @property
    def law(self) -> Law:
        """All provisions. The shipped ones are read when a finding first cites them: most scans of clean code never do."""
        return _law(self.folder)  # type: ignore[arg-type]  # a path or a layered folder, both hashable

    @property
    def active(self) -> tuple[Rule, ...]:
        """The rules the engine reports; drafts are left out."""
        return tuple(rule for rule in self.rules if rule.implementation is Implementation.ACTIVE)

    def without_design_rules(self) -> RuleBook:
        """The book for code that no approved design is about: rules on designs cannot hold there."""
        return replace(self, rules=tuple(rule for rule in self.rules if not rule.about_design))

    def citations(self, rule: Rule) -> tuple[tuple[Citation, Provision], ...]:
        """The provisions the rule is relevant to, of the profile's jurisdictions only."""
        cited = ((citation, self.law.provisions[citation.provision]) for citation in rule.law)
        return tuple((citation, provision) for citation, provision in cited if provision.jurisdiction in self.profile.jurisdictions)


def load_rule_book(profile: str = "default", folder: Path | None = None, imports: frozenset[str] | None = None) -> RuleBook:
    """The rule book of a profile; with `imports`, only the libraries a project with these imports can reach.

    `folder` replaces the rules that are shipped, or adds to them where its book.yaml says so, and is checked as a whole. Raises
    AdversescanError for an unknown profile, and InvalidFiles with the mistakes of all files, by file and line.
    """
    place = rules_source(folder)
    mistakes: list[Mistake] = []
    vocabulary = _read(lambda: read_vocabulary(place), mistakes)
    hosts = _read(lambda: read_hosts(place), mistakes)
    models = _read(lambda: read_models(place, vocabulary), mistakes)
    wire = _read(lambda: read_wire(place), mistakes)
    answers = _read(lambda: read_answers(place), mistakes)
    situations = _read(lambda: read_situations(place), mistakes)
    contexts = _read(lambda: read_contexts(place), mistakes)
    libraries = _read(lambda: read_libraries(place, imports), mistakes)
    law = (_read(lambda: read_law(place), mistakes) if folder else None) or Law({}, {})
    rules = _read(lambda: read_rules(place, law.provisions), mistakes) or ()
    profiles = _read(lambda: read_profiles(place, rules, law), mistakes)
    if mistakes:
        raise InvalidFiles(sorted(set(mistakes), key=lambda mistake: (mistake.file, mistake.line, mistake.key)))
    assert vocabulary is not None
    assert hosts is not None
    assert models is not None
    assert wire is not None
    assert answers is not None
    assert situations is not None
    assert contexts is not None
    assert libraries is not None
    assert profiles is not None
    chosen = choose_profile(profiles, profile)
    shipped = read_book_file(rules_folder())
    own = read_book_file(folder) if folder else shipped
    rules = tuple(replace(rule, page=_page(rule, own, shipped)) for rule in apply_profile(rules, chosen))
    known = index_libraries(libraries)
    return RuleBook(rules, known, chosen, vocabulary, hosts, models, wire, answers, situations, contexts, place, folder or rules_folder())


def _page(rule: Rule, own: BookFile, shipped: BookFile) -> str:
    """Where the page about a rule is: a book that adds to the shipped one need not publish its pages anew."""
    kept = own.extends is not None and not own.pages and (rules_folder() / "patterns" / f"{rule.id}.yaml").is_file()
    return (shipped if kept else own).page(rule.id)


@cache
def _law(folder: Traversable) -> Law:
    """The law, and with it the check of every citation and profile."""
    law = read_law(folder)
    read_profiles(folder, read_rules(folder, law.provisions), law)
    return law


def _read(read: Callable[[], T], mistakes: list[Mistake]) -> T | None:
    """What was read; or nothing, and its mistakes are kept, so that the next files are still looked at."""
    try:
        return read()
    except InvalidFiles as invalid:
        mistakes.extend(invalid.mistakes)
        return None
