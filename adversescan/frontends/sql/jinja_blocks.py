"""The blocks of a text with Jinja in it: what is set, chosen, repeated and defined, without anything being run."""

from __future__ import annotations

import re
from dataclasses import field

from adversescan.record import dataclass

_MARK = re.compile(r"\{\{(?P<output>.*?)\}\}|\{%-?\s*(?P<word>\w+)\s*(?P<rest>.*?)-?%\}|\{#.*?#\}", re.DOTALL)
_SET = re.compile(r"(?P<name>\w+)\s*(?:=\s*(?P<value>.*))?$", re.DOTALL)
_FOR = re.compile(r"(?P<target>\w+(?:\s*,\s*\w+)*)\s+in\s+(?P<value>.*)$", re.DOTALL)
_MACRO = re.compile(r"(?P<name>\w+)\s*(?:\((?P<given>.*)\))?\s*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Plain:
    """Text as it stands, or a place whose text was left out: then only its lines count."""

    text: str


@dataclass(frozen=True, slots=True)
class Output:
    """`{{ expression }}`."""

    expression: str
    raw: str


@dataclass(slots=True)
class Block:
    """A block with a body: `if` (one for each branch), `for`, `set`, `macro`. `raw` are the lines of the tag that begins it."""

    word: str
    rest: str
    lines: int
    body: list[Part] = field(default_factory=list)
    branches: list[Block] = field(default_factory=list)
    """Of an `if`: what follows it as `elif` and `else`."""
    end: int = 0
    """The lines of the tag that ends it."""


Part = Plain | Output | Block
_WITH_BODY = frozenset({"if", "for", "macro"})
_FURTHER = frozenset({"elif", "else"})


def read_blocks(text: str) -> list[Part]:
    """The parts of a text in their order. A block that is not closed ends with the text."""
    parts: list[Part] = []
    opened: list[Block] = []
    at = 0
    for mark in _MARK.finditer(text):
        here = _body(opened, parts)
        if mark.start() > at:
            here.append(Plain(text[at : mark.start()]))
        at = mark.end()
        _take(mark, opened, here)
    if at < len(text):
        _body(opened, parts).append(Plain(text[at:]))
    return parts


def named_value(block: Block) -> tuple[str, str]:
    """The name and the value that a `set` gives it; "" for the value where its body is."""
    found = _SET.match(block.rest)
    return (found["name"], found["value"] or "") if found else ("", "")


def repeated(block: Block) -> tuple[list[str], str]:
    """The names and the list of a `for`."""
    found = _FOR.match(block.rest)
    return (re.split(r"\s*,\s*", found["target"]), found["value"]) if found else ([], "")


def signature(block: Block) -> tuple[str, str]:
    """The name of a macro and its parameters as they stand."""
    found = _MACRO.match(block.rest)
    return (found["name"], found["given"] or "") if found else ("", "")


def _body(opened: list[Block], parts: list[Part]) -> list[Part]:
    if not opened:
        return parts
    last = opened[-1]
    return last.branches[-1].body if last.branches else last.body


def _take(mark: re.Match[str], opened: list[Block], here: list[Part]) -> None:
    lines, word = mark[0].count("\n"), mark["word"] or ""
    if mark["output"] is not None:
        here.append(Output(mark["output"], mark[0]))
    elif word in _FURTHER and opened and opened[-1].word == "if":
        opened[-1].branches.append(Block(word, mark["rest"], lines))
    elif word in _WITH_BODY or (word == "set" and not named_value(Block(word, mark["rest"].strip(), lines))[1]):
        opened.append(block := Block(word, mark["rest"].strip(), lines))
        here.append(block)
    elif word == "set":
        here.append(Block(word, mark["rest"].strip(), lines))
    elif word.startswith("end") and opened and opened[-1].word == word.removeprefix("end"):
        opened.pop().end = lines
    else:
        here.append(Plain("\n" * lines))
