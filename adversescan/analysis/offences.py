"""Foretold offences: a figure or class that says how likely somebody is to commit one, and acts of police or justice upon it."""

from __future__ import annotations

from collections.abc import Iterable

from adversescan.analysis.held_facts import deep_all
from adversescan.analysis.held_records import held_by
from adversescan.analysis.labels import Context, Event, Facts, Label, Witness, start
from adversescan.analysis.run import Run
from adversescan.analysis.situation import is_of_person, names_around
from adversescan.analysis.values import Value
from adversescan.findings.finding import Confidence
from adversescan.knowledge.stages import Origin, Stage
from adversescan.knowledge.words import split_name

OFFENDING = "offending"
"""The context of life in rules/contexts.yaml that offences belong to."""
RISK = frozenset({"offence-risk"})
POLICE = frozenset({"police-or-justice"})


def is_offence(facts: Facts) -> bool:
    """Whether data tells of offences."""
    return any(label.start is Origin.CONDUCT and label.attribute == OFFENDING for label in facts)


def foretold(run: Run, data: list[Value], line: int) -> Facts:
    """The facts of a foretold offence; what it is about the names beside the data say."""
    event = run.event(Stage.PROFILE, line, OFFENDING)
    event.traits, event.context = RISK, event.context or Context()
    for record in (r for v in data for r in held_by(v)):
        event.context.names |= record.context.names
        event.context.nouns |= record.context.nouns
    known = any(label.start is Origin.IDENTITY and not label.weak for v in data for facts in deep_all(v) for label in facts)
    if known or any(is_of_person(c) for name in names_around(run) for c in run.concepts_of(name)):
        event.evidence.add("person")
    return start(Label(Origin.CONDUCT, OFFENDING, frozenset({Stage.PROFILE})), event, Confidence.CERTAIN)


def named_risk(run: Run, name: str, value: Value, line: int) -> Value:
    """A value kept under a name for the risk of an offence is one."""
    known = value.all_facts()
    fixed = len(value.constants) == 1 and not (known or value.open or value.objects)
    if fixed or not name or not _is_risk(run, name) or any(_is_foretold(label, w) for label, w in known.items()):
        return value
    return value.with_facts(foretold(run, [value], line))


def foretelling(facts: Facts) -> Facts:
    """Those facts that are foretold offences."""
    return {label: w for label, w in facts.items() if _is_foretold(label, w)}


def mark_police(run: Run, event: Event, facts: Facts, given: Iterable[str] = ()) -> None:
    """Notes that an act upon a score of a person is one of police or justice, where the names and texts around it say so."""
    if event.traits >= POLICE or not any(label.start is Origin.CONDUCT and Stage.PROFILE in label.passed for label in facts):
        return
    names = {*names_around(run), *run.frame.scope.names, event.text, *given}
    if run.book.situations["police-or-justice"].fits(names, ()):
        event.traits |= POLICE


def _is_risk(run: Run, name: str) -> bool:
    words, risk = set(split_name(name)), run.book.situations["offence-risk"]
    return bool(words & risk.sure or (words & risk.words and run.book.contexts.of(name) == OFFENDING)) and not words & risk.against


def _is_foretold(label: Label, witness: Witness) -> bool:
    if label.start is not Origin.CONDUCT or label.attribute != OFFENDING or Stage.PROFILE not in label.passed:
        return False
    return any(e.traits >= RISK for e in witness.events())
