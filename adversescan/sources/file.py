"""A file to read, and what else may stand at a place: nothing here follows a link or opens what is no file."""

# os.path answers where pathlib raises: in a folder that may not be entered.
# ruff: noqa: PTH110, PTH112, PTH119

from __future__ import annotations

import os
import stat
from pathlib import Path

from adversescan.record import dataclass
from adversescan.sources.language_of import holds_rows, holds_text, language_of, names_language
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Language, Location

LARGEST = 10_000_000
"""Bytes of a file."""


@dataclass(frozen=True, slots=True, order=True)
class File:
    """A file to read. `path` is what locations say, relative to the base; `root` the folder of its project, likewise ("" is the base)."""

    path: str
    place: str
    """Where it is: an absolute path."""
    language: Language
    root: str
    size: int
    modified: int
    """Nanoseconds."""
    named: bool = False
    """Asked for by its name: nothing about its name or text leaves it out."""


@dataclass(frozen=True, slots=True)
class Inside:
    """A link to a place in the same folder, which is read where it stands."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A file of data, of which only the line of names is read."""

    file: File


@dataclass(frozen=True, slots=True)
class Words:
    """A file of text, which is read only where a program opens it."""

    file: File


@dataclass(frozen=True, slots=True)
class Other:
    """A file in no language that is read."""


def look(
    place: str, path: str, root: str, top: str, *, largest: int, named: bool = False
) -> File | Inside | Rows | Words | Other | Problem:
    """What stands at a place, an absolute path below `top`; `path` and `root` are those of the file it may be."""
    try:
        state = os.lstat(place)
        if stat.S_ISLNK(state.st_mode):
            return _link(place, path, top)
        if not stat.S_ISREG(state.st_mode):
            return place_problem(path, ProblemKind.NOT_A_FILE, f"is {_kind(state.st_mode)}, not a file")
        language = language_of(place, state.st_mode | 0o111 * named)
    except FileNotFoundError:
        return place_problem(path, ProblemKind.BROKEN_LINK if named else ProblemKind.UNREADABLE, "is not there any more, or leads nowhere")
    except OSError as error:
        return place_problem(path, ProblemKind.UNREADABLE, f"cannot be read: {error.strerror}")
    name = os.path.basename(place)
    if language is None and holds_rows(name):
        return Rows(File(printable(path), place, Language.TABLE, printable(root), state.st_size, state.st_mtime_ns))
    if language is None and holds_text(path):
        return Words(File(printable(path), place, Language.TEXT, printable(root), state.st_size, state.st_mtime_ns))
    if language is None:
        return Other()
    if state.st_size > largest:
        return place_problem(path, ProblemKind.TOO_LARGE, f"has {state.st_size:,} bytes; more than {largest:,} are not read")
    return File(printable(path), place, language, printable(root), state.st_size, state.st_mtime_ns, named)


def place_problem(path: str, kind: ProblemKind, reason: str) -> Problem:
    """A problem of a file as a whole."""
    return Problem(Location(printable(path), 1), kind, reason)


def printable(path: str) -> str:
    """The path as text one can print: bytes that are not UTF-8 and control characters are written out."""
    text = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return text if text.isprintable() else "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)


def _link(place: str, path: str, top: str) -> Inside | Other | Problem:
    target = os.path.realpath(place)
    is_folder = os.path.isdir(target)
    if not (is_folder or names_language(os.path.basename(place)) or names_language(os.path.basename(target))):
        return Other()
    if not os.path.exists(target):
        return place_problem(path, ProblemKind.BROKEN_LINK, "is a link to a place that does not exist")
    if Path(target).is_relative_to(top):
        return Inside()
    return place_problem(
        path, ProblemKind.LINK_OUT_OF_ROOT, f"is a link to a {'folder' if is_folder else 'file'} outside of what is scanned"
    )


def _kind(mode: int) -> str:
    kinds = ((stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a named pipe"), (stat.S_ISSOCK, "a socket"))
    return next((kind for is_kind, kind in kinds if is_kind(mode)), "a device")
