"""A YAML text as a tree with the line of every part. Nothing is constructed: tags have no effect, and a text stays a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from adversescan.record import dataclass
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Source

DEEPEST = 100
MOST_AGAIN = 5_000
"""Nodes that what an alias stands for may hold; a larger one is empty there, so that aliases of aliases do not multiply."""
_TEMPLATE = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_BLOCK = ("|", ">")


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar. `line` is that of its first character; `kept` says whether its lines are those of the file, one by one."""

    text: str
    line: int
    kept: bool = False
    plain: bool = False
    """Whether it stands without quotes, so that `1` is a number."""


@dataclass(frozen=True, slots=True)
class Items:
    """A sequence."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Keys:
    """A mapping; a key that is no scalar is left out."""

    entries: tuple[tuple[str, Node], ...]
    line: int

    def get(self, *names: str) -> Node | None:
        """What stands under the first of the names that is there."""
        return next((node for name in names for key, node in self.entries if key == name), None)

    def text(self, *names: str) -> str:
        """The text under the first of the names, "" where there is none."""
        found = self.get(*names)
        return found.text if isinstance(found, Text) else ""


Node = Text | Items | Keys


def read_yaml_tree(source: Source) -> tuple[tuple[Node, ...], tuple[Problem, ...]]:
    """The documents of a text. What cannot be parsed is a Problem, and the documents before it are kept."""
    try:
        return tuple(_documents(source.text)), ()
    except yaml.YAMLError:
        pass
    found: list[Node] = []
    try:
        found.extend(_documents(_without_templates(source.text)))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = f"not read as YAML: {getattr(error, 'problem', None) or 'wrong characters'}"
        return tuple(found), (Problem(source.locate((mark.line if mark else 0) + 1), ProblemKind.PARTLY_READ, reason),)
    return tuple(found), ()


def texts(node: Node | None, most: int = 200) -> Iterator[Text]:
    """The scalars of a tree in their order, at most so many."""
    pending = [] if node is None else [node]
    while pending and most:
        here = pending.pop()
        match here:
            case Text():
                most -= 1
                yield here
            case Items(items=items):
                pending.extend(reversed(items))
            case Keys(entries=entries):
                pending.extend(value for _, value in reversed(entries))


def _documents(text: str) -> Iterator[Node]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for node in yaml.compose_all(text, loader):
        if node is not None:
            yield _node(node, {}, {}, 0)


def _without_templates(text: str) -> str:
    """Statements of Jinja blanked, so that what they surround is read; its expressions as plain text."""
    blanked = _TEMPLATE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return blanked.replace("{{", "((").replace("}}", "))")


def _node(node: yaml.Node, known: dict[int, Node], sizes: dict[int, int], depth: int) -> Node:
    """The node as one of ours; one that stands for itself, or is nested too deep, is an empty text."""
    line = node.start_mark.line + 1
    if id(node) in known:
        return known[id(node)] if sizes.get(id(node), 1) <= MOST_AGAIN else Text("", line)
    known[id(node)] = Text("", line)
    match node:
        case yaml.MappingNode(value=pairs) if depth < DEEPEST:
            entries = tuple((k.value, _node(v, known, sizes, depth + 1)) for k, v in pairs if isinstance(k, yaml.ScalarNode))
            found: Node = Keys(entries, line)
        case yaml.SequenceNode(value=items) if depth < DEEPEST:
            found = Items(tuple(_node(item, known, sizes, depth + 1) for item in items), line)
        case yaml.ScalarNode(value=value, style=style):
            # The mark of a block is on the line of its indicator.
            found = Text(value, line + 1, style == "|") if style in _BLOCK else Text(value, line, False, style is None)
        case _:
            found = Text("", line)
    known[id(node)] = found
    sizes[id(node)] = 1 + sum(min(sizes.get(id(part), 1), MOST_AGAIN) for part in _parts(node))
    return found


def _parts(node: yaml.Node) -> list[yaml.Node]:
    match node:
        case yaml.MappingNode(value=pairs):
            return [value for _, value in pairs]
        case yaml.SequenceNode(value=items):
            return list(items)
        case _:
            return []
