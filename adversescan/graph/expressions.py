"""Expressions of a program: what is worked out, whatever language it was written in.

Nodes are small and say what happens, not how it was spelt. `line` is the first line of the node; of a call the line its name
stands on.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from adversescan.record import dataclass

if TYPE_CHECKING:
    from adversescan.graph.definitions import FunctionDefinition

Constant = str | int | float | bool | bytes | complex | None


class Collected(StrEnum):
    LIST = "list"
    TUPLE = "tuple"
    SET = "set"
    DICT = "dict"
    GENERATOR = "generator"


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    value: Constant
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    id: str
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Attribute:
    base: Expression
    name: str
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    base: Expression
    key: Expression
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """`bounds` are where it begins, where it ends, and its step, each None where nothing is written."""

    bounds: tuple[Expression, ...]
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Argument:
    """`name` is "" for a positional one; `star` is 1 for *value and 2 for **value."""

    value: Expression
    name: str = ""
    star: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    function: Expression
    arguments: tuple[Argument, ...]
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """Arithmetic; `operator` is the sign as written (`+`, `%`, `|` ...)."""

    operator: str
    operands: tuple[Expression, ...]
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """Pieces joined to one text (an f-string)."""

    parts: tuple[Expression, ...]
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """`left operator right`; a chain is several of them under one Logic."""

    operator: str
    left: Expression
    right: Expression
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Logic:
    """`and`, `or`, `not`."""

    operator: str
    operands: tuple[Expression, ...]
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    test: Expression
    then: Expression
    other: Expression
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    kind: Collected
    items: tuple[Argument, ...]
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Mapping:
    """Pairs of a dict display; a key of None spreads the value (`**value`)."""

    pairs: tuple[tuple[Expression | None, Expression], ...]
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Clause:
    target: Expression
    iterable: Expression
    tests: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Comprehension:
    """`key` only for a dict."""

    kind: Collected
    key: Expression | None
    element: Expression
    clauses: tuple[Clause, ...]
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Lambda:
    function: FunctionDefinition
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Yield:
    """`spread` for `yield from`; the value is an iterable then."""

    value: Expression
    spread: bool
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Bind:
    """An assignment used as an expression."""

    name: str
    value: Expression
    line: int


Expression = (
    Literal
    | Name
    | Attribute
    | Item
    | Slice
    | Call
    | Operation
    | Text
    | Comparison
    | Logic
    | Choice
    | Collection
    | Mapping
    | Comprehension
    | Lambda
    | Yield
    | Bind
)
