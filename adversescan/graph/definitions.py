"""Definitions of a program: functions with their parameters, and classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adversescan.record import dataclass

if TYPE_CHECKING:
    from adversescan.graph.expressions import Expression
    from adversescan.graph.program import Statement


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
