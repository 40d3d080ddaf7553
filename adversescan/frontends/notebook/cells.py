"""The cells of a notebook, read from its JSON with the line of the file on which each line of code stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import field
from enum import StrEnum
from json import JSONDecodeError, JSONDecoder

from adversescan.record import dataclass

_SPACE = re.compile(r"[ \t\r\n]*")
_LINE_END = re.compile(r"\r\n|\r|\n")
_DECODE = JSONDecoder().raw_decode


class _Kind(StrEnum):
    """The kind of cell that is read."""

    CODE = "code"


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A line of a cell, and the line of the file it stands on."""

    text: str
    line: int


@dataclass(slots=True)
class Cell:
    """A cell; `number` counts all cells from 1, `language` is "" where the cell does not say."""

    number: int
    is_code: bool = False
    language: str = ""
    lines: list[CodeLine] = field(default_factory=list)


@dataclass(slots=True)
class Notebook:
    """The cells, the language of the kernel ("" if none is named), and where the file stops being readable, if it does."""

    cells: list[Cell] = field(default_factory=list)
    language: str = ""
    broken: int = 0
    reason: str = ""
    too_deep: bool = False


def read_cells(text: str) -> Notebook:
    """The notebook a text holds, as far as it can be read."""
    reader = _Reader(text)
    notebook = reader.notebook
    try:
        reader.whole()
    except JSONDecodeError as error:
        notebook.broken, notebook.reason = error.lineno, error.msg
    except ValueError as error:
        # A number of more digits than Python converts.
        notebook.broken, notebook.reason = reader.line_of(reader.reached), str(error)
    except RecursionError:
        notebook.broken, notebook.too_deep = reader.line_of(reader.reached), True
    return notebook


class _Reader:
    """Goes through the JSON member by member. What is not wanted is skipped by the decoder of the standard library, which is in C."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ends = [match.end() for match in re.finditer("\n", text)]
        self.notebook = Notebook()
        self.seen_cells = False
        self.reached = 0

    def whole(self) -> None:
        end = self.skip(self.members(0, self.top))
        if end != len(self.text):
            raise JSONDecodeError("nothing more is expected", self.text, end)
        if not self.seen_cells:
            raise JSONDecodeError("there are no cells", self.text, 0)

    def top(self, key: str, place: int) -> int:
        if key == "cells":
            return self.cells(place)
        if key == "worksheets":
            return self.items(place, lambda start: self.members(start, self.worksheet))
        if key == "metadata":
            metadata, end = self.value(place)
            self.notebook.language = _kernel_language(metadata)
            return end
        return self.value(place)[1]

    def worksheet(self, key: str, place: int) -> int:
        return self.cells(place) if key == "cells" else self.value(place)[1]

    def cells(self, place: int) -> int:
        self.seen_cells = True
        return self.items(place, self.cell)

    def cell(self, place: int) -> int:
        cell = Cell(len(self.notebook.cells) + 1)
        self.notebook.cells.append(cell)
        return self.members(place, lambda key, start: self.member(cell, key, start))

    def member(self, cell: Cell, key: str, place: int) -> int:
        if key in ("source", "input"):
            pieces, end = self.strings(place)
            cell.lines = list(_lines(pieces))
            return end
        if key not in ("cell_type", "language", "metadata"):
            return self.value(place)[1]
        value, end = self.value(place)
        if key == "cell_type":
            cell.is_code = value == _Kind.CODE
        elif key == "language":
            cell.language = cell.language or _text(value)
        else:
            cell.language = _text(_get(_get(value, "vscode"), "languageId")) or cell.language
        return end

    def strings(self, place: int) -> tuple[list[tuple[str, int]], int]:
        """A text, or a list of texts, each with the line of the file it begins on."""
        pieces: list[tuple[str, int]] = []

        def piece(start: int) -> int:
            value, end = self.value(start)
            pieces.append((_text(value), self.line_of(start)))
            return end

        return pieces, self.items(place, piece) if self.text.startswith("[", place) else piece(place)

    def members(self, place: int, member: Callable[[str, int], int]) -> int:
        """An object: `member` gets each key with the place of its value, and gives the value's end. Anything else is skipped."""
        if not self.text.startswith("{", self.skip(place)):
            return self.value(place)[1]
        return self.sequence(self.skip(place) + 1, "}", lambda start: self.pair(start, member))

    def pair(self, place: int, member: Callable[[str, int], int]) -> int:
        if not self.text.startswith('"', place):
            raise JSONDecodeError("a key in quotes is expected", self.text, place)
        key, end = self.value(place)
        end = self.skip(end)
        if not self.text.startswith(":", end):
            raise JSONDecodeError("a colon is expected", self.text, end)
        return member(_text(key), self.skip(end + 1))

    def items(self, place: int, item: Callable[[int], int]) -> int:
        """A list; anything else is skipped."""
        if not self.text.startswith("[", place):
            return self.value(place)[1]
        return self.sequence(place + 1, "]", item)

    def sequence(self, place: int, close: str, item: Callable[[int], int]) -> int:
        place = self.skip(place)
        if self.text.startswith(close, place):
            return place + 1
        while True:
            place = self.skip(item(place))
            if self.text.startswith(close, place):
                return place + 1
            if not self.text.startswith(",", place):
                raise JSONDecodeError(f"a comma or {close} is expected", self.text, place)
            place = self.skip(place + 1)

    def value(self, place: int) -> tuple[object, int]:
        self.reached = place
        value, end = _DECODE(self.text, place)
        return value, end

    def skip(self, place: int) -> int:
        match = _SPACE.match(self.text, place)
        return match.end() if match else place

    def line_of(self, place: int) -> int:
        return bisect_right(self.ends, place) + 1


def _lines(pieces: list[tuple[str, int]]) -> Iterator[CodeLine]:
    """The pieces as lines: mostly one each, but a piece may hold several lines, or only a part of one."""
    open_text, open_line = "", 0
    for text, line in pieces:
        *ended, rest = _LINE_END.split(text)
        for each in ended:
            yield CodeLine(open_text + each, open_line or line)
            open_text, open_line = "", 0
        open_text, open_line = open_text + rest, open_line or line if open_text or rest else 0
    if open_text:
        yield CodeLine(open_text, open_line)


def _kernel_language(metadata: object) -> str:
    kernel, info = _get(metadata, "kernelspec"), _get(metadata, "language_info")
    return _text(_get(info, "name")) or _text(_get(kernel, "language")) or _text(_get(kernel, "name"))


def _get(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, dict) else None


def _text(value: object) -> str:
    """The value if it is text, without the two kinds of character that no program may hold."""
    if not isinstance(value, str):
        return ""
    return value.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
