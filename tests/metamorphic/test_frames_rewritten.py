"""What is done with a table is reported alike however it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import libcst as cst
import pytest

from adversescan.config import Options
from adversescan.findings.finding import Level
from adversescan.knowledge.rule_book import load_rule_book
from adversescan.scan import scan
from tests.conformance_snippets import Snippet, read_snippets, write_files
from tests.expectations import Place, read_expectations
from tests.frame_rewrites import REWRITES

MAIN = "main.py"
SNIPPETS = [snippet for snippet in read_snippets() if snippet.topic in ("frames", "formulas")]
LEAST_CHANGED = {
    "read_as_attributes": 5, "write_by_assign": 2, "choose_by_loc": 1, "rename_and_back": 15, "add_and_drop": 15, "step_by_step": 5,
}  # fmt: skip
"""How many snippets each rewrite changes at least: one that finds nothing to change proves nothing."""
CASES = [
    (rewrite.__name__, snippet, changed)
    for rewrite in REWRITES
    for snippet in SNIPPETS
    if (changed := rewrite(cst.parse_module(snippet.flow()[MAIN])).code) != snippet.flow()[MAIN]
]


@pytest.fixture(scope="module", autouse=True)
def _rules_read_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("adversescan.scan.load_rule_book", lambda profile, rules, names, cache: _book())
        yield


@pytest.mark.parametrize(("rewrite", "snippet", "changed"), CASES, ids=[f"{rewrite}/{snippet}" for rewrite, snippet, _ in CASES])
def test_what_a_table_carries_stays(rewrite: str, snippet: Snippet, changed: str, tmp_path: Path) -> None:
    """The rewritten program reports what its comments, which moved with their statements, expect."""
    write_files({**snippet.flow(), MAIN: changed}, tmp_path)

    findings = [f for f in scan([tmp_path], Options(jobs=1)).findings if f.level is not Level.NOTE]
    reported = frozenset(Place(f.location.path, f.location.line, f.rule) for f in findings)
    assert read_expectations(tmp_path).disagreements(reported) == []


def test_each_rewrite_changes_some() -> None:
    """No rewrite is idle."""
    changed = Counter(rewrite for rewrite, _, _ in CASES)

    assert {name: changed[name] for name, least in LEAST_CHANGED.items() if changed[name] < least} == {}


@cache
def _book():
    return load_rule_book()
