"""A project whose parts are named, cut or joined in another way, and that does the same, is reported as before."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import libcst as cst
import pytest
import yaml

from adversescan.config import Options
from adversescan.knowledge.rule_book import load_rule_book
from adversescan.knowledge.words import split_name
from adversescan.scan import scan
from tests.expectations import Place, read_expectations
from tests.project_rewrites import REWRITES, ProjectRewrite

FIXTURES = Path(__file__).parents[2] / "fixtures"
PROJECTS = sorted(path for folder in ("rules/*/*", "projects/*") for path in FIXTURES.glob(folder) if path.is_dir())
KNOWN: dict[str, str] = yaml.safe_load((Path(__file__).parents[1] / "data" / "metamorphic.yaml").read_text(encoding="utf-8")) or {}
LEAST_CHANGED = {
    "rename_parameters": 45, "rename_helpers": 40, "rename_modules": 10, "split_module": 25, "extract_function": 55, "inline_function": 7,
    "through_a_file": 10,
}  # fmt: skip
"""How many fixtures each rewrite changes at least: one that finds nothing to change proves nothing."""


@pytest.fixture(scope="module", autouse=True)
def _rules_read_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("adversescan.scan.load_rule_book", lambda profile, rules, names, cache: _book())
        yield


@pytest.mark.parametrize("rewrite", REWRITES, ids=lambda rewrite: rewrite.__name__)
@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.relative_to(FIXTURES).as_posix())
def test_a_verdict_stays(rewrite: ProjectRewrite, project: Path, tmp_path: Path) -> None:
    """The changed project reports what its comments, which moved with their statements, expect; known failures fail."""
    name = f"{rewrite.__name__}/{project.relative_to(FIXTURES).as_posix()}"
    copy = tmp_path / project.name
    if not _changed(rewrite, project, copy):
        pytest.skip("nothing to change")

    reported = frozenset(Place(f.location.path, f.location.line, f.rule) for f in scan([copy], Options(jobs=1)).findings)
    disagreements = read_expectations(copy).disagreements(reported)
    assert bool(disagreements) == (name in KNOWN), disagreements


def test_each_rewrite_changes_many_and_95_of_100_verdicts_stay(tmp_path: Path) -> None:
    """No rewrite is idle, and what is known to fail is at most one in twenty of all that was changed."""
    changed = {rewrite.__name__: _number_changed(rewrite, tmp_path / rewrite.__name__) for rewrite in REWRITES}
    failing = [name for name in KNOWN if name.partition("/")[0] in changed]

    assert {name: number for name, number in changed.items() if number < LEAST_CHANGED[name]} == {}
    assert len(failing) <= sum(changed.values()) / 20


def _number_changed(rewrite: ProjectRewrite, folder: Path) -> int:
    return sum(_changed(rewrite, project, folder / str(number)) for number, project in enumerate(PROJECTS))


def _changed(rewrite: ProjectRewrite, project: Path, copy: Path) -> bool:
    """Writes the rewritten project; whether that differs."""
    shutil.copytree(project, copy)
    before = _modules(project)
    after = rewrite(project, dict(before), _is_meaningful)
    for path in before.keys() - after.keys():
        (copy / path).unlink()
    for path, module in after.items():
        (copy / path).write_text(module.code, encoding="utf-8")
    return {p: module.code for p, module in after.items()} != {p: module.code for p, module in before.items()}


def _modules(project: Path) -> dict[Path, cst.Module]:
    found = {}
    for path in sorted(project.rglob("*.py")):
        try:
            found[path.relative_to(project)] = cst.parse_module(path.read_text(encoding="utf-8"))
        except cst.ParserSyntaxError:
            continue
    return found


def _is_meaningful(name: str) -> bool:
    return bool(_book().vocabulary.read_name(name)) or any(word in _situation_words() for word in split_name(name))


@cache
def _situation_words() -> frozenset[str]:
    """Words that say who is in a situation: a name that has one says something."""
    situations = _book().situations.values()
    return frozenset(word for s in situations for words in (s.people, s.sure, s.words, s.against) for word in words)


@cache
def _book():
    return load_rule_book()
