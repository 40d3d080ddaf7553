"""Comments that speak to the scanner."""

from __future__ import annotations

import pytest

from adversescan.sources.comments import Comment, comments
from adversescan.sources.source import Language, LinePlace, Location, Source


def found(language: Language, text: str) -> list[tuple[int, int, str]]:
    return [(each.location.line, each.covers.line, each.text) for each in comments(Source("a", language, text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("deny(x)  # adversescan: allow[A]\n", [(1, 1, "allow[A]")]),
        ("# adversescan: allow[A]\ndeny(x)\n", [(1, 2, "allow[A]")]),
        ("if x:\n    # adversescan: allow[A]\n\n    # why\n    deny(\n        x)\n", [(2, 5, "allow[A]")]),
        ("# adversescan: allow[A]\n#adversescan:allow[B]\ndeny(x)\n", [(1, 3, "allow[A]"), (2, 3, "allow[B]")]),
        ("x = 1  # adversescan: allow[A]\ndeny(x)\n", [(1, 1, "allow[A]")]),
        ("deny(x)  # noqa  # adversescan: allow[A]\n", [(1, 1, "allow[A]")]),
        ("deny(\n    x,  # adversescan: allow[A]\n)\n", [(2, 2, "allow[A]")]),
        ("pass\n# adversescan: allow[A]\n", [(2, 2, "allow[A]")]),
        ("pass\r\n# adversescan: allow[A]\r\ndeny(x)\r\n", [(2, 3, "allow[A]")]),
    ],
    ids=[
        "behind",
        "above",
        "above blanks and comments",
        "two above",
        "behind the line before",
        "behind another",
        "inside",
        "at the end",
        "crlf",
    ],
)
def test_what_a_comment_covers_in_python(text, expected):
    """Behind code a comment covers its own line; alone, the next line that is neither blank nor a comment."""
    assert found(Language.PYTHON, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        'x = "# adversescan: allow[A]"\n',
        '"""\n# adversescan: allow[A]\n"""\n',
        "f'{x} # adversescan: allow[A]'\n",
        "# see adversescan: allow[A]\n",
        "# about the adversescan tool\n",
    ],
    ids=["string", "docstring", "f-string", "mentioned", "prose"],
)
def test_what_is_no_comment_to_the_scanner(text):
    """A comment inside a string literal is none, nor is one that only mentions the scanner."""
    assert found(Language.PYTHON, text) == []


def test_python_that_has_no_tokens_is_read_by_lines():
    """A file that cannot be tokenised still has its waivers."""
    assert found(Language.PYTHON, "%magic (\ndeny(x  # adversescan: allow[A]\n") == [(2, 2, "allow[A]")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-- adversescan: allow[A]\nUPDATE t\nSET x = 1;\n", [(1, 2, "allow[A]")]),
        ("UPDATE t SET x = 1 /* adversescan: allow[A] */;\n", [(1, 1, "allow[A]")]),
        ("SELECT 'it''s' -- adversescan: allow[A]\n", [(1, 1, "allow[A]")]),
        ("SELECT '-- adversescan: allow[A]'\n", []),
        ("<!-- adversescan: allow[A] -->\n\n# Title\nWe score.\n", [(1, 4, "allow[A]")]),
        ("// adversescan: allow[A]\ndeny(x);\n", [(1, 2, "allow[A]")]),
    ],
    ids=["line", "block", "escaped quote", "literal", "markup", "slashes"],
)
def test_comments_of_other_languages(text, expected):
    """Every usual sign of a comment is known; in SQL a literal holds none."""
    assert found(Language.SQL, text) == expected


def test_a_notebook_speaks_through_its_cells():
    """The file itself has no comments; a cell's are placed at the lines of the file."""
    cell = Source(
        "n.ipynb",
        Language.PYTHON,
        "# adversescan: allow[A]\ndeny(x)\n",
        lines=(LinePlace(11, 2, 1), LinePlace(12, 2, 2), LinePlace(12, 2, 2)),
    )

    assert comments(cell) == (Comment(Location("n.ipynb", 11, 1, 11, 2, 1), Location("n.ipynb", 12, 1, 12, 2, 2), "allow[A]"),)
    assert comments(Source("n.ipynb", Language.NOTEBOOK, '"# adversescan: allow[A]"\n')) == ()
