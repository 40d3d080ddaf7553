"""What a name in a statement refers to: a real table, or the rows of a query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from typing import TypeVar

from adversescan.graph.query import ColumnRef, Expression
from adversescan.record import dataclass

STAR = "*"
Constant = str | int | float | bool | None
T = TypeVar("T")
Outputs = tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the database."""

    name: str

    def column(self, name: str) -> Expression:
        return Expression((ColumnRef(self.name, name),))

    def all(self) -> Outputs:
        return ((STAR, Expression((ColumnRef(self.name, STAR),), star=True)),)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a query, a list of values or a function. `rest` is what columns not listed are made of."""

    outputs: Outputs
    rest: Expression | None = None

    def column(self, name: str) -> Expression | None:
        for output, expression in self.outputs:
            if output.lower() == name.lower():
                return expression
        for output, expression in self.outputs:
            if output == STAR and name.lower() not in expression.without:
                return _of_star(expression, name)
        return self.rest

    def all(self) -> Outputs:
        if self.rest is not None:
            return (*self.outputs, (STAR, replace(self.rest, star=True)))
        return self.outputs


Relation = Table | Rows


@dataclass(slots=True)
class Scope:
    """The relations one query names, the common table expressions it sees, and the query around it."""

    ctes: dict[str, Rows]
    outer: Scope | None = None
    relations: dict[str, Relation] = field(default_factory=dict)
    aliases: dict[str, Expression] = field(default_factory=dict)
    """Names of result columns, where the clause that is read may use them."""

    def add(self, alias: str, relation: Relation) -> None:
        key = alias.lower()
        while key in self.relations:
            key += "'"
        self.relations[key] = relation

    def find(self, alias: str) -> Relation | None:
        found = self.relations.get(alias.lower())
        if found is None and self.outer is not None:
            return self.outer.find(alias)
        return found

    def column(self, alias: str, name: str) -> Expression:
        """What a column is made of; the table is "" where it cannot be told."""
        if alias:
            relation = self.find(alias)
            found = relation.column(name) if relation else self.holding(alias)
        else:
            found = self.aliases.get(name.lower()) or self.bare(name)
        return found if found is not None else Expression((ColumnRef("", name),))

    def holding(self, name: str) -> Expression | None:
        """What a column listed by a query is made of, where its name stands in front of that of a field."""
        lists = [relation for relation in self.relations.values() if isinstance(relation, Rows)]
        return next((part for rows in lists for output, part in rows.outputs if output.lower() == name.lower()), None)

    def bare(self, name: str) -> Expression | None:
        """What a column named without a table is made of, as far as the relations in sight tell."""
        rows = [relation for relation in self.relations.values() if isinstance(relation, Rows)]
        for relation in rows:
            if any(output.lower() == name.lower() for output, _ in relation.outputs):
                return relation.column(name)
        tables = [relation for relation in self.relations.values() if isinstance(relation, Table)]
        if len(tables) == 1 and not any(relation.column(name) for relation in rows):
            return tables[0].column(name)
        if not tables and len(rows) == 1:
            return rows[0].column(name) or (self.outer.bare(name) if self.outer else None)
        if not tables and self.outer is not None:
            return self.outer.bare(name)
        return None


def merge(expressions: Iterable[Expression]) -> Expression:
    """One expression made of all of these."""
    parts = list(expressions)
    return Expression(
        unique(column for part in parts for column in part.columns),
        unique(column for part in parts for column in part.conditions),
        unique(placeholder for part in parts for placeholder in part.placeholders),
        _unique_constants(constant for part in parts for constant in part.constants),
        any(part.aggregate for part in parts),
        any(part.star for part in parts),
        unique(name for part in parts for name in part.without),
    )


def one_star(outputs: Outputs) -> Outputs:
    """The columns with all stars joined into one, where the first one stood."""
    stars = [part for name, part in outputs if name == STAR]
    if len(stars) < 2:
        return outputs
    first = [name for name, _ in outputs].index(STAR)
    rest = [output for output in outputs if output[0] != STAR]
    return (*rest[:first], (STAR, merge(stars)), *rest[first:])


def unique(things: Iterable[T]) -> tuple[T, ...]:
    """The things in order, each once."""
    return tuple(dict.fromkeys(things))


def _unique_constants(constants: Iterable[Constant]) -> tuple[Constant, ...]:
    """Each constant once, where 1, 1.0 and true are three."""
    return tuple({(type(constant), constant): constant for constant in constants}.values())


def _of_star(expression: Expression, name: str) -> Expression:
    """A column by its name out of a star: of each table the star stands for."""
    tables = unique(column.table for column in expression.columns if column.column == STAR)
    if len(tables) == 1:
        return Expression((ColumnRef(tables[0], name),), expression.conditions)
    if expression.columns and not tables:
        return replace(expression, star=False)
    return Expression((ColumnRef("", name),), expression.conditions, expression.placeholders)
