"""A program as every front-end of a programming language writes it: expressions and statements, syntax gone.

Statements and definitions stand here, expressions in `expressions.py`; both are used under the one name `program`.
"""

from __future__ import annotations

from adversescan.graph.definitions import (
    ClassDefinition as ClassDefinition,
    FunctionDefinition as FunctionDefinition,
    Parameter as Parameter,
)
from adversescan.graph.expressions import (
    Argument as Argument,
    Attribute as Attribute,
    Bind as Bind,
    Call as Call,
    Choice as Choice,
    Clause as Clause,
    Collected as Collected,
    Collection as Collection,
    Comparison as Comparison,
    Comprehension as Comprehension,
    Constant as Constant,
    Expression as Expression,
    Item as Item,
    Lambda as Lambda,
    Literal as Literal,
    Logic as Logic,
    Mapping as Mapping,
    Name as Name,
    Operation as Operation,
    Slice as Slice,
    Text as Text,
    Yield as Yield,
)
from adversescan.record import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Assign:
    """`annotation` is set for `target: annotation = value`; then `value` may be missing."""

    targets: tuple[Expression, ...]
    value: Expression | None
    line: int
    annotation: Expression | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Augment:
    target: Expression
    operator: str
    value: Expression
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Evaluate:
    value: Expression
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class If:
    test: Expression
    then: tuple[Statement, ...]
    other: tuple[Statement, ...]
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """`for target in iterable`."""

    target: Expression
    iterable: Expression
    body: tuple[Statement, ...]
    other: tuple[Statement, ...]
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class While:
    test: Expression
    body: tuple[Statement, ...]
    other: tuple[Statement, ...]
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Return:
    value: Expression | None
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Raise:
    value: Expression | None
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Handler:
    types: Expression | None
    name: str
    body: tuple[Statement, ...]
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Try:
    body: tuple[Statement, ...]
    handlers: tuple[Handler, ...]
    other: tuple[Statement, ...]
    final: tuple[Statement, ...]
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class With:
    items: tuple[tuple[Expression, Expression | None], ...]
    body: tuple[Statement, ...]
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Jump:
    """`break`, or `continue` where the next round follows."""

    line: int
    again: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Define:
    function: FunctionDefinition
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class DefineClass:
    definition: ClassDefinition
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Import:
    """`import module as name`: `name` is bound to the module (or its top package when `name` is its first part)."""

    module: str
    name: str
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class ImportFrom:
    """`from module import member as name`; `level` counts the dots; a member of "*" takes all."""

    module: str
    level: int
    member: str
    name: str
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Delete:
    targets: tuple[Expression, ...]
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Outer:
    """Names that belong to an outer scope (`global`, `nonlocal`)."""

    names: tuple[str, ...]
    is_global: bool
    line: int


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """`constants` are the literals the pattern compares with, `binds` the names it sets with the field each reads."""

    constants: tuple[Expression, ...]
    binds: tuple[tuple[str, tuple[str | int, ...]], ...]
    guard: Expression | None
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    subject: Expression
    cases: tuple[Case, ...]
    line: int


Statement = (
    Assign
    | Augment
    | Evaluate
    | If
    | Loop
    | While
    | Return
    | Raise
    | Try
    | With
    | Jump
    | Define
    | DefineClass
    | Import
    | ImportFrom
    | Delete
    | Outer
    | Match
)


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """One source as a program: the statements of its top level, and what its first text says of it."""

    path: str
    body: tuple[Statement, ...]
    doc: str = ""
