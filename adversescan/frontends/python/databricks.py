"""A notebook exported by Databricks: cells of other languages stand in comments, and some names are there without an import."""

from __future__ import annotations

import re
from itertools import groupby

from adversescan.sources.source import Language, LinePlace, Source, runner

RUNNER = runner("databricks")
_FIRST = "# Databricks notebook source"
_MAGIC = re.compile(r"#\s*MAGIC ?(?P<text>.*)")
_CELL = re.compile(r"#\s*COMMAND\s*-+")


def is_databricks(text: str) -> bool:
    """Whether a text is such a notebook."""
    return text.startswith(_FIRST)


def read_databricks(source: Source) -> Source:
    """The program of a notebook: its Python as it stands, its SQL as calls that run it, each at its line."""
    lines = [(number, line) for number, line in enumerate(source.text.split("\n"), start=1)]
    made: list[tuple[int, str]] = [
        (1, f"from {RUNNER} import dbutils, display, session"),
        (1, f"import {runner(Language.SQL)}"),
        (1, "spark = session()"),
    ]
    for is_magic, group in groupby(lines, key=lambda each: _MAGIC.match(each[1]) is not None):
        cell = list(group)
        made.extend(_magic_cell(cell) if is_magic else cell)
    return Source(
        source.path, Language.PYTHON, "\n".join(text for _, text in made), source.root, tuple(LinePlace(number) for number, _ in made)
    )


def _magic_cell(cell: list[tuple[int, str]]) -> list[tuple[int, str]]:
    texts = [found["text"] if (found := _MAGIC.match(line)) else "" for _, line in cell]
    first = texts[0].strip()
    if first.startswith("%sql"):
        statement = "\n".join([first.removeprefix("%sql").strip(), *texts[1:]]).strip("\n")
        line = cell[0][0] if first != "%sql" or len(cell) == 1 else cell[1][0]
        return [(line, f"{runner(Language.SQL)}.run({statement!r})")]
    if first.startswith("%python"):
        return [(number, text) for (number, _), text in zip(cell[1:], texts[1:], strict=True)]
    return cell
