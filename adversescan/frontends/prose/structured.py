"""Takes a structured design apart: every value of YAML, JSON or TOML with the keys that lead to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from adversescan.frontends.prose.unit import Kind, Unit, sentences

MOST_NODES = 20_000
_MOST_TOLD = 20
_STANDARD = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:int", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map")


class Unreadable(Exception):
    """The text is no structured design; `line` says where that shows."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        super().__init__(reason)


def read_structured(text: str) -> tuple[list[Unit], list[tuple[int, str]]]:
    """The values of a YAML or JSON text, and what is left out of it with its line. Tags are not interpreted, and aliases not followed."""
    try:
        loader = _Loader(text)
        documents = list(_composed(loader))
    except yaml.MarkedYAMLError as error:
        raise Unreadable(error.problem_mark.line + 1 if error.problem_mark else 1, str(error.problem)) from error
    except yaml.YAMLError as error:
        raise Unreadable(1, str(error)) from error
    except RecursionError as error:
        raise Unreadable(1, "is nested too deep") from error
    walk = _Walk()
    units = [unit for node in documents for unit in walk.units(node, ())]
    cut = [(1, f"holds more than {MOST_NODES} values; the rest is not read")] if walk.seen > MOST_NODES else []
    return units, [*loader.left_out[:_MOST_TOLD], *cut]


def _composed(loader: _Loader) -> Iterator[yaml.Node]:
    while loader.check_node():
        node = loader.get_node()
        if node is not None:
            yield node


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
    """Composes nodes only; nothing is constructed from a tag, and no alias is followed."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.left_out: list[tuple[int, str]] = []

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        tag = getattr(event, "tag", None)
        if tag and not tag.startswith(_STANDARD):
            self.left_out.append((event.start_mark.line + 1, f"the tag {tag} is not interpreted"))
        if self.check_event(yaml.AliasEvent):
            event = self.get_event()  # type: ignore[no-untyped-call]
            self.left_out.append((event.start_mark.line + 1, f"the alias *{event.anchor} is not followed: write the value out"))
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
