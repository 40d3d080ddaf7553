"""The settings of a gateway to models as a program: which model is asked in place of which, and for what errors."""

from __future__ import annotations

import re

from adversescan.frontends.program_text import ProgramText
from adversescan.frontends.yaml_tree import Items, Keys, Node, Text
from adversescan.sources.source import runner

RUNNER = runner("gateway")
MOST_NODES = 5_000
_NAME = re.compile(r"(?:\w+_)?fallbacks")
_MAY_ROUTE = re.compile(rf"""^[\s{{,-]*["']?{_NAME.pattern}["']?\s*:""", re.MULTILINE)


def may_route(text: str) -> bool:
    """Whether a text has a key under which one thing is taken in place of another."""
    return _MAY_ROUTE.search(text) is not None


def read_routes(document: Node, program: ProgramText) -> None:
    """Adds a call for every list of fallbacks, at the line of its key."""
    pending, visited = [document], 0
    while pending and visited < MOST_NODES:
        node, visited = pending.pop(0), visited + 1
        if isinstance(node, Items):
            pending.extend(node.items)
        elif isinstance(node, Keys):
            pending.extend(value for _, value in node.entries)
            for key, value in node.entries:
                if _NAME.fullmatch(key) and isinstance(value, Items):
                    program.use(RUNNER)
                    program.add(f"{RUNNER}.route({key}={_plain(value)!r})", _line_of(key, value, program))


def _line_of(key: str, value: Items, program: ProgramText) -> int:
    lines = program.source.text.split("\n")
    return next((n for n in range(value.line, max(value.line - 3, 0), -1) if key in lines[n - 1]), value.line)


def _plain(node: Node) -> object:
    match node:
        case Text(text=text):
            return text
        case Items(items=items):
            return [_plain(item) for item in items]
        case Keys(entries=entries):
            return {key: _plain(value) for key, value in entries}
