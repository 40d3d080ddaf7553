"""An act that is replaced by a log line of the same data is no act any more."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from adversescan.scan import scan
from tests.expectations import Place, Sort, read_expectations

FIXTURES = Path(__file__).parents[2] / "fixtures"
PROJECTS = sorted(path for folder in ("rules/*/*", "projects/*") for path in FIXTURES.glob(folder) if path.is_dir())
ACTS = frozenset({"AP101", "AP102", "AP203", "AP204", "AP205", "AP206", "AP207", "AP208", "AP209", "AP304", "AP305", "AP306"})
"""The rules whose act is a decision or a sharing; an inference stays one, whatever is done with it."""

KNOWN = {
    "AP207/saved_card",
    "projects/orchestrated-luigi",
    "projects/orchestrated-prefect",
    "projects/pipeline-celerychain",
    "projects/pipeline-xcom",
    "projects/workflow-asl",
}
"""Alarms that stay: a record that is written out with an adverse status in the arguments of the log line still counts as a decision."""


def _acts(project: Path) -> Iterator[tuple[Place, ast.expr]]:
    for place in sorted(read_expectations(project).places[Sort.FOUND]):
        if place.rule in ACTS and place.path.endswith(".py"):
            yield from ((place, called) for called in _called_alone(project / place.path, place.line))


def _called_alone(path: Path, line: int) -> list[ast.expr]:
    """What a statement calls that is nothing but a call, on one line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    alone = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr) and node.lineno == line]
    return [call.func for call in alone if isinstance(call, ast.Call) and call.func.end_lineno == line]


def _cases() -> list[object]:
    found = [(project, *act) for project in PROJECTS for act in _acts(project)]
    names = [f"{project.parent.name}/{project.name}" for project, *_ in found]
    known = pytest.mark.xfail(strict=True, reason="a status in a record that is only logged")
    marks = [[known] if name in KNOWN else [] for name, (_, act, _) in zip(names, found, strict=True)]
    return [pytest.param(*case, id=f"{name}:{case[1]}", marks=mark) for name, case, mark in zip(names, found, marks, strict=True)]


@pytest.mark.parametrize(("project", "act", "called"), _cases())
def test_a_log_line_in_the_place_of_an_act_is_cleared(project: Path, act: Place, called: ast.expr, tmp_path: Path) -> None:
    """Where the act stood nothing is reported once the same data is only logged."""
    copy = tmp_path / project.name
    shutil.copytree(project, copy)
    _log_instead(copy / act.path, called)

    reported = {Place(found.location.path, found.location.line, found.rule) for found in scan([copy]).findings}
    assert act not in reported


def _log_instead(path: Path, called: ast.expr) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    line = lines[called.lineno - 1]
    lines[called.lineno - 1] = line[: called.col_offset] + b"import logging; logging.getLogger('run').info" + line[called.end_col_offset :]
    path.write_bytes(b"".join(lines))
