"""Models are trained for real: every column one learns from is one that following it statically finds."""

from __future__ import annotations

import importlib.util

import pytest

from adversescan.analysis.effects_fit import FEATURES
from adversescan.analysis.run import Run
from adversescan.config import Options
from adversescan.knowledge.stages import Origin
from adversescan.scan import trace
from tests.frame_programs import COLUMNS, header
from tests.model_programs import Program, model_programs, observe_model, text_of

if importlib.util.find_spec("sklearn") is None:
    # With what it needs it is 200 megabytes: it is no part of the test extra, and `pip install scikit-learn` runs this.
    pytest.skip("scikit-learn is not installed", allow_module_level=True)

SEED, NUMBER = 20261128, 60
MOST_UNSEEN = 0.25
"""Share of the features that are found and that no run shows, at most."""
Compared = tuple[Program, set[str], set[str]]


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> list[Compared]:
    """Of each program that runs: the attributes that are features, and those that are found to be."""
    folder = tmp_path_factory.mktemp("models")
    ran = [(p, {COLUMNS[c] for c in seen} - {""}) for p in model_programs(SEED, NUMBER) if (seen := observe_model(p)) is not None]
    (folder / "people.csv").write_text(header(), encoding="utf-8")
    for place, (program, _) in enumerate(ran):
        (folder / f"program_{place}.py").write_text(text_of(program), encoding="utf-8")
    run = trace([folder], Options(jobs=1), whole=True).run
    return [(program, seen, _features(run, f"program_{place}.py")) for place, (program, seen) in enumerate(ran)]


def test_every_feature_that_is_seen_is_found(compared: list[Compared]) -> None:
    """No model learns from a column that the static analysis does not name."""
    assert [(program, sorted(seen - found)) for program, seen, found in compared if seen - found] == []


def test_few_features_are_found_that_no_run_shows(compared: list[Compared]) -> None:
    """Columns that were left out are not found as if they were learnt from."""
    found = sum(len(found) for _, _, found in compared)
    unseen = sum(len(found - seen) for _, seen, found in compared)

    assert unseen / found <= MOST_UNSEEN


def test_enough_models_are_trained(compared: list[Compared]) -> None:
    """Most of the programs that are made up fit together."""
    assert len(compared) >= NUMBER // 2


def _features(run: Run, path: str) -> set[str]:
    model = run.modules[path].scope.names["model"]
    learnt = [record.settings[FEATURES].facts for record in model.records() if FEATURES in record.settings]
    return {label.attribute for facts in learnt for label in facts if label.start is Origin.RECORDED}
