"""`adversescan scan`: from the arguments to the report and the exit code."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from adversescan.cli import shared_options
from adversescan.cli.environment import cache_folder, common_base, terminal
from adversescan.cli.write_report import check_output, write_report
from adversescan.config import Options, read_options
from adversescan.findings.finding import Level
from adversescan.findings.result import Result
from adversescan.reports import Format, ReportOptions, render
from adversescan.sources.discover import common_folder
from adversescan.sources.problem import ProblemKind

CLEAN, FOUND, INCOMPLETE = 0, 1, 3

_FOLDER = click.Path(path_type=Path, file_okay=False)


_EXIT_CODES = """\b
Exit codes:
  0  nothing at or above the level of --fail-on
  1  findings
  2  wrong use or an internal error; no report is written
  3  with --strict: not everything could be read
"""


@click.command(epilog=_EXIT_CODES)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--format", "format_", type=click.Choice([each.value for each in Format]), default=Format.TERMINAL.value, show_default=True)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the report there; it appears when it is complete.")
@click.option("--profile", metavar="PROFILE", help="Whose law is shown and which levels rules have.")
@click.option(
    "--fail-on", type=click.Choice([each.value for each in Level]), help="The least level that makes the exit code 1. [default: warning]"
)
@click.option("--include-waived", is_flag=True, help="Report what is waived too, with the reason given for it.")
@click.option("--category", default="", metavar="TEXT", help="The name under which code scanning keeps this report apart from others.")
@click.option("--rules", type=_FOLDER, metavar="DIR", help="Use the rules of this folder instead of the shipped ones.")
@shared_options.as_of
@click.option("--cache-dir", type=_FOLDER, metavar="DIR", help="Keep what was read in this folder. [default: the user's cache folder]")
@click.option("--no-cache", is_flag=True, help="Read everything anew, and keep nothing.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, metavar="N", help="Processes that read; 0 is one for each processor.")
@click.option("--strict", is_flag=True, help="Exit with 3 if something could not be read.")
def scan(
    *,
    paths: tuple[Path, ...],
    format_: str,
    output: Path | None,
    profile: str | None,
    fail_on: str | None,
    include_waived: bool,
    category: str,
    rules: Path | None,
    as_of: date | None,
    cache_dir: Path | None,
    no_cache: bool,
    jobs: int,
    strict: bool,
) -> int:
    """Find adverse processing of people below the paths, or below this folder."""
    paths = paths or (Path(),)
    check_output(output)
    options = _options(paths, cache=None if no_cache else cache_dir or cache_folder(os.environ), jobs=jobs)
    options = replace(
        options, profile=profile or options.profile, fail_on=Level(fail_on) if fail_on else options.fail_on, rules=rules or options.rules,
        as_of=as_of,
    )  # fmt: skip
    result = _scan(paths, options)
    screen = terminal(os.environ, sys.stdout, output)
    shown = ReportOptions(colour=screen.colour, width=screen.width, include_waived=include_waived, category=category)
    write_report(render(Format(format_), result, shown), output)
    return exit_code(result, options.fail_on, strict=strict)


def exit_code(result: Result, fail_on: Level, *, strict: bool) -> int:
    """Findings weigh more than an incomplete scan: they stand whatever else there is."""
    if any(finding.level.rank >= fail_on.rank for finding in result.findings):
        return FOUND
    unread = [problem for problem in result.problems if problem.kind not in (ProblemKind.WAIVER, ProblemKind.DESIGN)]
    if strict and (unread or result.coverage.limits_reached):
        print(f"adversescan: the scan is incomplete: {len(unread)} places could not be read", file=sys.stderr)
        return INCOMPLETE
    return CLEAN


def _options(paths: tuple[Path, ...], cache: Path | None, jobs: int) -> Options:
    settings = read_options(common_folder(paths))
    return replace(settings, base=common_base(paths, Path.cwd()), cache=cache, jobs=jobs)


def _scan(paths: tuple[Path, ...], options: Options) -> Result:
    from adversescan.scan_known import scan_known

    return scan_known(paths, options)
