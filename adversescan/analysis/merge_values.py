"""What may be any of several values, and whether two states of a value are the same."""

from __future__ import annotations

from adversescan.analysis.labels import Facts, join
from adversescan.analysis.values import MOST_ALTERNATIVES, NOTHING, UNKNOWN, Thing, Typed, Value


def merge(*values: Value) -> Value:
    """What may be any of the values."""
    several = [v for v in values if v is not NOTHING]
    if not several:
        return NOTHING
    first = several[0]
    if all(v is first for v in several):
        return first
    found_constants: dict[Typed, Facts] = {}
    objects: dict[Thing, Facts] = {}
    is_open = False
    for value in several:
        is_open = is_open or value.open
        for c, facts in value.constants.items():
            found_constants[c] = join(found_constants[c], facts) if c in found_constants else facts
        for o, facts in value.objects.items():
            objects[o] = join(objects[o], facts) if o in objects else facts
    facts = join(*(v.facts for v in several))
    if len(found_constants) > MOST_ALTERNATIVES * 4:
        facts = join(facts, *found_constants.values())
        found_constants, is_open = {}, True
    if len(objects) > MOST_ALTERNATIVES * 4:
        objects = dict(list(objects.items())[: MOST_ALTERNATIVES * 4])
        is_open = True
    return Value(found_constants, objects, facts, max(v.depth for v in several), is_open, max(v.pieces for v in several))


def known_or_unknown(value: Value) -> Value:
    return UNKNOWN if value is NOTHING else value


def same(left: Value, right: Value) -> bool:
    """Whether nothing changed between two states of a name."""
    return left is right or (
        left.constants.keys() == right.constants.keys()
        and left.objects.keys() == right.objects.keys()
        and left.facts.keys() == right.facts.keys()
        and all(right.constants[c].keys() == f.keys() for c, f in left.constants.items())
        and all(right.objects[o].keys() == f.keys() for o, f in left.objects.items())
    )
