"""Data frames are run for real: every column a value came from is one that following it statically finds."""

from __future__ import annotations

import importlib.util
import os

import pytest

from adversescan.analysis.frames import frames_in
from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.run import Run
from adversescan.analysis.values import Value
from adversescan.config import Options
from adversescan.knowledge.stages import Origin
from adversescan.scan import trace
from tests.frame_programs import COLUMNS, FrameProgram, Observed, header, observe, programs

if importlib.util.find_spec("pandas") is None and "CI" not in os.environ:
    pytest.skip("pandas of the test extra is not installed", allow_module_level=True)

SEED, NUMBER = 20260101, 250
MOST_UNSEEN = 0.25
"""Share of the static flows that no run shows, at most."""
Flow = tuple[str, str]
"""The column at the end, and the attribute of one it was made of."""


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[FrameProgram, set[Flow], set[Flow]]]:
    """Of each program that runs: the flows seen, and those found."""
    folder = tmp_path_factory.mktemp("frames")
    ran = [(p, seen) for p in programs(SEED, NUMBER) if (seen := observe(p)) is not None]
    (folder / "people.csv").write_text(header(), encoding="utf-8")
    for place, (program, _) in enumerate(ran):
        (folder / f"program_{place}.py").write_text(program.text, encoding="utf-8")
    run = trace([folder], Options(jobs=1), whole=True).run
    return [(p, seen_flows(seen), found_flows(run, f"program_{i}.py", seen)) for i, (p, seen) in enumerate(ran)]


def test_every_flow_that_is_seen_is_found(compared: list[tuple[FrameProgram, set[Flow], set[Flow]]]) -> None:
    """No program puts a column into another that the static analysis does not."""
    missed = [(program.steps, sorted(seen - found)) for program, seen, found in compared if seen - found]

    assert missed == []


def test_few_flows_are_found_that_no_run_shows(compared: list[tuple[FrameProgram, set[Flow], set[Flow]]]) -> None:
    """Columns that were dropped, overwritten or not chosen are not found as if they were still there."""
    found = sum(len(found) for _, _, found in compared)
    unseen = sum(len(found - seen) for _, seen, found in compared)

    assert unseen / found <= MOST_UNSEEN


def test_enough_programs_run(compared: list[tuple[FrameProgram, set[Flow], set[Flow]]]) -> None:
    """Most of the programs that are made up fit together."""
    assert len(compared) >= NUMBER // 2


def seen_flows(observed: Observed) -> set[Flow]:
    return {(name, COLUMNS[origin]) for name, origins in observed.columns.items() for origin in origins if COLUMNS[origin]}


def found_flows(run: Run, path: str, observed: Observed) -> set[Flow]:
    table = run.modules[path].scope.names.get("df", Value())
    return {(name, attribute) for name in observed.columns for attribute in _attributes(table, name)}


def _attributes(table: Value, name: str) -> set[str]:
    """The recorded attributes of a column of the table, or of anything where it is no table or has not all its columns named."""
    frames = frames_in(table)
    if not frames:
        return _recorded(table)
    return {a for frame in frames for a in (_recorded(frame.fields[name]) if name in frame.fields else _rest(frame.rest))}


def _rest(facts: object) -> set[str]:
    return {label.attribute for label in facts if label.start is Origin.RECORDED} if isinstance(facts, dict) else set()


def _recorded(value: Value) -> set[str]:
    return {label.attribute for label in deep_facts(value) if label.start is Origin.RECORDED}
