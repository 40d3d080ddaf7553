"""Calls, and the names and annotations by which it is told what they call."""

from __future__ import annotations

import ast
import builtins

from adversescan.frontends.python.outline_flow import flow, value_of
from adversescan.frontends.python.outline_state import OpenCall, State
from adversescan.graph.outline import DYNAMIC, OF_CLASS, ON_VALUE, OWN, POSITIONAL, SPREAD, SPREAD_NAMES, Kind

_CALL, _ITEM = int(Kind.CALL), int(Kind.ITEM)
_BUILTINS = frozenset(dir(builtins))


def call(state: State, node: ast.Call, passed: int = 0) -> int:
    """The node of a call; `passed` is one more argument (what a decorator is put on)."""
    scope, function, line = state.scope, node.func, node.lineno
    receiver, callee, root, rest = 0, "", "", ""
    kind = type(function)
    if kind is ast.Name:
        root = function.id  # type: ignore[attr-defined]
        if root == state.own_name and root:
            callee, root = OWN + scope_class(state), ""
        else:
            receiver = state.variables.get(root) or state.variable(root, line)
    elif kind is ast.Attribute:
        line = function.end_lineno or line
        base = function.value  # type: ignore[attr-defined]
        name = function.attr  # type: ignore[attr-defined]
        if state.is_own(base):
            callee = f"{OF_CLASS}{scope_class(state)}@{name}"
        elif _is_super(base) and scope.owner >= 0:
            callee = f"{OF_CLASS}{scope_class(state)}@@{name}"
        else:
            root, rest = dotted(function)
            receiver = value_of(state, base)
            if not root or root == state.own_name:
                callee = ON_VALUE + name
    else:
        receiver, callee = value_of(state, function), DYNAMIC
    number = state.node(_CALL, "", line)
    arguments = _arguments(state, node, number)
    if passed:
        arguments += (POSITIONAL, passed)
    state.calls.append(OpenCall(number, scope, root, rest, callee, receiver, state.caught, state.control, tuple(arguments)))
    return number


def scope_class(state: State) -> str:
    """The qualified name of the class whose object is the own one."""
    owner = state.classes[state.scope.owner]
    assert owner is not None
    return owner.name


def annotation(state: State, node: ast.expr | None, target: int) -> None:
    """The classes an annotation names flow to what it annotates: they say of which type it is."""
    kind = type(node)
    if kind is ast.Name:
        if node.id not in _BUILTINS:  # type: ignore[union-attr]
            flow(state, node, target)  # type: ignore[arg-type]
    elif kind is ast.Attribute:
        flow(state, node, target)  # type: ignore[arg-type]
    elif kind is ast.Subscript:
        annotation(state, node.value, target)  # type: ignore[union-attr]
        annotation(state, node.slice, target)  # type: ignore[union-attr]
    elif kind is ast.Tuple:
        for element in node.elts:  # type: ignore[union-attr]
            annotation(state, element, target)
    elif kind is ast.BinOp:
        annotation(state, node.left, target)  # type: ignore[union-attr]
        annotation(state, node.right, target)  # type: ignore[union-attr]
    elif kind is ast.Call:
        flow(state, node, target)  # type: ignore[arg-type]


def dotted(node: ast.expr) -> tuple[str, str]:
    """The first name of `a.b.c` and the rest with its dots; two empty texts for anything else."""
    rest = ""
    while type(node) is ast.Attribute:
        rest = f".{node.attr}{rest}"
        node = node.value
    return (node.id, rest) if type(node) is ast.Name else ("", rest)


def _is_super(node: ast.expr) -> bool:
    return type(node) is ast.Call and type(node.func) is ast.Name and node.func.id == "super"


def _arguments(state: State, node: ast.Call, number: int) -> list[int]:
    found: list[int] = []
    for argument in node.args:
        kind = type(argument)
        if kind is ast.Starred:
            found += (SPREAD, value_of(state, argument.value))  # type: ignore[attr-defined]
        elif kind is ast.Lambda:
            flow(state, argument, number)
        else:
            found += (POSITIONAL, value_of(state, argument))
    for keyword in node.keywords:
        name = keyword.arg
        if name is None:
            found += (SPREAD_NAMES, value_of(state, keyword.value))
            continue
        held = state.node(_ITEM, name, keyword.value.lineno)
        flow(state, keyword.value, number if type(keyword.value) is ast.Lambda else held)
        found += (state.name_of[held], held)
    return found
