"""`adversescan rules diff`: what two rule books say differently, and which findings of a project they judge differently."""

from __future__ import annotations

import os
from dataclasses import asdict, replace
from pathlib import Path

import click

from adversescan import __version__
from adversescan.cli.environment import cache_folder, common_base
from adversescan.config import PROFILE, read_options
from adversescan.errors import AdversescanError
from adversescan.knowledge.book_changes import book_changes, different
from adversescan.knowledge.rule_book import load_rule_book
from adversescan.knowledge.rules_folder import rules_source
from adversescan.sources.discover import common_folder

SHIPPED = "shipped"
_DOCUMENTS = (".md", ".txt", ".docx", ".eml")
_LONGEST = 70
_EXIT_CODES = """\b
Exit codes:
  0  the books say the same; with PROJECT: they judge it alike
  1  they differ; with PROJECT: they judge it differently
  2  wrong use, or a book that cannot be read
"""


@click.command(epilog=_EXIT_CODES)
@click.argument("old")
@click.argument("new")
@click.argument("project", type=click.Path(path_type=Path, exists=True), required=False)
@click.option("--format", "format_", type=click.Choice(["terminal", "json"]), default="terminal", show_default=True)
@click.option("--profile", default=PROFILE, metavar="PROFILE", help="The profile of both books.", show_default=True)
def diff(old: str, new: str, project: Path | None, format_: str, profile: str) -> int:
    """Compare two rule books, entry by entry, and what they find.

    OLD and NEW are folders of rules, or the word `shipped`. PROJECT is code to scan or a design document (.md, .txt, .docx, .eml) to review
    with both: findings that only one has, levels that changed, and the verdict of a review.
    """
    from adversescan.reports.json_text import json_text

    books = (_folder(old), _folder(new))
    for folder in books:
        load_rule_book(profile, folder)
    changes = book_changes(rules_source(books[0]), rules_source(books[1]))
    judged = _judged(project, books, profile) if project else []
    if format_ == "json":
        entries = [{**asdict(change), "kind": change.kind.value} for change in changes]
        click.echo(json_text({"entries": entries, "judged": judged}), nl=False)
    else:
        lines = [f"{c.kind.value:<7}  {c.file}: {c.key}: {_short(c.old)} -> {_short(c.new)}" for c in changes]
        lines += [f"{each['change']:<7}  {each['what']}: {each['old'] or '-'} -> {each['new'] or '-'}" for each in judged]
        counted = f", {len(judged)} judgements of {project}" if project else ""
        click.echo("\n".join([*lines, f"{len(changes)} entries{counted} differ"]))
    return int(bool(judged if project else changes))


def _folder(name: str) -> Path | None:
    if name == SHIPPED:
        return None
    if not Path(name).is_dir():
        raise AdversescanError(f"{name} is no folder; name a folder of rules, or {SHIPPED}")
    return Path(name)


def _judged(project: Path, books: tuple[Path | None, Path | None], profile: str) -> list[dict[str, str]]:
    """What is judged otherwise, each with what the old and the new book make of it."""
    old, new = (_judgements(project, folder, profile) for folder in books)
    return [{"change": kind.value, "what": what, "old": was, "new": is_} for what, kind, was, is_ in different(old, new)]


def _judgements(project: Path, folder: Path | None, profile: str) -> dict[str, str]:
    """The level of each finding by rule and place; of a document, also its verdict."""
    if project.suffix in _DOCUMENTS:
        from adversescan.review_known import review_known

        review = review_known(str(project), project.read_bytes(), profile, __version__, cache_folder(os.environ), rules=folder)
        return {f"{f.rule} in {project}": f.level for f in review.findings} | {f"verdict of {project}": review.verdict.value}
    from adversescan.scan_known import scan_known

    settings = read_options(common_folder((project,)))
    options = replace(
        settings, profile=profile, rules=folder, base=common_base((project,), Path.cwd()), cache=cache_folder(os.environ)
    )  # fmt: skip
    return {f"{f.rule} at {f.location} {', '.join(f.attributes)}".strip(): f.level.value for f in scan_known((project,), options).findings}


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
