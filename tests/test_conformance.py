"""One construct of the language at a time: the flow through it is found, and its twin without the flow is not."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from adversescan.config import Options
from adversescan.findings.finding import Level
from adversescan.knowledge.read_libraries import imports_of
from adversescan.knowledge.rule_book import load_rule_book, rules_folder
from adversescan.scan import scan
from tests.conformance_snippets import Snippet, read_snippets, write_files
from tests.expectations import Place, Sort, read_expectations

SNIPPETS = read_snippets()
LEAST = 250
GATE_DROPS = {
    "control/single-dispatch",
    "control/single-dispatch-named",
    "objects/class-chosen",
    "objects/class-chosen-method",
    "deferred/asyncio-queue",
    "deferred/celery-apply-async",
    "deferred/celery-apply-async-keywords",
    "deferred/queue",
    "deferred/queue-tuple",
    "deferred/queue-two",
    "frames/points-taken",
    "frames/rows-of-some",
    "frames/torch-batches",
    "functions/context-manager-exit",
    "functions/decorator-class-with-arguments",
    "modules/base-class-of-module",
    "objects/abstract-method",
    "objects/bool-method",
    "objects/contains-method",
    "objects/mixin",
    "objects/template-method",
    "stores/module-list",
}
"""Known wrongs of the gate: what is put into a container of the module elsewhere, methods a derived class defines for its base, and
methods the language calls by itself."""


@pytest.fixture(scope="module", autouse=True)
def _rules_read_once() -> Iterator[None]:
    """Hundreds of scans share one reading of the shipped rules."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("adversescan.scan.load_rule_book", lambda profile, rules, names, cache: _book(profile, rules, names & _imports()))
        yield


_book = cache(load_rule_book)


@cache
def _imports() -> frozenset[str]:
    """All that libraries are imported by: other names of a snippet make no difference to what is read."""
    files = (rules_folder() / "libraries").rglob("*.yaml")
    return frozenset(name for file in files for name in imports_of(file.read_bytes()))


@pytest.mark.parametrize("snippet", SNIPPETS, ids=str)
def test_the_flow_through_a_construct_is_found(snippet: Snippet, tmp_path: Path) -> None:
    """Errors and warnings of the snippet are the ones its comments name, on their lines."""
    assert _disagreements(snippet.flow(), tmp_path) == []


@pytest.mark.parametrize("snippet", SNIPPETS, ids=str)
def test_the_twin_of_a_construct_is_not_found(snippet: Snippet, tmp_path: Path) -> None:
    """There is no error or warning where the construct carries something else, or nothing happens to a person."""
    assert _disagreements(snippet.twin(), tmp_path) == []


def test_every_snippet_has_a_flow_a_twin_and_a_name_of_its_own() -> None:
    """A snippet expects something, differs from its twin in a line or more, and both are Python."""
    names = Counter(str(snippet) for snippet in SNIPPETS)

    assert [name for name, count in names.items() if count > 1] == []
    assert [str(s) for s in SNIPPETS if not s.changed or "# expect" not in "".join(s.flow().values())] == []
    for snippet in SNIPPETS:
        for name, text in [*snippet.flow().items(), *snippet.twin().items()]:
            ast.parse(text, f"{snippet} {name}")


def test_a_twin_only_expects_known_wrongs(tmp_path: Path) -> None:
    """Nothing is asked to be found in a twin: a comment on it can only say that something is found wrongly."""
    for index, snippet in enumerate(SNIPPETS):
        folder = tmp_path / str(index)
        write_files(snippet.twin(), folder)
        places = read_expectations(folder).places
        assert not places[Sort.FOUND] | places[Sort.MISSING], str(snippet)


def test_the_gate_drops_no_flow(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Followed as part of a large project, where only what passes the gate is, each snippet has the findings it has alone."""
    alone = {str(snippet): _reported(snippet.flow(), tmp_path / f"a{index}") for index, snippet in enumerate(SNIPPETS)}
    monkeypatch.setattr("adversescan.scan.FEW_FUNCTIONS", 0)
    gated = {str(snippet): _reported(snippet.flow(), tmp_path / f"g{index}") for index, snippet in enumerate(SNIPPETS)}

    assert {name for name in alone if alone[name] != gated[name]} == GATE_DROPS


def test_there_are_enough_constructs() -> None:
    """The suite covers at least the promised number of constructs."""
    assert len(SNIPPETS) >= LEAST


def _disagreements(files: dict[str, str], folder: Path) -> list[str]:
    reported = _reported(files, folder)
    return read_expectations(folder).disagreements(reported)


def _reported(files: dict[str, str], folder: Path) -> frozenset[Place]:
    write_files(files, folder)
    result = scan([folder], Options(jobs=1))
    assert result.problems == ()
    found = (finding for finding in result.findings if finding.level in (Level.ERROR, Level.WARNING))
    return frozenset(Place(finding.location.path, finding.location.line, finding.rule) for finding in found)
