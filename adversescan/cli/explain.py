"""`adversescan explain`: what a rule finds, why that matters, what to do instead, and the law it is relevant to."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import click

from adversescan.config import PROFILE
from adversescan.errors import AdversescanError
from adversescan.knowledge.decode import nearest
from adversescan.knowledge.rule import Implementation, Rule
from adversescan.knowledge.rule_book import RuleBook, load_rule_book

_WIDTH = 100


@click.command()
@click.argument("rule", metavar="RULE")
@click.option("--profile", default=PROFILE, metavar="PROFILE", help="Whose law is shown.", show_default=True)
@click.option(
    "--rules", "folder", type=click.Path(path_type=Path, file_okay=False, exists=True), metavar="DIR", help="The rules of this folder."
)
def explain(rule: str, profile: str, folder: Path | None) -> int:
    """Say what a rule finds, why, and what to do instead. RULE is its id, such as AP101, or its name."""
    book = load_rule_book(profile, folder)
    click.echo("\n".join(_explained(_find(rule, book), book)))
    return 0


def _find(wanted: str, book: RuleBook) -> Rule:
    by_word = {word.lower(): rule for rule in book.rules for word in (rule.id, rule.name)}
    if wanted.lower() not in by_word:
        raise AdversescanError(f"unknown rule {wanted!r}{nearest(wanted.upper(), [rule.id for rule in book.rules])}")
    return by_word[wanted.lower()]


def _explained(rule: Rule, book: RuleBook) -> Iterator[str]:
    yield f"{rule.id} {rule.name} ({rule.level})"
    yield from _wrapped(rule.title)
    if rule.implementation is Implementation.DRAFT:
        yield from _wrapped("This rule is a draft: it is not reported yet.")
    yield from ("", "Why", *_wrapped(rule.why))
    yield from ("", "What to do instead", *(line for each in rule.instead for line in _wrapped(each, "- ")))
    if rule.settled_by:
        yield from ("", "What settles it", *(f"  - {each.value}" for each in rule.settled_by))
    if citations := book.citations(rule):
        yield from ("", "Law")
        for citation, provision in citations:
            yield from _wrapped(f"{provision.instrument}, {provision.provision}: {citation.why}", "- ")
    yield from ("", "Reported", textwrap.indent(rule.bad.rstrip(), "    "), "", "Not reported", textwrap.indent(rule.good.rstrip(), "    "))


def _wrapped(text: str, sign: str = "") -> list[str]:
    return textwrap.wrap(" ".join(text.split()), _WIDTH, initial_indent="  " + sign, subsequent_indent="  " + " " * len(sign))
