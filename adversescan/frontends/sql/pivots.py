"""What the columns of a table are made of after PIVOT and UNPIVOT."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlglot import exp

from adversescan.frontends.sql.expressions import Facts, read_expression
from adversescan.frontends.sql.relations import STAR, Relation, Rows, Scope, merge
from adversescan.graph.query import Expression


def pivoted(relation: Relation, alias: str, pivot: exp.Pivot, outer: Scope, facts: Facts) -> Rows:
    """The rows with new columns in the place of those that are turned; the others stay as they are."""
    scope = Scope(outer.ctes, outer)
    scope.add(alias, relation)
    turned = [merge(read_expression(node, scope, facts) for node in nodes) for nodes in _turned(pivot)]
    gone = {column.name.lower() for nodes in _turned(pivot) for node in nodes for column in node.find_all(exp.Column)}
    stay = tuple((name, _without(part, gone) if name == STAR else part) for name, part in relation.all() if name.lower() not in gone)
    made = _made(turned)
    names = list(_names(pivot))
    if not names:
        return Rows((), merge([made, *(part for _, part in stay)]))
    return Rows((*stay, *((name, made) for name in names)))


def _turned(pivot: exp.Pivot) -> list[list[exp.Expr]]:
    """What new columns are made of, and what chooses among them."""
    fields = [field for field in pivot.args.get("fields") or () if isinstance(field, exp.In)]
    if pivot.unpivot:
        return [[part for field in fields for part in field.expressions], []]
    return [list(pivot.expressions), [field.this for field in fields]]


def _made(turned: list[Expression]) -> Expression:
    made, chosen = turned
    return replace(made, conditions=tuple(dict.fromkeys((*made.conditions, *chosen.columns, *chosen.conditions))))


def _names(pivot: exp.Pivot) -> Iterator[str]:
    if not pivot.unpivot:
        yield from (column.name for column in pivot.args.get("columns") or ())
        return
    named = [*pivot.expressions, *(field.this for field in pivot.args.get("fields") or () if isinstance(field, exp.In))]
    for node in named:
        yield from (part.name for part in (node.expressions if isinstance(node, exp.Tuple) else [node]))


def _without(star: Expression, gone: set[str]) -> Expression:
    return replace(star, without=(*star.without, *sorted(gone)))
