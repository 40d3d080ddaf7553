"""The formats a review is reported in; the terminal is the caller's, which knows its width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from importlib import import_module

from adversescan.findings.review import Review


class ReviewFormat(StrEnum):
    """The formats there are."""

    TERMINAL = "terminal"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    SARIF = "sarif"


def render_review(format_: ReviewFormat, reviews: Sequence[Review], width: int) -> str:
    """The reviews in a format, ending with a line end; a terminal is so many characters wide."""
    if format_ is ReviewFormat.TERMINAL:
        from adversescan.reports.review_terminal import render_review_terminal

        return render_review_terminal(reviews, width)
    # A report is imported when it is asked for.
    module = import_module(f"adversescan.reports.review_{format_}")
    render: Callable[[Sequence[Review]], str] = getattr(module, f"render_review_{format_}")
    return render(reviews)
