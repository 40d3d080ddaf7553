"""Statements that write rows to a file or bucket, or fill a table from one: COPY, UNLOAD, EXPORT DATA."""

from __future__ import annotations

import re

from sqlglot import exp

from adversescan.frontends.sql.expressions import Facts
from adversescan.frontends.sql.relations import Outputs, Scope, Table
from adversescan.frontends.sql.sources import table_name
from adversescan.record import dataclass

_UNLOAD = re.compile(
    r"\s*UNLOAD\s*\(\s*(?:\$\$(?P<dollars>.*)\$\$|'(?P<quoted>(?:[^']|'')*)'|(?P<bare>.*?))\s*\)\s*TO\s*'(?P<to>[^']*)'",
    re.IGNORECASE | re.DOTALL,
)
_PSQL = re.compile(r"^(\s*)\\copy\b", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Transfer:
    """Rows written `to` an address, or the `table` filled `of` one."""

    outputs: Outputs = ()
    to: str = ""
    of: str = ""
    table: str = ""


def as_copy(text: str) -> str:
    """UNLOAD, and the copy of a terminal (after a backslash), written as COPY, which the parser knows; the lines stay where they are."""
    text = _PSQL.sub(r"\1copy", text)
    found = _UNLOAD.match(text)
    if found is None:
        return text
    query = found["dollars"] or (found["quoted"] or "").replace("''", "'") or found["bare"] or ""
    written = f"COPY ({query}) TO '{found['to']}'"
    return "\n" * max(0, found[0].count("\n") - written.count("\n")) + written


def read_copy(tree: exp.Copy, scope: Scope, facts: Facts) -> Transfer:
    """COPY of a query or table to a file, of a table into a location, or of a file into a table."""
    files = tree.args.get("files") or []
    if tree.args.get("kind") and not isinstance(tree.this, exp.Subquery):
        target = _address(tree.this, facts)
        if _is_place(tree.this, target) and files:
            return Transfer(_rows(files[0], scope, facts), to=target)
        return Transfer(of=_address(files[0], facts) if files else "", table=table_name(tree.this, facts))
    source = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
    return Transfer(_rows(source, scope, facts), to=_address(files[0], facts) if files else "")


def read_export(tree: exp.Export, scope: Scope, facts: Facts) -> Transfer:
    """EXPORT DATA: the rows of a query to the address its options name."""
    options = tree.args.get("options")
    named = {p.name.lower(): p.args.get("value") for p in options.expressions} if options is not None else {}
    uri = named.get("uri")
    return Transfer(facts.query(tree.this, scope), to=_address(uri, facts) if uri is not None else "")


def _rows(node: exp.Expr, scope: Scope, facts: Facts) -> Outputs:
    if isinstance(node, exp.Query | exp.Subquery):
        return facts.query(node, scope)
    name = table_name(node, facts)
    facts.reads[name] = None
    return Table(name).all()


def _is_place(node: exp.Expr, address: str) -> bool:
    """Whether COPY INTO names a location instead of a table."""
    return isinstance(node, exp.Literal) or "://" in address or address.startswith("@")


def _address(node: exp.Expr, facts: Facts) -> str:
    text = node.name if isinstance(node, exp.Literal) else node.sql().strip("'")
    return facts.masked.restore(text)
