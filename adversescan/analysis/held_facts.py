"""The facts of a value and of everything it holds."""

from __future__ import annotations

from adversescan.analysis.labels import Facts, join
from adversescan.analysis.values import Record, Value


def deep_facts(value: Value, most: int = 400) -> Facts:
    """The facts of a value and of all it holds."""
    return join(*deep_all(value, most))


def deep_all(value: Value, most: int = 400) -> list[Facts]:
    """The facts of a value and of each thing it holds, each set once; empty ones are left out."""
    # Asked of every argument of every call: this loop is a third of what following costs, so it calls nothing of ours.
    found: dict[int, Facts] = {}
    seen: set[Record] = set()
    pending = [value]
    while pending and len(seen) < most:
        here = pending.pop()
        if here.facts:
            found[id(here.facts)] = here.facts
        for facts in here.constants.values():
            if facts:
                found[id(facts)] = facts
        for thing, facts in here.objects.items():
            if facts:
                found[id(facts)] = facts
            if isinstance(thing, Record) and thing not in seen:
                seen.add(thing)
                if thing.rest:
                    found[id(thing.rest)] = thing.rest
                if thing.keys:
                    found[id(thing.keys)] = thing.keys
                if thing.fields:
                    pending.extend(thing.fields.values())
                if thing.element is not None:
                    pending.append(thing.element)
    return list(found.values())
