"""The settings of a gateway to models as a program: which model is asked in place of which, and for what errors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from adversescan.frontends.program_text import ProgramText
from adversescan.frontends.yaml_tree import Items, Keys, Node, Text
from adversescan.sources.source import runner

RUNNER = runner("gateway")
MOST_NODES = 5_000
_NAME = re.compile(r"(?:\w+_)?fallbacks")
_RULES = re.compile(r"(?:pre|post)_call_rules")
_STATUSES = "on_status_codes"
_MAY_ROUTE = re.compile(rf"""^[\s{{,-]*["']?(?:{_NAME.pattern}|{_STATUSES})["']?\s*:""", re.MULTILINE)
_FUNCTION = re.compile(r"(?:[^\W\d]\w*\.)+[^\W\d]\w*")


def may_route(text: str) -> bool:
    """Whether a text has a key under which one thing is taken in place of another."""
    return _MAY_ROUTE.search(text) is not None


def read_routes(document: Node, program: ProgramText) -> None:
    """Adds a call for every list of fallbacks and every way between targets, at the line of its key."""
    found = list(_entries(document))
    rules = [name for key, value in found if _RULES.fullmatch(key) for name in _functions(value)]
    for key, value in found:
        if _NAME.fullmatch(key) and isinstance(value, Items):
            _add(program, f"{key}={_plain(value)!r}, rules=[{', '.join(rules)}]", key, value)
        elif isinstance(value, Keys) and (statuses := dict(value.entries).get(_STATUSES)) is not None:
            _add(program, f"way={_plain(_holder(document, value))!r}", _STATUSES, statuses)
    for name in rules:
        program.use(name.rpartition(".")[0])


def _entries(document: Node) -> Iterator[tuple[str, Node]]:
    """Every key of the document with what stands under it, wherever it stands."""
    pending, visited = [document], 0
    while pending and visited < MOST_NODES:
        node, visited = pending.pop(0), visited + 1
        if isinstance(node, Items):
            pending.extend(node.items)
        elif isinstance(node, Keys):
            pending.extend(value for _, value in node.entries)
            yield from node.entries


def _functions(value: Node) -> list[str]:
    """Functions of modules named by their dotted paths."""
    named = value.items if isinstance(value, Items) else [value]
    return [node.text for node in named if isinstance(node, Text) and _FUNCTION.fullmatch(node.text)]


def _holder(document: Node, inner: Node) -> Node:
    """The mapping in which another one stands."""
    holders = (value for _, value in [("", document), *_entries(document)] if isinstance(value, Keys))
    return next((node for node in holders if any(value is inner for _, value in node.entries)), inner)


def _add(program: ProgramText, arguments: str, key: str, value: Node) -> None:
    program.use(RUNNER)
    program.add(f"{RUNNER}.route({arguments})", _line_of(key, value, program))


def _line_of(key: str, value: Node, program: ProgramText) -> int:
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
