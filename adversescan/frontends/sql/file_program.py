"""An SQL file as a program that runs its statements one after the other, each at its own line.

A model of dbt makes a table of its own name from its query. Its Jinja is rendered as far as the file says it (`render.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from adversescan.frontends.sql.parse import split_statements
from adversescan.frontends.sql.read_statements import read_statements
from adversescan.frontends.sql.render import possibilities
from adversescan.record import dataclass
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Language, LinePlace, Source, runner

RUNNER = runner(Language.SQL)

_NAMED = re.compile(r"\{[{%][^{}%]*\b(?:ref|source|this|config)\b")
_SNAPSHOT = re.compile(r"\{%-?\s*snapshot\s+(\w+)")
_MACRO = re.compile(r"\{%-?\s*(?:macro|test|materialization)\b")
_MACROS = re.compile(r"\{%-?\s*macro\b.*?\{%-?\s*endmacro\b", re.DOTALL)
_QUERY = re.compile(r"\s*(?:select|with|\()", re.IGNORECASE)
_WHERE = re.compile(r"line (\d+): ")


@dataclass(frozen=True, slots=True)
class FileReading:
    """The program, which is nothing where no statement stands, and what could not be read."""

    source: Source | None
    problems: tuple[Problem, ...] = ()


def read_sql_file(source: Source) -> FileReading:
    """The program of an SQL file; a statement that cannot be read is a Problem at its line, and the others are kept."""
    model = _model(source)
    texts = possibilities(source.text, model) if model or "{%" in source.text else [source.text]
    statements = list(dict.fromkeys((_made(part, model), line) for text in texts for part, line in split_statements(text)))
    unread = [(line, list(_problems(source, statement, line))) for statement, line in statements]
    # Of a statement that may be written in several ways one that can be read is enough.
    readable = {line for line, problems in unread if not problems}
    problems = tuple(dict.fromkeys(problem for line, found in unread for problem in found if line not in readable))
    if not statements:
        return FileReading(None, problems)
    code = [f"import {RUNNER}", *(f"{RUNNER}.run({statement!r})" for statement, _ in statements)]
    places = (LinePlace(1), *(LinePlace(line) for _, line in statements))
    return FileReading(Source(source.path, Language.PYTHON, "\n".join(code) + "\n", source.root, places), problems)


def _model(source: Source) -> str:
    """The table a model of dbt makes; "" for a plain file."""
    snapshot = _SNAPSHOT.search(source.text)
    if snapshot:
        return snapshot[1]
    return PurePosixPath(source.path).stem if _NAMED.search(_MACROS.sub("", source.text)) else ""


def _made(statement: str, model: str) -> str:
    return f"create table {model} as {statement}" if model and _QUERY.match(statement) else statement


def _problems(source: Source, statement: str, line: int) -> Iterator[Problem]:
    for reason in read_statements(statement)[1]:
        place = _WHERE.match(reason)
        at = line + int(place[1]) - 1 if place else line
        why = "a macro is not rendered, and its text" if _MACRO.search(source.text) else "statement not read:"
        yield Problem(source.locate(at), ProblemKind.PARTLY_READ, f"{why} {_WHERE.sub('', reason)}")
