"""The readers of rules/discovery/ name every mistake with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from adversescan.errors import InvalidFiles
from adversescan.knowledge.discovery import read_left_out, read_project_marks

RULES = Path(__file__).parents[2] / "rules"


def mistakes(folder: Path, name: str, text: str) -> list[tuple[int, str, str]]:
    (folder / "discovery").mkdir()
    (folder / "discovery" / name).write_text(text, encoding="utf-8")
    with pytest.raises(InvalidFiles) as wrong:
        (read_left_out if name == "left_out.yaml" else read_project_marks)(folder)
    return [(mistake.line, mistake.key, mistake.text) for mistake in wrong.value.mistakes]


def test_the_shipped_files_are_in_order() -> None:
    """Every reason leaves something out, and there are marks."""
    assert all(reason.name for reason in read_left_out(RULES).reasons)
    assert "pyproject.toml" in read_project_marks(RULES)


def test_mistakes_are_named(tmp_path: Path) -> None:
    """An unknown key with the nearest one, a reason without effect, a broken expression, a reserved name: all at once."""
    text = "a:\n  folder: [x]\nb:\n  mean_line: 0\nc:\n  headers: ['(']\ngit-ignored:\n  files: [x]\n"

    assert mistakes(tmp_path, "left_out.yaml", text) == [
        (2, "a.folder", "unknown key; did you mean 'folders'?"),
        (4, "b", "leaves nothing out; give folders, holding, files, headers or mean_line"),
        (6, "c.headers[0]", "is no regular expression: missing ), unterminated subpattern at position 0"),
        (8, "git-ignored", "is a reason of the program itself; choose another name"),
    ]


def test_marks_are_required(tmp_path: Path) -> None:
    """A file without them says so."""
    assert mistakes(tmp_path, "projects.yaml", "mark: [x]\n") == [
        (1, "mark", "unknown key; did you mean 'marks'?"),
        (1, "marks", "is missing"),
    ]
