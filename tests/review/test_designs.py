"""The reader is scored on our own documents: no unsafe error, hardly any over-blocking."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from adversescan.knowledge.rule_book import load_rule_book
from adversescan.review.review_document import review_document

FOLDER = Path(__file__).parents[2] / "fixtures" / "designs"
EXPECTED = yaml.safe_load((FOLDER / "expected.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def verdicts():
    book = load_rule_book(imports=frozenset())
    return {name: review_document(name, (FOLDER / name).read_bytes(), book) for name in EXPECTED}


def test_every_document_has_its_expectation():
    """No document stands there without a verdict that was written down."""
    assert {path.name for path in FOLDER.iterdir()} - {"expected.yaml"} == set(EXPECTED)


def test_nothing_grave_is_let_through(verdicts):
    """No document to refuse or escalate is judged proceed."""
    unsafe = [name for name, want in EXPECTED.items() if want["verdict"] in ("refuse", "escalate") and verdicts[name].verdict == "proceed"]

    assert unsafe == []


def test_hardly_anything_harmless_is_blocked(verdicts):
    """At most one in twenty documents to proceed with is escalated or refused."""
    harmless = [name for name, want in EXPECTED.items() if want["verdict"] == "proceed"]
    blocked = [name for name in harmless if verdicts[name].verdict in ("escalate", "refuse")]

    assert len(blocked) <= len(harmless) * 0.05, blocked


def test_nine_verdicts_in_ten_are_right(verdicts):
    """The share of documents with exactly the expected verdict."""
    wrong = [f"{name}: {verdicts[name].verdict}" for name, want in EXPECTED.items() if verdicts[name].verdict != want["verdict"]]

    assert len(wrong) <= len(EXPECTED) * 0.1, wrong


def test_rules_are_found_and_not_invented(verdicts):
    """Recall and precision of the rules over all documents are at least 0.85."""
    expected = {(name, rule) for name, want in EXPECTED.items() for rule in want["rules"]}
    found = {(name, finding.rule) for name, review in verdicts.items() for finding in review.findings}

    assert len(expected & found) >= 0.85 * max(len(expected), len(found)), (expected - found, found - expected)


def test_quotes_stand_in_the_document_at_their_line(verdicts):
    """The first words of every quote stand on the line that is given for it."""
    wrong = [
        (name, sentence.line, sentence.quote)
        for name, review in verdicts.items()
        if not name.endswith(".docx")
        for sentence in review.stages
        if sentence.quote.split()[0] not in (FOLDER / name).read_text(encoding="utf-8").split("\n")[sentence.line - 1]
    ]

    assert wrong == []


def test_the_redesign_of_every_rule_can_go_ahead():
    """What a rule advises instead, handed in as a document of its own, is judged proceed or conditions."""
    book = load_rule_book(imports=frozenset())
    texts = {rule.id: "\n".join(f"- {' '.join(each.split())}" for each in rule.instead) for rule in book.rules}
    judged = {id_: review_document("instead.md", text.encode(), book).verdict for id_, text in texts.items()}

    assert {id_: verdict for id_, verdict in judged.items() if verdict not in ("proceed", "conditions")} == {}
