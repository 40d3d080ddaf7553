"""Figures raised or lowered for some: the direction is known where a figure is changed, and matters where it becomes a price or a limit."""

from __future__ import annotations

from adversescan.analysis.labels import NO_FACTS, Event, Facts, Witness
from adversescan.analysis.run import Run
from adversescan.analysis.values import Typed, Value

RAISED, LOWERED = frozenset({"figure-up"}), frozenset({"figure-down"})
MOST_HOPS = 1


def changed(run: Run, value: Value, raised: bool | None, line: int) -> Value:
    """A figure that was raised or lowered under a condition, with the fact that it was."""
    if raised is None:
        return value
    traits = RAISED if raised else LOWERED
    constants = {c: _marked(run, facts, traits, line) for c, facts in value.constants.items()}
    return Value(constants, value.objects, _marked(run, value.facts, traits, line), value.depth, value.open, value.pieces)


def replaced(run: Run, before: Value | None, value: Value, line: int) -> Value:
    """A number put in the place of another one under a condition."""
    old, new = _number(before), _number(value)
    return value if old is None or new is None or old == new else changed(run, value, new > old, line)


def set_apart(run: Run, then: Value, other: Value, line: int) -> Value:
    """The first of two numbers a condition chooses between: the second is what everybody else gets."""
    return replaced(run, other, then, line)


def in_direction(run: Run, value: Value, *, raised: bool) -> Facts:
    """The facts of the conditions under which a figure was changed that way, where it becomes a price or a limit for the first time."""
    traits, here = RAISED if raised else LOWERED, str(run.location())
    found = {}
    for label, witness in value.all_facts().items():
        marks = [e for e in witness.events() if e.traits == traits and label.attribute]
        if marks and all(e.host in ("", here) for e in marks):
            found[label] = witness
            for mark in marks:
                mark.host = here
    return found


def _number(value: Value | None) -> float | None:
    """The one number a value is; None where it is none, or may be another."""
    if value is None or len(value.constants) != 1 or value.open or value.objects:
        return None
    kind, literal = _only(value)
    return float(literal) if kind in (int, float) and isinstance(literal, int | float) else None


def _only(value: Value) -> Typed:
    return next(iter(value.constants))


def _marked(run: Run, facts: Facts, traits: frozenset[str], line: int) -> Facts:
    if not any(label.attribute and label.implicit for label in facts):
        return facts or NO_FACTS
    event = _event(run, traits, line)
    return {label: Witness(event, w, w.grade) if label.attribute and 0 < label.implicit <= MOST_HOPS else w for label, w in facts.items()}


def _event(run: Run, traits: frozenset[str], line: int) -> Event:
    event = run.event(None, line, tuple(traits))
    event.traits = traits
    return event
