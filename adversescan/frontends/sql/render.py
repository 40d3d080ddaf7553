"""The text of a dbt model with its Jinja rendered as far as the file itself says it; nothing is run.

What is set, repeated over a list and defined as a macro in the file is put in. Of a condition nobody knows, each branch is a possibility: a
text for each. Lines stay where they are, so that what is repeated stands on the lines of its first round. A macro of another file stands
for a function of the columns it is given, or for the rows of the tables.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import field

from adversescan.frontends.sql.jinja_blocks import Block, Output, Part, Plain, named_value, read_blocks, repeated, signature
from adversescan.frontends.sql.jinja_values import UNKNOWN, Call, Found, Unknown, parse, value_of
from adversescan.record import dataclass

MOST_POSSIBILITIES = 4
MOST_ROUNDS = 60
MOST_PARTS = 20_000
DEEPEST = 5
LONGEST = 1_000_000

_COLUMN = re.compile(r"[A-Za-z_][\w.]*")
_AFTER_TABLE = re.compile(r"\b(?:from|join|using)\s*$", re.IGNORECASE)
_OPENS = re.compile(r"(?:^|\(|\bunion(?:\s+all)?|;)\s*$", re.IGNORECASE)
_COMMENT = re.compile(r"--[^\n]*")
_ALL_ROWS = "select * from {}"
_WITHOUT = ("except_", "exclude")
Names = dict[str, Found]


class Table(str):
    """The name of a table, as `ref` and `source` give it."""

    __slots__ = ()


def possibilities(text: str, model: str) -> list[str]:
    """The texts that a file may be, of which `model` is the table it makes; one for a text without Jinja."""
    if "{" not in text:
        return [text]
    parts = read_blocks(text)
    branches = max((_branches(part) for part in parts), default=1)
    called = _called(parts, text)
    known: Names = {"this": Table(model)} if model else {}
    found = [_Rendering(choice, called).text(parts, dict(known)) for choice in range(min(branches, MOST_POSSIBILITIES))]
    return list(dict.fromkeys(each for each in found if len(each) <= LONGEST)) or [text]


def _branches(part: Part) -> int:
    """How many ways the conditions of a part may go, those without an `else` not counted: what they add is always read."""
    if not isinstance(part, Block):
        return 1
    own = 1 + len(part.branches) if part.word == "if" else 1
    return max([own, *(_branches(each) for block in (part, *part.branches) for each in block.body)])


def _called(parts: Sequence[Part], text: str) -> frozenset[str]:
    """The macros of a file that it uses itself; the others are read where they stand."""
    named = {signature(part)[0] for part in parts if isinstance(part, Block) and part.word == "macro"}
    return frozenset(name for name in named if len(re.findall(rf"\b{re.escape(name)}\s*\(", text)) > 1)


@dataclass(slots=True)
class _Left:
    """How many parts may still be put in; loops in loops multiply."""

    parts: int = MOST_PARTS


@dataclass(slots=True)
class _Rendering:
    """One way through the conditions of a file."""

    choice: int
    called: frozenset[str]
    macros: dict[str, Block] = field(default_factory=dict)
    depth: int = 0
    written: str = ""
    """What stands before the place that is being rendered."""
    left: _Left = field(default_factory=_Left)

    def text(self, parts: Sequence[Part], names: Names) -> str:
        before, found = self.written, ""
        for part in parts:
            self.written = before + found
            found += self._part(part, names)
            self.left.parts -= 1
            if len(found) > LONGEST or self.left.parts < 0:
                break
        return found

    def _part(self, part: Part, names: Names) -> str:
        match part:
            case Plain(text=text):
                return text
            case Output(expression=expression, raw=raw):
                return self._output(expression, names, raw)
            case Block(word="if"):
                return self._chosen(part, names)
            case Block(word="for"):
                return self._each(part, names)
            case Block(word="set"):
                return self._set(part, names)
            case Block():
                return self._macro(part, names)

    def _output(self, expression: str, names: Names, raw: str) -> str:
        node = parse(expression)
        found = value_of(node, names, self._call)
        lines = "\n" * raw.count("\n")
        if isinstance(found, Table):
            return found + lines
        if isinstance(found, str | int) and not isinstance(found, bool):
            return str(found).replace("\n", " ") + lines
        if isinstance(node, ast.Call):
            return lines if ast.unparse(node.func) == "config" else self._foreign(node, names, raw)
        return raw

    def _chosen(self, block: Block, names: Names) -> str:
        """The branch whose condition is known to hold, else the one whose turn it is; a lone `if` that nobody knows counts."""
        parts = (block, *block.branches)
        held = [True if each.word == "else" else value_of(parse(each.rest), names, self._call) for each in parts]
        taken = next((n for n, holds in enumerate(held) if not isinstance(holds, Unknown) and holds), None)
        unknown = [n for n, holds in enumerate(held) if isinstance(holds, Unknown) and (taken is None or n < taken)]
        may_be = [*unknown, *([] if taken is None else [taken])]
        turn = may_be[self.choice % len(may_be)] if may_be else None
        texts = [self.text(each.body, names) if n == turn else _blank(each.body) for n, each in enumerate(parts)]
        return "".join("\n" * each.lines + text for each, text in zip(parts, texts, strict=True)) + "\n" * block.end

    def _each(self, block: Block, names: Names) -> str:
        targets, given = repeated(block)
        found = value_of(parse(given.removesuffix(".items()")), names, self._call)
        items: list[Found] = [[name, value] for name, value in found.items()] if isinstance(found, dict) else [UNKNOWN]
        items = found if isinstance(found, list) else items
        rounds = []
        for place, item in enumerate(items[:MOST_ROUNDS]):
            loop: Found = {"first": place == 0, "last": place + 1 == len(items), "index": place + 1, "index0": place}
            parts = list(item) if len(targets) > 1 and isinstance(item, list) else [item] * len(targets)
            text = self.text(block.body, {**names, **dict(zip(targets, parts, strict=False)), "loop": loop})
            rounds.append(text if not place else _COMMENT.sub(" ", text).replace("\n", " "))
        lines = "\n" * (block.lines + block.end)
        return lines[: block.lines] + (" ".join(rounds) if rounds else _blank(block.body)) + lines[block.lines :]

    def _set(self, block: Block, names: Names) -> str:
        name, value = named_value(block)
        names[name] = value_of(parse(value), names, self._call) if value else self.text(block.body, names).strip()
        return "\n" * block.lines + ("" if value else _blank(block.body)) + "\n" * block.end

    def _macro(self, block: Block, names: Names) -> str:
        """A macro is put in where it is used; one that is used elsewhere is read with holes for what it is given."""
        name, _ = signature(block)
        self.macros[name] = block
        body = _blank(block.body) if name in self.called else self.text(block.body, dict(names))
        return "\n" * block.lines + body + "\n" * block.end

    def _call(self, name: str, node: ast.Call, names: Mapping[str, Found]) -> Found:
        given = [value_of(argument, names, self._call) for argument in node.args]
        texts = [each for each in given if isinstance(each, str)]
        if name in ("ref", "source"):
            return Table(texts[-1] if name == "ref" else ".".join(texts)) if texts else UNKNOWN
        if name in ("var", "env_var"):
            # A switch may be set either way.
            return given[1] if len(given) > 1 and not isinstance(given[1], bool) else UNKNOWN
        block = self.macros.get(name)
        if block is None or self.depth >= DEEPEST:
            return UNKNOWN
        named = {keyword.arg: value_of(keyword.value, names, self._call) for keyword in node.keywords if keyword.arg}
        inner = _Rendering(self.choice, self.called, self.macros, self.depth + 1, self.written, self.left)
        return inner.text(block.body, {**_defaults(block, self._call), **_bound(block, given), **named}).strip()

    def _foreign(self, node: ast.Call, names: Names, raw: str) -> str:
        """What a macro of another file stands for: rows of the tables it is given, or a function of the columns."""
        arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
        given = [value_of(argument, names, self._call) for argument in arguments]
        given += [item for value in given if isinstance(value, list) for item in value]
        lines = "\n" * raw.count("\n")
        if tables := [each for each in given if isinstance(each, Table)]:
            rows = " union all ".join(_ALL_ROWS.format(table) for table in tables)
            without = [value_of(k.value, names, self._call) for k in node.keywords if k.arg in _WITHOUT]
            left_out = ", ".join(str(item) for value in without if isinstance(value, list) for item in value if isinstance(item, str))
            columns = f"* except ({left_out})" if left_out else "*"
            return (f"({rows})" if _AFTER_TABLE.search(self.written) else rows if _OPENS.search(self.written) else columns) + lines
        columns = ", ".join(each for each in given if isinstance(each, str) and _COLUMN.fullmatch(each))
        name = re.sub(r"\W", "_", ast.unparse(node.func))
        return f"{name}({columns}){lines}" if columns and not _AFTER_TABLE.search(self.written) else raw


def _defaults(block: Block, call: Call) -> Names:
    """The parameters of a macro with what they are where nobody gives them."""
    names: Names = {}
    for parameter, default in _parameters(block):
        names[parameter] = value_of(default, {}, call) if default is not None else UNKNOWN
    return names


def _bound(block: Block, given: list[Found]) -> Names:
    return dict(zip((parameter for parameter, _ in _parameters(block)), given, strict=False))


def _parameters(block: Block) -> list[tuple[str, ast.expr | None]]:
    node = parse(f"lambda {signature(block)[1]}: 0")
    if not isinstance(node, ast.Lambda):
        return []
    names = [argument.arg for argument in node.args.args]
    defaults = [None] * (len(names) - len(node.args.defaults)) + list(node.args.defaults)
    return list(zip(names, defaults, strict=True))


def _blank(parts: Sequence[Part]) -> str:
    """The lines of what is left out."""
    return "\n" * sum(_lines(part) for part in parts)


def _lines(part: Part) -> int:
    match part:
        case Plain(text=text) | Output(raw=text):
            return text.count("\n")
        case Block():
            blocks = (part, *part.branches)
            return part.end + sum(block.lines + sum(_lines(each) for each in block.body) for block in blocks)
