"""Reads a YAML file into plain nodes that know their line; every mistake in it is reported at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, NoReturn, TypeVar

import yaml

from adversescan.errors import InvalidFiles, Mistake

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

LARGEST = 4_000_000
DEEPEST = 16
WHOLE = "file"
"""The key of a mistake that concerns a file as a whole."""

T = TypeVar("T")
S = TypeVar("S")
_Events = Iterator[yaml.Event]


@dataclass(slots=True)
class Text:
    """A scalar. `quoted` ones are text; plain ones may also be a number, true, false or null."""

    file: str
    line: int
    text: str
    quoted: bool


@dataclass(slots=True)
class Items:
    """A sequence."""

    file: str
    line: int
    items: list[Node]


@dataclass(slots=True)
class Mapping:
    """A mapping; keys are always text. `lines` says where each key stands."""

    file: str
    line: int
    entries: dict[str, Node]
    lines: dict[str, int]


Node = Text | Items | Mapping


def read_yaml(path: Traversable, name: str) -> Mapping:
    """The mapping a YAML file holds; `name` is what mistakes call the file. Tags, anchors and aliases are refused."""
    return parse_yaml(_text(path, name), name)


def yaml_files(folder: Traversable) -> list[tuple[Traversable, str]]:
    """The YAML files of a folder in the order of their names, each with what mistakes call it."""
    if not folder.is_dir():
        _refuse(str(folder), 1, WHOLE, "this folder of rules is missing")
    found = sorted((path for path in folder.iterdir() if path.name.endswith(".yaml")), key=lambda path: path.name)
    return [(path, str(path)) for path in found]


def parse_yaml(text: str, name: str) -> Mapping:
    """The mapping a YAML text holds. Raises InvalidFiles with every duplicate key, tag, anchor and alias in it."""
    builder = _Builder(name)
    try:
        node = builder.document(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except yaml.MarkedYAMLError as error:
        _refuse(name, error.problem_mark.line + 1 if error.problem_mark else 1, WHOLE, f"is no valid YAML: {error.problem}")
    except yaml.YAMLError as error:
        _refuse(name, 1, WHOLE, f"is no valid YAML: {error}")
    if builder.mistakes:
        raise InvalidFiles(builder.mistakes)
    return expect_mapping(node, WHOLE)


def expect_mapping(node: Node, key: str) -> Mapping:
    """The node as a mapping, or a mistake."""
    if isinstance(node, Mapping):
        return node
    refuse(node, key, "must be a mapping of keys to values")


def refuse(node: Node, key: str, text: str) -> NoReturn:
    """Raise one mistake at the node."""
    _refuse(node.file, node.line, key, text)


def collect(read: Callable[[T], S], things: Iterable[T]) -> list[S]:
    """Read each of the things; where some are wrong, raise the mistakes of all of them together."""
    done: list[S] = []
    wrong: list[InvalidFiles] = []
    for thing in things:
        try:
            done.append(read(thing))
        except InvalidFiles as invalid:
            wrong.append(invalid)
    if wrong:
        raise InvalidFiles(chain.from_iterable(invalid.mistakes for invalid in wrong))
    return done


def _refuse(file: str, line: int, key: str, text: str) -> NoReturn:
    raise InvalidFiles([Mistake(file, line, key, text)])


def _text(path: Traversable, name: str) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        _refuse(name, 1, WHOLE, f"cannot be read: {error.strerror}")
    if len(data) > LARGEST:
        _refuse(name, 1, WHOLE, f"is larger than {LARGEST} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse(name, data.count(b"\n", 0, error.start) + 1, WHOLE, "is not UTF-8")


class _Builder:
    """Builds nodes from parser events: aliases stay visible this way, and nothing is ever constructed from a tag."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.mistakes: list[Mistake] = []

    def document(self, events: _Events) -> Node:
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                break
        else:
            _refuse(self.file, 1, WHOLE, "is empty")
        node = self.node(next(events), events, "", 0)
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self.wrong(event, WHOLE, "holds more than one document")
                break
        return node

    def node(self, event: yaml.Event, events: _Events, key: str, depth: int) -> Node:
        line = _line(event)
        if isinstance(event, yaml.ScalarEvent) and not event.anchor and not event.tag:
            return Text(self.file, line, event.value, not event.implicit[0])
        if isinstance(event, yaml.AliasEvent):
            self.wrong(event, key, f"*{event.anchor}: aliases are not allowed; write the value out")
            return Text(self.file, line, "", True)
        self.refuse_properties(event, key)
        if isinstance(event, yaml.ScalarEvent):
            return Text(self.file, line, event.value, True)
        if depth == DEEPEST:
            _refuse(self.file, line, key, f"is nested deeper than {DEEPEST} levels")
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(line, events, key, depth + 1)
        return self.mapping(line, events, key, depth + 1)

    def refuse_properties(self, event: yaml.Event, key: str) -> None:
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            if event.anchor:
                self.wrong(event, key, f"&{event.anchor}: anchors are not allowed; write the value out")
            if event.tag:
                self.wrong(event, key, f"{event.tag}: tags are not allowed")

    def sequence(self, line: int, events: _Events, key: str, depth: int) -> Items:
        items: list[Node] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self.node(event, events, f"{key}[{len(items)}]", depth))
        return Items(self.file, line, items)

    def mapping(self, line: int, events: _Events, key: str, depth: int) -> Mapping:
        entries: dict[str, Node] = {}
        lines: dict[str, int] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            name = self.key(event, events, key, depth)
            path = join(key, name)
            if name in entries:
                self.wrong(event, path, f"stands here and on line {lines[name]}; write it once")
            lines[name] = _line(event)
            entries[name] = self.node(next(events), events, path, depth)
        return Mapping(self.file, line, entries, lines)

    def key(self, event: yaml.Event, events: _Events, key: str, depth: int) -> str:
        node = self.node(event, events, key, depth)
        if isinstance(node, Text):
            return node.text
        self.wrong(event, key or WHOLE, "a key must be text")
        return ""

    def wrong(self, event: yaml.Event, key: str, text: str) -> None:
        self.mistakes.append(Mistake(self.file, _line(event), key, text))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def join(key: str, name: str) -> str:
    """The path of a key inside another."""
    return f"{key}.{name}" if key else name
