"""The reader of expectations, on which all fixtures rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.expectations import Place, Sort, read_expectations


def test_comments_of_every_notation_are_read(tmp_path: Path) -> None:
    """Rules are read from Python, SQL and notebook lines, several to a line, with their sort."""
    (tmp_path / "a.py").write_text("x = 1\nsend(x)  # expect: AP102, AP306\nkeep(x)  # expect(missing): AP103  # expect(spurious): AP202\n")
    (tmp_path / "b.sql").write_text("UPDATE t SET s = 'no'  -- expect: AP207\n")
    (tmp_path / "c.ipynb").write_text('   "model.fit(X, y)  # expect: AP208\\n",\n')

    assert read_expectations(tmp_path).places == {
        Sort.FOUND: {Place("a.py", 2, "AP102"), Place("a.py", 2, "AP306"), Place("b.sql", 1, "AP207"), Place("c.ipynb", 1, "AP208")},
        Sort.MISSING: {Place("a.py", 3, "AP103")},
        Sort.SPURIOUS: {Place("a.py", 3, "AP202")},
    }


@pytest.mark.parametrize("comment", ["expect AP102", "expect: 102", "expect(found): AP102", "expect: AP102 and more"])
def test_a_malformed_comment_is_an_error(tmp_path: Path, comment: str) -> None:
    """A comment that would silently expect nothing stops the test."""
    (tmp_path / "a.py").write_text(f"send(x)  # {comment}\n")

    with pytest.raises(ValueError, match=r"a\.py:1: not a comment"):
        read_expectations(tmp_path)


def test_each_kind_of_disagreement_is_told(tmp_path: Path) -> None:
    """Wrong in either direction, and known wrongs that were mended, are each one sentence."""
    (tmp_path / "a.py").write_text("a()  # expect: AP101\nb()  # expect(missing): AP102\nc()  # expect(spurious): AP103\nd()\n")
    expected = read_expectations(tmp_path)

    assert expected.disagreements(frozenset({Place("a.py", 1, "AP101"), Place("a.py", 3, "AP103")})) == []
    assert expected.disagreements(frozenset({Place("a.py", 2, "AP102"), Place("a.py", 4, "AP201")})) == [
        "a.py:1 AP101: not reported",
        "a.py:2 AP102: now reported: change the comment to `expect`",
        "a.py:3 AP103: no longer reported: take the comment out",
        "a.py:4 AP201: reported, but no comment expects it",
    ]
