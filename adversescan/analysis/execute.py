"""Statements of a program, run on abstract values: both branches of a condition, loops until nothing is new."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from adversescan.analysis.assign import assign, bind_name
from adversescan.analysis.context_managers import entered, leave
from adversescan.analysis.delete import delete
from adversescan.analysis.directions import changed, replaced
from adversescan.analysis.evaluate import condition, evaluate
from adversescan.analysis.labels import NO_FACTS, Facts, join
from adversescan.analysis.members import elements
from adversescan.analysis.merge_values import merge
from adversescan.analysis.modules import import_member, import_module
from adversescan.analysis.names_after import land, merge_names, unchanged
from adversescan.analysis.recode import chosen
from adversescan.analysis.refusals import refused_in, where_false, where_true
from adversescan.analysis.run import Run
from adversescan.analysis.scores import with_score
from adversescan.analysis.thrown import thrown
from adversescan.analysis.unpack_jobs import unpack_each
from adversescan.analysis.values import UNKNOWN, Function, Kind, Value
from adversescan.graph import program as p

MOST_ROUNDS = 3


def execute(run: Run, body: Iterable[p.Statement]) -> Facts:
    """Runs a block. After an early exit the rest is governed by the test that led to it; gives what governs where the block ends."""
    statements = tuple(body)
    for index, statement in enumerate(statements):
        if run.dead:
            return NO_FACTS
        run.step()
        run.frame.line = statement.line
        raised = len(run.raised)
        if isinstance(statement, p.Assign):
            if _assign(run, statement, statements[index + 1 :]):
                return NO_FACTS
            guard = thrown(run, raised)
        else:
            guard = EXECUTE[type(statement)](run, statement) or thrown(run, raised)
        if guard and not run.dead:
            with run.under(guard, guard=True, new_branch=False, line=statement.line):
                return join(guard, execute(run, statements[index + 1 :]))
    return NO_FACTS


def _assign(run: Run, node: p.Assign, rest: tuple[p.Statement, ...]) -> bool:
    """Binds the targets; says whether the rest of the block has been run already, once for each job unpacked."""
    from adversescan.analysis.outcomes import on_assign

    if node.value is None:
        return False
    value = evaluate(run, node.value)
    if unpack_each(run, node, value, rest):
        return True
    value = chosen(run, value)
    for target in node.targets:
        if isinstance(target, p.Name) and run.control and value.constants:
            value = replaced(run, run.frame.scope.names.get(target.id), value, node.line)
        assign(run, target, value, node.line)
        if isinstance(target, p.Name):
            on_assign(run, target.id, value, node.line)
    return False


def _augment(run: Run, node: p.Augment) -> None:
    from adversescan.analysis.calls import append_to
    from adversescan.analysis.outcomes import is_raised, on_augment
    from adversescan.analysis.texts import combine

    known = evaluate(run, node.target)
    change = chosen(run, evaluate(run, node.value))
    if any(r.kind in (Kind.LIST, Kind.SET) for r in known.records()):
        append_to(run, known, elements(run, change))
        return
    value = with_score(run, combine(run, node.operator, [known, change]), node.line)
    value = changed(run, value, is_raised(node.operator, change) if run.control else None, node.line)
    assign(run, node.target, value, node.line)
    on_augment(run, node.target, node.operator, change, node.line)


def _evaluate(run: Run, node: p.Evaluate) -> None:
    evaluate(run, node.value)


def _if(run: Run, node: p.If) -> Facts:
    facts = condition(run, node.test)
    names = run.frame.scope.names
    before = dict(names)
    then_dead = _branch(run, node.then, where_true(facts))
    after_then = dict(names)
    names.clear()
    names.update(before)
    other_dead = _branch(run, node.other, where_false(facts))
    if then_dead and other_dead:
        run.dead = True
        return NO_FACTS
    if then_dead:
        return where_false(facts)
    if other_dead:
        names.clear()
        names.update(after_then)
        return where_true(facts)
    merge_names(names, after_then)
    return NO_FACTS


def _branch(run: Run, body: tuple[p.Statement, ...], facts: Facts) -> bool:
    """Runs one branch; says whether it left the block."""
    with run.under(facts):
        execute(run, body)
    dead, run.dead = run.dead, False
    return dead


def _loop(run: Run, node: p.Loop) -> None:
    iterable = evaluate(run, node.iterable)
    rows = join(*(r.rows for r in iterable.records()))
    names = run.frame.scope.names
    again: Facts = NO_FACTS
    ways_out: dict[str, Value] = {}
    for _ in range(MOST_ROUNDS):
        before = dict(names)
        assign(run, node.target, elements(run, iterable), node.line)
        with run.under(join(rows, again)):
            left = _round(run, node.body)
        merge_names(names, before)
        land(run, names, ways_out)
        if unchanged(before, names, node.target) and left.keys() <= again.keys():
            break
        again = join(again, left)
    _else(run, node.other, ways_out)


def _else(run: Run, body: tuple[p.Statement, ...], ways_out: dict[str, Value]) -> None:
    """What is done where the loop ran to its end; what the ways that left it before have made stands beside that."""
    execute(run, body)
    merge_names(run.frame.scope.names, ways_out if body else {})


def _while(run: Run, node: p.While) -> None:
    names = run.frame.scope.names
    again: Facts = NO_FACTS
    ways_out: dict[str, Value] = {}
    for _ in range(MOST_ROUNDS):
        before = dict(names)
        facts = condition(run, node.test)
        with run.under(join(where_true(facts), again)):
            left = _round(run, node.body)
        merge_names(names, before)
        land(run, names, ways_out)
        if unchanged(before, names, p.Literal(None, 0)) and left.keys() <= again.keys():
            break
        again = join(again, left)
    _else(run, node.other, ways_out)


def _round(run: Run, body: tuple[p.Statement, ...]) -> Facts:
    """Runs the body of a loop once; the next round is made because a model refused in this one."""
    left = refused_in(execute(run, body))
    run.dead = False
    left, run.frame.refused = join(left, run.frame.refused), NO_FACTS
    return left


def _return(run: Run, node: p.Return) -> None:
    from adversescan.analysis.outcomes import on_return

    value = UNKNOWN if node.value is None else chosen(run, evaluate(run, node.value), returned=True)
    run.frame.returned.append(value)
    run.frame.chose.append(run.choosing(returned=True) if any(r.definition for r in value.records()) else NO_FACTS)
    if run.frame.entry and node.value is not None:
        on_return(run, value, node.line)
    run.dead = True


def _raise(run: Run, node: p.Raise) -> None:
    from adversescan.analysis.exceptions import raise_

    raise_(run, node)


def _try(run: Run, node: p.Try) -> None:
    from adversescan.analysis.exceptions import try_

    try_(run, node)


def _with(run: Run, node: p.With) -> None:
    managers = []
    for item, target in node.items:
        manager = evaluate(run, item)
        managers.append(manager)
        value = entered(run, manager, node.line)
        if target is not None:
            assign(run, target, value, node.line)
    execute(run, node.body)
    dead, run.dead = run.dead, False
    for manager in reversed(managers):
        leave(run, manager, node.line)
    run.dead = dead


def _jump(run: Run, node: p.Jump) -> None:
    run.frame.jumped.append(dict(run.frame.scope.names))
    if node.again:
        run.frame.refused = join(run.frame.refused, refused_in(run.governing_here()))
    run.dead = True


def _define(run: Run, node: p.Define) -> None:
    from adversescan.analysis.calls import decorate

    definition = node.function
    defaults = {q.name: evaluate(run, q.default) for q in definition.parameters if q.default is not None}
    function = Function(definition, run.frame.scope, defaults)
    run.register(function, None)
    bind_name(run, definition.name, decorate(run, function, definition.decorators, node.line))


def _define_class(run: Run, node: p.DefineClass) -> None:
    from adversescan.analysis.classes import define_class

    bind_name(run, node.definition.name, define_class(run, node.definition))


def _import(run: Run, node: p.Import) -> None:
    bind_name(run, node.name, import_module(run, node.module, node.name))


def _import_from(run: Run, node: p.ImportFrom) -> None:
    for name, value in import_member(run, node):
        bind_name(run, name, value)


def _outer(run: Run, node: p.Outer) -> None:
    return None


def _match(run: Run, node: p.Match) -> None:
    from adversescan.analysis.compare import case_facts
    from adversescan.analysis.exceptions import join_ends
    from adversescan.analysis.members import read_member

    subject = evaluate(run, node.subject)
    names = run.frame.scope.names
    before = dict(names)
    ends = []
    for case in node.cases:
        names.clear()
        names.update(before)
        facts = case_facts(subject, [evaluate(run, c) for c in case.constants])
        for name, path in case.binds:
            value = subject
            for key in path:
                value = merge(*(read_member(run, r, key, node.line) for r in value.records())) if value.records() else value
            bind_name(run, name, value)
        if case.guard is not None:
            facts = join(facts, condition(run, case.guard))
        if not _branch(run, case.body, facts):
            ends.append(dict(names))
    ends.append(before)
    join_ends(run, names, ends)


EXECUTE: dict[type, Callable[[Run, Any], Facts | None]] = {
    p.Augment: _augment,
    p.Evaluate: _evaluate,
    p.If: _if,
    p.Loop: _loop,
    p.While: _while,
    p.Return: _return,
    p.Raise: _raise,
    p.Try: _try,
    p.With: _with,
    p.Jump: _jump,
    p.Define: _define,
    p.DefineClass: _define_class,
    p.Import: _import,
    p.ImportFrom: _import_from,
    p.Delete: delete,
    p.Outer: _outer,
    p.Match: _match,
}
