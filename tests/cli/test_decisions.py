"""Approving a design and the chain of decisions, from arguments to files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

DESIGNS = Path(__file__).parents[2] / "fixtures" / "designs"
CARE, MISSION, ESCALATED = DESIGNS / "en-care.md", DESIGNS / "en-mission-page.md", DESIGNS / "en-benefit-fraud.md"
FILE, HEAD = Path(".adversescan/decisions.jsonl"), Path(".adversescan/decisions.head")


def approve(command, document: Path = CARE, *more: str):
    return command("review", document, "--approve", "--by", "Ada", "--until", "2999-01-01", *more)


def three_entries(command) -> list[str]:
    """A decision, an appeal against it, and what became of the appeal."""
    approve(command)
    command("decisions", "appeal", "1", "--by", "Bo", "--why", "the consent form is missing")
    command("decisions", "appeal", "2", "--by", "Cy", "--why", "the form was added", "--outcome", "upheld")
    return FILE.read_text(encoding="utf-8").splitlines(keepends=True)


def test_an_approval_an_appeal_and_its_outcome_are_kept_in_a_chain(command) -> None:
    lines = three_entries(command)
    entries = [json.loads(line) for line in lines]
    listed = command("decisions", "list")
    verified = command("decisions", "verify")

    assert [(e["act"], e["of"], e["verdict"], e["by"]) for e in entries] == [
        ("decision", 0, "proceed", "Ada"), ("appeal", 1, "proceed", "Bo"), ("outcome", 2, "upheld", "Cy"),
    ]  # fmt: skip
    assert [e["previous"] for e in entries] == ["0" * 64, entries[0]["hash"], entries[1]["hash"]]
    assert (listed.code, len(listed.out.splitlines())) == (0, 3)
    assert verified.out == f"3 entries, none changed; the head is {entries[2]['hash']}\n"
    assert HEAD.read_text(encoding="utf-8").strip() == entries[2]["hash"]


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        (lambda lines: [lines[0], lines[1].replace("Bo", "Xo"), lines[2]], 2, "was changed"),
        (lambda lines: [lines[1], lines[0], lines[2]], 1, "does not follow the entry before it"),
        (lambda lines: [lines[0], lines[2]], 2, "does not follow the entry before it"),
        (lambda lines: lines[:2], 3, "the last entry is not the one the head names"),
        (lambda lines: [*lines[:2], lines[2][:-10]], 3, "is no entry of decisions"),
        (lambda lines: [*lines[:2], lines[2].rstrip("\n")], 3, "is cut off"),
        (lambda lines: [*lines, "[]\n"], 4, "is no entry of decisions"),
    ],
    ids=["changed", "reordered", "taken out", "taken off the end", "cut in an entry", "cut at the line end", "put in"],
)
def test_a_record_that_was_changed_is_told_with_its_line(command, change, line: int, reason: str) -> None:
    """And nothing is added to a chain that is broken."""
    FILE.write_text("".join(change(three_entries(command))), encoding="utf-8")

    verified = command("decisions", "verify")
    refused = approve(command)

    assert verified.code == 1
    assert f"{FILE}:{line}: {reason}" in verified.out
    assert (refused.code, "see `adversescan decisions verify`" in refused.err) == (2, True)


def test_a_head_kept_elsewhere_shows_that_the_end_was_taken_off(command) -> None:
    """Also where the head beside the file was changed to fit."""
    lines = three_entries(command)
    FILE.write_text("".join(lines[:2]), encoding="utf-8")
    HEAD.write_text(json.loads(lines[1])["hash"], encoding="utf-8")

    assert command("decisions", "verify").code == 0
    assert command("decisions", "verify", "--head", json.loads(lines[2])["hash"]).code == 1


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([MISSION, "--approve", "--by", "Ada", "--until", "2999-01-01"], "is refused and cannot be approved"),
        ([ESCALATED, "--approve", "--by", "Ada", "--until", "2999-01-01"], "say with --why"),
        ([CARE, "--approve", "--until", "2999-01-01"], "needs --by WHO and --until DATE"),
        ([CARE, "--approve", "--by", "Ada", "--until", "2020-01-01"], "is over"),
        ([CARE, ESCALATED, "--approve", "--by", "Ada", "--until", "2999-01-01"], "takes one document"),
    ],
)
def test_what_cannot_be_approved_is_a_mistake_and_leaves_no_record(command, arguments, reason: str) -> None:
    done = command("review", *arguments)

    assert (done.code, done.out, FILE.exists()) == (2, "", False)
    assert reason in done.err


def test_what_is_not_there_cannot_be_appealed(command) -> None:
    approve(command)

    done = command("decisions", "appeal", "7", "--by", "Bo", "--why", "no")

    assert (done.code, done.err) == (2, "adversescan: .adversescan/decisions.jsonl has no decision 7; see `adversescan decisions list`\n")


def test_an_empty_record_is_said(command) -> None:
    assert command("decisions", "list").out == "No decision is kept in .adversescan/decisions.jsonl.\n"
    assert command("decisions", "verify").out == "0 entries, none changed; the head is " + "0" * 64 + "\n"
