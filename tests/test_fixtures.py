"""Every fixture project reports exactly what its comments expect: line and rule, in both directions."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from adversescan.scan import scan
from tests.expectations import Place, Sort, read_expectations

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
PROJECTS = sorted(path for folder in ("rules/*/*", "projects/*") for path in FIXTURES.glob(folder) if path.is_dir())
PATTERNS = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "rules" / "patterns").glob("*.yaml"))}
ACTIVE = [rule for rule, pattern in PATTERNS.items() if pattern["implementation"] == "active"]
OWN_FOLDER = sorted({path.parent.name for path in PROJECTS if path.parent.parent.name == "rules"})


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.relative_to(FIXTURES).as_posix())
def test_a_project_reports_what_its_comments_expect(project: Path) -> None:
    """A scan of a fixture reports the rules its comments name, on their lines, and nothing else; every file is read."""
    result = scan([project])

    reported = frozenset(Place(finding.location.path, finding.location.line, finding.rule) for finding in result.findings)
    assert read_expectations(project).disagreements(reported) == []
    assert result.problems == ()


@pytest.mark.parametrize("rule", OWN_FOLDER)
def test_a_rule_has_a_project_where_it_is_found_and_one_that_looks_alike(rule: str) -> None:
    """The folder of a rule holds at least one project in which only this rule is expected, and one in which nothing is."""
    projects = [read_expectations(project) for project in PROJECTS if project.parent.name == rule]

    right = [expected.places[Sort.FOUND] | expected.places[Sort.MISSING] for expected in projects]
    assert {place.rule for places in right for place in places} == {rule}
    assert any(not places for places in right), f"fixtures/rules/{rule} has no project that only looks alike"


def test_the_people_dossier_is_followed_through_at_least_three_files() -> None:
    """Both findings of the proposal have a story whose steps stand in three files or more."""
    result = scan([FIXTURES / "projects" / "people-dossier"])

    files = {finding.rule: {step.location.path for step in finding.steps} for finding in result.findings}
    assert set(files) == {"AP102", "AP103"}
    assert all(len(paths) >= 3 for paths in files.values()), files


@pytest.mark.parametrize("rule", ACTIVE)
def test_the_examples_in_a_rule_are_right(rule: str, tmp_path: Path) -> None:
    """The bad example of an active rule is reported as its comments say, the good one not at all."""
    for example in ("bad", "good"):
        project = tmp_path / example
        project.mkdir()
        (project / "example.py").write_text(PATTERNS[rule][example], encoding="utf-8")
        if design := PATTERNS[rule].get("design"):
            (project / ".adversescan").mkdir()
            (project / ".adversescan" / "design.yaml").write_text(design, encoding="utf-8")

        result = scan([project])

        reported = frozenset(Place(finding.location.path, finding.location.line, finding.rule) for finding in result.findings)
        assert read_expectations(project).disagreements(reported) == [], f"the {example} example of rules/patterns/{rule}.yaml"


def test_every_active_rule_has_fixtures() -> None:
    """What is reported is tested: the folders under fixtures/rules/ are the active rules."""
    assert OWN_FOLDER == ACTIVE
