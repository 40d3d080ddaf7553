"""Formulas of statistics, read as names on two sides."""

from __future__ import annotations

import pytest

from adversescan.frontends.formula import read_formula
from adversescan.graph.formula import FormulaReading, Mention, Side


def _plain(*names: str) -> Side:
    return Side(tuple(map(Mention, names)))


def _inside(function: str, *names: str) -> Side:
    return Side(tuple(Mention(name, False, (function,)) for name in names))


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("y ~ a + b:c - 1", FormulaReading(_plain("y"), _plain("a", "b", "c"))),
        ("a * b", FormulaReading(Side(), _plain("a", "b"))),
        ("~ a / (b + c)**2", FormulaReading(Side(), _plain("a", "b", "c"))),
        ("np.log(y) ~ I(a - b)", FormulaReading(_inside("log", "y"), _inside("I", "a", "b"))),
        ("y ~ Q('first pay')", FormulaReading(_plain("y"), Side((Mention("first pay", True, ("Q",)),)))),
        ("y ~ `first pay`", FormulaReading(_plain("y"), Side((Mention("first pay", True),)))),
        ("y ~ . - a", FormulaReading(_plain("y"), Side((), (Mention("a"),), True))),
        ("y ~ a*b - a:b", FormulaReading(_plain("y"), _plain("a", "b"))),
        ("y ~ a + (1 | b)", FormulaReading(_plain("y"), _plain("a", "b"))),
        ("y ~\n  a +\n  b", FormulaReading(_plain("y"), _plain("a", "b"))),
    ],
)  # fmt: skip
def test_names_stand_on_the_side_they_are_written_on(text: str, reading: FormulaReading) -> None:
    """Operators, functions, quoted names and the dot for all others are understood."""
    assert read_formula(text) == reading


@pytest.mark.parametrize("text", ["y ~ (", "y ~ a +", "not a formula", "(" * 5000, "\0", "~" * 30_000])
def test_what_is_no_formula_is_none(text: str) -> None:
    """Text that cannot be understood is said to be none, whatever is in it."""
    assert read_formula(text) is None
