"""What names stand for where branches meet again, and after a loop."""

from __future__ import annotations

from collections.abc import Iterable

from adversescan.analysis.merge_values import merge, same
from adversescan.analysis.run import Run
from adversescan.analysis.values import Value
from adversescan.graph import program as p


def merge_names(names: dict[str, Value], other: dict[str, Value]) -> None:
    for name, value in other.items():
        known = names.get(name)
        if known is None:
            names[name] = value
        elif known is not value:
            names[name] = merge(known, value)


def land(run: Run, names: dict[str, Value], ways_out: dict[str, Value]) -> None:
    """What the ways that left the loop's body early leave behind; all of it is kept besides."""
    for jumped in run.frame.jumped:
        merge_names(names, jumped)
        merge_names(ways_out, jumped)
    run.frame.jumped.clear()


def unchanged(before: dict[str, Value], after: dict[str, Value], target: p.Expression) -> bool:
    own = {n.id for n in _names_in(target)}
    return all(name in own or (name in before and same(before[name], value)) for name, value in after.items())


def _names_in(target: p.Expression) -> Iterable[p.Name]:
    match target:
        case p.Name():
            yield target
        case p.Collection(items=items):
            for item in items:
                yield from _names_in(item.value)
