"""Which columns a result is made of, as we read it and as sqlglot's own `lineage` does, with every difference.

python benchmarks/column_lineage.py FILE...

A FILE is a fixture of sqlglot's tests (statements divided by semicolons or lines, `# dialect: name` above one) or a manifest of dbt, whose
compiled statements are taken.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlglot import exp, parse
from sqlglot.errors import SqlglotError
from sqlglot.lineage import Node, lineage

from adversescan.frontends.sql.read_statements import read_statements
from adversescan.graph.query import Expression

MadeOf = frozenset[tuple[str, str]]
"""The columns a result column is made of or chosen by, as (table, column) in small letters."""
_META = re.compile(r"^#\s*(\w+)\s*:\s*(.*)$", re.MULTILINE)
_POSITION = re.compile(r"^_(\d+)$")
_TITLE = re.compile(r"^--.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, where it is from, and what it is written in."""

    origin: str
    text: str
    dialect: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One result column that is not read alike, and of which kind the difference is."""

    statement: Statement
    column: str
    ours: MadeOf
    theirs: MadeOf
    kind: str

    def __str__(self) -> str:
        """Two lines: where, and what both say."""
        one_line = " ".join(self.statement.text.split())[:300]
        return (
            f"[{self.kind}] {self.statement.origin} {self.statement.dialect} {self.column}\n    ours   {_shown(self.ours)}\n"
            f"    theirs {_shown(self.theirs)}\n    {one_line}"
        )


def main() -> None:
    """Print every difference, then how many columns of how many statements are read alike."""
    counts: Counter[str] = Counter()
    dialects: Counter[str] = Counter()
    for statement in (found for name in sys.argv[1:] for found in statements(Path(name))):
        theirs = their_columns(statement)
        if theirs is None:
            counts["statements sqlglot gives no lineage for"] += 1
            continue
        counts["statements"] += 1
        dialects[statement.dialect or "standard"] += 1
        for found in compare(statement, our_columns(statement), theirs):
            counts[found.kind] += 1
            if found.kind != "alike":
                print(found)
    print(*(f"{count:6,} {kind}" for kind, count in counts.most_common()), sep="\n")
    print("dialects:", ", ".join(f"{name} {count}" for name, count in dialects.most_common()))


def statements(file: Path) -> Iterator[Statement]:
    """The statements of a file, each text once."""
    found = _of_manifest(file) if file.suffix == ".json" else _of_fixture(file)
    yield from {(each.text, each.dialect): each for each in found}.values()


def compare(statement: Statement, ours: dict[str, list[MadeOf]] | None, theirs: dict[str, MadeOf]) -> Iterator[Difference]:
    """Each result column with what both say of it; of several columns of one name sqlglot keeps one."""
    for column, made_of in theirs.items():
        if ours is None:
            yield Difference(statement, column, frozenset(), made_of, "not read by us")
            continue
        every = frozenset(part for parts in ours.values() for made in parts for part in made)
        named = ours.get(column) or ours.get("*") or [every if column == "*" else frozenset()]
        mine = made_of if made_of in named else named[0]
        yield Difference(statement, column, mine, made_of, _kind(mine, made_of))


def _kind(ours: MadeOf, theirs: MadeOf) -> str:
    """What sets both apart."""
    if ours == theirs:
        return "alike"
    if any(not table for table, _ in ours) and {column for _, column in ours} >= {column for _, column in theirs}:
        return "a table that only a schema would tell"
    if any(column.startswith("*") for _, column in theirs) and {table for table, _ in theirs} <= {table for table, _ in ours}:
        return "theirs stops at a star"
    if any(column == "*" for _, column in ours) and {table for table, _ in theirs} == {table for table, _ in ours}:
        return "ours stops at a star"
    if not theirs:
        return "theirs gives nothing"
    if ours < theirs:
        return "ours less"
    return "ours more" if ours > theirs else "other"


def our_columns(statement: Statement) -> dict[str, list[MadeOf]] | None:
    """What our reading says of the only statement in the text."""
    readings, reasons = read_statements(statement.text, statement.dialect or None)
    if reasons or len(readings) != 1:
        return None
    found: dict[str, list[MadeOf]] = {}
    for name, part in readings[0].outputs:
        found.setdefault(_POSITION.sub(r"_col_\1", name.lower()), []).append(_of(part))
    return found


def their_columns(statement: Statement) -> dict[str, MadeOf] | None:
    """What sqlglot's lineage says; None where it gives none."""
    try:
        tree = next(iter(parse(statement.text, read=statement.dialect or None)))
        query = tree.expression if isinstance(tree, exp.Create) else tree
        if not isinstance(query, exp.Query):
            return None
        found = lineage(None, query, schema=None, dialect=statement.dialect or None)
    except (SqlglotError, ValueError, AttributeError, KeyError, AssertionError, RecursionError, StopIteration):
        return None
    return {name.lower(): _leaves(node) for name, node in found.items()} or None


def _leaves(node: Node) -> MadeOf:
    leaves = (each for each in node.walk() if not each.downstream and isinstance(each.source, exp.Table))
    return frozenset((_table(each.source), each.name.rpartition(".")[2].strip('"`').lower()) for each in leaves)


def _table(table: exp.Expr) -> str:
    return ".".join(part.name for part in table.parts).lower() if isinstance(table, exp.Table) else ""


def _of(part: Expression) -> MadeOf:
    return frozenset((column.table.lower(), column.column.lower()) for column in (*part.columns, *part.conditions))


def _of_manifest(file: Path) -> Iterator[Statement]:
    manifest = json.loads(file.read_text(encoding="utf-8"))
    dialect = manifest["metadata"].get("adapter_type") or ""
    for name, node in manifest["nodes"].items():
        text = node.get("compiled_code") or node.get("compiled_sql")
        if text and node.get("language", "sql") == "sql":
            yield Statement(name, text, dialect)


def _of_fixture(file: Path) -> Iterator[Statement]:
    """Of a pair of a statement and what it is rewritten to, both."""
    dialect = ""
    for number, part in enumerate(_TITLE.sub("", file.read_text(encoding="utf-8")).split(";")):
        meta = dict(_META.findall(part))
        dialect = meta.get("dialect", dialect if number % 2 else "")
        text = _META.sub("", part).strip()
        if text:
            yield Statement(f"{file.name}:{number}", text, dialect)


def _shown(columns: MadeOf) -> str:
    return ", ".join(sorted(f"{table or '?'}.{column}" for table, column in columns)) or "nothing"


if __name__ == "__main__":
    main()
