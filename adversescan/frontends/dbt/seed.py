"""A seed of dbt as a program: the table of the file's name holds these columns with these words."""

from __future__ import annotations

import csv
from pathlib import PurePosixPath

from adversescan.frontends.program_text import ProgramText
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Source, runner

RUNNER = runner("dbt")
MOST_ROWS = 5_000
MOST_WORDS = 40
"""Different values of a column that are kept; one that has more is no list of words."""


def read_seed(source: Source) -> tuple[Source | None, tuple[Problem, ...]]:
    """The program of a table of values; what is no such table is a Problem."""
    columns: dict[str, dict[str, None]] = {}
    try:
        for number, row in enumerate(csv.DictReader(source.text.splitlines())):
            for name, value in row.items() if number < MOST_ROWS else ():
                if isinstance(name, str) and isinstance(value, str) and len(columns.setdefault(name.strip(), {})) < MOST_WORDS:
                    columns[name.strip()][value.strip()] = None
    except csv.Error as error:
        return None, (Problem(source.locate(1), ProblemKind.SYNTAX, f"not read as a table: {error}"),)
    program = ProgramText(source)
    if columns:
        program.use(RUNNER)
        held = {name: list(words) for name, words in columns.items()}
        program.add(f"{RUNNER}.seed({PurePosixPath(source.path).stem!r}, {held!r})", 1)
    return program.finished(), ()
