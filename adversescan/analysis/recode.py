"""Recoding: an inferred attribute told by a code or category word chosen by it is still that attribute."""

from __future__ import annotations

from adversescan.analysis.labels import Facts, join
from adversescan.analysis.run import Run
from adversescan.analysis.values import Class, Function, Typed, Value
from adversescan.knowledge.concepts import ConceptKind
from adversescan.knowledge.stages import Stage

LONGEST_CODE = 3
"""A longer text is said to somebody rather than kept as a code."""


def with_recoded(run: Run, value: Value, choosing: Facts) -> Value:
    """The value; where these conditions choose a code, what was inferred is told by it, as data."""
    inferred = {label: w for label, w in choosing.items() if Stage.INFER in label.passed and label.attribute and not label.implicit}
    if not inferred or not value.constants:
        return value
    told = {typed: {label: w for label, w in inferred.items() if _tells(run, typed, label.attribute)} for typed in value.constants}
    if not any(told.values()):
        return value
    constants = {typed: join(facts, told[typed]) for typed, facts in value.constants.items()}
    return Value(constants, value.objects, value.facts, value.depth, value.open, value.pieces)


def chosen(run: Run, value: Value, *, returned: bool = False) -> Value:
    """A constant, enum or function picked under a condition carries the condition's facts."""
    if not value.constants and not any(isinstance(o, Function | Class) for o in value.objects):
        return value
    return with_recoded(run, value.tagged(run.choosing(returned=returned)), run.chosen_by(returned=returned))


def _tells(run: Run, typed: Typed, attribute: str) -> bool:
    """Whether a constant is a code, or names a category of the attribute."""
    _, text = typed
    if not isinstance(text, str) or not text.strip():
        return False
    if len(text.strip()) <= LONGEST_CODE:
        return True
    return any(c.kind is ConceptKind.ATTRIBUTE and c.id == attribute for c in run.concepts_of(text))
