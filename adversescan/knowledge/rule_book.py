"""Everything below rules/, read and checked: what a scan knows."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from adversescan.cache import Cache
from adversescan.errors import InvalidFiles, Mistake
from adversescan.knowledge.book_parts import BookParts
from adversescan.knowledge.library import Libraries
from adversescan.knowledge.profiles import Profile, apply_profile, choose_profile
from adversescan.knowledge.rule import Citation, Implementation, Rule
from adversescan.knowledge.rules_folder import rules_folder as rules_folder  # noqa: PLC0414  (it is asked for here too)
from adversescan.record import dataclass

if TYPE_CHECKING:
    from adversescan.knowledge.answers import Answers
    from adversescan.knowledge.contexts import Contexts
    from adversescan.knowledge.hosts import Hosts
    from adversescan.knowledge.law import Law, Provision
    from adversescan.knowledge.models import Models
    from adversescan.knowledge.situations import Situation
    from adversescan.knowledge.vocabulary import Vocabulary
    from adversescan.knowledge.wire import Wire


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules as the profile has them, and all the knowledge they are matched with."""

    rules: tuple[Rule, ...]
    libraries: Libraries
    profile: Profile
    parts: BookParts
    named: Path
    """The folder that names this book: it is the shipped one, replaces it or lies over it."""

    @property
    def vocabulary(self) -> Vocabulary:
        return self.parts.vocabulary

    @property
    def hosts(self) -> Hosts:
        return self.parts.hosts

    @property
    def models(self) -> Models:
        return self.parts.models

    @property
    def wire(self) -> Wire:
        return self.parts.wire

    @property
    def answers(self) -> Answers:
        return self.parts.answers

    @property
    def situations(self) -> dict[str, Situation]:
        return self.parts.situations

    @property
    def contexts(self) -> Contexts:
        return self.parts.contexts

    @property
    def law(self) -> Law:
        """All provisions."""
        return self.parts.law

    @property
    def folder(self) -> Traversable:
        """Where all this was read from."""
        return self.parts.place

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


def load_rule_book(
    profile: str = "default", folder: Path | None = None, imports: frozenset[str] | None = None, cache: Cache | None = None
) -> RuleBook:
    """The rule book of a profile; with `imports`, only the libraries a project with these imports can reach.

    `folder` replaces the rules that are shipped, or adds to them where its book.yaml says so, and is checked as a whole. What is
    kept in the `cache` is not read again while all rules are as they were. Raises
    AdversescanError for an unknown profile, and InvalidFiles with the mistakes of all files, by file and line.
    """
    parts = BookParts(folder, cache or Cache(None))
    mistakes = parts.check()
    libraries = _libraries(parts, imports, mistakes)
    if mistakes:
        raise InvalidFiles(sorted(set(mistakes), key=lambda mistake: (mistake.file, mistake.line, mistake.key)))
    parts.kept.keep()
    chosen = choose_profile(parts.profiles, profile)
    return RuleBook(apply_profile(parts.rules, chosen), libraries, chosen, parts, folder or rules_folder())


def _libraries(parts: BookParts, imports: frozenset[str] | None, mistakes: list[Mistake]) -> Libraries:
    """The libraries; where a file is wrong its mistakes are added."""
    try:
        return parts.libraries(imports)
    except InvalidFiles as invalid:
        mistakes.extend(invalid.mistakes)
        return Libraries()
