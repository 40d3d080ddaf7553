"""An SQL file as a program that runs its statements one after the other, each at its own line.

A model of dbt makes a table of its own name from its query. Nothing is rendered but what names tables: `ref`, `source` and `this`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from adversescan.frontends.sql.parse import split_statements
from adversescan.frontends.sql.read_statements import read_statements
from adversescan.record import dataclass
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Language, LinePlace, Source, runner

RUNNER = runner(Language.SQL)

_NAMED = re.compile(r"\{\{-?\s*(?P<call>ref|source|this|config)\b(?P<given>[^{}]*?(?:\{[^{}]*\}[^{}]*?)*)-?\}\}", re.DOTALL)
_TAG = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_TEXT = re.compile(r"""['"]([^'"]+)['"]""")
_SNAPSHOT = re.compile(r"\{%-?\s*snapshot\s+(\w+)")
_MACRO = re.compile(r"\{%-?\s*(?:macro|test|materialization)\b")
_QUERY = re.compile(r"\s*(?:select|with|\()", re.IGNORECASE)
_WHERE = re.compile(r"line (\d+): ")


@dataclass(frozen=True, slots=True)
class FileReading:
    """The program, which is nothing where no statement stands, and what could not be read."""

    source: Source | None
    problems: tuple[Problem, ...] = ()


def read_sql_file(source: Source) -> FileReading:
    """The program of an SQL file; a statement that cannot be read is a Problem at its line, and the others are kept."""
    text, model = _named(source)
    statements = [(_made(part, model), line) for part, line in split_statements(text)]
    problems = tuple(problem for statement, line in statements for problem in _problems(source, statement, line))
    if not statements:
        return FileReading(None, problems)
    code = [f"import {RUNNER}", *(f"{RUNNER}.run({statement!r})" for statement, _ in statements)]
    places = (LinePlace(1), *(LinePlace(line) for _, line in statements))
    return FileReading(Source(source.path, Language.PYTHON, "\n".join(code) + "\n", source.root, places), problems)


def _named(source: Source) -> tuple[str, str]:
    """The text with the tables of a dbt model named, and the table it makes; "" for a plain file."""
    snapshot = _SNAPSHOT.search(source.text)
    named = list(_NAMED.finditer(source.text))
    if not named and not snapshot:
        return source.text, ""
    model = snapshot[1] if snapshot else PurePosixPath(source.path).stem
    text = _NAMED.sub(lambda match: _table(match, model) + "\n" * match[0].count("\n"), source.text)
    return _TAG.sub(lambda match: "\n" * match[0].count("\n"), text), model


def _table(match: re.Match[str], model: str) -> str:
    match match["call"]:
        case "this":
            return model
        case "ref":
            named: list[str] = _TEXT.findall(match["given"])
            return named[-1] if named else model
        case "source":
            return ".".join(_TEXT.findall(match["given"]))
    return ""


def _made(statement: str, model: str) -> str:
    return f"create table {model} as {statement}" if model and _QUERY.match(statement) else statement


def _problems(source: Source, statement: str, line: int) -> Iterator[Problem]:
    for reason in read_statements(statement)[1]:
        place = _WHERE.match(reason)
        at = line + int(place[1]) - 1 if place else line
        why = "a macro is not rendered, and its text" if _MACRO.search(source.text) else "statement not read:"
        yield Problem(source.locate(at), ProblemKind.PARTLY_READ, f"{why} {_WHERE.sub('', reason)}")
