"""The line of names of the first sheet of a workbook (.xlsx): a ZIP archive of XML, of which no more than that is read.

Nothing is expanded: a part with a document type is refused, and so is what is larger than a line of names may make it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import cast
from xml.etree.ElementTree import Element, ParseError, XMLPullParser
from zipfile import BadZipFile, ZipFile

MOST_BYTES = 8_000_000
"""Of one part, unpacked."""
MOST_NAMES = 400
_CHUNK = 65_536
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_SHARED = "xl/sharedStrings.xml"
_Name = str | int
"""A name itself, or its place among the texts that cells share."""


def read_sheet_header(content: bytes) -> tuple[str, ...] | None:
    """The names in the first row that has any; none where it has just one. None where it is no workbook that can be read."""
    try:
        with ZipFile(BytesIO(content)) as book:
            names = _named(book, _first_row(book))
    except (BadZipFile, ParseError, zlib.error, KeyError, ValueError, EOFError, RuntimeError, NotImplementedError, OSError):
        return None
    return names if len(names) > 1 else ()


def _first_row(book: ZipFile) -> list[_Name]:
    sheets = sorted((int(found[1]), name) for name in book.namelist() if (found := _SHEET.fullmatch(name)))
    if not sheets:
        raise KeyError(_SHEET.pattern)
    for row in _elements(book, sheets[0][1], "row"):
        names = [name for cell in list(row)[:MOST_NAMES] if (name := _of_cell(cell)) != ""]
        if names:
            return names
        row.clear()
    return []


def _of_cell(cell: Element) -> _Name:
    text = "".join(cell.itertext()).strip()
    return int(text) if cell.get("t") == "s" and text.isdigit() else text


def _named(book: ZipFile, names: list[_Name]) -> tuple[str, ...]:
    wanted = {name for name in names if isinstance(name, int)}
    texts: dict[_Name, str] = {}
    for place, shared in enumerate(_elements(book, _SHARED, "si") if wanted else ()):
        if place in wanted:
            texts[place] = "".join(shared.itertext()).strip()
        shared.clear()
        if place >= max(wanted):
            break
    return tuple(texts[name] if isinstance(name, int) else name for name in names)


def _elements(book: ZipFile, part: str, tag: str) -> Iterator[Element]:
    """The elements of a part as they are read, without what stands between them."""
    parser: XMLPullParser[Element] = XMLPullParser(("end",))
    with book.open(part) as opened:
        for _ in range(MOST_BYTES // _CHUNK):
            chunk = opened.read(_CHUNK)
            if b"<!" in chunk:
                raise ValueError("a document type")
            parser.feed(chunk)
            events = cast("Iterator[tuple[str, Element]]", parser.read_events())
            yield from (node for _, node in events if node.tag.rpartition("}")[2] == tag)
            if not chunk:
                parser.close()
                return
    raise ValueError("too large")
