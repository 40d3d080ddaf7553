"""Sources that are not Python of today are salvaged statement by statement, each line keeping its number."""

from __future__ import annotations

import pytest

from adversescan.frontends.python.salvage import salvage
from adversescan.sources.problem import ProblemKind
from adversescan.sources.source import Language, Source


def source(text: str) -> Source:
    return Source("old.py", Language.PYTHON, text)


@pytest.mark.parametrize(
    ("old", "today"),
    [
        ("print 'a', b", "print('a', b)"),
        ("def f():\n    print a\n    print >>log, b", "def f():\n    print(a)\n    print(b, file=log)"),
        ("try:\n    f()\nexcept OSError, e:\n    g(e)", "try:\n    f()\nexcept OSError as e:\n    g(e)"),
        ("def f():\n    raise ValueError, 'no'", "def f():\n    raise ValueError('no')"),
        ("if a <> 10L:\n    exec code", "if a != 10:\n    exec(code)"),
        ("type Row = dict[str, str]", "Row = dict[str, str]"),
        ("def first[T](rows: list[T]) -> T:\n    return rows[0]", "def first(rows: list[T]) -> T:\n    return rows[0]"),
    ],
)
def test_other_forms_are_read_as_their_nearest_equivalent(old: str, today: str) -> None:
    """Nothing is left out, and the problem says which lines were read so."""
    saved = salvage(source(old))

    assert saved is not None
    assert saved[0].text == today
    assert saved[1].kind is ProblemKind.PARTLY_READ
    assert saved[1].reason.startswith("not Python of today: all was read, line")


def test_a_broken_statement_costs_only_itself() -> None:
    """What stands before and behind it is read, in the same function and in others."""
    saved = salvage(source("def f(a):\n    b = a +\n    return a\n\nx = = 2\n\ndef g():\n    return f(1)\n"))

    assert saved is not None
    assert saved[0].text == "def f(a):\n    pass\n    return a\n\n\n\ndef g():\n    return f(1)\n"
    assert saved[1].reason == "not readable as Python and left out: lines 2, 5; the rest was read"


def test_a_long_text_with_lines_at_the_margin_is_one_statement() -> None:
    """It is not taken apart, whatever it holds."""
    saved = salvage(source('words = """\nprint me\n= =\n"""\nprint words\n'))

    assert saved is not None
    assert saved[0].text == 'words = """\nprint me\n= =\n"""\nprint(words)\n'


def test_what_is_no_python_is_not_salvaged() -> None:
    """A file of which hardly a line can be read stays a problem as a whole."""
    assert salvage(source("<html>\n<body class=x>\n<p>Good day to you\n</body>\n</html>\n")) is None
