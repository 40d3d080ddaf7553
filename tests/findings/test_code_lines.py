"""Lines of code findings point at."""

from __future__ import annotations

from adversescan.findings.code_lines import CodeLine, code_lines
from adversescan.findings.finding import Confidence, Finding, Level, Step
from adversescan.findings.upload_hash import upload_hashes
from adversescan.knowledge.stages import Stage
from adversescan.sources.source import Location


def finding(*steps: Step) -> Finding:
    return Finding("AP205", Level.ERROR, Confidence.LIKELY, steps[-1].location, (), steps, "", "")


def step(location: Location) -> Step:
    return Step(location, Stage.DECIDE, "")


def test_each_line_is_read_once_from_its_file():
    """Every step's line is there, with the hash of the line, and each file is asked for once."""
    files = {"a.py": b"x = f(\n  1)\n", "b.py": b"\xef\xbb\xbfdeny(x)\r\n"}
    asked: list[str] = []

    def read(path: str) -> bytes:
        asked.append(path)
        return files[path]

    lines = code_lines([finding(step(Location("a.py", 1)), step(Location("b.py", 1))), finding(step(Location("b.py", 1)))], read)

    assert lines == {
        ("a.py", 1): CodeLine("x = f(", "x = f(", "x = f(1)", upload_hashes(files["a.py"])[0]),
        ("b.py", 1): CodeLine("deny(x)", "deny(x)", "deny(x)", upload_hashes(files["b.py"])[0]),
    }
    assert asked == ["a.py", "b.py"]


def test_a_line_of_a_notebook_is_shown_as_written():
    """In a cell, the text is the line of code; the raw line is that of the file."""
    notebook = b'{"source": [\n  "deny(\\n",\n  "  \\"x\\")"\n]}'
    lines = code_lines([finding(step(Location("n.ipynb", 2, cell=1, cell_line=1)))], lambda _: notebook)

    assert lines == {("n.ipynb", 2): CodeLine('  "deny(\\n",', "deny(", 'deny("x")', upload_hashes(notebook)[1])}


def test_a_file_that_changed_or_is_no_utf8():
    """A line that is gone is left out; other bytes are shown as Latin-1, without a hash."""
    files = {"gone.py": b"", "old.py": b"pass\nname = 'caf\xe9'\n"}
    lines = code_lines([finding(step(Location("gone.py", 7)), step(Location("old.py", 2)))], lambda path: files[path])

    assert lines == {("old.py", 2): CodeLine("name = 'café'", "name = 'café'", "name = 'café'")}
