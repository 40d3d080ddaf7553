"""A source is a text to read, and a location is a place in one."""

from __future__ import annotations

from enum import StrEnum

from adversescan.record import dataclass


class Language(StrEnum):
    """What a source is written in; each has one front-end."""

    PYTHON = "python"
    NOTEBOOK = "notebook"
    SQL = "sql"
    YAML = "yaml"
    SHELL = "shell"
    MAKE = "make"
    SNAKEMAKE = "snakemake"
    LINEAGE = "lineage"
    """What other tools wrote down about data, as JSON."""
    TABLE = "table"
    """Rows of values with a line of names."""
    TEXT = "text"
    """Words a program opens: a template, a store of prompts."""


def runner(kind: str) -> str:
    """The module whose functions do what a source that is no program says, as `rules/libraries/` knows it; no project's is called so."""
    return f"__{kind}__"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a source: 1-based lines and columns, path relative to the root with forward slashes.

    In a notebook `line` is a line of the .ipynb file, `cell` and `cell_line` (both 1-based) the place inside the cell.
    """

    path: str
    line: int
    column: int = 1
    end_line: int = 0
    cell: int = 0
    cell_line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class LinePlace:
    """Where one line of an embedded text stands in its file."""

    line: int
    cell: int = 0
    cell_line: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A text to read: a file, or one embedded in a file (then `lines` maps each of its lines to the file's)."""

    path: str
    language: Language
    text: str
    root: str = ""
    lines: tuple[LinePlace, ...] = ()

    def locate(self, line: int, column: int = 1, end_line: int = 0) -> Location:
        """The location in the file of a place in this text."""
        if not self.lines:
            return Location(self.path, line, column, end_line or line)
        place = self.lines[min(line, len(self.lines)) - 1]
        last = self.lines[min(end_line or line, len(self.lines)) - 1]
        return Location(self.path, place.line, column, last.line, place.cell, place.cell_line)
