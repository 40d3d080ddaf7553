"""`adversescan rules show` and `rules pages`: what the rule book says, entry by entry or as pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from adversescan.cli.shared_options import as_of, rules_folder
from adversescan.config import PROFILE
from adversescan.knowledge.rule_book import load_rule_book


@click.command()
@click.argument("word", metavar="ID")
@click.option("--format", "format_", type=click.Choice(["terminal", "json"]), default="terminal", show_default=True)
@click.option("--profile", default=PROFILE, metavar="PROFILE", help="Whose law is shown.", show_default=True)
@as_of
@rules_folder
def show(word: str, format_: str, profile: str, as_of: date | None, folder: Path | None) -> int:
    """Show an entry of the rule book.

    ID is a rule, a library or one of its calls, a provision, a jurisdiction, an attribute, a trait, a mitigation, or a host. Of a
    rule: why, how to proceed instead, the law by jurisdiction with its dates, standard terms, mitigations and examples.
    """
    from adversescan.reports.entry_text import entry_text
    from adversescan.reports.json_text import json_text
    from adversescan.reports.rule_book_entry import rule_book_entry

    day = as_of or date.today()  # noqa: DTZ011
    entry = rule_book_entry(word, load_rule_book(profile, folder), day)
    click.echo(json_text(entry) if format_ == "json" else entry_text(entry), nl=False)
    return 0


@click.command()
@click.argument("into", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@rules_folder
def pages(into: Path, folder: Path | None) -> int:
    """Write a page in Markdown for each rule into DIR: what SARIF's helpUri points at."""
    from adversescan.reports.rule_page import rule_page

    book = load_rule_book(PROFILE, folder)
    into.mkdir(parents=True, exist_ok=True)
    for rule in book.rules:
        (into / f"{rule.id}.md").write_text(rule_page(rule, book), encoding="utf-8", newline="\n")
    click.echo(f"{into}: {len(book.rules)} pages")
    return 0
