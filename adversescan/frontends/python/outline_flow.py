"""Where the value of an expression flows: the reader of each kind of expression is registered here."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from adversescan.frontends.python.outline_state import State
from adversescan.graph.outline import Kind

_JOIN = int(Kind.JOIN)
FLOWS: dict[type[ast.AST], Callable[[State, Any, int], None]] = {}
"""Reads an expression into the node it flows to."""
VALUES: dict[type[ast.AST], Callable[[State, Any], int]] = {}
"""Gives the node an expression has of its own."""


def flow(state: State, node: ast.expr, target: int) -> None:
    """The value of the expression flows to the target."""
    FLOWS[type(node)](state, node, target)


def value_of(state: State, node: ast.expr) -> int:
    """The node the value of the expression stands at; 0 for a constant that is no text."""
    reader = VALUES.get(type(node))
    if reader is not None:
        return reader(state, node)
    number = state.node(_JOIN, "", node.lineno)
    FLOWS[type(node)](state, node, number)
    return number


def flow_test(state: State, test: ast.expr, condition: int) -> None:
    """The test flows to the condition; its own texts are no outcomes, so nothing governs them."""
    held, state.control = state.control, 0
    flow(state, test, condition)
    state.control = held
