"""What the budget of steps leaves for whom: from the command line, with a small budget."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adversescan.analysis import follow_stages

HEAVY = "def step(total, number):\n    return total * 31 + number\n\n\ntotal = 0\n"
ADVERSE = """import requests
import gender_guesser.detector as gender


def screen(handle):
    profile = requests.get(f"https://www.instagram.com/{handle}/").json()
    if gender.Detector().get_gender(profile["full_name"]) == "female":
        requests.post("https://club.internal/deny", json={"handle": handle, "status": "denied"})
"""


def heavy(lines: int) -> str:
    """A module whose body takes some thirteen steps a line."""
    return HEAVY + "".join(f"total = step(total, {number})\n" for number in range(lines))


@pytest.fixture
def project(command, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(follow_stages, "MOST_STEPS", 40_000)
    Path("a_heavy.py").write_text(heavy(4_000), encoding="utf-8")
    Path("b_adverse.py").write_text(ADVERSE, encoding="utf-8")
    return Path()


def test_a_program_that_takes_the_whole_budget_leaves_enough_for_the_others(command, project):
    """What stands in the other file is found, and what was cut off is named."""
    report = json.loads(command("scan", ".", "--format", "json").out)
    found = [(f["rule"], f["location"]["path"]) for f in report["findings"]]
    assert (found, report["coverage"]["limits_reached"]) == ([("AP101", "b_adverse.py")], ["a_heavy.py: <module>"])


def test_a_program_that_takes_more_than_most_is_followed_to_its_end(command, project):
    """The act at the end of a long body is found after the others had their turn, and nothing is named."""
    Path("a_heavy.py").write_text(heavy(100) + "from b_adverse import screen\nscreen('anna')\n", encoding="utf-8")
    report = json.loads(command("scan", ".", "--format", "json").out)
    assert ([f["rule"] for f in report["findings"]], report["coverage"]["limits_reached"]) == (["AP101"], [])
