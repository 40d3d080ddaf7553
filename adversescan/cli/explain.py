"""`adversescan explain`: what a rule finds, why something was found, or what was seen at a line and how near each rule came."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import click

from adversescan.cli.environment import cache_folder, common_base
from adversescan.cli.explain_rule import explained_rule
from adversescan.config import PROFILE, Options, read_options
from adversescan.errors import AdversescanError
from adversescan.findings.finding import Finding
from adversescan.knowledge.decode import nearest
from adversescan.knowledge.rule import Rule
from adversescan.knowledge.rule_book import RuleBook, load_rule_book
from adversescan.reports.explanation import explained_finding, explained_line
from adversescan.sources.discover import common_folder

_FINGERPRINT = re.compile(r"[0-9a-f]{6,32}")
_PLACE = re.compile(r"(.+):(\d+)")


@click.command()
@click.argument("what", metavar="RULE|FINGERPRINT|FILE:LINE")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--profile", default=PROFILE, metavar="PROFILE", help="Whose law is shown.", show_default=True)
@click.option(
    "--rules", "folder", type=click.Path(path_type=Path, file_okay=False, exists=True), metavar="DIR", help="The rules of this folder."
)
def explain(what: str, paths: tuple[Path, ...], profile: str, folder: Path | None) -> int:
    """Say what a rule finds, why a finding was made, or what was seen at a line.

    RULE is an id, such as AP101, or a name. FINGERPRINT is the one a report shows, or its first six digits or more. FILE:LINE is any
    line: for one without a finding the near misses are told, with the stages that were reached and what is missing. The last two scan the
    paths, or this folder.
    """
    book = load_rule_book(profile, folder)
    rule = _rule(what, book)
    if rule is not None:
        lines = explained_rule(rule, book)
    elif _FINGERPRINT.fullmatch(what):
        lines = _finding(what, paths or (Path(),), profile, folder)
    elif place := _PLACE.fullmatch(what):
        lines = _line(Path(place[1]), int(place[2]), paths, profile, folder)
    else:
        raise AdversescanError(f"unknown rule {what!r}{nearest(what.upper(), [rule.id for rule in book.rules])}")
    click.echo("\n".join(lines))
    return 0


def _rule(wanted: str, book: RuleBook) -> Rule | None:
    return {word.lower(): rule for rule in book.rules for word in (rule.id, rule.name)}.get(wanted.lower())


def _finding(fingerprint: str, paths: tuple[Path, ...], profile: str, folder: Path | None) -> Iterator[str]:
    from adversescan.scan import scan

    result = scan(paths, _options(paths, profile, folder))
    findings: list[Finding] = [*result.findings, *(each.finding for each in result.waived)]
    found = [finding for finding in findings if finding.fingerprint.startswith(fingerprint)]
    if not found:
        raise AdversescanError(f"no finding below {', '.join(map(str, paths))} has the fingerprint {fingerprint}")
    if len(found) > 1:
        raise AdversescanError(f"{len(found)} findings have fingerprints that begin with {fingerprint}; give more digits")
    yield from explained_finding(found[0], result)


def _line(file: Path, line: int, paths: tuple[Path, ...], profile: str, folder: Path | None) -> Iterator[str]:
    from adversescan.analysis.explain_line import explain_line
    from adversescan.scan import trace

    if not file.is_file():
        raise AdversescanError(f"{file}: there is no such file")
    paths = paths or (Path() if file.resolve().is_relative_to(Path.cwd()) else file.parent,)
    options = _options(paths, profile, folder)
    seen = trace(paths, options)
    path = os.path.relpath(file.resolve(), Path(seen.result.root).resolve()).replace(os.sep, "/")
    if path not in seen.run.sources:
        raise AdversescanError(f"{file} is not among the files that are read below {', '.join(map(str, paths))}")
    findings = (*seen.result.findings, *(each.finding for each in seen.result.waived))
    yield from explained_line(explain_line(seen.run, seen.outlines.get(path), path, line, findings), seen.result)


def _options(paths: tuple[Path, ...], profile: str, folder: Path | None) -> Options:
    from dataclasses import replace

    settings = read_options(common_folder(paths))
    base = common_base(paths, Path.cwd())
    return replace(
        settings, base=base, cache=cache_folder(os.environ), profile=profile if profile != PROFILE else settings.profile,
        rules=folder or settings.rules,
    )  # fmt: skip
