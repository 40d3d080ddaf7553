"""Programs of all constructs are run for real: every flow that a run shows is one that following it statically finds."""

from __future__ import annotations

import random
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from adversescan.config import Options
from adversescan.scan import scan
from tests.language_oracle.compare import Comparison, compare, follow
from tests.language_oracle.observe import observe
from tests.language_oracle.programs import program, single
from tests.language_oracle.rules_once import rules_read_once
from tests.language_oracle.steps import STEPS

SEED, NUMBER, GATED = 20261127, 150, 60
MOST_UNSEEN = 0.25
"""Share of the static flows that no run shows, at most."""


@pytest.fixture(scope="module", autouse=True)
def _rules_read_once() -> Iterator[None]:
    with rules_read_once(), warnings.catch_warnings():
        # A program may make a task and never wait for it.
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[dict[str, str], Comparison]]:
    """Each step alone, then so many programs of several: those that run, with what is seen and found."""
    choice = random.Random(SEED)
    made = [*(single(step, choice) for step in STEPS), *(program(choice) for _ in range(NUMBER))]
    folder = tmp_path_factory.mktemp("programs")
    return [(files, found) for number, files in enumerate(made) if (found := _compare(files, folder / str(number))) is not None]


def test_every_flow_that_is_seen_is_found(compared: list[tuple[dict[str, str], Comparison]]) -> None:
    """No value reaches an act, and none chooses whether it happens, that the static analysis does not find there."""
    assert [(files, found.missed) for files, found in compared if found.missed] == []


def test_few_flows_are_found_that_no_run_shows(compared: list[tuple[dict[str, str], Comparison]]) -> None:
    """What was overwritten, left out or not chosen is not found as if it were still there."""
    found = sum(comparison.found for _, comparison in compared)
    unseen = sum(len(comparison.unseen) for _, comparison in compared)

    assert unseen / found <= MOST_UNSEEN


def test_nearly_all_programs_run(compared: list[tuple[dict[str, str], Comparison]]) -> None:
    """The steps fit together, and most programs show a flow."""
    assert len(compared) >= 0.95 * (len(STEPS) + NUMBER)
    assert sum(1 for _, comparison in compared if comparison.seen) >= 0.5 * len(compared)


@settings(max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(choice=st.randoms(use_true_random=False))
def test_a_program_hypothesis_makes_up_shows_no_flow_that_is_missed(choice: random.Random, tmp_path_factory) -> None:
    """The same as above for programs that hypothesis chooses, which makes a failing one as small as it can."""
    found = _compare(program(choice), tmp_path_factory.mktemp("made"))

    assert found is None or found.missed == ()


def test_the_gate_keeps_what_is_found_in_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Followed as part of a large project, where only what passes the gate is, a program has the findings it has alone."""
    made = [program(random.Random(SEED + number)) for number in range(GATED)]
    alone = [_reported(files, tmp_path / f"a{number}") for number, files in enumerate(made)]
    monkeypatch.setattr("adversescan.scan.FEW_FUNCTIONS", 0)
    gated = [_reported(files, tmp_path / f"g{number}") for number, files in enumerate(made)]

    assert [(files, a - g) for files, a, g in zip(made, alone, gated, strict=True) if a - g] == []


def _compare(files: dict[str, str], folder: Path) -> Comparison | None:
    observed = observe(files)
    if observed is None:
        return None
    folder.mkdir(exist_ok=True)
    return compare(observed, follow(files, folder))


def _reported(files: dict[str, str], folder: Path) -> frozenset[tuple[str, int, str]]:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    found = scan([folder], Options(jobs=1, base=folder)).findings
    return frozenset((finding.location.path, finding.location.line, finding.rule) for finding in found)
