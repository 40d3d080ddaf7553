"""Scores: one figure made of what somebody did in several contexts of life."""

from __future__ import annotations

from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.labels import NO_FACTS, Facts, pass_stage
from adversescan.analysis.run import Run
from adversescan.analysis.situation import is_of_person, names_around, situation_of
from adversescan.analysis.values import Value
from adversescan.knowledge.stages import Origin, Stage

GENERAL = frozenset({"general-score"})
FIGURES = frozenset("+-*/") | {"//", "**"}
MANY = 3
"""From so many contexts any figure is one, from fewer one that is named as a score of the person; how many the rule asks for it says."""


def with_score(run: Run, value: Value, line: int) -> Value:
    """A figure worked out of others, with the fact that it is a general score if it is one."""
    return value.with_facts(score_of(run, deep_facts(value, 20), line))


def score_of(run: Run, facts: Facts, line: int) -> Facts:
    """The facts of a general score made of data with these facts; none if it is no such score."""
    conduct = {label: w for label, w in facts.items() if label.start is Origin.CONDUCT}
    contexts = {label.attribute for label in conduct}
    if not contexts or (len(contexts) < MANY and not situation_of(run, ()) & GENERAL):
        return NO_FACTS
    event = run.event(Stage.PROFILE, line, "score")
    event.traits = GENERAL
    if any(is_of_person(c) for name in names_around(run) for c in run.concepts_of(name)):
        event.evidence.add("person")
    return pass_stage({label: w for label, w in conduct.items() if Stage.PROFILE not in label.passed}, event)
