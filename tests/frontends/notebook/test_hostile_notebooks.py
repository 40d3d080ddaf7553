"""Whatever a notebook holds, it is read without an exception and its lines stay where they are."""

from __future__ import annotations

import ast
import json
import warnings

from hypothesis import example, given, strategies as st

from adversescan.frontends.file_facts import program_source
from adversescan.frontends.notebook import read_notebook
from adversescan.frontends.notebook.magics import blank_magics
from adversescan.sources.source import Language, Source

LINES = st.sampled_from(
    [
        "f?",
        "\\",
        "\0",
        "\ud800",
        "a = 1",
        "%magic x",
        "!ls \\",
        "%%time",
        "%%bash",
        "x = !ls",
        "'''",
        '"""',
        "(",
        ")",
        "print x",
        "    b = 2",
        "if a:",
        "# c",
        "",
    ]
)
CELLS = st.lists(LINES, max_size=8).map("\n".join)
TWO = [{"cell_type": "code", "source": ["a = 1\n", "b = 2"]}, {"cell_type": "code", "source": "c = 3"}]
WHOLE = json.dumps({"cells": TWO, "metadata": {}}, indent=1)


def read(text: str) -> None:
    reading = read_notebook(Source("a.ipynb", Language.NOTEBOOK, text), program_source)
    if reading.source:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(reading.source.text)
        assert len(reading.source.lines) == reading.source.text.count("\n")
        assert all(1 <= place.line <= text.count("\n") + 1 for place in reading.source.lines)


@given(st.text())
@example('{"cells": [{"source": 1, "cell_type": [], "metadata": {"vscode": 3}}], "metadata": [1]}')
@example('{"cells": [[{"cell_type": "code", "source": "a"}]], "worksheets": {"cells": []}}')
def test_any_text(text: str) -> None:
    """It may be no notebook at all."""
    read(text)


@given(st.lists(CELLS, max_size=4))
@example(["if a:\nx = !ls\n    b = 2"])
def test_any_cells(cells: list[str]) -> None:
    """What comes out is Python, with one place for every line."""
    read(json.dumps({"cells": [{"cell_type": "code", "source": cell.splitlines(keepends=True)} for cell in cells]}, indent=1))


@given(st.integers(0, len(WHOLE) - 1), st.characters())
def test_any_damage(place: int, character: str) -> None:
    """One character changed, or all that follows it lost."""
    read(WHOLE[:place] + character + WHOLE[place + 1 :])
    read(WHOLE[:place])


@given(CELLS)
def test_a_cell_keeps_its_number_of_lines(cell: str) -> None:
    """Blanking takes nothing away."""
    text = blank_magics(cell)

    assert text is None or text.count("\n") == cell.count("\n")
