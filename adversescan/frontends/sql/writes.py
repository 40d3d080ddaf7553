"""What statements that write put into which columns."""

from __future__ import annotations

from collections.abc import Iterable

from sqlglot import exp

from adversescan.frontends.sql.expressions import Facts, read_condition, read_expression
from adversescan.frontends.sql.queries import read_outputs, with_ctes
from adversescan.frontends.sql.relations import STAR, Outputs, Rows, Scope, Table, merge
from adversescan.frontends.sql.sources import add_join, add_source, table_name
from adversescan.graph.query import Expression


def read_insert(node: exp.Insert, scope: Scope, facts: Facts) -> tuple[Outputs, Outputs]:
    """The columns an INSERT writes, and those it returns; without a column list they are called by position or as in the query."""
    scope = with_ctes(node, scope, facts)
    names = [facts.masked.restore(part.name) for part in node.this.expressions] if isinstance(node.this, exp.Schema) else []
    hole = any(facts.masked.is_hole(part.name) for part in node.this.expressions) if names else False
    given = facts.query(node.expression, scope) if isinstance(node.expression, exp.Query | exp.Values) else _default(node, scope, facts)
    sets = ((STAR, _all_of(given)),) if hole else _pair(names, given)
    conflict = node.args.get("conflict")
    if conflict is not None:
        sets = _join(sets, _read_conflict(conflict, node, sets, scope, facts))
    target = Scope(scope.ctes, scope)
    add_target(node.this.this if isinstance(node.this, exp.Schema) else node.this, target, facts)
    return sets, _returned(node, target, facts)


def read_update(node: exp.Update, scope: Scope, facts: Facts) -> tuple[Outputs, Outputs]:
    """The columns an UPDATE sets, and those it returns."""
    scope = with_ctes(node, scope, facts)
    add_target(node.this, scope, facts)
    if node.args.get("from_") is not None:
        add_source(node.args["from_"].this, scope, facts)
    if node.args.get("where") is not None:
        read_condition(node.args["where"].this, scope, facts)
    return read_assignments(node.expressions, scope, facts), _returned(node, scope, facts)


def read_delete(node: exp.Delete, scope: Scope, facts: Facts) -> Outputs:
    """The columns a DELETE returns."""
    scope = with_ctes(node, scope, facts)
    add_target(node.this, scope, facts)
    for source in node.args.get("using") or ():
        add_source(source, scope, facts)
    if node.args.get("where") is not None:
        read_condition(node.args["where"].this, scope, facts)
    return _returned(node, scope, facts)


def read_merge(node: exp.Merge, scope: Scope, facts: Facts) -> Outputs:
    """The columns a MERGE sets or inserts; the conditions of its branches are filters."""
    scope = with_ctes(node, scope, facts)
    add_target(node.this, scope, facts)
    add_source(node.args["using"], scope, facts)
    if node.args.get("on") is not None:
        read_condition(node.args["on"], scope, facts)
    sets: Outputs = ()
    for when in node.args["whens"].expressions:
        if when.args.get("condition") is not None:
            read_condition(when.args["condition"], scope, facts)
        sets = _join(sets, _read_branch(when.args.get("then"), scope, facts))
    return sets


def read_assignments(nodes: Iterable[exp.Expr], scope: Scope, facts: Facts) -> Outputs:
    """`a = x, (b, c) = (y, z)` as columns and what each is set to."""
    sets: Outputs = ()
    for node in nodes:
        sets = _join(sets, _assignment(node, scope, facts))
    return sets


def add_target(node: exp.Expr, scope: Scope, facts: Facts) -> None:
    """Add the table that is written to the scope, with the joins attached to it."""
    scope.add(node.alias_or_name, Table(table_name(node, facts)))
    for join in node.args.get("joins") or ():
        add_join(join, scope, facts)


def _returned(node: exp.Expr, scope: Scope, facts: Facts) -> Outputs:
    """The columns of RETURNING or OUTPUT."""
    returning = node.args.get("returning")
    return read_outputs(returning.expressions, scope, facts) if returning is not None else ()


def _assignment(node: exp.Expr, scope: Scope, facts: Facts) -> Outputs:
    if not isinstance(node, exp.EQ | exp.PropertyEQ):
        return ((STAR, read_expression(node, scope, facts)),)
    if not isinstance(node.this, exp.Tuple):
        return ((facts.masked.restore(node.this.name), read_expression(node.expression, scope, facts)),)
    names = [facts.masked.restore(part.name) for part in node.this.expressions]
    if isinstance(node.expression, exp.Query):
        return _pair(names, facts.query(node.expression, scope))
    values = node.expression.expressions if isinstance(node.expression, exp.Tuple) else [node.expression]
    return _pair(names, tuple(("", read_expression(value, scope, facts)) for value in values))


def _read_branch(then: exp.Expr | None, scope: Scope, facts: Facts) -> Outputs:
    match then:
        case exp.Update():
            return read_assignments(then.expressions, scope, facts)
        case exp.Insert() if isinstance(then.expression, exp.Tuple):
            names = [column.name for column in then.this.expressions] if isinstance(then.this, exp.Tuple) else []
            values = [read_expression(part, scope, facts) for part in then.expression.expressions]
            return _pair(names, tuple((f"_{at}", part) for at, part in enumerate(values)))
        case exp.Insert():
            _, *others = scope.relations.values()
            return tuple(output for relation in others for output in relation.all())
        case _:
            return ()


def _read_conflict(node: exp.Expr, insert: exp.Insert, sets: Outputs, scope: Scope, facts: Facts) -> Outputs:
    scope = Scope(scope.ctes, scope)
    add_target(insert.this.this if isinstance(insert.this, exp.Schema) else insert.this, scope, facts)
    scope.add("excluded", Rows(sets, _all_of(sets)))
    if node.args.get("where") is not None:
        read_condition(node.args["where"].this, scope, facts)
    return read_assignments(node.expressions, scope, facts)


def _default(node: exp.Insert, scope: Scope, facts: Facts) -> Outputs:
    """What is inserted where no query or VALUES stands: a single expression or nothing."""
    return (("_0", read_expression(node.expression, scope, facts)),) if isinstance(node.expression, exp.Expr) else ()


def _pair(names: list[str], given: Outputs) -> Outputs:
    """Names with values by position; one unknown or starred value may stand for several."""
    if not names:
        return given
    if len(given) < len(names):
        rest = _all_of(tuple(output for output in given if output[1].placeholders or output[1].star))
        given = (*given, *((name, rest) for name in names[len(given) :]))
    if any(name == STAR for name, _ in given):
        return tuple((name, _all_of(given)) for name in names)
    return tuple((name, given[at][1]) for at, name in enumerate(names))


def _all_of(outputs: Outputs) -> Expression:
    return merge(part for _, part in outputs)


def _join(left: Outputs, right: Outputs) -> Outputs:
    """Both lists of columns; one that stands in both is made of both."""
    joined = dict(left)
    for name, part in right:
        joined[name] = merge([joined[name], part]) if name in joined else part
    return tuple(joined.items())
