"""`adversescan rules`: the rules there are, what the book says, and whether a folder of rules does what its examples say."""

from __future__ import annotations

from pathlib import Path

import click

from adversescan.cli.rules_diff import diff
from adversescan.cli.rules_mutate import mutate
from adversescan.cli.rules_schema import schema
from adversescan.cli.rules_show import pages, show
from adversescan.cli.shared_options import FOLDER, rules_folder
from adversescan.config import PROFILE
from adversescan.errors import InvalidFiles
from adversescan.knowledge.dead_entries import dead_entries
from adversescan.knowledge.discovery import read_left_out, read_project_marks
from adversescan.knowledge.rule import Rule
from adversescan.knowledge.rule_book import load_rule_book
from adversescan.knowledge.rules_folder import rules_source


@click.group()
def rules() -> None:
    """List the rules, show what the book says, or check, test and compare folders of rules."""


rules.add_command(show)
rules.add_command(pages)
rules.add_command(diff)
rules.add_command(schema)
rules.add_command(mutate)


@rules.command("list")
@click.option("--profile", default=PROFILE, metavar="PROFILE", help="Whose levels are shown.", show_default=True)
@rules_folder
def list_(profile: str, folder: Path | None) -> int:
    """List the rules: id, level, whether it is reported yet, and title."""
    for rule in load_rule_book(profile, folder).rules:
        click.echo(_line(rule))
    return 0


@rules.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
def check(folder: Path) -> int:
    """Read a whole folder of rules, and say all that is wrong with it, and what in it can never count."""
    book = load_rule_book(PROFILE, folder)
    place = rules_source(folder)
    read_left_out(place)
    read_project_marks(place)
    if dead := dead_entries(place, book.rules, book.libraries):
        raise InvalidFiles(dead)
    click.echo(f"{folder} is in order: {len(book.rules)} rules, {len(book.libraries.libraries)} libraries")
    return 0


@rules.command("test")
@click.argument("folder", type=FOLDER, metavar="[DIR]", required=False)
def test_(folder: Path | None) -> int:
    """Scan every example of the rules and libraries, and say which do not come out as their comments say."""
    from adversescan.examples.run_examples import run_examples

    outcome = run_examples(folder)
    for mistake in outcome.mistakes:
        click.echo(str(mistake), err=True)
    click.echo(f"{outcome.examples} examples with {outcome.comments} comments, {len(outcome.mistakes)} wrong")
    return 1 if outcome.mistakes else 0


def _line(rule: Rule) -> str:
    return f"{rule.id}  {rule.level:<7}  {rule.implementation.value:<6}  {rule.title.strip()}"
