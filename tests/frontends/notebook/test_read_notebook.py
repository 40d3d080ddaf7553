"""A notebook becomes one Python source whose lines know their place; what cannot be read is a problem."""

from __future__ import annotations

import json

import pytest

from adversescan.frontends.file_facts import program_source
from adversescan.frontends.notebook import read_notebook
from adversescan.sources.problem import ProblemKind
from adversescan.sources.source import Language, LinePlace, Location, Source

PYTHON = {"kernelspec": {"language": "python", "name": "python3"}}


def code(*lines: str, **more) -> dict:
    source = [f"{line}\n" for line in lines[:-1]] + [lines[-1]]
    return {"cell_type": "code", "outputs": [{"text": ["x = 'an output'"]}], "source": source, **more}


def notebook(*cells: dict, metadata: dict = PYTHON) -> Source:
    return source(json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4}, indent=1))


def source(text: str) -> Source:
    return Source("a.ipynb", Language.NOTEBOOK, text, "p")


def python(given: Source) -> str | None:
    reading = read_notebook(given, program_source)
    return reading.source.text if reading.source else None


def lines(*cells: dict) -> list[str]:
    return (python(notebook(*cells)) or "").split("\n")[:-1]


def problems(given: Source) -> list[tuple[ProblemKind, Location]]:
    return [(problem.kind, problem.location) for problem in read_notebook(given, program_source).problems]


def test_cells_are_one_source_with_places() -> None:
    """All code cells in order; every line knows its line in the file, its cell, counted over all cells, and its line in the cell."""
    given = notebook({"cell_type": "markdown", "source": ["# people\n", "of the town"]}, code("a = 1", "b = 2"), code("c = 3"))

    reading = read_notebook(given, program_source)

    assert reading.problems == ()
    assert reading.source == Source(
        "a.ipynb", Language.PYTHON, "a = 1\nb = 2\nc = 3\n", "p", (LinePlace(20, 2, 1), LinePlace(21, 2, 2), LinePlace(34, 3, 1))
    )
    assert [given.text.split("\n")[place.line - 1].strip() for place in reading.source.lines] == ['"a = 1\\n",', '"b = 2"', '"c = 3"']


def test_a_cell_may_be_one_text() -> None:
    """Then all its lines stand on one line of the file."""
    reading = read_notebook(source('{"cells": [\n{"source": "a = 1\\r\\nb = 2",\n"cell_type": "code"}]}'), program_source)

    assert reading.source
    assert reading.source.text == "a = 1\nb = 2\n"
    assert reading.source.lines == (LinePlace(2, 1, 1), LinePlace(2, 1, 2))


def test_pieces_need_not_be_lines() -> None:
    """A line may be cut in pieces, and a piece may hold several lines."""
    reading = read_notebook(source('{"cells": [{"cell_type": "code", "source": [\n"a = ",\n"1\\nb = 2\\n",\n"c = 3"\n]}]}'), program_source)

    assert reading.source
    assert reading.source.text == "a = 1\nb = 2\nc = 3\n"
    assert [place.line for place in reading.source.lines] == [2, 3, 4]


def test_the_third_format() -> None:
    """Cells stand in worksheets, their code in `input`, and each names its language."""
    cells = [
        {"cell_type": "code", "input": ["a = 1"], "language": "python", "outputs": []},
        {"cell_type": "heading", "source": ["people"]},
        {"cell_type": "code", "input": ["b = 2"], "language": "julia", "outputs": []},
        {"cell_type": "code", "input": ["c = 3"], "language": "python", "outputs": []},
    ]

    reading = read_notebook(source(json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]})), program_source)

    assert reading.source
    assert reading.source.text == "a = 1\nc = 3\n"
    assert [place.cell for place in reading.source.lines] == [1, 4]


def test_magics_are_blanked_and_lines_kept() -> None:
    """Magics, shell lines with their continuation, and questions; a timed statement stays, and a block is not left empty."""
    cell = code(
        "%matplotlib inline", "!pip install \\", "  names", "names?", "files = !ls", "if colab:", "    !pip install more",
        "%time model = fit(x)", "%timeit -n 10 -r 3 fit(x)", "done = True",
    )  # fmt: skip

    assert [line for line in lines(cell) if "__" not in line] == [
        "", "", "", "", "", "if colab:", "    pass", "model = fit(x)", "fit(x)", "done = True",
    ]  # fmt: skip
    assert [line for line in lines(cell) if "__shell__." in line] == [
        "__shell__.pip.install.names('install', 'names')", "files = __shell__.ls()", "    __shell__.pip.install.more('install', 'more')",
    ]  # fmt: skip


def test_what_only_looks_like_a_magic_stays() -> None:
    """A line inside a text or brackets, or behind a backslash, begins no statement."""
    text = ["t = '''", "%not a magic", "!nor this", "'''", "x = (7", "     % 3)", "y = 7 \\", "  % 3", "s = 'it''s' # ( '''"]

    assert lines(code(*text)) == text
    assert lines(code("!ls", *text)) == ["", "import __shell__", "__shell__.ls()", *text]


@pytest.mark.parametrize(
    ("first", "rest", "kept"),
    [
        ("%%time", "a = 1", ["", "a = 1"]),
        ("%%capture out", "%matplotlib inline", ["", ""]),
        ("%%R", "x = c(1)", []),
        ("%%writefile a.py", "a = 1", []),
        ("%%some_magic --flag", "select a from people", []),
        ("%%some_magic --flag", "a = 1", ["", "a = 1"]),
    ],
)
def test_a_magic_may_give_the_cell_to_another_language(first: str, rest: str, kept: list[str]) -> None:
    """Then the cell is left out; of an unknown magic the cell itself speaks."""
    assert lines(code("z = 0"), code(first, rest)) == ["z = 0", *kept]


def test_an_editor_may_give_the_cell_to_another_language() -> None:
    """Editors of notebooks in several languages note it at the cell; one that is not read is left out."""
    assert lines(code("a = 1"), code("x = c(1)", metadata={"vscode": {"languageId": "r"}})) == ["a = 1"]
    assert lines(code("select a", metadata={"vscode": {"languageId": "sql"}})) == ["import __sql__", "__sql__.run('select a')"]


@pytest.mark.parametrize(
    "metadata", [{"kernelspec": {"language": "R", "name": "ir"}}, {"language_info": {"name": "julia"}}, {"kernelspec": {"name": "ir"}}]
)
def test_another_kernel_is_not_read(metadata: dict) -> None:
    """Its cells are no Python, and that is said."""
    given = notebook(code("x <- 1"), metadata=metadata)

    assert python(given) is None
    assert [kind for kind, _ in problems(given)] == [ProblemKind.UNREADABLE]


def test_a_notebook_without_a_kernel_is_python() -> None:
    """As notebooks are when nothing else is said."""
    assert python(notebook(code("a = 1"), metadata={})) == "a = 1\n"


def test_a_broken_cell_costs_its_broken_lines_only() -> None:
    """They are blanked, the rest of the cell and all other cells are read, and the place is said."""
    given = notebook(code("a = 1"), code("print a", "for x in a:", "    print x", "b = 2"), code("c = ("), code("d = 4"))

    assert python(given) == "a = 1\n\nfor x in a:\n    pass\nb = 2\n\nd = 4\n"
    first, second = (given.text[: given.text.index(text)].count("\n") + 1 for text in ('"print a', '"c = ('))
    assert problems(given) == [
        (ProblemKind.PARTLY_READ, Location("a.ipynb", first, 1, first, 2, 1)),
        (ProblemKind.PARTLY_READ, Location("a.ipynb", second, 1, second, 3, 1)),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        ("", ProblemKind.SYNTAX, 1),
        ("not json", ProblemKind.SYNTAX, 1),
        ("[]", ProblemKind.SYNTAX, 1),
        ('{\n"metadata": {}\n}', ProblemKind.SYNTAX, 1),
        ('{\n"cells": "none"}', None, 0),
        ('{\n"cells": [],\n"n": ' + "9" * 5000 + "}", ProblemKind.SYNTAX, 3),
        ('{\n"a": ' + "[" * 200_000, ProblemKind.TOO_DEEP, 2),
    ],
    ids=["empty", "words", "a list", "no cells", "cells of another kind", "a huge number", "too deep"],
)
def test_what_is_no_notebook_is_a_problem(text: str, kind: ProblemKind | None, line: int) -> None:
    """Never an exception."""
    assert python(source(text)) is None
    assert [(found, place.line) for found, place in problems(source(text))] == ([(kind, line)] if kind else [])


def test_of_a_truncated_notebook_the_cells_before_are_read() -> None:
    """The problem says where it ends."""
    text = notebook(code("a = 1"), code("b = 2"), code("c = 3")).text
    cut = text[: text.index('"c = 3"')]

    assert python(source(cut)) == "a = 1\nb = 2\n"
    assert problems(source(cut)) == [(ProblemKind.PARTLY_READ, Location("a.ipynb", cut.count("\n") + 1, end_line=cut.count("\n") + 1))]


def test_characters_no_program_may_hold() -> None:
    """Half a surrogate pair and NUL are replaced, so that one of them does not cost the notebook."""
    assert python(source('{"cells": [{"cell_type": "code", "source": "a = \'\\ud800\\u0000\'"}]}')) == "a = '? '\n"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (code("%%sql", "select a from t"), ["import __sql__", "__sql__.run('select a from t')"]),
        (code("%%sql told <<", "select a from t"), ["import __sql__", "told = __sql__.run('select a from t')"]),
        (code("%%bigquery told", "select a from t"), ["import __sql__", "told = __sql__.run('select a from t')"]),
        (code("told = %sql select a from t"), ["", "import __sql__", "told = __sql__.run('select a from t')"]),
        (code("%%bash", "tee a.txt"), ["import __shell__", "__shell__.tee('a.txt', files=[__shell__.file('a.txt')])"]),
        (code("if a:", "    !tee a"), ["if a:", "    pass", "    import __shell__", "    __shell__.tee.a('a')"]),
    ],
)
def test_sql_and_commands_are_run(cell: dict, expected: list[str]) -> None:
    """Cells and lines that a magic gives to SQL or a shell are calls at their lines, under the name that takes their result."""
    assert lines(cell) == expected


def test_a_command_where_a_block_is_expected_is_a_problem() -> None:
    """The cell is read without its commands, and that is said at the command."""
    given = notebook(code("if a:", "x = !ls", "    b = 2"))

    assert python(given) == "if a:\n\n    b = 2\n"
    assert [(kind, location.cell_line) for kind, location in problems(given)] == [(ProblemKind.PARTLY_READ, 2)]
