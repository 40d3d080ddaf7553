"""The page about a rule, in Markdown: everything its file says, and the law with its dates. It is the same on every day."""

from __future__ import annotations

from collections.abc import Iterator

from adversescan.knowledge.law import Provision
from adversescan.knowledge.rule import Implementation, Rule
from adversescan.knowledge.rule_book import RuleBook


def rule_page(rule: Rule, book: RuleBook) -> str:
    """The whole page."""
    return "\n".join([*_head(rule), *_instead(rule), *_law(rule, book), *_rest(rule), *_examples(rule)]) + "\n"


def _head(rule: Rule) -> Iterator[str]:
    yield from (f"# {rule.id} {rule.name}", "")
    yield from ("<!-- Generated from the rule book by `adversescan rules pages`: do not edit. -->", "")
    yield f"**{_line(rule.title)}.** Level: {rule.level}."
    if rule.implementation is Implementation.DRAFT:
        yield "This rule is a draft: it is written down and checked, and not reported yet."
    yield from ("", "## Why", "", _line(rule.why))


def _instead(rule: Rule) -> Iterator[str]:
    yield from ("", "## How to proceed instead", "", *(f"- {_line(each)}" for each in rule.instead))
    if rule.settled_by:
        yield from ("", f"Settled, on the way to the act, by: {', '.join(each.value for each in rule.settled_by)}.")
    if rule.swallows:
        yield from ("", f"Reported in place of: {', '.join(rule.swallows)}.")
    if rule.silent_beside:
        yield from ("", f"Not reported beside: {', '.join(rule.silent_beside)}.")


def _law(rule: Rule, book: RuleBook) -> Iterator[str]:
    """By jurisdiction, in the order of the law that the rule cites first."""
    cited = [(citation, book.law.provisions[citation.provision]) for citation in rule.law]
    yield from ("", "## Law it is relevant to", "", "Whether a provision applies is for a lawyer to say.")
    for code in dict.fromkeys(provision.jurisdiction for _, provision in cited):
        yield from ("", f"### {book.law.jurisdictions[code].name}", "")
        for citation, provision in cited:
            if provision.jurisdiction == code:
                yield f"- [{provision.instrument}, {provision.provision}]({provision.url}): {_line(citation.why)} ({_dates(provision)})"


def _dates(provision: Provision) -> str:
    status = provision.status.value.replace("_", " ")
    dated = f"{status}, applies from {provision.applies_from}" if provision.applies_from else status
    return f"{dated}; unconfirmed: {_line(provision.unconfirmed)}" if provision.unconfirmed else dated


def _rest(rule: Rule) -> Iterator[str]:
    if rule.terms:
        yield from ("", "## Terms", "", ", ".join(f"`{term}`" for term in rule.terms))


def _examples(rule: Rule) -> Iterator[str]:
    if rule.design:
        yield from ("", "## Approved design of the examples", "", "```yaml", rule.design.rstrip(), "```")
    yield from ("", "## Reported", "", "```python", rule.bad.rstrip(), "```")
    yield from ("", "## Not reported", "", "```python", rule.good.rstrip(), "```")


def _line(text: str) -> str:
    return " ".join(text.split())
