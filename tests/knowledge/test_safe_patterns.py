"""Which regular expressions a rule book may hold."""

from __future__ import annotations

import pytest

from adversescan.knowledge.safe_patterns import pattern_mistake

EXPLODES = "can read one text in exponentially many ways: no two parts that repeat may read the same"


@pytest.mark.parametrize(
    "text",
    [
        "(a+)+$", "(a|a)*$", "(.*a){20}", "(a*)*b", "(a*b*)*c", r"(\w+\s?)+$", "(a|ab|b)*c", "(cat|cat)+!",
        "(?=(a+)+$)a", "(a|b|ab){9}c", "((a|b)+)+", r"^(?:\s*-?\s*)*$",
    ],
)  # fmt: skip
def test_catastrophic_expressions_are_told(text: str) -> None:
    """Nested repeats, alternatives that overlap, and repeats of what repeats."""
    assert pattern_mistake(text) == EXPLODES


@pytest.mark.parametrize(
    "text",
    [
        "a+$", "(a|b)*c", r"(\w+\.)+\w+", "(ab*)*c", r"\bi (can|could)(no|')t (help|assist)\b", "[a-z]+[0-9]+", "(?:ab?c)+", "(.*a){2}",
        r"^\s*(?:def|class)\s+\w+", r"(?P<name>[\w.]+)", "(?i)x*y*z*", r"\d{1,3}(?:,\d{3})*", r"(\d|\w)+x", "(?:[a-z]|[x-z])+!",
    ],
)  # fmt: skip
def test_other_expressions_pass(text: str) -> None:
    """What repeats is told apart by the letters it reads; alternatives of one letter each are one set of letters to Python."""
    assert pattern_mistake(text) == ""


def test_what_is_no_expression_is_told() -> None:
    """As Python says it."""
    assert pattern_mistake("(a") == "is no regular expression: missing ), unterminated subpattern at position 0"
