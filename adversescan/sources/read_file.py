"""Reads a file: its bytes, within bounds, and the text they are. Neither raises: what cannot be read is a Problem."""

from __future__ import annotations

import codecs
import os
import stat
import tokenize
from collections.abc import Iterator

from adversescan.record import dataclass
from adversescan.sources.file import File
from adversescan.sources.left_out import LeftOut
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Language, Location, Source

# The longer mark first: that of UTF-16 is the beginning of that of UTF-32.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A file may have become a pipe since it was found; without this, opening it waits for ever.
_FLAGS = sum(getattr(os, flag, 0) for flag in ("O_RDONLY", "O_NONBLOCK", "O_NOFOLLOW", "O_BINARY", "O_CLOEXEC"))


FIRST_BYTES = 60_000
"""In which the line of names of a file of rows ends."""
LARGEST_TEXT = 100_000
"""Bytes of a text a program opens: a prompt is shorter, and data is not held as a constant."""
_COMMENT = 1_000
"""Bytes in which the comment that names the encoding stands."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as text. `left_out` says why its text is one that is left out; what is wrong with it is in `problems`."""

    source: Source
    problems: tuple[Problem, ...] = ()
    left_out: str = ""


def read_bytes(file: File, largest: int) -> bytes | Problem:
    """The bytes of a file, if it still is one and is no larger than it may be."""
    try:
        number = os.open(file.place, _FLAGS)
        with os.fdopen(number, "rb") as opened:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                return _problem(file, ProblemKind.NOT_A_FILE, "is no file any more")
            content = opened.read(largest + 1)
    except OSError as error:
        return _problem(file, ProblemKind.UNREADABLE, f"cannot be read: {error.strerror}")
    if len(content) > largest:
        return _problem(file, ProblemKind.TOO_LARGE, f"has more than {largest:,} bytes, and those are not read")
    return content


def read_beginning(file: File, most: int) -> bytes:
    """The first bytes of a file, however large it is; none where it cannot be read."""
    try:
        number = os.open(file.place, _FLAGS)
        with os.fdopen(number, "rb") as opened:
            return opened.read(most) if stat.S_ISREG(os.fstat(number).st_mode) else b""
    except OSError:
        return b""


def read_text(file: File, content: bytes, left_out: LeftOut) -> Reading:
    """The text of a file's bytes. Bytes that are no text are replaced and reported; the rest is kept, with its lines."""
    text, problems = _decode(file, content)
    if "\0" in text:
        problems.append(_problem(file, ProblemKind.PARTLY_READ, "holds NUL characters, read as spaces", _line_of(text, "\0")))
        text = text.replace("\0", " ")
    reason = "" if file.named else left_out.of_text(text, file.language)
    return Reading(Source(file.path, file.language, text, file.root), tuple(problems), reason)


def _decode(file: File, content: bytes) -> tuple[str, list[Problem]]:
    encoding, problems = _encoding(file, content)
    try:
        return content.decode(encoding), problems
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        why = f"{error.reason} at byte {start:,}" if isinstance(error, UnicodeDecodeError) else str(error)
        reason = f"is not {encoding.upper()}: {why}; such bytes are read as {chr(0xFFFD)}"
        line = content.count(b"\n", 0, start) + 1
        return _replaced(content, encoding), [*problems, _problem(file, ProblemKind.ENCODING, reason, line)]


def _replaced(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding, "replace")
    except UnicodeError:
        # Some encodings, made for the names of hosts, cannot replace what is wrong.
        return content.decode("utf-8", "replace")


def _encoding(file: File, content: bytes) -> tuple[str, list[Problem]]:
    """By the mark in front; in Python, by the comment in the first two lines; else UTF-8."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding, []
    if file.language is not Language.PYTHON:
        return "utf-8", []
    try:
        encoding, _ = tokenize.detect_encoding(_first_lines(content).__next__)
        # An encoding that is not for text is refused here, before it meets the content.
        b"#".decode(encoding)
    except (SyntaxError, LookupError, UnicodeError) as error:
        return "utf-8", [_problem(file, ProblemKind.ENCODING, f"{error}; read as UTF-8")]
    return encoding, []


def _first_lines(content: bytes) -> Iterator[bytes]:
    """The lines the comment may stand in, in ASCII: the text as a whole is checked when it is decoded."""
    for line in content[:_COMMENT].splitlines(keepends=True)[:2]:
        yield line.decode("ascii", "ignore").encode()


def _line_of(text: str, part: str) -> int:
    return text.count("\n", 0, text.index(part)) + 1


def _problem(file: File, kind: ProblemKind, reason: str, line: int = 1) -> Problem:
    return Problem(Location(file.path, line), kind, reason)
