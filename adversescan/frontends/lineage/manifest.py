"""The manifest of dbt as a program: what the raw files do not say by themselves.

A model whose text names tables plainly is read from its own file. One that macros make, or that a package brings, is read as dbt
rendered it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeGuard

from adversescan.frontends.program_text import ProgramText
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Language, runner

RUNNER = runner("dbt")
SQL = runner(Language.SQL)
OLDEST, NEWEST = 4, 12
"""Versions of the manifest that are read."""
_VERSION = re.compile(r"/manifest/v(\d+)")
_PLAIN = re.compile(r"\{\{-?\s*(?:ref|source|this|config)\b.*?\}\}|\{#.*?#\}", re.DOTALL)
_SHOWN = ("dashboard", "notebook", "analysis")
"""Kinds of exposure that show data to people instead of handing it over."""
_TABLES = ("model", "seed", "snapshot", "source")

Node = dict[str, object]


def is_manifest(document: object) -> TypeGuard[Node]:
    """Whether a document is a manifest of any version; the manifest of an extension or a web page is none."""
    metadata = document.get("metadata") if isinstance(document, dict) else None
    return isinstance(document, dict) and isinstance(metadata, dict) and "dbt_version" in metadata and "nodes" in document


def read_manifest(document: Node, program: ProgramText) -> None:
    """Adds the rendered models and the descriptions of columns."""
    metadata = document["metadata"]
    assert isinstance(metadata, dict)
    found = _VERSION.search(str(metadata.get("dbt_schema_version")))
    if found is None or not OLDEST <= int(found[1]) <= NEWEST:
        version = f"version {found[1]}" if found else "no known version"
        reason = f"a manifest of {version}; those from {OLDEST} to {NEWEST} are read"
        program.problems.append(Problem(program.source.locate(1), ProblemKind.PARTLY_READ, reason))
        return
    project = str(metadata.get("project_name") or "")
    tables = {**_mapping(document.get("sources")), **_mapping(document.get("nodes"))}
    for key, exposure in _mapping(document.get("exposures")).items():
        if exposure.get("package_name") != project and exposure.get("type") not in _SHOWN:
            _expose(exposure, tables, _line(key, program), program)
    for key, node in tables.items():
        if node.get("resource_type") in _TABLES:
            _describe(node, _line(key, program), program)
        if node.get("resource_type") in ("model", "snapshot") and (statement := _statement(node, tables, project)):
            program.use(SQL)
            program.add(f"{SQL}.run({statement!r})", _line(key, program))


def _expose(exposure: Node, tables: dict[str, Node], line: int, program: ProgramText) -> None:
    """What leaves the warehouse by the word of a package, whose files nobody has here."""
    depends = exposure.get("depends_on")
    keys = depends.get("nodes") if isinstance(depends, dict) else None
    said = [text for key in ("url", "description", "label", "name") if isinstance(text := exposure.get(key), str) and text.strip()]
    program.use(RUNNER)
    for key in keys if isinstance(keys, list) else ():
        if isinstance(key, str) and key in tables:
            rows = f"{RUNNER}.Context().ref({_name(tables[key])!r})"
            program.add(f"{RUNNER}.expose({rows}, {', '.join(map(repr, said))})", line)


def _mapping(found: object) -> dict[str, Node]:
    return {key: node for key, node in found.items() if isinstance(node, dict)} if isinstance(found, dict) else {}


def _line(key: str, program: ProgramText) -> int:
    """The line on which a node begins; most manifests are one line."""
    text = program.source.text
    return text.count("\n", 0, max(text.find(f'"{key}": {{'), 0)) + 1 if "\n" in text else 1


def _statement(node: Node, tables: dict[str, Node], project: str) -> str:
    """What makes the table of a model, with tables called as the raw files call them; "" where its own file says it."""
    text = node.get("compiled_code") or node.get("compiled_sql")
    raw = node.get("raw_code") or node.get("raw_sql")
    if not isinstance(text, str) or not isinstance(raw, str) or node.get("language", "sql") != "sql":
        return ""
    own = not project or node.get("package_name") == project
    if own and "{" not in _PLAIN.sub("", raw):
        return ""
    for relation, name in _relations(node, tables):
        text = text.replace(relation, name)
    return f"create table {_name(node)} as {text.strip().rstrip(';')}"


def _relations(node: Node, tables: dict[str, Node]) -> Iterator[tuple[str, str]]:
    """What a model is made from, by the names of the warehouse and of the project; the longest first."""
    depends = node.get("depends_on")
    keys = depends.get("nodes") if isinstance(depends, dict) else None
    found = [tables[key] for key in keys if isinstance(key, str) and key in tables] if isinstance(keys, list) else []
    named = [(relation, _name(each)) for each in found if isinstance(relation := each.get("relation_name"), str) and relation]
    yield from sorted(named, key=lambda pair: -len(pair[0]))


def _name(node: Node) -> str:
    name = str(node.get("name"))
    return f"{node.get('source_name')}.{name}" if node.get("resource_type") == "source" else name


def _describe(node: Node, line: int, program: ProgramText) -> None:
    said = {name: text for name, column in _mapping(node.get("columns")).items() if (text := _saying(column))}
    if said:
        program.use(RUNNER)
        program.add(f"{RUNNER}.describe({_name(node)!r}, {said!r})", line)


def _saying(column: Node) -> str:
    """The description of a column, and what its tags and meta say."""
    tags, meta = column.get("tags"), column.get("meta")
    parts = [column.get("description"), *(tags if isinstance(tags, list) else []), *(meta.values() if isinstance(meta, dict) else [])]
    return " ".join(part.strip() for part in parts if isinstance(part, str) and part.strip())
