"""A catalogue of named data sets as a program: under which name which file, table or statement is known."""

from __future__ import annotations

import re

from adversescan.frontends.program_text import ProgramText
from adversescan.frontends.yaml_tree import Keys, Node
from adversescan.sources.source import Language, runner

RUNNER = runner("data_set")
SQL = runner(Language.SQL)
_TYPE = re.compile(r"[\w.]*(?:Dataset|DataSet)")
_MAY_NAME = re.compile(rf"""\btype["']?\s*:\s*["']?{_TYPE.pattern}\b""")
_NOTHING: tuple[tuple[str, Node], ...] = ()


def may_name_data_sets(text: str) -> bool:
    """Whether a text says of anything that it is a data set of some type."""
    return _MAY_NAME.search(text) is not None


def read_data_sets(document: Node, program: ProgramText) -> None:
    """Adds for each entry of a document that has the type of a data set where it is kept."""
    for name, entry in document.entries if isinstance(document, Keys) else _NOTHING:
        if isinstance(entry, Keys) and _TYPE.fullmatch(entry.text("type")) and (said := _place(name, entry)):
            program.use(RUNNER)
            program.use(SQL)
            program.add(said, entry.line)


def _place(name: str, entry: Keys) -> str:
    """The call that says where a data set is; "" where nothing does."""
    if statement := entry.text("sql"):
        return f"{RUNNER}.keep({name!r}, {SQL}.run({statement!r}))"
    if table := entry.text("table_name", "table"):
        place = ".".join(part for part in (entry.text("schema", "dataset", "database"), table) if part)
        return f"{RUNNER}.table({name!r}, {place!r})"
    path = entry.text("filepath", "path")
    return f"{RUNNER}.file({name!r}, {path!r})" if path else ""
