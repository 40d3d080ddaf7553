"""Assignments: the nodes values are stored at, and what they are a part of."""

from __future__ import annotations

import ast

from adversescan.frontends.python.outline_flow import value_of
from adversescan.frontends.python.outline_state import State

_PARTS = frozenset({ast.Attribute, ast.Subscript, ast.Starred, ast.Await})
_CARRIES = frozenset({ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Await})


def store(state: State, target: ast.expr, value: int) -> None:
    """The value is assigned to the target; what it is stored into is changed by it."""
    kind = type(target)
    if kind is ast.Name:
        number = state.bind(target.id, target.lineno)  # type: ignore[attr-defined]
        if value:
            state.edges += (value, number)
    elif kind is ast.Tuple or kind is ast.List:
        for element in target.elts:  # type: ignore[attr-defined]
            store(state, element, value)
    elif kind is ast.Starred:
        store(state, target.value, value)  # type: ignore[attr-defined]
    else:
        number = place(state, target)
        if value and number:
            state.edges += (value, number)


def place(state: State, target: ast.expr) -> int:
    """The node an attribute or item is stored at; a store there is a store into the whole."""
    kind = type(target)
    if kind is ast.Attribute and state.is_own(target.value):  # type: ignore[attr-defined]
        number = state.own_field(target.attr, target.lineno)  # type: ignore[attr-defined]
        state.keep(number)
        return number
    number = value_of(state, target)
    base = value_of(state, target.value)  # type: ignore[attr-defined]
    if kind is ast.Attribute or number != base:
        state.stored.add(number)
        state.edges += (number, base)
    for whole in wholes(state, target.value):  # type: ignore[attr-defined]
        state.scope.changed.add(whole)
        if whole != base:
            state.scope.moves.append((base, whole))
            state.scope.changed.add(base)
    return number


def wholes(state: State, node: ast.expr) -> list[int]:
    """The variables and own fields a value may be a part of."""
    while True:
        kind = type(node)
        if kind is ast.Name:
            return [] if state.is_own(node) else [state.variable(node.id, node.lineno)]  # type: ignore[attr-defined]
        if kind is ast.Attribute and state.is_own(node.value):  # type: ignore[attr-defined]
            number = state.own_field(node.attr, node.lineno)  # type: ignore[attr-defined]
            state.keep(number)
            return [number]
        if kind is ast.Call:
            function, arguments = node.func, node.args  # type: ignore[attr-defined]
            found = wholes(state, function.value) if type(function) is ast.Attribute else []
            for argument in arguments[:3]:
                found += wholes(state, argument)
            return found
        if kind not in _PARTS:
            return []
        node = node.value  # type: ignore[attr-defined]


def move(state: State, target: ast.expr, value: ast.expr) -> None:
    """Remember that the target may be a part of the value, for when the target is changed in place."""
    if type(value) not in _CARRIES:
        return
    for whole in wholes(state, value):
        for name in names_in(target):
            state.scope.moves.append((state.variable(name, target.lineno), whole))


def names_in(target: ast.expr) -> list[str]:
    """The names an assignment target binds."""
    if type(target) is ast.Name:
        return [target.id]
    if type(target) is ast.Tuple or type(target) is ast.List:
        return [name for element in target.elts for name in names_in(element)]
    return names_in(target.value) if type(target) is ast.Starred else []
