"""Reports: the result as text, one module a format."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from adversescan.findings.result import Result
from adversescan.reports.report import Report, ReportOptions

__all__ = ["REPORTS", "Format", "ReportOptions", "render"]


class Format(StrEnum):
    """The formats there are."""

    TERMINAL = "terminal"
    SARIF = "sarif"
    JSON = "json"


def render(format_: Format, result: Result, options: ReportOptions) -> str:
    """The result in a format, ending with a line end."""
    return REPORTS[format_](result, options)


def _terminal(result: Result, options: ReportOptions) -> str:
    from adversescan.reports.terminal import render_terminal

    return render_terminal(result, options)


def _sarif(result: Result, options: ReportOptions) -> str:
    from adversescan.reports.sarif import render_sarif

    return render_sarif(result, options)


def _json(result: Result, options: ReportOptions) -> str:
    from adversescan.reports.json_report import render_json

    return render_json(result, options)


# Each report is imported only when it is asked for: rich and sarif-om would cost a clean scan a tenth of a second.
REPORTS: MappingProxyType[Format, Report] = MappingProxyType({Format.TERMINAL: _terminal, Format.SARIF: _sarif, Format.JSON: _json})
