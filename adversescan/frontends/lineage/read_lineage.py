"""A file of lineage as a program: one JSON document, or one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from adversescan.frontends.lineage.events import Events, is_event
from adversescan.frontends.lineage.manifest import is_manifest, read_manifest
from adversescan.frontends.program_text import ProgramText
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Source

MOST_SAID = 20
"""Broken lines that are named one by one."""


def read_lineage_file(source: Source) -> tuple[Source | None, tuple[Problem, ...]]:
    """The program of a file; what is neither an event nor a manifest says nothing, and a line that cannot be read is a Problem."""
    program = ProgramText(source)
    events = Events(program)
    for document, line in _documents(source, program.problems):
        if is_manifest(document):
            read_manifest(document, program)
            continue
        for each in document if isinstance(document, list) else [document]:
            if is_event(each):
                events.add(each, line)
    return program.finished(), tuple(program.problems)


def _documents(source: Source, problems: list[Problem]) -> Iterator[tuple[object, int]]:
    """The documents of a file with their lines."""
    whole = _read(source.text)
    if not isinstance(whole, Exception):
        yield whole, 1
        return
    lines = [(line, number) for number, line in enumerate(source.text.split("\n"), start=1) if line.strip()]
    if not source.path.endswith("l") and not _is_one_a_line(lines):
        problems.append(_problem(source, getattr(whole, "lineno", 1), whole))
        return
    broken = 0
    for text, number in lines:
        document = _read(text)
        if not isinstance(document, Exception):
            yield document, number
        elif (broken := broken + 1) <= MOST_SAID:
            problems.append(_problem(source, number, document))
    if broken > MOST_SAID:
        reason = f"{broken - MOST_SAID} more lines are no valid JSON"
        problems.append(Problem(source.locate(lines[-1][1]), ProblemKind.PARTLY_READ, reason))


def _is_one_a_line(lines: list[tuple[str, int]]) -> bool:
    return len(lines) > 1 and not isinstance(_read(lines[0][0]), Exception)


def _read(text: str) -> object | Exception:
    try:
        document: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        return error
    return document


def _problem(source: Source, line: int, error: Exception) -> Problem:
    if isinstance(error, RecursionError):
        return Problem(source.locate(line), ProblemKind.TOO_DEEP, "nested too deeply to be read as JSON")
    return Problem(source.locate(line), ProblemKind.PARTLY_READ, f"no valid JSON: {getattr(error, 'msg', None) or error}")
