"""A program as every front-end of a programming language writes it: expressions and statements, syntax gone.

Nodes are small and say what happens, not how it was spelt: a comprehension, a generator and a loop over a list are told
apart only where data flows differently. `line` is the first line of the node; of a call the line its name stands on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

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


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """`star` is 1 for *args and 2 for **kwargs."""

    name: str
    default: Expression | None = None
    annotation: Expression | None = None
    star: int = 0
    keyword_only: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class FunctionDefinition:
    name: str
    qualified_name: str
    parameters: tuple[Parameter, ...]
    body: tuple[Statement, ...]
    decorators: tuple[Expression, ...]
    returns: Expression | None
    is_generator: bool
    local_names: frozenset[str]
    doc: str
    line: int
    end_line: int


@dataclass(frozen=True, slots=True, eq=False)
class ClassDefinition:
    name: str
    qualified_name: str
    bases: tuple[Expression, ...]
    decorators: tuple[Expression, ...]
    body: tuple[Statement, ...]
    doc: str
    line: int


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
    """`break` or `continue`."""

    line: int


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
    """One source as a program: the statements of its top level."""

    path: str
    body: tuple[Statement, ...]
