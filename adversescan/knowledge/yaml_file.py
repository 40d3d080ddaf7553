"""Reads a YAML file into plain nodes that know their line; every mistake in it is reported at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from typing import TYPE_CHECKING, NoReturn, TypeVar

from adversescan.errors import InvalidFiles, Mistake
from adversescan.record import dataclass

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

LARGEST = 4_000_000
WHOLE = "file"
"""The key of a mistake that concerns a file as a whole."""

T = TypeVar("T")
S = TypeVar("S")


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
        refuse_line(str(folder), 1, WHOLE, "this folder of rules is missing")
    found = sorted((path for path in folder.iterdir() if path.name.endswith(".yaml")), key=lambda path: path.name)
    return [(path, str(path)) for path in found]


def parse_yaml(text: str, name: str) -> Mapping:
    """The mapping a YAML text holds. Raises InvalidFiles with every duplicate key, tag, anchor and alias in it."""
    # Where all that is needed of YAML was read before and kept, its parser is not needed.
    from adversescan.knowledge.build_nodes import build_nodes

    return expect_mapping(build_nodes(text, name), WHOLE)


def expect_mapping(node: Node, key: str) -> Mapping:
    """The node as a mapping, or a mistake."""
    if isinstance(node, Mapping):
        return node
    refuse(node, key, "must be a mapping of keys to values")


def refuse(node: Node, key: str, text: str) -> NoReturn:
    """Raise one mistake at the node."""
    refuse_line(node.file, node.line, key, text)


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


def refuse_line(file: str, line: int, key: str, text: str) -> NoReturn:
    """Raise one mistake at the line of a file."""
    raise InvalidFiles([Mistake(file, line, key, text)])


def _text(path: Traversable, name: str) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        refuse_line(name, 1, WHOLE, f"cannot be read: {error.strerror}")
    if len(data) > LARGEST:
        refuse_line(name, 1, WHOLE, f"is larger than {LARGEST} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        refuse_line(name, data.count(b"\n", 0, error.start) + 1, WHOLE, "is not UTF-8")


def join(key: str, name: str) -> str:
    """The path of a key inside another."""
    return f"{key}.{name}" if key else name
