"""Mutants of rules, and what their examples say to them: the examples are followed once, and only matched again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from random import Random
from typing import Any

from adversescan.analysis.judge import judge
from adversescan.analysis.match_rules import match_rules
from adversescan.analysis.run import Run
from adversescan.examples.collect import Example
from adversescan.examples.mutations import Mutant, Words, changed
from adversescan.examples.run_examples import Scanned, wrong_findings
from adversescan.knowledge.relations import events_of
from adversescan.knowledge.rule import Rule
from adversescan.knowledge.rule_book import RuleBook
from adversescan.record import dataclass

_EVENT = ("stage", "origins", "linked", "attributes", "not_attributes", "traits")
_OF_RULE = ("swallows", "silent_beside", "settled_by")
_SHAPE = frozenset({"event", "act", "events", "of"})
"""Fields of relations that name events; leaving a relation out says more than naming another event in it."""


def rule_mutants(examples: list[Example], book: RuleBook, words: Words, random: Random) -> Iterator[Mutant]:
    """Each change of each active rule, held against its own examples and the shared ones that concern it."""
    runs = _Runs(book)
    for rule in book.active:
        own = _Tried(tuple(example for example in examples if rule.id in (example.subject, *example.concerns)), runs)
        for kind, said, other in _changed(rule, words, random):
            if _is_valid(other):
                yield Mutant(f"rule {kind}", f"{own.examples[0].file}: {rule.id}", said, _Caught(own, other))


def _changed(rule: Rule, words: Words, random: Random) -> Iterator[tuple[str, str, Rule]]:
    for place, event in enumerate(rule.events):
        for name, said, other in changed(event, _EVENT, words, random):
            yield name, f"{event.name}.{said}", replace(rule, events=_with(rule.events, place, other))
        if sum(each.name == event.name for each in rule.events) > 1:
            yield "alternative", f"{event.name}: without {event}", replace(rule, events=_with(rule.events, place))
    for place, relation in enumerate(rule.where):
        yield "relation", f"without {relation}", replace(rule, where=_with(rule.where, place))
        names = [field.name for field in fields(relation) if field.name not in _SHAPE]
        for name, said, changed_relation in changed(relation, names, words, random):
            yield name, f"{type(relation).__name__}.{said}", replace(rule, where=_with(rule.where, place, changed_relation))
    yield from changed(rule, _OF_RULE, words, random)


def _with(items: tuple[Any, ...], place: int, *other: object) -> tuple[Any, ...]:
    return (*items[:place], *other, *items[place + 1 :])


def _is_valid(rule: Rule) -> bool:
    """Whether the reader of rules would take it: no event matches everything, and each stands in a relation."""
    related = {name for relation in rule.where for name in events_of(relation)}
    names = {event.name for event in rule.events}
    says = all(event.stage or event.origins or event.traits for event in rule.events)
    return says and (names <= related or len(names) == 1) and all(bool(getattr(each, "mitigations", True)) for each in rule.where)


class _Runs(dict[Example, Run]):
    """What following an example gave, followed when it is first asked for."""

    def __init__(self, book: RuleBook) -> None:
        super().__init__()
        self.book = book

    def __missing__(self, example: Example) -> Run:
        run = self[example] = Scanned([example], self.book.named).follow(self.book).run
        return run


@dataclass(frozen=True)
class _Tried:
    """The examples that concern a rule."""

    examples: tuple[Example, ...]
    runs: _Runs


@dataclass(frozen=True)
class _Caught:
    tried: _Tried
    rule: Rule

    def __call__(self) -> bool:
        for example in self.tried.examples:
            run = self.tried.runs[example]
            rules = [self.rule if rule.id == self.rule.id else rule for rule in run.book.active]
            found = {(each.location.line, each.rule) for each in judge(match_rules(run, rules))}
            if any(True for _ in wrong_findings(example, found)):
                return True
        return False
