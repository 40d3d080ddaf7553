"""The report a developer reads: each finding as a short story, and a closing summary of what was not seen."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from adversescan.findings.result import Result
from adversescan.reports.report import ReportOptions
from adversescan.reports.terminal_story import story
from adversescan.reports.terminal_summary import summary
from adversescan.reports.terminal_text import shown


def render_terminal(result: Result, options: ReportOptions) -> str:
    """The result as text for a terminal of `options.width` columns, with colour if asked."""
    return shown(_lines(result, options), options)


def _lines(result: Result, options: ReportOptions) -> Iterator[Text]:
    told: set[str] = set()
    for finding in result.findings:
        yield from story(finding, result, options, told=finding.rule in told)
        yield Text()
        told.add(finding.rule)
    yield from summary(result, options)
