"""Each format of pipelines has a project in which something is found and a file that only looks alike, and is what it says it is."""

from __future__ import annotations

import json
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
PACKAGED = {name: form for name, form in FORMATS.items() if "package" in form}
"""Formats whose public schema comes with a package that reads them."""


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


@pytest.mark.parametrize("name", PACKAGED)
def test_the_files_of_a_format_are_what_its_package_takes(name: str) -> None:
    """Where no schema is published by itself, the package that the tools of the format use reads the file, or says what is wrong."""
    form = PACKAGED[name]
    files = sorted(path for pattern in form["files"] for path in (FIXTURES / "projects" / form["project"]).glob(pattern))

    for file in files:
        _TAKES[form["package"]](file)

    assert files


def test_a_package_refuses_what_is_wrong(tmp_path: Path) -> None:
    """A check that takes anything would say nothing."""
    wrong = {
        "kubernetes-validate": "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec: {schedule: 3}\n",
        "dbt-artifacts-parser": '{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json"}, "nodes": 1}',
        "airbyte-protocol-models-pdv2": '{"streams": [{"stream": {"name": "a"}}]}',
    }

    refused = []
    for package, text in wrong.items():
        file = tmp_path / "wrong"
        file.write_text(text, encoding="utf-8")
        with pytest.raises(Exception):  # noqa: B017, PT011  (each package has its own)
            _TAKES[package](file)
        refused.append(package)
    assert refused == list(_TAKES)


def _takes_kubernetes(file: Path) -> None:
    import kubernetes_validate

    for document in yaml.safe_load_all(file.read_text(encoding="utf-8")):
        kubernetes_validate.validate(document, kubernetes_validate.latest_version(), strict=True)


def _takes_manifest(file: Path) -> None:
    from dbt_artifacts_parser.parser import parse_manifest

    parse_manifest(json.loads(file.read_text(encoding="utf-8")))


def _takes_catalogue(file: Path) -> None:
    from airbyte_protocol.models import ConfiguredAirbyteCatalog

    ConfiguredAirbyteCatalog.model_validate_json(file.read_text(encoding="utf-8"))


_TAKES = {
    "kubernetes-validate": _takes_kubernetes,
    "dbt-artifacts-parser": _takes_manifest,
    "airbyte-protocol-models-pdv2": _takes_catalogue,
}


@pytest.mark.parametrize("path", sorted(FIXTURES.rglob("*.ipynb")), ids=lambda path: path.relative_to(FIXTURES).as_posix())
def test_a_notebook_is_valid(path: Path) -> None:
    """Notebooks are valid under the schema of their own format."""
    nbformat.validate(nbformat.read(path, as_version=nbformat.NO_CONVERT))
