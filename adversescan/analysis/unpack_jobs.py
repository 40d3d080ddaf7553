"""Jobs taken from a queue: what was put together stays together, and its act is where it was put together."""

from __future__ import annotations

from adversescan.analysis.assign import assign
from adversescan.analysis.run import Run
from adversescan.analysis.values import Function, Kind, Record, Value, of
from adversescan.graph import program as p

MOST_PAIRS = 8


def unpack_each(run: Run, node: p.Assign, value: Value, rest: tuple[p.Statement, ...]) -> bool:
    """`function, arguments = queue.get()`: what was put together stays together, so the rest is run once for each."""
    from adversescan.analysis.exceptions import join_ends
    from adversescan.analysis.execute import execute

    if not isinstance(node.targets[0], p.Collection):
        return False
    pairs = [r for r in value.records() if r.kind is Kind.TUPLE and r.fields]
    if not 1 < len(pairs) <= MOST_PAIRS or not any(isinstance(o, Function | Record) and _is_callable(o) for r in pairs for o in _first(r)):
        return False
    names, ends = run.frame.scope.names, []
    before = dict(names)
    for pair in pairs:
        names.clear()
        names.update(before)
        assign(run, node.targets[0], of(pair, value.facts), node.line)
        with run.done_for(pair.born):
            execute(run, rest)
        if not run.dead:
            ends.append(dict(names))
        run.dead = False
    join_ends(run, names, ends)
    return True


def _first(record: Record) -> list[object]:
    return [o for v in record.fields.values() for o in v.objects]


def _is_callable(thing: object) -> bool:
    return isinstance(thing, Function) or (isinstance(thing, Record) and bool(thing.member))
