"""Expressions of Jinja as values, as far as the text itself says them. Nothing is called: what is not known stays unknown."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Callable, Mapping

from adversescan.record import dataclass


@dataclass(frozen=True, slots=True)
class Unknown:
    """What only dbt would know."""


UNKNOWN = Unknown()
Known = str | bool | int | float | None | list["Known | Unknown"] | dict[str, "Known | Unknown"]
Found = Known | Unknown
Names = Mapping[str, Found]
Call = Callable[[str, ast.Call, Names], Found]
"""What a call of this name stands for."""

_JOINED = re.compile(r"~")
_KEYWORD = re.compile(rf"\b({'|'.join(keyword.kwlist)})(\s*=(?!=))")
"""Arguments may be called what Python has other uses for."""
_FILTERS: dict[str, Callable[[str], str]] = {"upper": str.upper, "lower": str.lower, "trim": str.strip, "title": str.title}
_SAME = frozenset({"list", "string", "safe", "unique", "sort"})


def parse(text: str) -> ast.expr | None:
    """The expression; None where Python would write it otherwise."""
    try:
        text = _LITERAL.sub(lambda found: found[0].capitalize(), text)
        return ast.parse(_KEYWORD.sub(r"\1_\2", _JOINED.sub("+", text.strip().strip("-").strip())), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def value_of(node: ast.expr | None, names: Names, call: Call) -> Found:
    """What an expression is."""
    match node:
        case ast.Constant(value=str() | bool() | int() | float() | None as value):
            return value
        case ast.Name(id=name):
            return names.get(name, UNKNOWN)
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return [value_of(item, names, call) for item in items]
        case ast.Dict(keys=keys, values=values):
            named = [(value_of(k, names, call), value_of(v, names, call)) for k, v in zip(keys, values, strict=True)]
            return {str(k): v for k, v in named if not isinstance(k, Unknown)}
        case ast.Attribute(value=owner, attr=name):
            return _member(value_of(owner, names, call), name)
        case ast.Subscript(value=owner, slice=key):
            return _member(value_of(owner, names, call), value_of(key, names, call))
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _filtered(value_of(left, names, call), right, names, call)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _added(value_of(left, names, call), value_of(right, names, call))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            found = value_of(operand, names, call)
            return UNKNOWN if isinstance(found, Unknown) else not found
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return _compared(value_of(left, names, call), operator, value_of(right, names, call))
        case ast.BoolOp(op=operator, values=parts):
            return _both([value_of(part, names, call) for part in parts], all_of=isinstance(operator, ast.And))
        case ast.Call(func=function):
            return call(ast.unparse(function), node, names)
    return UNKNOWN


_LITERAL = re.compile(r"\b(?:true|false|none)\b")
"""Jinja writes them small as well."""


def _member(owner: Found, key: Found) -> Found:
    if isinstance(owner, dict):
        return owner.get(str(key), UNKNOWN) if not isinstance(key, Unknown) else UNKNOWN
    if isinstance(owner, list) and isinstance(key, int) and -len(owner) <= key < len(owner):
        return owner[key]
    return UNKNOWN


def _filtered(value: Found, given: ast.expr, names: Names, call: Call) -> Found:
    called = given.func if isinstance(given, ast.Call) else given
    name = called.id if isinstance(called, ast.Name) else ""
    if name in _SAME:
        return value
    if isinstance(value, str) and name in _FILTERS:
        return _FILTERS[name](value)
    if isinstance(value, list) and name == "join":
        between = value_of(given.args[0], names, call) if isinstance(given, ast.Call) and given.args else ""
        return str(between).join(map(str, value)) if not any(isinstance(item, Unknown) for item in value) else UNKNOWN
    return UNKNOWN


def _added(left: Found, right: Found) -> Found:
    if isinstance(left, list) and isinstance(right, list):
        return [*left, *right]
    if isinstance(left, str | int) and isinstance(right, str | int) and (isinstance(left, str) or isinstance(right, str)):
        return f"{left}{right}"
    return left + right if isinstance(left, int) and isinstance(right, int) else UNKNOWN


def _compared(left: Found, operator: ast.cmpop, right: Found) -> Found:
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return UNKNOWN
    match operator:
        case ast.Eq():
            return left == right
        case ast.NotEq():
            return left != right
        case ast.In() if isinstance(right, list | dict | str):
            return left in right if not isinstance(right, str) or isinstance(left, str) else UNKNOWN
        case ast.NotIn() if isinstance(right, list | dict):
            return left not in right
    return UNKNOWN


def _both(parts: list[Found], *, all_of: bool) -> Found:
    known = [bool(part) for part in parts if not isinstance(part, Unknown)]
    if (not all_of) in known:
        return not all_of
    return all_of if len(known) == len(parts) else UNKNOWN
