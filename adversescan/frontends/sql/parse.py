"""The adapter to the SQL parser: text in, one tree per statement out, every failure as a reason."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from sqlglot import Token, TokenType, exp
from sqlglot.dialects.dialect import Dialect, Dialects
from sqlglot.errors import SqlglotError

from adversescan.frontends.sql.placeholders import Masked, count_positional, mask_placeholders, renumber, without_holes
from adversescan.record import dataclass

logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
"""The parser logs what it does not support; here that becomes a reason."""

LONGEST = 1_000_000
_LONGEST_GUESS = 20_000
_STATEMENTS = (
    exp.Query, exp.Insert, exp.Update, exp.Delete, exp.Merge, exp.Create, exp.Copy, exp.Command, exp.Drop, exp.Alter, exp.TruncateTable,
    exp.Set, exp.Use, exp.Transaction, exp.Commit, exp.Rollback, exp.Grant, exp.Pragma, exp.Describe, exp.Comment, exp.Analyze, exp.Cache,
    exp.Export, exp.Attach, exp.Detach, exp.Show, exp.LoadData, exp.Kill, exp.Revoke, exp.Declare, exp.Uncache, exp.Refresh, exp.Summarize,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statement:
    """One parsed statement, the line it starts at, and what its placeholder names stand for."""

    tree: exp.Expr
    line: int
    masked: Masked


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a statement could not be parsed."""

    line: int
    reason: str


def parse_statements(text: str, dialect: str | None) -> Iterator[Statement | Unread]:
    """Each statement of the text in order. An unknown dialect is read as standard SQL and said."""
    if len(text) > LONGEST:
        yield Unread(1, f"longer than {LONGEST} characters")
        return
    known, *unknown = _dialect(dialect)
    yield from unknown
    masked = mask_placeholders(text)
    before = 0
    for part, line in _split(masked.text, known):
        yield _parse(renumber(masked, part, before), part, line, known)
        before += count_positional(masked, part)


def split_statements(text: str) -> list[tuple[str, int]]:
    """The text of each statement and the line of its first word, placeholders as they are."""
    masked = mask_placeholders(text)
    found = list(_split(masked.text, Dialect()))
    lines = text.split("\n")
    stops = [*(line for _, line in found[1:]), len(lines) + 1][: len(found)]
    return [
        (part.strip() if part in text else "\n".join(lines[line - 1 : stop - 1]).rstrip().rstrip(";"), line)
        for (part, line), stop in zip(found, stops, strict=True)
    ]


def _dialect(name: str | None) -> tuple[Dialect, *tuple[Unread, ...]]:
    found = Dialect.get((name or "").lower())
    if found is None and name:
        return (Dialect(), Unread(1, f"unknown dialect {name}; read as standard SQL"))
    return ((found or Dialect)(),)


def _split(text: str, dialect: Dialect) -> Iterator[tuple[str, int]]:
    """The text of each statement and the line of its first word."""
    if ";" not in text:
        yield from _stripped(text, 1)
        return
    start = 0
    line = 1
    for end in [*_semicolons(text, dialect), len(text)]:
        yield from _stripped(text[start:end], line)
        line += text.count("\n", start, end)
        start = end + 1


def _semicolons(text: str, dialect: Dialect) -> list[int]:
    try:
        return [token.start for token in _outer(dialect.tokenize(text))]
    except (SqlglotError, RecursionError):
        return [at for at, char in enumerate(text) if char == ";" and text[at + 1 : at + 2] in ("", "\n", "\r")]


def _outer(tokens: list[Token]) -> Iterator[Token]:
    """The semicolons outside of BEGIN ... END blocks of routines."""
    depth = 0
    for number, token in enumerate(tokens):
        if token.token_type is TokenType.SEMICOLON and depth == 0:
            yield token
        elif token.token_type is TokenType.BEGIN and number and not _starts(tokens, number):
            depth += 1
        elif token.token_type is TokenType.END and depth and not _ends_other(tokens, number):
            depth -= 1
        elif token.token_type is TokenType.CASE and depth:
            depth += 1


def _starts(tokens: list[Token], number: int) -> bool:
    return tokens[number - 1].token_type is TokenType.SEMICOLON


def _ends_other(tokens: list[Token], number: int) -> bool:
    """Whether this END closes an IF or LOOP, which were not counted."""
    return number + 1 < len(tokens) and tokens[number + 1].text.upper() in ("IF", "LOOP", "WHILE", "REPEAT", "FOR")


def _stripped(text: str, line: int) -> Iterator[tuple[str, int]]:
    stripped = _without_comments_in_front(text)
    if stripped.strip():
        yield stripped, line + text.count("\n", 0, len(text) - len(stripped))


def _without_comments_in_front(text: str) -> str:
    while True:
        text = text.lstrip()
        if text.startswith("--"):
            text = text.partition("\n")[2]
        elif text.startswith("/*") and not text.startswith("/*+"):
            text = text.partition("*/")[2]
        else:
            return text


def _parse(masked: Masked, text: str, line: int, dialect: Dialect) -> Statement | Unread:
    reason = ""
    for attempt in _attempts(masked, text):
        try:
            return Statement(_tree(attempt, dialect), line, masked)
        except (SqlglotError, RecursionError) as error:
            reason = reason or _reason(error)
    if type(dialect) is Dialect and len(text) <= _LONGEST_GUESS and not reason.startswith("nested"):
        for other in _others():
            try:
                return Statement(_tree(text, other), line, masked)
            except (SqlglotError, RecursionError):
                continue
    return Unread(line, reason)


def _attempts(masked: Masked, text: str) -> Iterator[str]:
    yield text
    without = without_holes(masked, text, everywhere=False)
    if without != text:
        yield without
    bare = without_holes(masked, text, everywhere=True)
    if bare not in (text, without):
        yield bare


def _tree(text: str, dialect: Dialect) -> exp.Expr:
    """The one statement in the text. Raises SqlglotError where it is none."""
    trees = [tree for tree in dialect.parse(_plain(text)) if tree is not None]
    if len(trees) != 1 or not isinstance(trees[0], _STATEMENTS):
        raise SqlglotError("is no SQL statement")
    return trees[0]


def _plain(text: str) -> str:
    """REPLACE INTO writes as INSERT INTO does; the parser does not know it."""
    words = text.split(None, 2)
    if len(words) == 3 and words[0].upper() == "REPLACE" and words[1].upper() == "INTO":
        return f"INSERT INTO {words[2]}"
    return text


def _others() -> Iterator[Dialect]:
    for name in Dialects:
        if name.value:
            yield Dialect.get_or_raise(name.value)


def _reason(error: SqlglotError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    details = getattr(error, "errors", None)
    if details and details[0].get("description"):
        return f"not understood near line {details[0].get('line')}: {details[0]['description']}"
    return f"not understood: {str(error).splitlines()[0]}"
