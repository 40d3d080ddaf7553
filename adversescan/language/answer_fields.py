"""Finds the fields of the answer a prompt demands: JSON keys, tags, and names listed after "the keys"."""

from __future__ import annotations

import re

from adversescan.graph.query import HOLE
from adversescan.record import dataclass

_PAIR = re.compile(
    r"""(?P<quote>["'])(?P<key>[^\W\d][\w \-]{0,60})(?P=quote)\s*:\s*
        (?: "(?P<double>[^"\n]{0,400})" | '(?P<single>[^'\n]{0,400})' | \[(?P<list>[^\]\n]{0,400})\] | (?P<bare>[^,{}\n"'\[]{0,200}) )?""",
    re.VERBOSE,
)
_TAG = re.compile(r"<(?P<key>[^\W\d][\w\-]{0,40})>(?P<value>[^<>]{0,200})</(?P=key)>")
_NAME = re.compile(r"""["'`]?(?P<key>[^\W\d][\w\-]{0,40})["'`]?\s*(?:[(（](?P<value>[^)）]{0,200})[)）])?""")
OPTIONS = re.compile(r"\s*[|/,、，;]\s*|\s+(?:or|oder|ou|o|ou|或|または|أو|या)\s+")


@dataclass(frozen=True, slots=True)
class AnswerField:
    """A key of the answer, the values it may take where they are listed, or else what is said about it."""

    key: str
    options: tuple[str, ...] = ()
    description: str = ""


def find_pairs(text: str) -> tuple[tuple[AnswerField, ...], str]:
    """The fields shown as JSON or tags, and the text without them. Pairs whose value is a hole are data given, not asked for."""
    found: list[AnswerField] = []

    def take(match: re.Match[str]) -> str:
        value = next((value for name, value in match.groupdict().items() if name not in ("key", "quote") and value is not None), "").strip()
        if value != HOLE:
            found.append(make_field(match["key"].strip(), value))
        return blank(match[0])

    if '"' in text or "'" in text:
        text = _PAIR.sub(take, text)
    if "</" in text:
        text = _TAG.sub(take, text)
    return tuple(found), text


def find_listed(text: str, common: tuple[str, ...], joins: tuple[str, ...]) -> tuple[tuple[AnswerField, ...], str]:
    """The names listed at the start of the text ("partido e ideologia."), or after a colon near it, and what is said after the last."""
    join = "|".join(map(re.escape, joins)) or "(?!)"
    between = re.compile(rf"\s*(?:[,、，;・]\s*)?(?:(?:{join})\s+|(?:{join})(?=[^\x00-\x7f]))?", re.IGNORECASE)
    found: list[AnswerField] = []
    at = _skip(text)
    while (match := _NAME.match(text, at)) and match["key"].lower() not in common:
        found.append(make_field(match["key"], match["value"] or ""))
        at = match.end()
        gap = between.match(text, at)
        if gap is None or not gap[0].strip():
            break
        at = gap.end()
    return tuple(found), text[at:]


def make_field(key: str, value: str) -> AnswerField:
    options = tuple(option for option in OPTIONS.split(value.strip(" <>.")) if option)
    if len(options) > 1 and all(len(option.split()) <= 4 for option in options):
        return AnswerField(key, options)
    return AnswerField(key, (), value)


def _skip(text: str) -> int:
    match = re.match(r"(?:[^:：.。\n]{0,30}[:：])?\s*", text)
    return match.end() if match else 0


def blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
