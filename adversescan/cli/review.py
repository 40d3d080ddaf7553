"""`adversescan review`: from design documents to a verdict and the exit code."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from pathlib import Path

import click

from adversescan import __version__
from adversescan.cli import shared_options
from adversescan.cli.decision_file import FILE, add_decision
from adversescan.cli.design_file import design_of, keep_design
from adversescan.cli.environment import cache_folder, terminal
from adversescan.cli.write_report import check_output, write_report
from adversescan.config import PROFILE, read_options
from adversescan.errors import AdversescanError
from adversescan.findings.decisions import Act, content_hash
from adversescan.findings.review import Review, Verdict
from adversescan.reports.review_formats import ReviewFormat, render_review
from adversescan.review_known import review_known
from adversescan.sources.discover import common_folder

_STDIN = Path("-")
_EXIT_CODES = """\b
Exit codes:
  0  proceed or conditions
  1  escalate or refuse
  2  wrong use or an internal error; no report is written
"""


@click.command(epilog=_EXIT_CODES)
@click.argument("documents", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DOCUMENT...")
@click.option(
    "--format",
    "format_",
    type=click.Choice([each.value for each in ReviewFormat]),
    default=ReviewFormat.TERMINAL.value,
    show_default=True,
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write the report there; it appears when it is complete.")
@click.option("--profile", default=PROFILE, metavar="PROFILE", help="Whose law is shown.", show_default=True)
@shared_options.as_of
@shared_options.rules
@click.option("--approve", is_flag=True, help="Keep the decision and the design, against which `scan` then holds the code.")
@click.option("--by", default="", metavar="WHO", help="Who approves.")
@click.option("--why", default="", metavar="TEXT", help="The reason, which must be given where the verdict is not proceed.")
@click.option("--recipient", "recipients", multiple=True, metavar="HOST", help="A recipient the document names otherwise.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Until when the approval holds.")
def review(
    *,
    documents: tuple[Path, ...],
    format_: str,
    output: Path | None,
    profile: str,
    as_of: date | None,
    rules: Path | None,
    approve: bool,
    by: str,
    why: str,
    recipients: tuple[str, ...],
    until: datetime | None,
) -> int:
    """Judge planned designs before they are built. DOCUMENT is Markdown, text, .docx, .eml, YAML, JSON or TOML; - is standard input."""
    check_output(output)
    contents = [(str(path), _content(path)) for path in documents]
    kept = cache_folder(os.environ)
    rules = rules or _rules_of(documents)
    reviews = [review_known(name, content, profile, __version__, kept, rules=rules, as_of=as_of) for name, content in contents]
    if approve:
        _approve(reviews, contents, by, why, until, recipients)
    elif recipients:
        raise AdversescanError("--recipient says what is approved; give it with --approve")
    write_report(render_review(ReviewFormat(format_), reviews, terminal(os.environ, sys.stdout, output).width), output)
    return int(any(each.verdict.rank >= Verdict.ESCALATE.rank for each in reviews))


def _rules_of(documents: tuple[Path, ...]) -> Path | None:
    """The folder of rules that the settings where the documents stand name, as those of a scan do."""
    named = [path for path in documents if path != _STDIN] or [Path.cwd()]
    return read_options(common_folder(named)).rules


def _approve(
    reviews: list[Review], contents: list[tuple[str, bytes]], by: str, why: str, until: datetime | None, recipients: tuple[str, ...]
) -> None:
    """Keeps who lets a design go ahead, and why; the verdict of the review stands beside it. A refused design is not approved."""
    if len(reviews) != 1:
        raise AdversescanError("--approve takes one document; approve each on its own")
    (reviewed,), ((name, content),) = reviews, contents
    if not by or until is None:
        raise AdversescanError("--approve needs --by WHO and --until DATE: somebody answers for it, for a time")
    if until.date() <= date.today():  # noqa: DTZ011
        raise AdversescanError(f"--until {until:%Y-%m-%d} is over; give a day to come")
    if reviewed.verdict is Verdict.REFUSE:
        raise AdversescanError(f"{name} is refused and cannot be approved; change the design and review it again")
    if reviewed.verdict is not Verdict.PROCEED and not why:
        raise AdversescanError(f"{name} gets {reviewed.verdict.value}; say with --why how the conditions are met or what was decided")
    design = design_of(reviewed, content_hash(content), by, f"{until:%Y-%m-%d}", recipients)
    add_decision(
        on=date.today().isoformat(),  # noqa: DTZ011
        act=Act.DECISION.value,
        document=name,
        content=design.content,
        verdict=reviewed.verdict.value,
        by=by,
        why=why or reviewed.reason,
        until=design.until,
        contract=design.seal,
    )
    place = keep_design(design)
    print(f"adversescan: approved; keep {place} and {FILE} with the code, and every scan is held against the design", file=sys.stderr)


def _content(path: Path) -> bytes:
    if path == _STDIN:
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise AdversescanError(f"{path} cannot be read: {error.strerror}; name a document, or - for standard input") from error
