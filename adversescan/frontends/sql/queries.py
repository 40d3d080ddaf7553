"""The result columns of a query, traced through aliases, joins, subqueries, common table expressions and unions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlglot import exp

from adversescan.frontends.sql.expressions import Facts, read_condition, read_expression
from adversescan.frontends.sql.relations import STAR, Outputs, Rows, Scope, Table, merge, one_star
from adversescan.frontends.sql.sources import add_join, add_source, named, star_of, table_name
from adversescan.graph.query import Expression


def read_query(node: exp.Expr, outer: Scope, facts: Facts) -> Outputs:
    """The result columns of a query seen from the scope around it; what it reads and tests goes into the facts."""
    scope = with_ctes(node, outer, facts)
    match node:
        case exp.Select():
            return _read_select(node, scope, facts)
        case exp.SetOperation():
            return _union(facts.query(node.this, scope), facts.query(node.expression, scope))
        case exp.Values():
            return _read_values(node, scope, facts)
        case exp.Subquery() if isinstance(node.this, exp.Query) and not node.args.get("joins"):
            return facts.query(node.this, scope)
        case exp.Subquery() | exp.Table():
            add_source(node, scope, facts)
            return star_of(scope, "")
        case _:
            return ()


def with_ctes(node: exp.Expr, outer: Scope, facts: Facts) -> Scope:
    """A scope inside `outer` that also sees the common table expressions of the node."""
    scope = Scope(dict(outer.ctes), outer)
    clause = node.args.get("with_")
    if clause is None:
        return scope
    for cte in clause.expressions:
        name = cte.alias.lower()
        if clause.args.get("recursive") and isinstance(cte.this, exp.SetOperation):
            scope.ctes[name] = named(Rows(facts.query(cte.this.this, scope)), cte)
        if isinstance(cte.this, exp.Query):
            scope.ctes[name] = named(Rows(facts.query(cte.this, scope)), cte)
        else:
            scope.ctes[name] = named(Rows(_writes_inside(cte.this, scope, facts)), cte)
    return scope


def read_outputs(projections: Iterable[exp.Expr], scope: Scope, facts: Facts) -> Outputs:
    """The named columns of a projection list; unnamed ones are called by their position, `_0`."""
    outputs: list[tuple[str, Expression]] = []
    for node in projections:
        outputs.extend(_read_output(node, len(outputs), scope, facts))
    return one_star(tuple(outputs))


def _read_select(node: exp.Select, scope: Scope, facts: Facts) -> Outputs:
    if node.args.get("from_") is not None:
        add_source(node.args["from_"].this, scope, facts)
    for lateral in node.args.get("laterals") or ():
        add_source(lateral, scope, facts)
    for join in node.args.get("joins") or ():
        add_join(join, scope, facts)
    if node.args.get("where") is not None:
        read_condition(node.args["where"].this, scope, facts)
    outputs = read_outputs(node.expressions, scope, facts)
    scope.aliases = {name.lower(): part for name, part in outputs if name != STAR}
    _read_groups(node, outputs, scope, facts)
    for clause in ("having", "qualify"):
        if node.args.get(clause) is not None:
            read_condition(node.args[clause].this, scope, facts)
    return outputs


def _read_groups(node: exp.Select, outputs: Outputs, scope: Scope, facts: Facts) -> None:
    group = node.args.get("group")
    for key in group.expressions if group is not None else ():
        position = int(key.name) - 1 if isinstance(key, exp.Literal) and not key.is_string and key.name.isdigit() else -1
        part = outputs[position][1] if 0 <= position < len(outputs) else read_expression(key, scope, facts)
        facts.grouped.update(dict.fromkeys((*part.columns, *part.conditions)))


def _read_output(node: exp.Expr, position: int, scope: Scope, facts: Facts) -> Outputs:
    if isinstance(node, exp.Star) or (isinstance(node, exp.Column) and isinstance(node.this, exp.Star)):
        star = node if isinstance(node, exp.Star) else node.this
        return _changed(star_of(scope, node.args["table"].name if node.args.get("table") else ""), star, scope, facts)
    if isinstance(node, exp.Column) and not node.table and facts.masked.is_hole(node.name):
        return ((STAR, Expression(placeholders=facts.masked.find(node.name), star=True)),)
    if isinstance(node, exp.Dot) and isinstance(node.expression, exp.Star):
        return ((STAR, replace(read_expression(node.this, scope, facts), star=True)),)
    return ((_name(node, position, facts), read_expression(node.this if isinstance(node, exp.Alias) else node, scope, facts)),)


def _name(node: exp.Expr, position: int, facts: Facts) -> str:
    """The name of a result column; of a cast or a field that of what it is taken from, else its position."""
    named = node.alias_or_name if isinstance(node, exp.Alias | exp.Column) else ""
    if isinstance(node, exp.Cast | exp.Dot):
        named = node.output_name
    return facts.masked.restore(named) or f"_{position}"


def _changed(outputs: Outputs, star: exp.Expr, scope: Scope, facts: Facts) -> Outputs:
    """The columns of a star after EXCEPT, REPLACE and RENAME."""
    dropped = tuple(column.name.lower() for column in star.args.get("except_") or ())
    replaced = {alias.alias.lower(): read_expression(alias.this, scope, facts) for alias in star.args.get("replace") or ()}
    renamed = {alias.this.name.lower(): alias.alias for alias in star.args.get("rename") or ()}
    gone = (*dropped, *replaced, *renamed)
    kept = []
    for name, part in outputs:
        changed = replace(part, without=(*part.without, *gone)) if name == STAR else replaced.get(name.lower(), part)
        if name.lower() not in dropped:
            kept.append((renamed.get(name.lower(), name), changed))
    present = {name.lower() for name, _ in outputs}
    kept += [(name, part) for name, part in replaced.items() if name not in present]
    kept += [(alias, scope.column("", name)) for name, alias in renamed.items() if name not in present]
    return tuple(kept)


def _union(left: Outputs, right: Outputs) -> Outputs:
    """Columns of a union by position, under the names of the left side."""
    if any(name == STAR for name, _ in (*left, *right)):
        return _by_name(left, right)
    pairs = [(name, merge([part, right[position][1]]) if position < len(right) else part) for position, (name, part) in enumerate(left)]
    return tuple(pairs)


def _by_name(left: Outputs, right: Outputs) -> Outputs:
    """Columns of a union with a star: each with its name on the other side, which a star has as well."""
    others, starred = dict(right), Rows(right)
    joined = []
    for name, part in left:
        other = others.pop(name, None) or starred.column(name)
        joined.append((name, merge([part, other]) if other is not None else part))
    return (*joined, *others.items())


def _read_values(node: exp.Expr, scope: Scope, facts: Facts) -> Outputs:
    rows = [row.expressions if isinstance(row, exp.Tuple) else [row] for row in node.expressions]
    width = max((len(row) for row in rows), default=0)
    columns = [merge(read_expression(row[at], scope, facts) for row in rows if at < len(row)) for at in range(width)]
    return tuple((f"_{at}", part) for at, part in enumerate(columns))


def _writes_inside(node: exp.Expr, scope: Scope, facts: Facts) -> Outputs:
    """The RETURNING columns of a statement that writes inside WITH."""
    if isinstance(node.this, exp.Schema | exp.Table):
        scope = Scope(scope.ctes, scope, {node.this.alias_or_name.lower() or "": Table(table_name(node.this, facts))})
    returning = node.args.get("returning")
    if node.args.get("where") is not None:
        read_condition(node.args["where"].this, scope, facts)
    return read_outputs(returning.expressions, scope, facts) if returning is not None else ()
