"""A notebook as one Python source: all code cells in order, magics blanked or run, every line with its place in the .ipynb file.

Outputs are never looked at. It never raises on bad input: what cannot be read is a Problem, and the rest is kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from adversescan.frontends.notebook.cells import Cell, Notebook, read_cells
from adversescan.frontends.notebook.foreign_cells import Foreign, ReadSource, foreign_cell, foreign_line
from adversescan.frontends.notebook.magics import blank_magics
from adversescan.frontends.notebook.mend import broken_line, mend
from adversescan.record import dataclass
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Language, LinePlace, Location, Source

_PYTHON = "python"
_BLANKED = frozenset({"", "pass"})


@dataclass(frozen=True, slots=True)
class NotebookReading:
    """The source of a notebook, which is nothing for one that holds no Python, and what could not be read of it."""

    source: Source | None
    problems: tuple[Problem, ...] = ()


def read_notebook(source: Source, read: ReadSource) -> NotebookReading:
    """The Python of a notebook (nbformat 3 and 4), with calls that run its cells and lines of SQL and shell commands."""
    notebook = read_cells(source.text)
    problems = list(_problems(source, notebook))
    language = notebook.language or _PYTHON
    if _PYTHON not in language.lower():
        reason = f"its cells are written in {language}, which is not read"
        return NotebookReading(None, (*problems, Problem(source.locate(1), ProblemKind.UNREADABLE, reason)))
    lines = [line for cell in notebook.cells if cell.is_code and cell.lines for line in _lines(source, cell, read, problems)]
    if not lines:
        return NotebookReading(None, tuple(problems))
    text = "\n".join(text for text, _ in lines) + "\n"
    return NotebookReading(Source(source.path, Language.PYTHON, text, source.root, tuple(place for _, place in lines)), tuple(problems))


def _problems(source: Source, notebook: Notebook) -> Iterator[Problem]:
    if notebook.too_deep:
        yield Problem(source.locate(notebook.broken), ProblemKind.TOO_DEEP, "nested too deeply to be read; the cells before are")
    elif notebook.broken and notebook.cells:
        yield Problem(
            source.locate(notebook.broken),
            ProblemKind.PARTLY_READ,
            f"no valid JSON from here on: {notebook.reason}; the cells before are read",
        )
    elif notebook.broken:
        yield Problem(source.locate(notebook.broken), ProblemKind.SYNTAX, f"not readable as a notebook: {notebook.reason}")


def _lines(source: Source, cell: Cell, read: ReadSource, problems: list[Problem]) -> Iterator[tuple[str, LinePlace]]:
    """The lines of a cell as Python, each with its place; of one in a language that is not read none."""
    text = "\n".join(line.text for line in cell.lines)
    language = "" if _PYTHON in (cell.language or _PYTHON).lower() else cell.language
    if (foreign := foreign_cell(Source(source.path, Language.NOTEBOOK, text, source.root), language, read)) is not None:
        yield from _placed(source, cell, foreign, problems)
    elif not language and (python := blank_magics(text)) is not None:
        mended = mend(python)
        if mended.broken:
            problems.append(_broken(source, cell, mended.broken))
        yield from _with_commands(source, cell, mended.text.split("\n"), read, problems)


def _with_commands(
    source: Source, cell: Cell, lines: list[str], read: ReadSource, problems: list[Problem]
) -> Iterator[tuple[str, LinePlace]]:
    """The lines, each command among them behind its line; without them where they would stand in the way of a block."""
    plain = [(line, _place(cell, number)) for number, line in enumerate(lines, start=1)]
    woven: list[tuple[str, LinePlace]] = []
    unread: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        woven.append(plain[number - 1])
        if line.strip() in _BLANKED and (commands := foreign_line(_continued(cell, number), source.path, read)) is not None:
            woven += _placed(source, cell, commands, unread, number)
    if len(woven) > len(plain) and (broken := broken_line("\n".join(text for text, _ in woven))):
        problems.append(_unread(source, woven[broken - 1][1], "a command stands where a block is expected: the commands here are not read"))
        woven, unread = plain, []
    problems += unread
    yield from woven


def _continued(cell: Cell, number: int) -> str:
    """A line with those that its backslashes join to it; nothing for one that is joined to the line before."""
    if number > 1 and cell.lines[number - 2].text.endswith("\\"):
        return ""
    text = cell.lines[number - 1].text
    for line in cell.lines[number:]:
        if not text.endswith("\\"):
            break
        text = text[:-1] + line.text
    return text


def _placed(source: Source, cell: Cell, foreign: Foreign, problems: list[Problem], number: int = 0) -> Iterator[tuple[str, LinePlace]]:
    """Lines of a foreign cell at their own lines, those of a foreign line at its `number`."""
    last = len(cell.lines)
    problems.extend(_unread(source, _place(cell, number or min(each.location.line, last)), each.reason) for each in foreign.problems)
    for line, place in foreign.lines:
        yield line, _place(cell, number or min(place, last))


def _place(cell: Cell, number: int) -> LinePlace:
    return LinePlace(cell.lines[number - 1].line, cell.number, number)


def _broken(source: Source, cell: Cell, number: int) -> Problem:
    return _unread(source, _place(cell, number), "not readable as Python; lines of this cell are left out")


def _unread(source: Source, place: LinePlace, reason: str) -> Problem:
    return Problem(Location(source.path, place.line, 1, place.line, place.cell, place.cell_line), ProblemKind.PARTLY_READ, reason)
