"""A notebook as one Python source: all code cells in order, magics blanked, every line with its place in the .ipynb file.

Outputs are never looked at. It never raises on bad input: what cannot be read is a Problem, and the rest is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from adversescan.frontends.notebook.cells import Cell, Notebook, read_cells
from adversescan.frontends.notebook.magics import blank_magics
from adversescan.frontends.notebook.mend import Mended, mend
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Language, LinePlace, Location, Source

_PYTHON = "python"


@dataclass(frozen=True, slots=True)
class NotebookReading:
    """The source of a notebook, which is nothing for one that holds no Python, and what could not be read of it."""

    source: Source | None
    problems: tuple[Problem, ...] = ()


def read_notebook(source: Source) -> NotebookReading:
    """The Python of a notebook (nbformat 3 and 4)."""
    notebook = read_cells(source.text)
    problems = tuple(_problems(source, notebook))
    language = notebook.language or _PYTHON
    if _PYTHON not in language.lower():
        reason = f"its cells are written in {language}, which is not read"
        return NotebookReading(None, (*problems, Problem(source.locate(1), ProblemKind.UNREADABLE, reason)))
    cells = [(cell, mended) for cell in notebook.cells if _is_python(cell) and (mended := _python(cell))]
    problems += tuple(_broken(source, cell, mended.broken) for cell, mended in cells if mended.broken)
    if not cells:
        return NotebookReading(None, problems)
    text = "\n".join(mended.text for _, mended in cells) + "\n"
    places = tuple(_place(cell, number) for cell, _ in cells for number in range(1, len(cell.lines) + 1))
    return NotebookReading(Source(source.path, Language.PYTHON, text, source.root, places), problems)


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


def _is_python(cell: Cell) -> bool:
    return cell.is_code and _PYTHON in (cell.language or _PYTHON).lower()


def _python(cell: Cell) -> Mended | None:
    """The cell as Python that can be read; nothing for one without lines, or that a magic gives to another language."""
    text = blank_magics("\n".join(line.text for line in cell.lines))
    return mend(text) if cell.lines and text is not None else None


def _place(cell: Cell, number: int) -> LinePlace:
    return LinePlace(cell.lines[number - 1].line, cell.number, number)


def _broken(source: Source, cell: Cell, number: int) -> Problem:
    place = _place(cell, number)
    location = Location(source.path, place.line, 1, place.line, place.cell, place.cell_line)
    return Problem(location, ProblemKind.PARTLY_READ, "not readable as Python; lines of this cell are left out")
