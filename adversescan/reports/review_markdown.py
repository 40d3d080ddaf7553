"""The review of a design as Markdown: a record to attach to the proposal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from adversescan.findings.review import Review, ReviewFinding

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def render_review_markdown(reviews: Sequence[Review]) -> str:
    """The reviews, one after the other. What the document says is quoted with every sign of Markdown taken literally."""
    return "\n".join(line for review in reviews for line in (*_review(review), ""))


def _review(review: Review) -> Iterator[str]:
    yield f"# Review of {_text(review.document)}: {review.verdict.value}"
    yield from ("", _text(review.reason), "")
    yield (
        f"| verdict | who decides | language | profile | tool |\n|---|---|---|---|---|\n| {review.verdict.value} | "
        + " | ".join(_text(each) or "-" for each in (review.decides, review.language, review.profile, f"adversescan {review.tool_version}"))
        + " |"
    )
    for finding in review.findings:
        yield from ("", *_finding(finding))
    if review.safeguards:
        yield from ("", "## Safeguards", "")
        for each in review.safeguards:
            yield f"- {each.standing.value}, line {each.line}: “{_text(each.quote)}” {_text(each.why)}"
    if review.questions:
        yield from ("", "## Questions to the author", "")
        for number, question in enumerate(review.questions, start=1):
            yield f"{number}. {_text(question.text)} (would change the verdict to {question.would_change_to.value})"
    if review.unknown or review.problems:
        yield from ("", "## Not understood", "")
        yield from (f"- line {each.line}: “{_text(each.quote)}”: {_text(each.reason)}" for each in review.unknown)
        yield from (f"- line {each.location.line}: {each.kind.value}: {_text(each.reason)}" for each in review.problems)
    yield from ("", "## Decision", "", "| decided by | on | decision | reason |", "|---|---|---|---|", "|  |  |  |  |")


def _finding(finding: ReviewFinding) -> Iterator[str]:
    traits = f" ({', '.join(finding.attributes)})" if finding.attributes else ""
    yield f"## {finding.rule}: {_text(finding.title)}{traits}"
    yield from ("", "| stage | line | sentence |", "|---|---|---|")
    for sentence in finding.stages:
        yield f"| {sentence.stage} | {sentence.line} | {_text(sentence.quote)} |"
    yield from ("", "### Why", "", _text(finding.why), "", "### How to proceed instead", "")
    yield from (f"- {_text(text)}" for text in finding.instead.text)
    yield from ("", f"Judged again without {_text(finding.instead.removes)}: **{finding.instead.verdict.value}**")
    if finding.law:
        yield from ("", "### Relevant to", "")
        yield from (f"- {_text(each.label)}: {_text(each.why)}" for each in finding.law)


def _text(text: str) -> str:
    """On one line, with the signs of Markdown taken literally."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
