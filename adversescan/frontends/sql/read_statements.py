"""From SQL text to what each statement does to tables and columns."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from sqlglot import exp

from adversescan.frontends.sql.exports import Transfer, as_copy, read_copy, read_export
from adversescan.frontends.sql.expressions import Facts
from adversescan.frontends.sql.looks_like_sql import looks_like_sql
from adversescan.frontends.sql.parse import Statement, Unread, parse_statements
from adversescan.frontends.sql.queries import read_query
from adversescan.frontends.sql.relations import Outputs, Scope
from adversescan.frontends.sql.sources import table_name
from adversescan.frontends.sql.writes import read_delete, read_insert, read_merge, read_update
from adversescan.graph.query import Expression, QueryKind, QueryReading

__all__ = ["looks_like_sql", "read_statements"]


def read_statements(text: str, dialect: str | None = None) -> tuple[tuple[QueryReading, ...], tuple[str, ...]]:
    """The statements of an SQL text, and for each that could not be read its line and the reason.

    Without a dialect, or with an unknown one, the text is read as standard SQL; a statement that is none is tried in
    every dialect the parser knows. A table an UPDATE, DELETE or MERGE changes stands in `writes`, and in `reads` only if
    it is read by a query as well.
    """
    readings: list[QueryReading] = []
    reasons: list[str] = []
    for statement in parse_statements(as_copy(text), dialect):
        match statement:
            case Unread(line, reason):
                reasons.append(f"line {line}: {reason}")
            case Statement():
                _read_one(statement, readings, reasons)
    return tuple(readings), tuple(reasons)


def _read_one(statement: Statement, readings: list[QueryReading], reasons: list[str]) -> None:
    tree = statement.tree
    if isinstance(tree, exp.Command) and looks_like_sql(f"{tree.name} {tree.expression}") and not _is_plain(tree):
        reasons.append(f"line {statement.line}: {tree.name.upper()} is not read yet")
        return
    try:
        readings.append(_read_tree(statement))
    except RecursionError:
        reasons.append(f"line {statement.line}: nested too deeply")


def _is_plain(command: exp.Command) -> bool:
    """Whether the statement moves no data: CREATE EXTENSION, ALTER ..."""
    words = str(command.expression).upper()
    return not any(word in words for word in ("SELECT", "INSERT", "UPDATE", "DELETE", "COPY", " FROM ", " TO '"))


def _read_tree(statement: Statement) -> QueryReading:
    facts = Facts(statement.masked, read_query)
    scope = Scope({})
    tree = statement.tree
    match tree:
        case exp.Select() if tree.args.get("into") is not None:
            outputs = facts.query(tree, scope)
            return _reading(QueryKind.CREATE, statement, facts, table_name(tree.args["into"].this, facts), outputs=outputs, sets=outputs)
        case exp.Query():
            return _reading(QueryKind.SELECT, statement, facts, outputs=facts.query(tree, scope))
        case exp.Create() if tree.kind in ("TABLE", "VIEW"):
            return _read_create(tree, statement, scope, facts)
        case exp.Copy():
            return _transferred(read_copy(tree, scope, facts), statement, facts)
        case exp.Export():
            return _transferred(read_export(tree, scope, facts), statement, facts)
        case exp.Insert() | exp.Update() | exp.Delete() | exp.Merge():
            return _read_write(tree, statement, scope, facts)
        case _:
            return _reading(QueryKind.OTHER, statement, facts)


def _read_write(tree: exp.Insert | exp.Update | exp.Delete | exp.Merge, statement: Statement, scope: Scope, facts: Facts) -> QueryReading:
    write = partial(_reading, statement=statement, facts=facts, writes=table_name(tree.this, facts))
    match tree:
        case exp.Insert():
            sets, outputs = read_insert(tree, scope, facts)
            return write(QueryKind.INSERT, outputs=outputs, sets=sets)
        case exp.Update():
            sets, outputs = read_update(tree, scope, facts)
            return write(QueryKind.UPDATE, outputs=outputs, sets=sets)
        case exp.Delete():
            return write(QueryKind.DELETE, outputs=read_delete(tree, scope, facts))
        case exp.Merge():
            return write(QueryKind.UPDATE, sets=read_merge(tree, scope, facts))


def _read_create(tree: exp.Create, statement: Statement, scope: Scope, facts: Facts) -> QueryReading:
    outputs: Outputs = ()
    if isinstance(tree.expression, exp.Query):
        outputs = facts.query(tree.expression, scope)
    columns = tree.this.expressions if isinstance(tree.this, exp.Schema) else []
    names = [column.name for column in columns if isinstance(column, exp.ColumnDef | exp.Identifier)]
    named = [(name, outputs[at][1] if at < len(outputs) else Expression()) for at, name in enumerate(names)]
    sets = (*named, *outputs[len(names) :])
    return _reading(QueryKind.CREATE, statement, facts, table_name(tree.this, facts), outputs=outputs, sets=sets)


def _transferred(made: Transfer, statement: Statement, facts: Facts) -> QueryReading:
    """Rows given out, or a table filled."""
    if made.table:
        return replace(_reading(QueryKind.INSERT, statement, facts, made.table), of=made.of)
    return replace(_reading(QueryKind.SELECT, statement, facts, outputs=made.outputs), to=made.to)


def _reading(
    kind: QueryKind, statement: Statement, facts: Facts, writes: str = "", *, outputs: Outputs = (), sets: Outputs = ()
) -> QueryReading:
    return QueryReading(
        kind=kind,
        reads=tuple(facts.reads),
        writes=writes,
        outputs=outputs,
        sets=sets,
        filters=tuple(facts.filters),
        filter_placeholders=tuple(facts.filter_placeholders),
        filter_constants=tuple((column, constant) for column, _, constant in facts.filter_constants),
        grouped=tuple(facts.grouped),
        line=statement.line,
    )
