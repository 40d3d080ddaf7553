"""Cells and lines of a notebook that are no Python, as calls that run them: SQL and shell commands, each at its line of the cell.

Magics as the documentation of IPython, of the SQL extensions (`%%sql name <<`, `%%bigquery name`) and of Databricks lists them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from adversescan.record import dataclass
from adversescan.sources.problem import Problem
from adversescan.sources.source import Language, Source

ReadSource = Callable[[Source], tuple[Source | None, tuple[Problem, ...]]]
"""What gives the program in a source of any language, and what could not be read."""

_SQL = frozenset({"sql", "bigquery", "sparksql"})
_SHELL = frozenset({"bash", "sh", "shell", "system", "sx", "script", "!"})
_CELL = re.compile(r"\s*%%?(?P<magic>!|script(?=\s+(?:ba|z)?sh\b)|\w+)(?P<given>.*)")
_LINE = re.compile(r"(?P<indent>\s*)(?:(?P<name>[A-Za-z_]\w*)\s*=\s*)?(?:%(?P<magic>\w+)\s+|(?P<bang>!!?))(?P<text>.+)")
_RESULT = re.compile(r"\s*(?:[\w:/@.{}$-]*\s+)?(?P<name>[A-Za-z_]\w*)\s*<<|\s*(?P<alone>[A-Za-z_]\w*)\s*$")
_PYTHON_NAME = re.compile(r"(?<![\{$])\{(\w+)\}(?!\})")


@dataclass(frozen=True, slots=True)
class Foreign:
    """Lines of Python with the line of the cell each stands for, and what could not be read."""

    lines: tuple[tuple[str, int], ...]
    problems: tuple[Problem, ...] = ()


def foreign_cell(source: Source, language: str, read: ReadSource) -> Foreign | None:
    """The calls of a cell that its language or its first line gives to SQL or a shell; nothing for any other cell."""
    if kind := _kind(language):
        return _run(Source(source.path, kind, source.text, source.root), read)
    lines = source.text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if (magic := _CELL.match(lines[first])) is None or not _is_whole(lines[first], lines[first + 1 :]):
        return None
    if (kind := _kind(magic["magic"])) is None:
        return None
    rest = magic["given"] if not lines[first].lstrip().startswith("%%") else ""
    text = "\n".join([*[""] * first, rest, *lines[first + 1 :]])
    return _run(Source(source.path, kind, text, source.root), read, name=_result(magic["given"]) if kind is Language.SQL else "")


def foreign_line(line: str, path: str, read: ReadSource) -> Foreign | None:
    """The calls of a line that begins with `!`, `%sql` or the like, under its indent and, where it is given one, its name."""
    found = _LINE.match(line)
    kind = _kind("!" if found["bang"] else found["magic"]) if found else None
    if found is None or kind is None:
        return None
    return _run(Source(path, kind, found["text"]), read, name=found["name"] or "", indent=found["indent"])


def _kind(magic: str) -> Language | None:
    match magic.lower():
        case word if word in _SQL:
            return Language.SQL
        case word if word in _SHELL:
            return Language.SHELL
    return None


def _is_whole(first: str, rest: list[str]) -> bool:
    """Whether the magic takes the whole cell: two signs, or one where no line of the cell begins another magic."""
    return first.lstrip().startswith("%%") or (first.strip().count(" ") == 0 and any(line.strip() for line in rest))


def _result(given: str) -> str:
    found = _RESULT.match(given)
    return (found["name"] or found["alone"] or "") if found else ""


def _run(source: Source, read: ReadSource, *, name: str = "", indent: str = "") -> Foreign:
    text = _PYTHON_NAME.sub(r"$\1", source.text) if source.language is Language.SHELL else source.text
    program, problems = read(Source(source.path, source.language, text, source.root))
    if program is None:
        return Foreign((), problems)
    lines = [(indent + line, place.line) for line, place in zip(program.text.removesuffix("\n").split("\n"), program.lines, strict=False)]
    if name:
        last, place = lines[-1]
        lines[-1] = (f"{indent}{name} = {last.lstrip()}", place)
    return Foreign(tuple(lines), problems)
