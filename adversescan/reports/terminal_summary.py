"""The closing summary: how much was found, and how much could not be."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from adversescan.findings.finding import Coverage, Level, WaivedFinding
from adversescan.findings.result import Result
from adversescan.reports.report import ReportOptions
from adversescan.reports.terminal_story import LEVEL_STYLES
from adversescan.reports.terminal_text import labelled, visible
from adversescan.sources.problem import Problem

_PROBLEMS_SHOWN = 20
_LIMITS_SHOWN = 5


def summary(result: Result, options: ReportOptions) -> list[Text]:
    """The last lines of a report, the only ones a hurried reader sees."""
    return [
        Text("─" * options.width, "dim"),
        *labelled("Found", [_found(result)], options),
        *labelled("Waivers", [_waived(waived) for waived in result.waived], options),
        *labelled("Read", [_read(result.coverage)], options),
        *labelled("Left out", _left_out(result.coverage), options),
        *labelled("Not seen", _not_seen(result), options),
        *labelled("Problems", _problems(result.problems), options),
        *labelled("", [Text("What was not seen may hold more: no finding is no approval.", "dim")], options),
    ]


def _found(result: Result) -> Text:
    counts = [(result.count(level), level) for level in (Level.ERROR, Level.WARNING, Level.NOTE)]
    parts = [Text(_counted(number, level.value), LEVEL_STYLES[level]) for number, level in counts if number]
    return Text(", ").join(parts) if parts else Text("nothing in what was read", "bold")


def _waived(waived: WaivedFinding) -> Text:
    finding = waived.finding
    return Text(visible(f"{finding.rule} at {finding.location} until {waived.until}, {waived.owner}: {waived.reason}"))


def _read(coverage: Coverage) -> Text:
    parts = (_counted(coverage.files, "file"), _counted(coverage.lines, "line"), _counted(coverage.functions, "function"))
    return Text(f"{', '.join(parts)}; {_counted(coverage.functions_followed, 'function')} followed")


def _left_out(coverage: Coverage) -> Iterator[Text]:
    if coverage.left_out:
        yield Text(", ".join(f"{number:,} {visible(reason)}" for reason, number in coverage.left_out))


def _not_seen(result: Result) -> Iterator[Text]:
    coverage = result.coverage
    prompts = coverage.prompts_resolved + coverage.prompts_unknown
    if coverage.prompts_unknown:
        yield Text(f"{coverage.prompts_unknown:,} of {_counted(prompts, 'prompt')} not resolved")
    if coverage.unknown_calls:
        yield Text(f"{_counted(coverage.unknown_calls, 'call')} of unknown effect")
    for limit in coverage.limits_reached[:_LIMITS_SHOWN]:
        yield Text(f"limit reached: {visible(limit)}")
    if len(coverage.limits_reached) > _LIMITS_SHOWN:
        yield Text(f"and {len(coverage.limits_reached) - _LIMITS_SHOWN:,} more limits reached, all in the JSON report")


def _problems(problems: tuple[Problem, ...]) -> Iterator[Text]:
    for problem in problems[:_PROBLEMS_SHOWN]:
        yield Text.assemble((visible(str(problem.location)), "cyan"), f"  {problem.kind.value}: {visible(problem.reason)}")
    if len(problems) > _PROBLEMS_SHOWN:
        yield Text(f"and {len(problems) - _PROBLEMS_SHOWN:,} more, all in the JSON report")


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
