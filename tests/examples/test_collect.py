"""Examples are found in the files of a rule book."""

from __future__ import annotations

from pathlib import Path

import pytest

from adversescan.errors import InvalidFiles
from adversescan.examples.collect import Example, shared_examples

TEXT = """\
examples:
  - concerns: [AP101, AP201]
    program: |
      print(1)
"""


def folder(place: Path, text: str) -> Path:
    (place / "examples").mkdir()
    (place / "examples" / "acquired.yaml").write_text(text, encoding="utf-8")
    return place


def test_a_program_that_concerns_several_rules(tmp_path: Path) -> None:
    """It is read with its line and the rules it is about."""
    found = shared_examples(folder(tmp_path, TEXT), ["AP101", "AP201"])

    file = str(tmp_path / "examples" / "acquired.yaml")
    assert found == [Example(file, 3, "examples[0].program", "acquired_0", "print(1)\n", "", ("AP101", "AP201"))]


def test_a_rule_book_without_such_programs(tmp_path: Path) -> None:
    """Has none; the folder may be absent."""
    assert shared_examples(tmp_path, ["AP101"]) == []


def test_a_program_about_an_unknown_rule(tmp_path: Path) -> None:
    """Is a mistake with its line and the nearest id."""
    with pytest.raises(InvalidFiles) as raised:
        shared_examples(folder(tmp_path, TEXT), ["AP101", "AP202"])

    assert [(each.line, each.key, each.text) for each in raised.value.mistakes] == [
        (2, "examples[0].concerns", "unknown rule 'AP201'; did you mean 'AP202'?")
    ]
