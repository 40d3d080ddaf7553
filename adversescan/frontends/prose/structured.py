"""Takes a structured design apart: every value of YAML, JSON or TOML with the keys that lead to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from adversescan.frontends.prose.unit import Kind, Unit, sentences

MOST_NODES = 20_000


class Unreadable(Exception):
    """The text is no structured design; `line` says where that shows."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        super().__init__(reason)


def read_structured(text: str) -> list[Unit]:
    """The values of a YAML or JSON text. Tags are not interpreted, and aliases are not followed."""
    try:
        documents = list(yaml.compose_all(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        raise Unreadable(error.problem_mark.line + 1 if error.problem_mark else 1, str(error.problem)) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Unreadable(1, str(error)) from error
    walk = _Walk()
    return [unit for node in documents for unit in walk.units(node, ())]


def read_toml(text: str) -> list[Unit]:
    """The values of a TOML text, line by line: its tables are the keys."""
    found: list[Unit] = []
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), 1):
        if head := re.match(r"\s*\[+([^\]]+)\]+\s*$", line):
            table = tuple(_words(part) for part in head[1].split("."))
        elif pair := re.match(r"\s*([\w.\"-]+)\s*=\s*(.+)$", line):
            found += [Unit(value, number, (*table, _words(pair[1])), Kind.FIELD, len(table)) for value in _values(pair[2])]
        elif line.strip(" ],") and not line.lstrip().startswith("#"):
            found += [Unit(value, number, found[-1].headings if found else table, Kind.FIELD, len(table)) for value in _values(line)]
    return found


def _values(text: str) -> list[str]:
    return re.findall(r'"((?:[^"\\]|\\.)*)"', text) or [text.strip(" ,[]")]


class _Loader(yaml.SafeLoader):
    """Composes nodes only; nothing is constructed from a tag."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.get_event()  # type: ignore[no-untyped-call]
            return yaml.ScalarNode("tag:yaml.org,2002:null", "", event.start_mark, event.end_mark)
        return super().compose_node(parent, index)


class _Walk:
    def __init__(self) -> None:
        self.seen = self.part = 0

    def units(self, node: yaml.Node, keys: tuple[str, ...]) -> Iterator[Unit]:
        self.seen += 1
        if self.seen > MOST_NODES:
            return
        match node:
            case yaml.MappingNode():
                self.part += 1
                for key, value in node.value:
                    yield from self.units(value, (*keys, _words(str(key.value))))
            case yaml.SequenceNode():
                for each in node.value:
                    yield from self.units(each, keys)
            case yaml.ScalarNode() if node.value.strip():
                multiline = node.style in ("|", ">")
                line = node.start_mark.line + 1 + multiline
                if multiline:
                    yield from sentences(node.value, line, keys, Kind.FIELD, self.part)
                else:
                    yield Unit(" ".join(node.value.split()), line, keys, Kind.FIELD, self.part)
            case _:
                pass


def _words(key: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[_\-]+", " ", key.strip("\"'")).strip()
