"""Which tables each model of dbt is made from, as we read its raw text and as the manifest dbt wrote says.

python benchmarks/dbt_lineage.py MANIFEST...
"""

from __future__ import annotations

import ast
import json
import sys
from collections import Counter
from pathlib import Path

from adversescan.frontends.sql.file_program import read_sql_file
from adversescan.frontends.sql.read_statements import read_statements
from adversescan.sources.source import Language, Source

Node = dict[str, object]


def main() -> None:
    """Print every model that is not read alike, then how many are."""
    counts: Counter[str] = Counter()
    for name in sys.argv[1:]:
        manifest = json.loads(Path(name).read_text(encoding="utf-8"))
        for key, node in manifest["nodes"].items():
            text = node.get("raw_code") or node.get("raw_sql") or ""
            if node["resource_type"] not in ("model", "snapshot") or node.get("language", "sql") != "sql" or not text:
                continue
            ours, theirs = our_tables(node["original_file_path"].replace("\\", "/"), text), their_tables(node, manifest)
            kind = "alike" if ours == theirs else "ours less" if ours < theirs else "ours more" if ours > theirs else "other"
            counts[kind] += 1
            if kind != "alike":
                print(f"[{kind}] {name} {key}\n    ours   {sorted(ours)}\n    theirs {sorted(theirs)}")
    print(*(f"{count:6,} {kind}" for kind, count in counts.most_common()), sep="\n")


def our_tables(path: str, text: str) -> set[str]:
    """The tables the statements of a model read, less the one it makes itself."""
    read = read_sql_file(Source(path, Language.SQL, text)).source
    statements = [part.value for part in ast.walk(ast.parse(read.text)) if isinstance(part, ast.Constant)] if read is not None else []
    readings = [reading for statement in statements for reading in read_statements(str(statement))[0]]
    return {table.lower() for reading in readings for table in reading.reads} - {reading.writes.lower() for reading in readings}


def their_tables(node: Node, manifest: dict[str, dict[str, dict[str, str]]]) -> set[str]:
    """The models, seeds and sources the manifest says a model depends on."""
    depends = node["depends_on"]
    assert isinstance(depends, dict)
    return {_named(key, manifest) for key in depends["nodes"]}


def _named(key: str, manifest: dict[str, dict[str, dict[str, str]]]) -> str:
    source = manifest["sources"].get(key)
    return f"{source['source_name']}.{source['name']}".lower() if source else key.split(".")[2].lower()


if __name__ == "__main__":
    main()
