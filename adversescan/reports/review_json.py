"""The review of a design as JSON, in the form the contract of the command line promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from adversescan.findings.review import Review
from adversescan.reports.json_text import json_text


def render_review_json(reviews: Sequence[Review]) -> str:
    """One review as an object; several as a list under `reviews`, with the gravest verdict on top."""
    if len(reviews) == 1:
        return json_text(_review(reviews[0]))
    gravest = max((review.verdict for review in reviews), key=lambda verdict: verdict.rank)
    return json_text({"verdict": gravest.value, "reviews": [_review(review) for review in reviews]})


def _review(review: Review) -> dict[str, object]:
    return {
        "verdict": review.verdict.value,
        "reason": review.reason,
        "decides": review.decides,
        "document": review.document,
        "language": review.language,
        "profile": review.profile,
        "tool": review.tool_version,
        **{name: [asdict(each) for each in getattr(review, name)] for name in ("findings", "questions", "safeguards", "unknown", "stages")},
        "problems": [{"line": each.location.line, "kind": each.kind.value, "reason": each.reason} for each in review.problems],
    }
