"""Makes docs/rules.md, the rules for reading, out of rules/patterns/."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from adversescan.knowledge.rule import Implementation, Rule
from adversescan.knowledge.rule_book import RuleBook, load_rule_book

PAGE = Path(__file__).parent / "rules.md"

INTRODUCTION = """\
# Rules

<!-- Generated from rules/patterns/ by `python -m docs.write`: do not edit. -->

Each rule is a file under `rules/patterns/`, with its reasons, the law and an example that is reported beside one that is not;
`adversescan explain` shows it in the terminal. How a rule is written stands in [rule-book.md](rule-book.md). The most specific rule
stands: one that names another below is reported in its place.
"""


def page() -> str:
    """The whole page."""
    book = load_rule_book()
    return "\n".join([INTRODUCTION, *_table(book), *(line for rule in book.rules for line in _section(rule, book))]) + "\n"


def _table(book: RuleBook) -> Iterator[str]:
    yield "| rule | name | level | reported |"
    yield "|---|---|---|---|"
    for rule in book.rules:
        reported = "yes" if rule.implementation is Implementation.ACTIVE else "draft"
        yield f"| [{rule.id}](#{rule.id.lower()}-{rule.name}) | {rule.name} | {rule.level} | {reported} |"


def _section(rule: Rule, book: RuleBook) -> Iterator[str]:
    yield from ("", f"## {rule.id} {rule.name}", "", f"**{_line(rule.title)}.** Level: {rule.level}.")
    if rule.implementation is Implementation.DRAFT:
        yield "This rule is a draft: it is written down and checked, and not reported yet."
    yield from ("", _line(rule.why), "", "Instead:", "", *(f"- {_line(each)}" for each in rule.instead))
    if rule.settled_by:
        yield from ("", f"Settled, on the way to the act, by: {', '.join(each.value for each in rule.settled_by)}.")
    if rule.swallows:
        yield from ("", f"Reported in place of: {', '.join(rule.swallows)}.")
    yield from ("", "Law:", "")
    for citation, provision in book.citations(rule):
        yield f"- [{provision.instrument}, {provision.provision}]({provision.url}): {_line(citation.why)}"


def _line(text: str) -> str:
    return " ".join(text.split())
