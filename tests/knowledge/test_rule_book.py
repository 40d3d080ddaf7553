"""What is loaded from the rules folder as a whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from adversescan.errors import AdversescanError, InvalidFiles
from adversescan.knowledge.rule import Implementation
from adversescan.knowledge.rule_book import RuleBook, load_rule_book, rules_folder


@pytest.fixture(scope="module")
def book() -> RuleBook:
    """The shipped rule book."""
    return load_rule_book()


@pytest.fixture
def folder(tmp_path) -> Path:
    """A copy of the shipped rules to spoil."""
    return Path(shutil.copytree(rules_folder(), tmp_path / "rules"))


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_the_shipped_rules_are_whole(book):
    """Everything below rules/ is read, and drafts are no active rules."""
    assert len(book.rules) == 25
    assert {rule.implementation for rule in book.active} == {Implementation.ACTIVE}
    assert len(book.active) == 25
    assert "requests.get" in book.libraries.calls
    assert book.profile.name == "default"


def test_citations_follow_the_profile(book):
    """A profile shows the provisions of its own jurisdictions."""
    european = load_rule_book("eu")
    rule = next(rule for rule in book.rules if rule.id == "AP205")

    shown = [provision.jurisdiction for _, provision in european.citations(rule)]

    assert set(shown) == {"eu", "coe"}
    assert len(shown) < len(book.citations(rule)) < len(rule.law)


def test_only_reachable_libraries(book):
    """With the imports of a project, what it cannot reach is left out, and what is left says the same."""
    small = load_rule_book(imports=frozenset({"requests"}))

    assert {"requests", "builtins"} <= {library.name for library in small.libraries.libraries}
    assert "pandas" not in {library.name for library in small.libraries.libraries}
    assert small.libraries.calls.items() <= book.libraries.calls.items()


def test_unknown_profile():
    """The nearest profile is named."""
    with pytest.raises(AdversescanError, match=r"unknown profile 'uks'; did you mean 'u[ks]'\?"):
        load_rule_book("uks")


def test_another_folder_says_the_same(book, folder):
    """Rules read from a copy are the shipped ones."""
    copied = load_rule_book(folder=folder)

    assert [name for name in ("rules", "libraries", "law", "profile") if getattr(copied, name) != getattr(book, name)] == []


def test_mistakes_of_all_kinds_of_files_at_once(folder):
    """A mistake in a rule, a library, a law and a profile come in one error, in the order of the files."""
    spoil(folder / "patterns" / "AP205.yaml", "stage: decide", "stage: decode")
    spoil(folder / "libraries" / "python" / "requests.yaml", "does: fetch", "does: fetsch")
    spoil(folder / "law" / "uk.yaml", "kind: prohibition", "kind: prohibitive")
    spoil(folder / "profiles" / "uk.yaml", "title:", "titel:")

    with pytest.raises(InvalidFiles) as raised:
        load_rule_book(folder=folder)

    found = [f"{Path(each.file).parent.name}/{Path(each.file).name}: {each.text}" for each in raised.value.mistakes]
    assert found == [
        "law/uk.yaml: unknown kind 'prohibitive'; did you mean 'prohibition'?",
        "python/requests.yaml: unknown does 'fetsch'; did you mean 'fetch'?",
        "patterns/AP205.yaml: unknown stage 'decode'; did you mean 'decide'?",
        "profiles/uk.yaml: unknown key; did you mean 'title'?",
        "profiles/uk.yaml: is missing",
    ]


def test_a_folder_that_is_no_rule_book(tmp_path):
    """An empty folder is a mistake of the user that names what is missing."""
    with pytest.raises(InvalidFiles, match="this folder of rules is missing"):
        load_rule_book(folder=tmp_path)
