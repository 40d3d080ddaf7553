"""The review of a design for people at a terminal: the verdict, the sentences that carry it, and what to do instead."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from adversescan.findings.review import Review, ReviewFinding


def render_review_terminal(reviews: Sequence[Review], width: int = 100) -> str:
    """The reviews as plain text, one after the other."""
    return "\n".join(line for review in reviews for line in _review(review, width)) + "\n"


def _review(review: Review, width: int) -> Iterator[str]:
    yield f"{review.document}: {review.verdict.value.upper()} ({review.language})"
    yield from _wrap(review.reason, width)
    if review.decides:
        yield from _wrap(f"Who decides: {review.decides}", width)
    for finding in review.findings:
        yield from ("", *_finding(finding, width))
    if review.safeguards:
        yield from ("", "Safeguards")
        for safeguard in review.safeguards:
            yield from _wrap(f'line {safeguard.line}, {safeguard.standing.value}: "{safeguard.quote}". {safeguard.why}', width, "- ")
    if review.questions:
        yield from ("", "Questions to the author")
        for question in review.questions:
            yield from _wrap(f"{question.text} (would change the verdict to {question.would_change_to.value})", width, "- ")
    for unknown in review.unknown:
        yield from _wrap(f'not understood, line {unknown.line}: "{unknown.quote}": {unknown.reason}', width)
    for problem in review.problems:
        yield from _wrap(f"line {problem.location.line}: {problem.kind.value}: {problem.reason}", width)


def _finding(finding: ReviewFinding, width: int) -> Iterator[str]:
    traits = f" ({', '.join(finding.attributes)})" if finding.attributes else ""
    yield f"{finding.rule} {finding.title}{traits}"
    for sentence in finding.stages:
        yield from _wrap(f'{sentence.stage}, line {sentence.line}: "{sentence.quote}"', width)
    yield from _wrap(f"Why: {finding.why}", width)
    yield "  Instead:"
    for text in finding.instead.text:
        yield from _wrap(text, width, "- ")
    yield from _wrap(f"Judged again without {finding.instead.removes}: {finding.instead.verdict.value}", width)
    for reference in finding.law:
        yield from _wrap(f"Law: {reference.label}: {reference.why}", width)


def _wrap(text: str, width: int, sign: str = "") -> list[str]:
    return textwrap.wrap(text, width, initial_indent="  " + sign, subsequent_indent="  " + " " * len(sign))
