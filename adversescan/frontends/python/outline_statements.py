"""Where values flow through statements, and which conditions govern what."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

from adversescan.frontends.python.outline_calls import call, dotted
from adversescan.frontends.python.outline_definitions import outline_class, outline_function
from adversescan.frontends.python.outline_flow import flow, flow_test, value_of
from adversescan.frontends.python.outline_match import outline_cases
from adversescan.frontends.python.outline_places import move, names_in, place, store, wholes
from adversescan.frontends.python.outline_state import State
from adversescan.graph.outline import Kind

_JOIN = int(Kind.JOIN)


def outline_body(state: State, body: Sequence[ast.stmt]) -> None:
    """Read the statements of one block in order."""
    for statement in body:
        STATEMENTS[type(statement)](state, statement)


def _assign(state: State, node: ast.Assign) -> None:
    value = node.value
    target = node.targets[0]
    if len(node.targets) == 1 and type(target) is ast.Name:
        number = state.bind(target.id, node.lineno)
        flow(state, value, number)
        _note_alias(state, target, value)
    elif len(node.targets) == 1 and _pairwise(target, value):
        for one, part in zip(target.elts, value.elts, strict=True):  # type: ignore[attr-defined]
            store(state, one, value_of(state, part))
        return
    else:
        number = value_of(state, value)
        for target in node.targets:
            store(state, target, number)
    _govern_targets(state, node.targets, value)
    for target in node.targets:
        move(state, target, value)


def _pairwise(target: ast.expr, value: ast.expr) -> bool:
    if type(target) is not ast.Tuple or type(value) is not ast.Tuple or len(target.elts) != len(value.elts):
        return False
    return not any(type(e) is ast.Starred for e in (*target.elts, *value.elts))


def _note_alias(state: State, target: ast.Name, value: ast.expr) -> None:
    """A name given to another name stands for what that one stands for."""
    if type(value) is ast.Name or type(value) is ast.Attribute:
        root, rest = dotted(value)
        if root and root not in (target.id, state.own_name):
            state.scope.meanings.setdefault(target.id, []).append(f"~{root}{rest}")


def _govern_targets(state: State, targets: Sequence[ast.expr], value: ast.expr) -> None:
    """A constant is chosen by the conditions around it; anything else is told by what it is made of."""
    if not state.control:
        return
    for target in targets:
        # Writing into something is an effect, which conditions govern whatever is written.
        if type(value) in _CHOSEN or type(target) in _EFFECTS:
            for number in _places(state, target):
                state.edges += (state.control, number)


def _places(state: State, target: ast.expr) -> list[int]:
    if type(target) is ast.Attribute or type(target) is ast.Subscript:
        return [place(state, target)]
    return [state.variable(name, target.lineno) for name in names_in(target)]


def _annotated(state: State, node: ast.AnnAssign) -> None:
    target, value = node.target, node.value
    if value is not None:
        store(state, target, value_of(state, value))
        _govern_targets(state, [target], value)
        move(state, target, value)
    elif type(target) is ast.Name:
        state.bind(target.id, node.lineno)


def _augmented(state: State, node: ast.AugAssign) -> None:
    store(state, node.target, value_of(state, node.value))
    if state.control:
        for number in _places(state, node.target):
            state.edges += (state.control, number)


def _evaluate(state: State, node: ast.Expr) -> None:
    value = node.value
    if type(value) is ast.Await:
        value = value.value
    if type(value) is ast.Call:
        call(state, value)
        opened = state.calls[-1]
        if type(value.func) is ast.Attribute:
            opened.target = _changed(state, value.func.value)
    elif type(value) is not ast.Constant:
        flow(state, value, state.node(_JOIN, "", node.lineno))


def _changed(state: State, receiver: ast.expr) -> int:
    """What a method called for its effect may change: the variable its receiver is a part of."""
    found = wholes(state, receiver)
    if not found:
        return 0
    state.scope.changed.add(found[0])
    return found[0]


def _if(state: State, node: ast.If) -> None:
    before, exits = state.control, state.exits
    condition = state.govern(node.lineno)
    flow_test(state, node.test, condition)
    outline_body(state, node.body)
    after = state.control
    state.control = condition
    outline_body(state, node.orelse)
    _continue_after(state, before, exits, after)


def _continue_after(state: State, before: int, exits: int, other: int) -> None:
    """What follows a block with an exit in it is governed by what led past the exit."""
    if state.exits == exits:
        state.control = before
    elif other != state.control and other:
        number = state.govern(0)
        state.edges += (other, number)


def _for(state: State, node: ast.For | ast.AsyncFor) -> None:
    before, exits = state.control, state.exits
    number = value_of(state, node.iter)
    store(state, node.target, number)
    move(state, node.target, node.iter)
    outline_body(state, node.body)
    outline_body(state, node.orelse)
    _continue_after(state, before, exits, 0)


def _while(state: State, node: ast.While) -> None:
    before, exits = state.control, state.exits
    flow_test(state, node.test, state.govern(node.lineno))
    outline_body(state, node.body)
    outline_body(state, node.orelse)
    _continue_after(state, before, exits, 0)


def _return(state: State, node: ast.Return) -> None:
    state.exits += 1
    function = state.functions[state.function]
    assert function is not None
    if node.value is None:
        return
    flow(state, node.value, function.result)
    if state.control and type(node.value) in _CHOSEN:
        state.edges += (state.control, function.result)


def _raise(state: State, node: ast.Raise) -> None:
    state.exits += 1
    function = state.functions[state.function]
    assert function is not None
    target = state.caught or function.raised
    for value in (node.exc, node.cause):
        if value is not None:
            flow(state, value, target)
    if state.control:
        state.edges += (state.control, target)


def _jump(state: State, node: ast.Break | ast.Continue) -> None:
    state.exits += 1


def _assert(state: State, node: ast.Assert) -> None:
    condition = state.govern(node.lineno)
    flow_test(state, node.test, condition)
    if node.msg is not None:
        flow(state, node.msg, condition)


def _try(state: State, node: ast.Try | ast.TryStar) -> None:
    before, exits, outer = state.control, state.exits, state.caught
    handled = state.govern(node.lineno) if node.handlers else outer
    function = state.functions[state.function]
    assert function is not None
    if node.handlers:
        # A class no handler names goes on outwards; which one is raised is not told here.
        state.edges += (handled, outer or function.raised)
    state.control, state.caught = before, handled
    outline_body(state, node.body)
    state.caught = outer
    outline_body(state, node.orelse)
    after = state.control
    for handler in node.handlers:
        state.control = handled
        if handler.name:
            state.edges += (handled, state.bind(handler.name, handler.lineno))
        if handler.type is not None:
            value_of(state, handler.type)
        outline_body(state, handler.body)
    state.control = handled if node.handlers else state.control
    _continue_after(state, before, exits, after)
    outline_body(state, node.finalbody)


def _with(state: State, node: ast.With | ast.AsyncWith) -> None:
    for item in node.items:
        number = value_of(state, item.context_expr)
        if item.optional_vars is not None:
            store(state, item.optional_vars, number)
            move(state, item.optional_vars, item.context_expr)
    outline_body(state, node.body)


def _import(state: State, node: ast.Import) -> None:
    for alias in node.names:
        top = alias.name.partition(".")[0]
        state.bind(alias.asname or top, node.lineno)
        state.scope.meanings.setdefault(alias.asname or top, []).append(alias.name if alias.asname else top)


def _import_from(state: State, node: ast.ImportFrom) -> None:
    module = "." * node.level + (node.module or "")
    for alias in node.names:
        if alias.name == "*":
            state.stars.append(module)
            continue
        name = alias.asname or alias.name
        state.bind(name, node.lineno)
        dot = "" if module.endswith(".") else "."
        state.scope.meanings.setdefault(name, []).append(f"{module}{dot}{alias.name}")


def _outer(state: State, node: ast.Global | ast.Nonlocal) -> None:
    state.scope.outer.update(dict.fromkeys(node.names, type(node) is ast.Global))


def _delete(state: State, node: ast.Delete) -> None:
    for target in node.targets:
        value_of(state, target)


def _pass(state: State, node: ast.stmt) -> None:
    pass


def _match(state: State, node: ast.Match) -> None:
    before, exits = state.control, state.exits
    state.control = outline_cases(state, node, outline_body)
    _continue_after(state, before, exits, 0)


def _function(state: State, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    outline_function(state, node, outline_body)


def _class(state: State, node: ast.ClassDef) -> None:
    outline_class(state, node, outline_body)


_EFFECTS = frozenset({ast.Attribute, ast.Subscript})
_CHOSEN = frozenset({ast.Constant, ast.Name, ast.Attribute, ast.UnaryOp, ast.JoinedStr, ast.List, ast.Dict, ast.Tuple, ast.Set})

STATEMENTS: dict[type[ast.AST], Callable[[State, Any], None]] = {
    ast.Assign: _assign, ast.AnnAssign: _annotated, ast.AugAssign: _augmented, ast.Expr: _evaluate, ast.If: _if, ast.For: _for,
    ast.AsyncFor: _for, ast.While: _while, ast.Return: _return, ast.Raise: _raise, ast.Assert: _assert, ast.Try: _try,
    ast.TryStar: _try, ast.With: _with, ast.AsyncWith: _with, ast.Break: _jump, ast.Continue: _jump, ast.Pass: _pass,
    ast.FunctionDef: _function, ast.AsyncFunctionDef: _function, ast.ClassDef: _class, ast.Import: _import,
    ast.ImportFrom: _import_from, ast.Delete: _delete, ast.Global: _outer, ast.Nonlocal: _outer, ast.Match: _match,
}  # fmt: skip
if hasattr(ast, "TypeAlias"):
    STATEMENTS[ast.TypeAlias] = _pass
