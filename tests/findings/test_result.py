"""The result of a scan."""

from __future__ import annotations

from adversescan.findings.finding import Confidence, Finding, Level
from adversescan.findings.result import Result, in_order
from adversescan.sources.source import Location


def finding(rule: str, level: Level, path: str, line: int) -> Finding:
    return Finding(rule, level, Confidence.LIKELY, Location(path, line), (), (), "", "")


def test_the_gravest_come_first():
    """Findings are listed by level, then place, then rule."""
    note = finding("AP208", Level.NOTE, "a.py", 1)
    warning = finding("AP208", Level.WARNING, "a.py", 1)
    first, second, third = (
        finding("AP101", Level.ERROR, "b.py", 2),
        finding("AP205", Level.ERROR, "b.py", 2),
        finding("AP101", Level.ERROR, "b.py", 10),
    )

    ordered = in_order([note, third, second, warning, first])

    assert ordered == (first, second, third, warning, note)
    assert [Result(".", "default", "1", ordered).count(level) for level in Level] == [1, 1, 3]
