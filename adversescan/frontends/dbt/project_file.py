"""A YAML file of dbt as a program: what its columns are said to hold, and which models leave the warehouse for which exposure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from adversescan.frontends.program_text import ProgramText
from adversescan.frontends.yaml_tree import Items, Keys, Node, Text, texts
from adversescan.sources.source import runner

RUNNER = runner("dbt")
_REF = re.compile(r"\b(?:ref|source)\s*\((?P<given>[^)]*)\)")
_QUOTED = re.compile(r"""['"]([^'"]+)['"]""")
_SHOWN = frozenset({"dashboard", "notebook", "analysis"})
"""Kinds of exposure that show data to people instead of handing it over."""
_DESCRIBED = ("models", "seeds", "snapshots")


def may_describe(text: str) -> bool:
    """Whether a text has a key under which dbt describes anything."""
    return re.search(r"^(?:exposures|sources|models|seeds|snapshots)\s*:", text, re.MULTILINE) is not None


def read_project_file(document: Node, program: ProgramText) -> None:
    """Adds what a document says of columns and exposures."""
    if not isinstance(document, Keys):
        return
    for source in _mappings(document.get("sources")):
        for table in _mappings(source.get("tables")):
            _describe(table, f"{source.text('name')}.{table.text('name')}", program)
    for model in (each for key in _DESCRIBED for each in _mappings(document.get(key))):
        _describe(model, model.text("name"), program)
    for exposure in _mappings(document.get("exposures")):
        _expose(exposure, program)


def _mappings(node: Node | None) -> Iterator[Keys]:
    return (item for item in node.items if isinstance(item, Keys)) if isinstance(node, Items) else iter(())


def _describe(table: Keys, name: str, program: ProgramText) -> None:
    said = {column.text("name"): _saying(column) for column in _mappings(table.get("columns"))}
    said = {column: text for column, text in said.items() if column and text}
    if said:
        program.use(RUNNER)
        program.add(f"{RUNNER}.describe({name!r}, {said!r})", table.line)


def _saying(column: Keys) -> str:
    """The description of a column, and what its tags and meta say."""
    parts = [column.text("description"), *(t.text for key in ("meta", "tags") for t in texts(column.get(key), 12))]
    return " ".join(part.strip() for part in parts if part.strip())


def _expose(exposure: Keys, program: ProgramText) -> None:
    if exposure.text("type").lower() in _SHOWN:
        return
    tables = [name for text in texts(exposure.get("depends_on")) for name in _tables(text)]
    said = [exposure.text(key).strip() for key in ("url", "description", "label", "name")]
    program.use(RUNNER)
    for table in tables:
        program.add(f"{RUNNER}.expose({RUNNER}.Context().ref({table!r}), {', '.join(repr(each) for each in said if each)})", exposure.line)


def _tables(text: Text) -> Iterator[str]:
    for found in _REF.finditer(text.text):
        named: list[str] = _QUOTED.findall(found["given"])
        if named:
            yield ".".join(named) if found[0].startswith("source") else named[-1]
