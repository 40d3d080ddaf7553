"""What one SQL statement does to tables and columns."""

from __future__ import annotations

from enum import StrEnum

from adversescan.record import dataclass

HOLE = "\ue000"
"""Stands in a text for a part that is not known."""


class QueryKind(StrEnum):
    SELECT = "select"
    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"
    CREATE = "create"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ColumnRef:
    """A column of a table as named in the statement; `table` is the real table name, "" where it cannot be told."""

    table: str
    column: str


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A parameter of the statement: its position (0-based) or its name."""

    key: int | str


@dataclass(frozen=True, slots=True)
class Expression:
    """What an output column or assigned value is made of. `conditions` are columns that choose it (CASE WHEN)."""

    columns: tuple[ColumnRef, ...] = ()
    conditions: tuple[ColumnRef, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()
    constants: tuple[str | int | float | bool | None, ...] = ()
    aggregate: bool = False
    star: bool = False
    functions: tuple[str, ...] = ()
    """Functions of the database that are called, by their names in small letters; what the language itself has is left out."""
    without: tuple[str, ...] = ()
    """Columns a star leaves out (EXCEPT, EXCLUDE)."""


@dataclass(frozen=True, slots=True)
class QueryReading:
    """One statement. `outputs` are the result columns by name ("*" for all), `sets` the columns written.

    `filters` are the columns the WHERE, JOIN ON, HAVING or QUALIFY clause tests (they select rows);
    `filter_placeholders` the parameters compared there with the column each is compared with.
    `line` is the 1-based line of the statement inside the text.
    """

    kind: QueryKind
    reads: tuple[str, ...]
    writes: str = ""
    outputs: tuple[tuple[str, Expression], ...] = ()
    sets: tuple[tuple[str, Expression], ...] = ()
    filters: tuple[ColumnRef, ...] = ()
    filter_placeholders: tuple[tuple[ColumnRef, Placeholder], ...] = ()
    filter_constants: tuple[tuple[ColumnRef, str | int | float | bool | None], ...] = ()
    grouped: tuple[ColumnRef, ...] = ()
    to: str = ""
    """The file or address the result is written to (COPY TO, UNLOAD, EXPORT DATA)."""
    of: str = ""
    """The file or address `writes` is filled from (COPY FROM)."""
    line: int = 1
