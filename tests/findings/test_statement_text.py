"""A statement of several lines as one."""

from __future__ import annotations

import pytest

from adversescan.findings.statement_text import LONGEST, statement_text, without_comment


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["    return deny(person)", "    other()"], "return deny(person)"),
        (["answer = post(  # why", "    URL,", '    json={"a": 1},', ")", "other()"], 'answer = post(URL, json={"a": 1})'),
        (["rows = [", "  (1,", "   2),", "]"], "rows = [(1, 2)]"),
        (['note("a (b", x)', "other()"], 'note("a (b", x)'),
        (["never(closed", "still"], "never(closed"),
        (["UPDATE people -- all of them", "SET status = 'x'"], "UPDATE people"),
        ([""], ""),
    ],
)
def test_a_statement_goes_on_while_a_bracket_is_open(lines, text):
    """Lines are joined until the brackets of the first are closed; one that is never closed stays alone."""
    assert statement_text(lines) == text


def test_a_long_statement_is_cut():
    """A reader of one line reads no more than 400 characters."""
    assert statement_text(["x" * 9_999]) == "x" * LONGEST


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("deny()  # expect", "deny()  "),
        ("url = 'a#b'  # c", "url = 'a#b'  "),
        (r"url = 'it\'s#' # c", r"url = 'it\'s#' "),
        ("SELECT 1 -- c", "SELECT 1 "),
        ("<p>x</p> <!-- c -->", "<p>x</p> "),
        ("a - b < c", "a - b < c"),
    ],
)
def test_a_comment_ends_the_code(line, code):
    """The signs of comments end a line of code, but not inside quotes."""
    assert without_comment(line) == code
