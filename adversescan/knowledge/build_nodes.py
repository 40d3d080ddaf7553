"""Builds the nodes of a YAML file from the events of its parser."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from adversescan.errors import InvalidFiles, Mistake
from adversescan.knowledge.yaml_file import WHOLE, Items, Mapping, Node, Text, join, refuse_line

DEEPEST = 16

_Events = Iterator[yaml.Event]


def build_nodes(text: str, name: str) -> Node:
    """The node a YAML text holds. Raises InvalidFiles with every duplicate key, tag, anchor and alias in it."""
    builder = _Builder(name)
    try:
        node = builder.document(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except yaml.MarkedYAMLError as error:
        refuse_line(name, error.problem_mark.line + 1 if error.problem_mark else 1, WHOLE, f"is no valid YAML: {error.problem}")
    except yaml.YAMLError as error:
        refuse_line(name, 1, WHOLE, f"is no valid YAML: {error}")
    if builder.mistakes:
        raise InvalidFiles(builder.mistakes)
    return node


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
            refuse_line(self.file, 1, WHOLE, "is empty")
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
            refuse_line(self.file, line, key, f"is nested deeper than {DEEPEST} levels")
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
