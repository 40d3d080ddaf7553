"""The same finding after an edit."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adversescan.findings.code_lines import CodeLine
from adversescan.findings.finding import Confidence, Finding, Level, Step
from adversescan.findings.fingerprint import fingerprint, with_fingerprints
from adversescan.knowledge.stages import Stage
from adversescan.sources.source import Location

ACT = Step(Location("grade.py", 7), Stage.DECIDE, "rejected")
FINDING = Finding("AP205", Level.ERROR, Confidence.LIKELY, ACT.location, ("age", "religion-belief"), (ACT,), "grade.decide", "text")
LINE = "    reject(person, REASON)"


def test_a_fingerprint_never_changes_between_releases():
    """Baselines hold fingerprints: this one is fixed for good."""
    assert fingerprint(FINDING, LINE) == "02bd0c4df73deaa81e11a0d7fab1ff29"


@pytest.mark.parametrize(
    ("finding", "line"),
    [
        (replace(FINDING, location=Location("grade.py", 99)), LINE),
        (FINDING, "        reject( person,REASON )"),
        (FINDING, f'{LINE}  # adversescan: allow[AP205] reason="x" owner="y" until=2027-01-01'),
        (replace(FINDING, attributes=("religion-belief", "age")), LINE),
        (replace(FINDING, message="other", level=Level.NOTE, steps=(), notes=("n",)), LINE),
    ],
    ids=["line shift", "reindented", "waived", "order", "other texts"],
)
def test_what_leaves_a_finding_what_it_is(finding, line):
    """A shifted, reindented or commented line is the same finding, and so is one reached in another way."""
    assert fingerprint(finding, line) == fingerprint(FINDING, LINE)


@pytest.mark.parametrize(
    ("finding", "line", "ordinal"),
    [
        (replace(FINDING, rule="AP207"), LINE, 0),
        (replace(FINDING, location=Location("other.py", 7)), LINE, 0),
        (replace(FINDING, function="grade.other"), LINE, 0),
        (replace(FINDING, attributes=("age",)), LINE, 0),
        (FINDING, "    reject(person, OTHER)", 0),
        (FINDING, LINE, 1),
    ],
    ids=["rule", "path", "function", "attributes", "code", "ordinal"],
)
def test_what_makes_another_finding(finding, line, ordinal):
    """Rule, path, function, attributes, the code of the act and the ordinal each make another finding."""
    assert fingerprint(finding, line, ordinal) != fingerprint(FINDING, LINE)


def test_alike_findings_are_numbered():
    """Two acts on equal lines of one function have different fingerprints, and the first keeps its own when the second comes."""
    second = replace(FINDING, location=Location("grade.py", 9))
    lines = {("grade.py", 7): CodeLine(LINE, LINE, LINE), ("grade.py", 9): CodeLine(LINE, LINE, LINE)}

    marked = with_fingerprints([FINDING, second], lines)

    assert [each.fingerprint for each in marked] == [fingerprint(FINDING, LINE), fingerprint(FINDING, LINE, 1)]
    assert with_fingerprints([FINDING], lines) == marked[:1]
