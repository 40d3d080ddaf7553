"""The report programs read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from adversescan.reports import Format, ReportOptions, render
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Location
from tests.reports.example import NOTHING, RESULT

EXPECTED = Path(__file__).parent / "expected"


def test_the_whole_report():
    """Findings, waived findings, problems, coverage, rules and the stage graph, in the form the docstring describes."""
    assert render(Format.JSON, RESULT, ReportOptions()) == (EXPECTED / "report.json").read_text(encoding="utf-8")


def test_every_key_is_there_without_findings():
    """A program finds the same keys whether anything was found or not."""
    nothing = json.loads(render(Format.JSON, NOTHING, ReportOptions()))

    assert nothing.keys() == json.loads(render(Format.JSON, RESULT, ReportOptions())).keys()
    assert (nothing["findings"], nothing["waived"], nothing["rules"]) == ([], [], {})


def test_a_name_that_is_no_text_is_still_valid_json():
    """A byte of a file name that is no text becomes a question mark, and every report can be written as UTF-8."""
    result = replace(NOTHING, problems=(Problem(Location("a\udcff.py", 1), ProblemKind.ENCODING, "no UTF-8"),))

    report = json.loads(render(Format.JSON, result, ReportOptions()).encode("utf-8"))

    assert [problem["location"]["path"] for problem in report["problems"]] == ["a?.py"]
