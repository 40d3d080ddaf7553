"""What a rule finds, why that matters, what to do instead, and the law it is relevant to."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from adversescan.knowledge.rule import Implementation, Rule
from adversescan.knowledge.rule_book import RuleBook

_WIDTH = 100


def explained_rule(rule: Rule, book: RuleBook) -> Iterator[str]:
    """The lines about a rule."""
    yield f"{rule.id} {rule.name} ({rule.level})"
    yield from _wrapped(rule.title)
    if rule.implementation is Implementation.DRAFT:
        yield from _wrapped("This rule is a draft: it is not reported yet.")
    yield from ("", "Why", *_wrapped(rule.why))
    yield from ("", "What to do instead", *(line for each in rule.instead for line in _wrapped(each, "- ")))
    if rule.settled_by:
        yield from ("", "What settles it", *(f"  - {each.value}" for each in rule.settled_by))
    if rule.page:
        yield from ("", "Page", f"  {rule.page}")
    if citations := book.citations(rule):
        yield from ("", "Law")
        for citation, provision in citations:
            yield from _wrapped(f"{provision.instrument}, {provision.provision}: {citation.why}", "- ")
    yield from ("", "Reported", textwrap.indent(rule.bad.rstrip(), "    "), "", "Not reported", textwrap.indent(rule.good.rstrip(), "    "))


def _wrapped(text: str, sign: str = "") -> list[str]:
    return textwrap.wrap(" ".join(text.split()), _WIDTH, initial_indent="  " + sign, subsequent_indent="  " + " " * len(sign))
