"""A change that leaves what a program does as it is leaves what is reported of it as it is."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import libcst as cst
import pytest
import yaml

from adversescan.knowledge.rule_book import load_rule_book
from adversescan.scan import scan
from tests.expectations import Place, read_expectations
from tests.rewrites import alias_imports, rename_locals, reorder_functions

FIXTURES = Path(__file__).parents[2] / "fixtures"
PROJECTS = sorted(path for folder in ("rules/*/*", "projects/*") for path in FIXTURES.glob(folder) if path.is_dir())
CHANGES = {change.__name__: change for change in (rename_locals, alias_imports, reorder_functions)}
KNOWN: dict[str, str] = yaml.safe_load((Path(__file__).parents[1] / "data" / "metamorphic.yaml").read_text(encoding="utf-8")) or {}


def _cases() -> list[object]:
    found = [(change, path, f"{change}/{path.relative_to(FIXTURES).as_posix()}") for change in CHANGES for path in PROJECTS]
    return [pytest.param(*case, name, id=name) for *case, name in found]


@pytest.mark.parametrize(("change", "project", "name"), _cases())
def test_a_verdict_stays_where_only_the_writing_changes(change: str, project: Path, name: str, tmp_path: Path) -> None:
    """The changed project reports what its comments, which moved with their statements, expect; known failures fail."""
    copy = tmp_path / project.name
    shutil.copytree(project, copy)
    changed = [_rewrite(path, change) for path in sorted(copy.rglob("*.py"))]
    if not any(changed):
        pytest.skip("nothing to change")

    reported = frozenset(Place(finding.location.path, finding.location.line, finding.rule) for finding in scan([copy]).findings)
    assert bool(read_expectations(copy).disagreements(reported)) == (name in KNOWN), read_expectations(copy).disagreements(reported)


def test_at_least_95_of_100_verdicts_stay() -> None:
    """What is known to fail is at most one in twenty of the cases."""
    assert len(KNOWN) <= len(_cases()) / 20


def _rewrite(path: Path, change: str) -> bool:
    text = path.read_text(encoding="utf-8")
    try:
        module = cst.parse_module(text)
    except cst.ParserSyntaxError:
        return False
    changed = CHANGES[change](module, _is_meaningful).code
    path.write_text(changed, encoding="utf-8")
    return changed != text


def _is_meaningful(name: str) -> bool:
    return bool(_book().vocabulary.read_name(name))


@cache
def _book():
    return load_rule_book()
