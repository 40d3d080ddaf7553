"""Exceptions: what is raised under a condition governs the handler that catches it."""

from __future__ import annotations

from collections.abc import Iterable

from adversescan.analysis.assign import bind_name
from adversescan.analysis.evaluate import evaluate
from adversescan.analysis.execute import execute
from adversescan.analysis.labels import NO_FACTS, Facts, join, make_implicit
from adversescan.analysis.merge_values import merge
from adversescan.analysis.names_after import merge_names
from adversescan.analysis.refusals import raised_test
from adversescan.analysis.run import Raised, Run
from adversescan.analysis.values import UNKNOWN, Class, Kind, Record, Value
from adversescan.graph import program as p


def raise_(run: Run, node: p.Raise) -> None:
    value = UNKNOWN if node.value is None else evaluate(run, node.value)
    names = frozenset(_class_names(value))
    run.raised.append(Raised(names, make_implicit(run.governing()), value))
    run.dead = True


def _class_names(value: Value) -> Iterable[str]:
    for thing in value.objects:
        match thing:
            case Class():
                yield from (c.definition.name for c in thing.lineage())
            case Record(definition=Class() as owner):
                yield from (c.definition.name for c in owner.lineage())
            case Record(path=path) if path:
                yield path.rpartition(".")[2]


def try_(run: Run, node: p.Try) -> None:
    names = run.frame.scope.names
    before = dict(names)
    raised_before, asked_before = len(run.raised), run.asked
    execute(run, node.body)
    dead, run.dead = run.dead, False
    if not dead:
        execute(run, node.other)
        dead, run.dead = run.dead, False
    ends: list[dict[str, Value]] = [] if dead else [dict(names)]
    after = dict(names)
    raised = run.raised[raised_before:]
    del run.raised[raised_before:]
    for handler in node.handlers:
        names.clear()
        names.update(before)
        merge_names(names, after)
        raised = _handle(run, handler, raised, run.last_answer if run.asked != asked_before else NO_FACTS)
        if not run.dead:
            ends.append(dict(names))
        run.dead = False
    run.raised.extend(raised)
    join_ends(run, names, ends)
    if not run.dead or node.final:
        was_dead, run.dead = run.dead, False
        execute(run, node.final)
        run.dead = run.dead or was_dead


def _handle(run: Run, handler: p.Handler, raised: list[Raised], answers: Facts) -> list[Raised]:
    types = set() if handler.types is None else {n for v in _each(run, evaluate(run, handler.types)) for n in _class_names(v)}
    caught = [r for r in raised if r.names & types or not types or "Exception" in types]
    facts = join(*(r.facts for r in caught), raised_test(run, types, handler.line, answers))
    if handler.name:
        bind_name(run, handler.name, merge(Value(facts=join(facts, answers), open=True), *(r.value for r in caught)))
    run.frame.line = handler.line
    with run.under(facts):
        execute(run, handler.body)
    return [r for r in raised if r not in caught]


def _each(run: Run, value: Value) -> list[Value]:
    return [value, *(v for r in value.records() if r.kind is Kind.TUPLE for v in r.fields.values())]


def join_ends(run: Run, names: dict[str, Value], ends: list[dict[str, Value]]) -> None:
    if not ends:
        run.dead = True
        return
    names.clear()
    names.update(ends[0])
    for end in ends[1:]:
        merge_names(names, end)
