"""The report a developer reads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from adversescan.findings.code_lines import CodeLine
from adversescan.findings.finding import Finding, Step
from adversescan.findings.result import LawReference
from adversescan.reports import Format, ReportOptions, render
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Location
from tests.reports.example import COLLECT, FINDINGS, INFER, NOTHING, RESULT, SHARE

EXPECTED = Path(__file__).parent / "expected"
ESCAPE = "\x1b["


def shown(result, **options) -> str:
    return render(Format.TERMINAL, result, ReportOptions(**options))


def with_steps(*steps: Step) -> Finding:
    return replace(FINDINGS[0], steps=steps)


def test_the_whole_report():
    """Each finding is a story, and the summary says what was not seen."""
    assert shown(RESULT) == (EXPECTED / "terminal.txt").read_text(encoding="utf-8")


def test_nothing_found_is_no_approval():
    """Without findings the report says what was read, and that this is no approval."""
    assert shown(NOTHING, width=60) == (
        "────────────────────────────────────────────────────────────\n"
        "Found       nothing in what was read\n"
        "Read        1 file, 1 line, 1 function; 0 functions followed\n"
        "            What was not seen may hold more: no finding is\n"
        "            no approval.\n"
    )


@pytest.mark.parametrize("result", [RESULT, NOTHING])
@pytest.mark.parametrize("word", ["compliant", "compliance", "safe", "clean"])
def test_nothing_is_ever_declared_fine(result, word):
    """No report says that what it read is in order."""
    assert word not in shown(result).lower()


def test_colour_changes_nothing_but_colour():
    """With the colours taken out, both reports are the same, whatever the environment says about colour."""
    from rich.text import Text

    coloured = shown(RESULT, colour=True)

    assert ESCAPE in coloured
    assert ESCAPE not in shown(RESULT)
    assert [line.rstrip() for line in Text.from_ansi(coloured).plain.splitlines()] == shown(RESULT).splitlines()


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_no_line_is_wider_than_asked(width):
    """Long paths, texts and code are wrapped or cut to the width."""
    long = Step(Location("a/very/long/path/" * 5 + "x.py", 7), SHARE.stage, "word " * 60, notes=("n" * 300,))
    lines = {**RESULT.lines, (long.location.path, 7): CodeLine("x" * 500, "x" * 500, "x" * 500)}
    result = replace(RESULT, findings=(with_steps(COLLECT, long),), lines=lines)

    assert max(len(line) for line in shown(result, width=width).splitlines()) <= width


def test_scanned_text_cannot_speak_to_the_terminal():
    """Control characters, marks of direction, broken names and commands of a CI service are shown, not obeyed."""
    hostile = Step(Location("a\udcff\x1b[31m.py", 1), SHARE.stage, "::add-mask::x \u202e[bold]y[/bold]")
    finding = replace(with_steps(hostile), message="::error::z", location=hostile.location)

    text = shown(replace(RESULT, findings=(finding,), waived=(), problems=()))

    assert "a\\udcff\\x1b[31m.py:1  ::add-mask::x \\u202e[bold]y[/bold]" in text
    assert "\n  : :error::z\n" in text
    assert "\x1b" not in text


def test_hops_are_shown_where_they_lead_elsewhere():
    """A hop within the function of the step before it is left out; of many, the first two and the last are shown."""
    inside = Step(Location("collect.py", 6), None, "returned", function=COLLECT.function)
    hops = [Step(Location(f"m{number}.py", 1), None, f"hop {number}", function=f"m{number}.f") for number in range(6)]

    text = shown(replace(RESULT, findings=(with_steps(COLLECT, inside, *hops, INFER, SHARE),)))

    assert "returned" not in text
    assert [line.split("  ")[-1].strip() for line in text.splitlines() if "hop " in line] == ["hop 0", "hop 1 ... and 3 more", "hop 5"]


def test_a_rule_is_explained_once():
    """Why, instead and law stand at the first finding of a rule; the others point there."""
    text = shown(replace(RESULT, findings=FINDINGS[:2]))

    assert text.count("People never gave these traits") == 1
    assert text.count("as at the first AP102 above") == 1


def test_long_lists_are_cut_with_a_number():
    """Of the law four provisions are named, of the problems twenty; the rest is counted."""
    law = {"AP102": tuple(LawReference(f"p{number}", f"Law {number}") for number in range(7))}
    problems = tuple(Problem(Location(f"f{number}.py", 1), ProblemKind.SYNTAX, "broken") for number in range(25))

    text = shown(replace(RESULT, law=law, problems=problems))

    assert [line[15:] for line in text.splitlines() if "• Law " in line] == ["• Law 0", "• Law 1", "• Law 2", "• Law 3"]
    assert "and 3 more\n" in text
    assert text.count(": broken") == 20
    assert "and 5 more, all in the JSON report" in text


def test_limits_beyond_the_first_few_are_counted():
    """Five limits are named, the rest is a number: a large project may have thousands."""
    limits = tuple(f"app.py: step{number}" for number in range(1, 1_008))
    result = replace(NOTHING, coverage=replace(NOTHING.coverage, limits_reached=limits))

    lines = [line.strip() for line in shown(result, width=80).splitlines() if "limit" in line]

    assert [line.removeprefix("Not seen").strip() for line in lines] == [
        *(f"limit reached: app.py: step{number}" for number in range(1, 6)),
        "and 1,002 more limits reached, all in the JSON report",
    ]
