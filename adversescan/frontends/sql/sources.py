"""The tables, subqueries and functions a statement names in FROM and JOIN."""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

from adversescan.frontends.sql.expressions import Facts, read_condition, read_expression
from adversescan.frontends.sql.pivots import pivoted
from adversescan.frontends.sql.relations import STAR, Outputs, Relation, Rows, Scope, Table, merge, one_star
from adversescan.graph.query import Expression


def add_source(node: exp.Expr, scope: Scope, facts: Facts) -> None:
    """Add a table, subquery or function of FROM or JOIN to the scope, with the joins attached to it."""
    if isinstance(node, exp.Subquery) and not node.alias and _is_joined(node.this):
        # Parentheses around a join hide no name in it.
        add_source(node.this, scope, facts)
    else:
        _add_relation(node, scope, facts)
    for join in node.args.get("joins") or ():
        add_join(join, scope, facts)


def _is_joined(node: exp.Expr) -> bool:
    return not isinstance(node, exp.Query) or (isinstance(node, exp.Subquery) and bool(node.args.get("joins")))


def _add_relation(node: exp.Expr, scope: Scope, facts: Facts) -> None:
    relation, alias = _relation(node, scope, facts), _alias(node, facts)
    for pivot in node.args.get("pivots") or ():
        relation = named(pivoted(relation, alias, pivot, scope, facts), pivot)
        alias = pivot.alias or alias
    scope.add(alias, relation)


def add_join(join: exp.Expr, scope: Scope, facts: Facts) -> None:
    """Add what is joined, and its condition to the filters."""
    add_source(join.this, scope, facts)
    if join.args.get("on") is not None:
        read_condition(join.args["on"], scope, facts)
    for column in join.args.get("using") or ():
        for relation in scope.relations.values():
            part = relation.column(column.name)
            facts.filters.update(dict.fromkeys(part.columns if part else ()))


def table_name(node: exp.Expr, facts: Facts) -> str:
    """The name of a table as written, with the hole character where a part is not known."""
    table = node.this if isinstance(node, exp.Schema) else node
    parts = [part.name for part in table.parts] if isinstance(table, exp.Table) else [table.name]
    return facts.masked.restore(".".join(parts))


def named(rows: Rows, node: exp.Expr) -> Rows:
    """The rows with the column names an alias gives them: `AS v(a, b)`."""
    names = [name for name in node.alias_column_names if name]
    if not names:
        return rows
    if any(name == STAR for name, _ in rows.outputs):
        every = merge(part for _, part in rows.outputs)
        return Rows(tuple((name, every) for name in names), every)
    outputs = [(name, rows.outputs[at][1] if at < len(rows.outputs) else _rest(rows)) for at, name in enumerate(names)]
    return Rows((*outputs, *rows.outputs[len(names) :]), rows.rest)


def star_of(scope: Scope, alias: str) -> Outputs:
    """What `*` or `alias.*` stands for."""
    if alias:
        relation = scope.find(alias)
        return relation.all() if relation else ((STAR, Expression(star=True)),)
    return tuple(output for relation in scope.relations.values() for output in relation.all())


def _relation(node: exp.Expr, scope: Scope, facts: Facts) -> Relation:
    if isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier):
        return _table(node, scope, facts)
    if isinstance(node, exp.Subquery) and not isinstance(node.this, exp.Query):
        inner = Scope(scope.ctes, scope)
        add_source(node.this, inner, facts)
        return named(Rows(one_star(star_of(inner, ""))), node)
    if isinstance(node, exp.Query | exp.Values):
        # What is joined to it belongs to the FROM it stands in.
        joined = isinstance(node, exp.Subquery) and node.args.get("joins")
        return named(Rows(facts.query(node.this if joined else node, scope)), node)
    if isinstance(node, exp.Lateral) and isinstance(node.this, exp.Query):
        return named(Rows(facts.query(node.this, scope)), node)
    made_of = merge(read_expression(part, scope, facts) for key, part in _parts(node) if key != "alias")
    return named(Rows((), made_of), node)


def _parts(node: exp.Expr) -> Iterable[tuple[str, exp.Expr]]:
    for key, value in node.args.items():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, exp.Expr) and key not in ("joins", "pivots"):
                yield key, part


def _table(node: exp.Table, scope: Scope, facts: Facts) -> Relation:
    name = table_name(node, facts)
    if not node.db and name.lower() in scope.ctes:
        return named(scope.ctes[name.lower()], node)
    facts.reads[name] = None
    return Table(name)


def _alias(node: exp.Expr, facts: Facts) -> str:
    """The name the relation goes by; a hole after a table is a clause and no alias."""
    alias = node.alias
    return node.name if not alias or facts.masked.is_hole(alias) else str(alias)


def _rest(rows: Rows) -> Expression:
    return rows.rest if rows.rest is not None else Expression()
