"""Reads a table of a TOML file into the same nodes as YAML, so that the same readers name its mistakes by line."""

from __future__ import annotations

import re
from pathlib import Path

from adversescan.errors import InvalidFiles, Mistake
from adversescan.knowledge.yaml_file import LARGEST, WHOLE, Items, Mapping, Node, Text

_LINE = re.compile(r"at line (\d+)")


def read_toml_table(path: Path, table: str) -> Mapping | None:
    """The table of this dotted name, or nothing where the file has none: then it need not even be valid.

    Raises InvalidFiles for a file that has the table and is no valid TOML.
    """
    try:
        content = path.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None
    except OSError as error:
        raise InvalidFiles([Mistake(str(path), 1, WHOLE, f"cannot be read: {error.strerror}")]) from error
    text = content[:LARGEST].decode("utf-8", "replace")
    if not re.search(rf"(?m)^\s*\[\s*{re.escape(table)}\b", text):
        return None
    return _table(text, table, str(path))


def _table(text: str, table: str, file: str) -> Mapping | None:
    import tomllib

    try:
        value: object = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        raise InvalidFiles([Mistake(file, int(line[1]) if line else 1, WHOLE, f"is no valid TOML: {error}")]) from error
    for name in table.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    node = _Nodes(file, text.splitlines()).node(value, _line(text.splitlines(), rf"\[\s*{re.escape(table)}\b", 1))
    return node if isinstance(node, Mapping) else None


class _Nodes:
    def __init__(self, file: str, lines: list[str]) -> None:
        self.file = file
        self.lines = lines

    def node(self, value: object, line: int) -> Node:
        match value:
            case dict():
                places = {str(key): self.place(str(key), line) for key in value}
                return Mapping(self.file, line, {str(key): self.node(each, places[str(key)]) for key, each in value.items()}, places)
            case list():
                return Items(self.file, line, [self.node(each, line) for each in value])
            case bool():
                return Text(self.file, line, str(value).lower(), False)
            case int() | float():
                return Text(self.file, line, str(value), False)
            case _:
                return Text(self.file, line, str(value), True)

    def place(self, key: str, start: int) -> int:
        """The line of a key below a line; that line itself where the key is written in another way."""
        return _line(self.lines, rf"""["']?{re.escape(key)}["']?\s*=|\[.*\b{re.escape(key)}["']?\s*\]""", start)


def _line(lines: list[str], expression: str, start: int) -> int:
    found = (number for number, line in enumerate(lines[start - 1 :], start) if re.match(rf"\s*(?:{expression})", line))
    return next(found, start)
