"""The line of names of a workbook, and workbooks made to harm."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from adversescan.frontends.sheet_header import MOST_BYTES, read_sheet_header

SHEET = "xl/worksheets/sheet1.xml"
SHARED = "xl/sharedStrings.xml"
NAMES = "<sst><si><t>age</t></si><si><r><t>first </t></r><r><t>name</t></r></si></sst>"


def _book(**parts: str) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr({"sheet": SHEET, "second": SHEET.replace("1", "2"), "shared": SHARED}[part], text)
    return made.getvalue()


def _sheet(*rows: str) -> str:
    return f"<worksheet><sheetData>{''.join(f'<row>{row}</row>' for row in rows)}</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (_book(sheet=_sheet('<c t="s"><v>0</v></c><c t="s"><v>1</v></c>'), shared=NAMES), ("age", "first name")),
        (_book(sheet=_sheet("", "<c><is><t>a</t></is></c><c><is><t>b</t></is></c>", "<c><v>1</v></c>")), ("a", "b")),
        (_book(second=_sheet("<c><v>x</v></c><c><v>y</v></c>"), sheet=_sheet("<c><v>a</v></c><c><v>b</v></c>")), ("a", "b")),
        (_book(sheet=_sheet("<c><v>a title alone</v></c>")), ()),
        (_book(sheet=_sheet()), ()),
    ],
)
def test_the_first_row_with_names_is_read(content: bytes, names: tuple[str, ...]) -> None:
    """Names stand in their cells or among the shared texts; a single one is a title."""
    assert read_sheet_header(content) == names


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 nothing",
        _book(shared=NAMES),
        _book(sheet=_sheet('<c t="s"><v>0</v></c><c t="s"><v>1</v></c>')),
        _book(sheet=_sheet('<c t="s"><v>9</v></c><c t="s"><v>1</v></c>'), shared=NAMES),
        _book(sheet="<worksheet><sheetData><row>"),
        _book(sheet=f'<!DOCTYPE x [<!ENTITY a "aaaa">]>{_sheet("<c><v>&a;</v></c>")}'),
        _book(sheet=_sheet("<c><v>" + "a" * (MOST_BYTES + 1) + "</v></c>")),
        _book(sheet="<x>" * 200_000),
    ],
    ids=["empty", "broken", "no sheet", "no texts", "text that is missing", "torn", "entities", "bomb", "nested"],
)
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    """Broken, torn and hostile workbooks cost little and give nothing."""
    assert read_sheet_header(content) is None
