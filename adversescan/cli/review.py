"""`adversescan review`: from design documents to a verdict and the exit code."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from adversescan.cli.environment import terminal
from adversescan.cli.version import version
from adversescan.cli.write_report import check_output, write_report
from adversescan.config import PROFILE
from adversescan.errors import AdversescanError
from adversescan.findings.review import Verdict
from adversescan.knowledge.rule_book import load_rule_book
from adversescan.reports.review_formats import ReviewFormat, render_review
from adversescan.review.review_document import review_document

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
def review(*, documents: tuple[Path, ...], format_: str, output: Path | None, profile: str) -> int:
    """Judge planned designs before they are built. DOCUMENT is Markdown, text, .docx, .eml, YAML, JSON or TOML; - is standard input."""
    check_output(output)
    contents = [(str(path), _content(path)) for path in documents]
    book = load_rule_book(profile, imports=frozenset())
    reviews = [review_document(name, content, book, version()) for name, content in contents]
    write_report(render_review(ReviewFormat(format_), reviews, terminal(os.environ, sys.stdout, output).width), output)
    return int(any(each.verdict.rank >= Verdict.ESCALATE.rank for each in reviews))


def _content(path: Path) -> bytes:
    if path == _STDIN:
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise AdversescanError(f"{path} cannot be read: {error.strerror}; name a document, or - for standard input") from error
