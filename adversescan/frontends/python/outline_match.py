"""`match`: the subject governs its cases and flows to the names their patterns bind."""

from __future__ import annotations

import ast

from adversescan.frontends.python.outline_definitions import ReadBody
from adversescan.frontends.python.outline_flow import flow_test, value_of
from adversescan.frontends.python.outline_state import State


def outline_cases(state: State, node: ast.Match, read_body: ReadBody) -> int:
    """Read the cases; gives the condition that governs them all."""
    subject = value_of(state, node.subject)
    condition = state.govern(node.lineno)
    if subject:
        state.edges += (subject, condition)
    for case in node.cases:
        state.control = condition
        for part in ast.walk(case.pattern):
            _pattern(state, part, subject)
        if case.guard is not None:
            flow_test(state, case.guard, state.govern(case.guard.lineno))
        read_body(state, case.body)
    return condition


def _pattern(state: State, part: ast.AST, subject: int) -> None:
    name = getattr(part, "name", None) or getattr(part, "rest", None)
    if name and subject:
        state.edges += (subject, state.bind(name, getattr(part, "lineno", 0)))
    elif name:
        state.bind(name, getattr(part, "lineno", 0))
    for attribute in getattr(part, "kwd_attrs", ()):
        state.field_of(subject, attribute, getattr(part, "lineno", 0))
