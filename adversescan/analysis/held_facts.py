"""The facts of a value and of everything it holds."""

from __future__ import annotations

from adversescan.analysis.labels import Facts, join
from adversescan.analysis.values import Record, Value


def deep_facts(value: Value, most: int = 400) -> Facts:
    """The facts of a value and of all it holds."""
    return join(*deep_all(value, most))


def deep_all(value: Value, most: int = 400) -> list[Facts]:
    """The facts of a value and of each thing it holds, each set once; empty ones are left out."""
    found: dict[int, Facts] = {}
    seen: set[Record] = set()
    pending = [value]
    while pending and len(seen) < most:
        here = pending.pop()
        _keep(found, here.facts)
        for facts in here.constants.values():
            _keep(found, facts)
        for thing, facts in here.objects.items():
            _keep(found, facts)
            if isinstance(thing, Record) and thing not in seen:
                seen.add(thing)
                _keep(found, thing.rest)
                _keep(found, thing.keys)
                pending.extend(thing.fields.values())
                if thing.element is not None:
                    pending.append(thing.element)
    return list(found.values())


def _keep(found: dict[int, Facts], facts: Facts | None) -> None:
    if facts:
        found[id(facts)] = facts
