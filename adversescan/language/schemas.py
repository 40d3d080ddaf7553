"""Finds the fields of answers that are described as classes, tables, slots or list items: the forms of a schema that are no JSON."""

from __future__ import annotations

import re
from collections.abc import Callable

from adversescan.graph.query import HOLE
from adversescan.language.answer_fields import AnswerField, blank, make_field

_CLASS = re.compile(
    r"^[ \t]*(?:class|interface|type|struct|message|enum)[ \t]+\w+[^\n{:=]*[:{=][ \t]*{?[ \t]*\n(?P<body>(?:[ \t]+\S[^\n]*\n?)+)",
    re.MULTILINE,
)
_MEMBER = re.compile(r"^[ \t]+(?P<key>[^\W\d]\w*)\??[ \t]*[:=][ \t]*(?P<value>[^\n]*)", re.MULTILINE)
_ENUM = re.compile(r"\benum[ \t]+(?P<key>\w+)[ \t]*{(?P<value>[^{}\n]{0,400})}")
_TABLE = re.compile(
    r"^[ \t]*\|(?P<head>[^\n]+)\|[ \t]*\n[ \t]*\|[ \t:|-]+\|[ \t]*(?:\n(?P<rows>(?:[ \t]*\|[^\n]*\|[ \t]*(?:\n|$))*)|$)",
    re.MULTILINE,
)
_ITEM = re.compile(
    r"""[ ]*(?: (?P<quote>[`"'])(?P<quoted>[^\W\d][\w -]{0,40})(?P=quote) | (?P<snake>[^\W\d]\w*_\w+)
              | (?P<word>[^\W\d]\w*)(?=[ ]*[(（][^()（）]*[)）][ ]*(?:[:：–-]|$)) )
        [ ]*(?:[(（](?P<type>[^()（）]*)[)）])?[ ]*(?:[:：–=-][ ]*(?P<value>.*))?$""",
    re.VERBOSE,
)
_SLOT = re.compile(
    r"^[ \t]*(?P<key>[^\W\d][\w ]{0,30})[:：][ \t]*"
    r"(?P<value><[^<>\n]+>|\.\.\.|…|_{3,}|\w+(?:[ \t]*[|/][ \t]*\w+)+)[ \t]*$",
    re.MULTILINE,
)
_QUOTED = re.compile(r"""["']([^"'\n]+)["']""")
_NAME = re.compile(r"[`\"']?([^\W\d]\w*)[`\"']?")


def find_schemas(text: str) -> tuple[tuple[AnswerField, ...], str]:
    """The fields classes, tables and slots describe, and the text without them."""
    found: list[AnswerField] = []
    for sign, pattern, read in _FORMS:
        if sign in text:
            text = pattern.sub(_taking(read, found), text)
    return tuple(found), text


def field_of_item(text: str) -> AnswerField | None:
    """The field a list item describes: "health_issues (list): conditions hinted at"."""
    match = _ITEM.match(text.rstrip())
    if match is None or HOLE in text:
        return None
    return make_field(match["quoted"] or match["snake"] or match["word"], match["value"] or match["type"] or "")


def _taking(read: Callable[[re.Match[str]], list[AnswerField]], found: list[AnswerField]) -> Callable[[re.Match[str]], str]:
    def take(match: re.Match[str]) -> str:
        fields = read(match)
        found.extend(fields)
        return blank(match[0]) if fields else match[0]

    return take


def _of_class(match: re.Match[str]) -> list[AnswerField]:
    return [_member(member["key"], member["value"]) for member in _MEMBER.finditer(match["body"])]


def _of_enum(match: re.Match[str]) -> list[AnswerField]:
    return [AnswerField(match["key"], tuple(value.split("=")[0].strip() for value in match["value"].split(",") if value.strip()))]


def _member(key: str, value: str) -> AnswerField:
    options = tuple(_QUOTED.findall(value))
    return AnswerField(key, options) if len(options) > 1 else AnswerField(key, (), value)


def _of_table(match: re.Match[str]) -> list[AnswerField]:
    """One field a row, where the first cells are names; of a table without rows the columns."""
    rows = [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in (match["rows"] or "").splitlines() if row.strip()]
    if not rows:
        return [make_field(cell.strip(), "") for cell in match["head"].split("|") if cell.strip()]
    names = [_NAME.fullmatch(row[0]) for row in rows]
    if not all(name and (name[1].islower() or not name[1].isascii()) for name in names):
        return []
    return [make_field(name[1], " ".join(row[1:])) for name, row in zip(names, rows, strict=True) if name]


def _of_slot(match: re.Match[str]) -> list[AnswerField]:
    return [] if HOLE in match["value"] else [make_field(match["key"].strip(), match["value"])]


_FORMS: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], list[AnswerField]]], ...] = (
    ("\n", _CLASS, _of_class),
    ("enum", _ENUM, _of_enum),
    ("|", _TABLE, _of_table),
    (":", _SLOT, _of_slot),
    ("：", _SLOT, _of_slot),
)
