"""Each format of pipelines has a project in which something is found and a file that only looks alike, and is what it says it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path, PurePosixPath

import nbformat
import pytest
import yaml

from adversescan.findings.finding import Finding
from adversescan.scan import scan

FIXTURES = Path(__file__).parent.parent / "fixtures"
FORMATS = yaml.safe_load((FIXTURES / "formats.yaml").read_text(encoding="utf-8"))
SCHEMAS = {name: form for name, form in FORMATS.items() if "schema" in form}
"""Formats whose public schema comes with check-jsonschema."""


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_followed_and_its_look_alike_is_silent(name: str) -> None:
    """A finding goes through the languages the table names, and none stands in the file that looks alike, which was read."""
    form = FORMATS[name]

    result = scan([FIXTURES / "projects" / form["project"]])

    assert form["through"] in [_kinds_of_file(finding) for finding in result.findings]
    assert not [finding for finding in result.findings if finding.location.path == form["alike"]]
    assert result.problems == ()


def _kinds_of_file(finding: Finding) -> list[str]:
    """The endings of the files a finding goes through, or their names where they have none."""
    files = [PurePosixPath(place.path) for place in (finding.location, *(step.location for step in finding.steps))]
    return sorted({file.suffix or file.name for file in files})


@pytest.mark.parametrize("name", FORMATS)
def test_a_flow_leaves_a_format_into_another_language(name: str) -> None:
    """A format that is only read by itself joins nothing: each has a finding that goes through files of two kinds."""
    assert len(set(FORMATS[name]["through"])) >= 2


@pytest.mark.parametrize("name", FORMATS)
def test_the_look_alike_of_a_format_is_there(name: str) -> None:
    """A table that names a file which is gone would test nothing."""
    assert (FIXTURES / "projects" / FORMATS[name]["project"] / FORMATS[name]["alike"]).is_file()


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_files_of_a_format_are_valid_under_its_public_schema(name: str) -> None:
    """What is read in a fixture is what the tool of that format would take."""
    form = SCHEMAS[name]
    files = sorted(path for pattern in form["files"] for path in (FIXTURES / "projects" / form["project"]).glob(pattern))

    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", form["schema"], *map(str, files)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert len(files) >= 2
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("path", sorted(FIXTURES.rglob("*.ipynb")), ids=lambda path: path.relative_to(FIXTURES).as_posix())
def test_a_notebook_is_valid(path: Path) -> None:
    """Notebooks are valid under the schema of their own format."""
    nbformat.validate(nbformat.read(path, as_version=nbformat.NO_CONVERT))
