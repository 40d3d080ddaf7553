"""An approved design as a contract: what `review --approve` writes, and what a scan of the folder says against it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from adversescan.config import Options
from adversescan.scan import scan

FILE = Path(".adversescan/design.yaml")
RECORD = Path(".adversescan/decisions.jsonl")
PLAN = """\
# Invitations

Guests registered with their name and postal address.
The addresses go to the print shop Falzwerk, which prints the invitations.
"""
SAFEGUARDS = """
Access control: only staff with the role of host may see the list.
Every use is written to a usage log that names the person who asked.
"""
CODE = """\
import pandas as pd
import requests

guests = pd.read_csv("guests.csv")[["full_name", "email", "street"]].to_dict("records")
requests.post("https://orders.falzwerk.example/letters", json=guests, timeout=60)
requests.post("https://geo.housemapper.example/batch", json=guests, timeout=60)
"""


@pytest.fixture
def approve(command):
    """Approves the plan in the present folder, beside the code."""
    Path("plan.md").write_text(PLAN, encoding="utf-8")
    Path("send.py").write_text(CODE, encoding="utf-8")

    def run(*more: str):
        return command("review", "plan.md", "--approve", "--by", "Ada", "--until", "2099-01-01", "--why", "agreed", *more)

    return run


def found(command, *paths: str) -> tuple[list[tuple[str, int]], list[str]]:
    """The findings and the problems of a scan."""
    report = json.loads(command("scan", *paths, "--format", "json", "--no-cache").out)
    return [(each["rule"], each["location"]["line"]) for each in report["findings"]], [each["reason"] for each in report["problems"]]


def test_nothing_is_said_of_code_without_an_approved_design(command, approve) -> None:
    assert found(command) == ([], [])


def test_a_recipient_the_plan_does_not_name_is_found(command, approve) -> None:
    approve()

    assert found(command) == ([("AP503", 6)], [])


def test_a_recipient_is_approved_by_its_host(command, approve) -> None:
    approve("--recipient", "geo.housemapper.example")

    assert found(command) == ([], [])


def test_a_recipient_is_given_only_on_approval(command, approve) -> None:
    refused = command("review", "plan.md", "--recipient", "geo.housemapper.example")

    assert (refused.code, refused.err) == (2, "adversescan: --recipient says what is approved; give it with --approve\n")


def test_a_second_approval_of_a_document_replaces_the_first(command, approve) -> None:
    approve()
    approve()

    assert FILE.read_text(encoding="utf-8").count("- document: plan.md") == 1
    assert len(RECORD.read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda: FILE.write_text(FILE.read_text().replace("by: Ada", "by: Eve")), "no decision that stands"),
        (lambda: RECORD.write_text(RECORD.read_text().replace("Ada", "Eve")), "no decision that stands"),
        (RECORD.unlink, "no decision that stands"),
        (lambda: Path("plan.md").write_text(PLAN + "And to everybody else.\n"), "plan.md was changed since it was approved"),
    ],
    ids=["the file", "the record", "no record", "the document"],
)
def test_what_was_changed_after_the_approval_is_a_problem(command, approve, change, problem: str) -> None:
    approve()
    change()

    _, problems = found(command)
    assert [problem in each for each in problems] == [True]


def test_an_overruled_approval_approves_nothing(command, approve) -> None:
    approve()
    command("decisions", "appeal", "1", "--by", "Bo", "--why", "nobody asked the guests")
    command("decisions", "appeal", "2", "--by", "Cy", "--why", "right", "--outcome", "overruled")

    _, problems = found(command)
    assert problems == ["no decision that stands approves this version of plan.md: approve it with `adversescan review --approve`"]


def test_an_approval_that_is_over_is_a_problem(approve) -> None:
    approve()

    result = scan([Path()], Options(today=date(2100, 1, 1)))
    assert [problem.reason for problem in result.problems] == ["the approval of plan.md by Ada ended on 2099-01-01"]


def test_a_safeguard_nobody_built_is_a_problem_at_its_line(command, approve) -> None:
    Path("plan.md").write_text(PLAN + SAFEGUARDS, encoding="utf-8")
    command("review", "plan.md", "--approve", "--by", "Ada", "--until", "2099-01-01", "--why", "agreed")

    _, problems = found(command)
    assert problems == [
        "plan.md:6 was approved with access-control, and none is found in the code",
        "plan.md:7 was approved with usage-log, and none is found in the code",
    ]


def test_of_a_part_of_the_folder_nothing_is_said_to_be_missing(command, approve) -> None:
    Path("plan.md").write_text(PLAN + SAFEGUARDS, encoding="utf-8")
    command("review", "plan.md", "--approve", "--by", "Ada", "--until", "2099-01-01", "--why", "agreed")

    assert found(command, "send.py") == ([("AP503", 6)], [])


def test_problems_of_a_design_do_not_make_a_scan_incomplete(command, approve) -> None:
    approve("--recipient", "geo.housemapper.example")
    RECORD.unlink()

    assert command("scan", "--strict").code == 0


def test_a_file_of_designs_that_is_no_such_file_is_the_users_mistake(command, approve) -> None:
    FILE.parent.mkdir()
    FILE.write_text("designs:\n- document: plan.md\n  verdict: proceed\n  stages: [{stage: shaer, line: 1, quote: x}]\n", encoding="utf-8")

    refused = command("scan")
    assert refused.code == 2
    assert "design.yaml:4: designs.stages[0].stage: unknown stage 'shaer'; did you mean 'share'?" in refused.err
    assert "design.yaml:2: designs.content: is missing" in refused.err


def test_a_known_result_is_forgotten_when_the_approval_changes(command, approve) -> None:
    assert command("scan").code == 0
    approve()

    assert command("scan").code == 1
