"""Recoding: an inferred attribute told by a code or category word chosen by it is still that attribute."""

from __future__ import annotations

from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.labels import Facts, Label, join, told
from adversescan.analysis.run import Run
from adversescan.analysis.values import Class, Function, Record, Thing, Typed, Value
from adversescan.knowledge.concepts import ConceptKind
from adversescan.knowledge.stages import Origin, Stage

_FEW = 10
LONGEST_CODE = 3
"""A longer text is said to somebody rather than kept as a code."""
DIGITS = frozenset({0, 1})
"""Numbers that stand for one of two categories."""


def with_recoded(run: Run, value: Value, choosing: Facts) -> Value:
    """The value; where these conditions choose a code, what was inferred or recorded is told by it, as data."""
    inferred = {label: w for label, w in choosing.items() if _is_told(label) and label.attribute and not label.implicit}
    if not inferred or not value.constants:
        return value
    named = {typed: {label: w for label, w in inferred.items() if _tells(run, typed, label)} for typed in value.constants}
    if not any(named.values()):
        return value
    constants = {typed: join(facts, named[typed]) for typed, facts in value.constants.items()}
    return Value(constants, value.objects, value.facts, value.depth, value.open, value.pieces)


def chosen(run: Run, value: Value, *, returned: bool = False) -> Value:
    """A constant, enum or function picked under a condition carries the condition's facts."""
    if not value.constants and not any(isinstance(o, Function | Class) for o in value.objects):
        return value
    return with_recoded(run, value.tagged(run.choosing(returned=returned)), run.chosen_by(returned=returned))


def by_choice(value: Value, facts: Facts) -> Value:
    """What one of several functions gives; of a constant these facts, which chose the function, chose it as well."""
    return value.tagged(facts) if value.constants else value


def told_by_class(values: list[Value], chose: list[Facts]) -> list[Value]:
    """Values of which the class tells what chose them, where they are objects of different classes."""
    classes = {r.definition for value in values for r in value.records() if r.definition is not None}
    if len(classes) < 2:
        return values
    return [value.tagged(facts) for value, facts in zip(values, chose, strict=True)]


def told_by_member(base: Value, name: str) -> dict[Thing, Facts]:
    """What a member tells of each object: which class it is of its methods and constants tell, not what it was given."""
    return {thing: _without_choice(facts) if _was_given(thing, name) else facts for thing, facts in base.objects.items()}


def _was_given(thing: Thing, name: str) -> bool:
    return isinstance(thing, Record) and thing.definition is not None and name in thing.fields


def _without_choice(facts: Facts) -> Facts:
    return {label: w for label, w in facts.items() if not label.implicit}


def counted_under(run: Run, key: Value, value: Value) -> Value:
    """What is written under a category word where an inferred attribute led there tells it: `score[faith] += 1`."""
    if not key.constants:
        return value
    led = join(_inferred(run.governing_here(), hops=0), told(_inferred(deep_facts(value, _FEW), hops=1)))
    named = {label: w for label, w in led.items() if any(_tells(run, typed, label) for typed in key.constants)}
    return value.with_facts(named) if named else value


def _inferred(facts: Facts, *, hops: int) -> Facts:
    """Attributes that were inferred, so many conditions away."""
    return {label: w for label, w in facts.items() if Stage.INFER in label.passed and label.attribute and label.implicit == hops}


def _is_told(label: Label) -> bool:
    return Stage.INFER in label.passed or (label.start is Origin.RECORDED and not label.passed)


def _tells(run: Run, typed: Typed, label: Label) -> bool:
    """Whether a constant is a code, or names a category of the attribute; what is recorded is told by a digit."""
    kind, text = typed
    if Stage.INFER not in label.passed:
        return kind is int and text in DIGITS
    attribute = label.attribute
    if not isinstance(text, str) or not text.strip():
        return False
    if len(text.strip()) <= LONGEST_CODE:
        return True
    return any(c.kind is ConceptKind.ATTRIBUTE and c.id == attribute for c in run.concepts_of(text))
