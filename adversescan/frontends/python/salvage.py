"""Salvages a source that is not Python as this version reads it: Python 2, newer syntax, broken statements.

Old and new forms are written as their nearest equivalent; of what is still unreadable, lines are taken out statement by statement.
Every line keeps its number.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace

from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Source

_MOST_JOINED = 20
"""Pieces that a statement with lines at the margin, such as a long text, may consist of."""
_MOST_IN_VAIN = 100
"""Statements after which joining is no longer tried, so that a large file of something else is soon given up."""
_MOST_LINES_OUT = 40
_LEAST_READ = 0.5
"""Share of lines below which a file is something else than Python."""
_CONTINUES = re.compile(r"(?:elif|else|except|finally)\b|[\s)\]}#]|$")
_EMPTY = re.compile(r"expected an indented block after .* on line ([0-9]+)")
_FORMS = (
    (re.compile(r"^(\s*)print\s*>>\s*([^,]+),\s*(.+?),?\s*$"), r"\1print(\3, file=\2)"),
    (re.compile(r"^(\s*)print\s+(?![(=.])(.+?),?\s*$"), r"\1print(\2)"),
    (re.compile(r"^(\s*)exec\s+(?![(=.])(.+?)\s*$"), r"\1exec(\2)"),
    (re.compile(r"^(\s*except\s+[\w.]+|\s*except\s+\([^)]*\))\s*,\s*(\w+)\s*:"), r"\1 as \2:"),
    (re.compile(r"^(\s*raise\s+[\w.]+)\s*,\s*(.+?)\s*$"), r"\1(\2)"),
    (re.compile(r"^(\s*)type\s+(\w+)(?:\[[^\]]*\])?\s*=\s*(.+)$"), r"\1\2 = \3"),
    (re.compile(r"^(\s*(?:async\s+def|def|class)\s+\w+)\[[^\]]*\]"), r"\1"),
    (re.compile(r"\s<>\s"), " != "),
    (re.compile(r"\b([0-9]+)[lL]\b"), r"\1"),
    (re.compile(r"\b[uU][rR](?=['\"])"), "r"),
    (re.compile(r"`([^`]+)`"), r"repr(\1)"),
)
"""Forms of Python 2 and of newer versions, and how they are written here."""


def salvage(source: Source) -> tuple[Source, Problem] | None:
    """The source with what could be read of it, and the problem that says what was not; None if hardly anything was."""
    before = source.text.split("\n")
    after: list[str] = []
    for piece in _statements(before):
        after.extend(_mended(piece))
    changed = [number for number, (old, new) in enumerate(zip(before, after, strict=True), start=1) if old != new]
    lost = [n for n in changed if before[n - 1].strip() and after[n - 1].strip() in ("", _NOTHING, _ALWAYS)]
    written = sum(1 for line in before if line.strip())
    if not changed or len(lost) > written * (1 - _LEAST_READ) or not _reads("\n".join(after)):
        return None
    problem = Problem(source.locate((lost or changed)[0]), ProblemKind.PARTLY_READ, _reason(lost, changed))
    return replace(source, text="\n".join(after)), problem


def _reason(lost: list[int], changed: list[int]) -> str:
    read = "the rest was read"
    other = [number for number in changed if number not in lost]
    if other:
        read += f", {_lines(other)} by the nearest form of today"
    if not lost:
        return f"not Python of today: all was read, {_lines(other)} by the nearest form of today"
    return f"not readable as Python and left out: {_lines(lost)}; {read}"


def _lines(numbers: list[int]) -> str:
    """Line numbers in runs: lines 3, 7-9."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    shown = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs[:8])
    more = f" and {sum(b - a + 1 for a, b in runs[8:])} more" if len(runs) > 8 else ""
    return f"line{'s' if len(numbers) > 1 else ''} {shown}{more}"


def _statements(lines: list[str]) -> Iterator[list[str]]:
    """Statements at the margin with all that belongs to them; one that cannot be read alone is joined with what follows if that helps."""
    pieces: list[list[str]] = []
    for line in lines:
        if pieces and (_CONTINUES.match(line) or pieces[-1][-1].startswith("@")):
            pieces[-1].append(line)
        else:
            pieces.append([line])
    index = tried_in_vain = 0
    while index < len(pieces):
        most = _MOST_JOINED if tried_in_vain < _MOST_IN_VAIN else 1
        taken = next((n for n in range(1, most) if _reads_together(pieces[index : index + n])), 0)
        tried_in_vain += not taken
        yield [line for piece in pieces[index : index + max(taken, 1)] for line in piece]
        index += max(taken, 1)


def _reads_together(pieces: list[list[str]]) -> bool:
    return _reads("\n".join(_of_today(line) for piece in pieces for line in piece))


def _mended(lines: list[str]) -> list[str]:
    """The statement as it is if it can be read, else in forms of today, else without the lines that stop it from being read."""
    if _reads("\n".join(lines)):
        return lines
    mended = [_of_today(line) for line in lines]
    for _ in range(_MOST_LINES_OUT):
        broken = _broken_line("\n".join(mended))
        if not broken:
            return [old if _same_statement(old, new) else new for old, new in zip(lines, mended, strict=True)]
        empty = _empty_block("\n".join(mended))
        if empty and mended[empty - 1].rstrip().endswith(":"):
            # A file that was cut off.
            mended[empty - 1] = f"{mended[empty - 1].rstrip()} {_NOTHING}"
            continue
        line = mended[broken - 1]
        if not line.strip():
            break
        mended[broken - 1] = _in_place_of(line)
    return [""] * len(lines)


def _same_statement(old: str, new: str) -> bool:
    return old.strip() == new.strip() and old.expandtabs(8) == new.expandtabs(8) and "\t" not in old


def _of_today(line: str) -> str:
    for form, today in _FORMS:
        line = form.sub(today, line)
    return line.expandtabs(8) if line[:1] in " \t" else line


def _in_place_of(line: str) -> str:
    """A line that does nothing: the beginning of a block stays one, so that the block is read."""
    indent = line[: len(line) - len(line.lstrip())]
    if line.strip() in (_NOTHING, _ALWAYS):
        return ""
    if line.rstrip().endswith(":"):
        return indent + _ALWAYS
    return indent + _NOTHING if indent else ""


_NOTHING, _ALWAYS = "pass", "if True:"


def _reads(text: str) -> bool:
    return not _broken_line(text)


def _empty_block(text: str) -> int:
    """The line that begins a block of which nothing stands there; 0 if that is not what is wrong."""
    error = _error(text)
    found = _EMPTY.search(error.msg or "") if isinstance(error, SyntaxError) else None
    return min(int(found[1]), text.count("\n") + 1) if found else 0


def _broken_line(text: str) -> int:
    """The line at which the text stops being Python; 0 if it is Python."""
    error = _error(text)
    if isinstance(error, SyntaxError):
        return min(max(error.lineno or 1, 1), text.count("\n") + 1)
    return 0 if error is None else 1


def _error(text: str) -> Exception | None:
    """Why a text is no Python, None if it is."""
    try:
        with warnings.catch_warnings():
            # Invalid escapes in the code being read are its authors' matter.
            warnings.simplefilter("ignore")
            ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return error
    return None
