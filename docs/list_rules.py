"""Makes docs/rules.md, the list of the rules, and docs/rules/, a page for each, out of rules/patterns/."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from adversescan.knowledge.rule import Implementation
from adversescan.knowledge.rule_book import RuleBook, load_rule_book, rules_folder
from adversescan.reports.rule_page import rule_page

PAGE = Path(__file__).parent / "rules.md"
PAGES = [PAGE.parent / "rules" / f"{path.stem}.md" for path in sorted((rules_folder() / "patterns").glob("*.yaml"))]

INTRODUCTION = """\
# Rules

<!-- Generated from rules/patterns/ by `python -m docs.write`: do not edit. -->

Each rule is a file under `rules/patterns/`, with its reasons, the law and an example that is reported beside one that is not;
`adversescan explain` and `adversescan rules show` show it in
the terminal. How a rule is written stands in [rule-book.md](rule-book.md). The most specific rule
stands: one that names another below is reported in its place.
"""


def page() -> str:
    """The list."""
    return "\n".join([INTRODUCTION, *_table(_book())]) + "\n"


def rule_page_of(path: Path) -> Callable[[], str]:
    """What makes the page of the rule that the file is named after."""
    return lambda: rule_page(next(rule for rule in _book().rules if rule.id == path.stem), _book())


@cache
def _book() -> RuleBook:
    return load_rule_book()


def _table(book: RuleBook) -> Iterator[str]:
    yield "| rule | name | level | reported |"
    yield "|---|---|---|---|"
    for rule in book.rules:
        reported = "yes" if rule.implementation is Implementation.ACTIVE else "draft"
        yield f"| [{rule.id}](rules/{rule.id}.md) | {rule.name} | {rule.level} | {reported} |"
