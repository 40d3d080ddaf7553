"""Reads formulas of statistics (`denied ~ race + C(sex) * age - 1`), as R and its followers write them; syntax only."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from adversescan.graph.formula import FormulaReading, Mention, Side

LONGEST = 20_000
_TOKEN = re.compile(
    r"""(?P<text>"[^"\n]*"|'[^'\n]*')|`(?P<ticked>[^`\n]*)`|(?P<and>:|%in%)|(?P<or>\|\|)|(?P<others>(?<![\w.)])\.(?![\w.]))"""
)
Found = tuple[bool, Mention | None]
"""Whether it is taken away again, and what; None stands for all other columns."""


def read_formula(text: str) -> FormulaReading | None:
    """The names on both sides; what has one side only has no outcome. None where the text is no formula."""
    if len(text) > LONGEST:
        return None
    left, tilde, right = _TOKEN.sub(_as_python, text).partition("~")
    outcomes, features = (_side(part) for part in ((left, right) if tilde else ("", left)))
    return None if outcomes is None or features is None else FormulaReading(outcomes, features)


def _as_python(token: re.Match[str]) -> str:
    """What Python writes otherwise: an interaction is a product, a name in ticks a text, the dot for all others an ellipsis."""
    if token["ticked"] is not None:
        return repr(token["ticked"])
    return token["text"] or ("..." if token["others"] else "|" if token["or"] else "*")


def _side(text: str) -> Side | None:
    if not text.strip():
        return Side()
    try:
        found = list(_mentions(ast.parse(f"({text}\n)", mode="eval").body, (), False))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    named, without = (tuple(dict.fromkeys(m for taken, m in found if m is not None and taken is gone)) for gone in (False, True))
    return Side(named, without, (False, None) in found)


def _mentions(node: ast.AST, functions: tuple[str, ...], gone: bool) -> Iterator[Found]:
    match node:
        case ast.BinOp(left=left, op=ast.Sub(), right=right) if not functions:
            yield from _mentions(left, functions, gone)
            # An interaction that is taken away leaves what it is made of.
            yield from _mentions(right, functions, not gone and not isinstance(right, ast.BinOp))
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=given):
            yield from (found for each in given for found in _mentions(each, (*functions, name), gone))
        case ast.Name(id=name) | ast.Attribute(attr=name):
            yield gone, Mention(name, False, functions)
        case ast.Constant(value=str() as name):
            yield gone, Mention(name, True, functions)
        case ast.Constant(value=value) if value is ...:
            yield gone, None
        case _:
            yield from (found for each in ast.iter_child_nodes(node) for found in _mentions(each, functions, gone))
