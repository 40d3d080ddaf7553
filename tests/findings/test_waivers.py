"""Waivers: read from comments, applied to findings."""

from __future__ import annotations

from datetime import date

import pytest

from adversescan.findings.finding import Confidence, Finding, Level, WaivedFinding
from adversescan.findings.waivers import Waiver, apply_waivers, read_waivers
from adversescan.sources.comments import Comment
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Location

HERE = Location("a.py", 4)
NEXT = Location("a.py", 5)
WAIVER = Waiver(("AP205", "AP207"), "set by law", "credit", date(2027, 3, 1), HERE, NEXT)


def finding(rule: str = "AP205", line: int = 5) -> Finding:
    return Finding(rule, Level.ERROR, Confidence.LIKELY, Location("a.py", line, 9), (), (), "", "")


def problem(reason: str) -> Problem:
    return Problem(HERE, ProblemKind.WAIVER, reason)


@pytest.mark.parametrize(
    "text",
    [
        'allow[AP205,AP207] reason="set by law" owner="credit" until=2027-03-01',
        "allow[AP205, AP207] until='2027-03-01', owner=credit, reason='set by law'",
        'allow [ AP205 AP207 ]  owner = "credit"  until = 2027-03-01 reason = "set by law"',
    ],
)
def test_a_complete_waiver_is_read(text):
    """Several rules, any order of settings, either quotes or none, commas or none."""
    assert read_waivers([Comment(HERE, NEXT, text)]) == ((WAIVER,), ())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('allow[AP205] owner="a" until=2027-01-01', "this waiver does not waive: reason missing"),
        ('allow[AP205] reason="" owner="  " until=2027-01-01', "this waiver does not waive: reason, owner missing"),
        ("allow", "this waiver does not waive: allow[RULE], reason, owner, until missing"),
        ("allow[] reason=a owner=b until=2027-01-01", "this waiver does not waive: allow[RULE] missing"),
        ("allow[AP205] reason=a owner=b until=1.3.2027", "this waiver does not waive: until=1.3.2027 is no date; write it as YYYY-MM-DD"),
        (
            "allow[AP205] reason=a owner=b until=2027-02-30",
            "this waiver does not waive: until=2027-02-30 is no date; write it as YYYY-MM-DD",
        ),
        ("allow[AP205] reason=a owner=b until=20270301", "this waiver does not waive: until=20270301 is no date; write it as YYYY-MM-DD"),
        ("allow[AP205] reson=a owner=b until=2027-01-01", "this waiver does not waive: unknown setting reson; did you mean reason?"),
        ("allow[AP205] colour=a", "this waiver does not waive: unknown setting colour"),
        (
            'allow[AP205] reason="never closed owner=b',
            'this waiver does not waive: cannot read \'reason="never closed owner=b\'; write reason="..." owner="..." until=YYYY-MM-DD',
        ),
        ("alow[AP205] reason=a", 'this comment says nothing to the scanner: "alow" is not "allow"'),
        ("", 'this comment says nothing to the scanner: "" is not "allow"'),
    ],
)
def test_an_incomplete_waiver_is_a_problem(text, reason):
    """A waiver that lacks something, or cannot be read, waives nothing and says why."""
    assert read_waivers([Comment(HERE, NEXT, text)]) == ((), (problem(reason),))


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2027, 3, 1)], ids=["before", "last day"])
def test_a_waiver_waives_its_rules_on_its_line(today):
    """Findings of its rules on its line are waived, up to and on its last day; others stand."""
    other_rule, other_line = finding("AP101"), finding(line=6)

    kept, waived, problems = apply_waivers([finding(), other_rule, finding("AP207"), other_line], [WAIVER], today)

    assert kept == (other_rule, other_line)
    assert waived == tuple(WaivedFinding(finding(rule), "set by law", "credit", "2027-03-01", HERE) for rule in ("AP205", "AP207"))
    assert problems == ()


def test_a_waiver_that_is_over_waives_nothing():
    """The day after its end the finding stands again, and the waiver is reported."""
    assert apply_waivers([finding()], [WAIVER], date(2027, 3, 2)) == (
        (finding(),),
        (),
        (problem("this waiver of AP205, AP207 ended on 2027-03-01; it waives no longer"),),
    )


def test_a_waiver_without_a_finding_is_reported():
    """Of several rules, only those that waive nothing any more are named."""
    assert apply_waivers([finding()], [WAIVER], date(2027, 1, 1))[2] == (
        problem("this waiver of AP207 waives nothing any more; remove it"),
    )
    assert apply_waivers([], [WAIVER], date(2027, 1, 1)) == (
        (),
        (),
        (problem("this waiver of AP205, AP207 waives nothing any more; remove it"),),
    )
