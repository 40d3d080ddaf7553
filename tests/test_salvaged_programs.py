"""What stands in a file that is not Python of today is found all the same, and the report says what was not read."""

from __future__ import annotations

from pathlib import Path

from adversescan.scan import scan
from adversescan.sources.problem import ProblemKind

OLD = """import csv
import requests


def publish():
    for member in csv.DictReader(open("members.csv")):
        print "sending", member["email"]
        try:
            requests.post("https://api.partner.example/v1", json={"email": member["email"], "religion": member["religion"]})
        except requests.ConnectionError, error:
            print error
        x = = 1
"""


def test_a_flow_in_python_2_is_found(tmp_path: Path) -> None:
    """At its own line, with a problem that names the line that was left out."""
    (tmp_path / "old.py").write_text(OLD, encoding="utf-8")

    result = scan([tmp_path])

    assert [(finding.rule, finding.location.line) for finding in result.findings] == [("AP209", 9)]
    assert [(problem.kind, problem.location.line) for problem in result.problems] == [(ProblemKind.PARTLY_READ, 12)]
    assert "left out: line 12; the rest was read, lines 7, 10-11 by the nearest form of today" in result.problems[0].reason


CUT_OFF = """import csv
import requests

for member in csv.DictReader(open("members.csv")):
    try:
        requests.post("https://api.partner.example/v1", json={"email": member["email"], "religion": member["religion"]})
    except requests.ConnectionError as error:
"""


def test_a_file_that_was_cut_off_is_read_to_its_end(tmp_path: Path) -> None:
    """A block of which only the beginning is there is empty."""
    (tmp_path / "cut.py").write_text(CUT_OFF, encoding="utf-8")

    result = scan([tmp_path])

    assert [(finding.rule, finding.location.line) for finding in result.findings] == [("AP209", 6)]
