"""Tells two rule books apart, entry by entry: what one has more, less or otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from importlib.resources.abc import Traversable
from typing import TypeVar

from adversescan.knowledge.book_file import FILE
from adversescan.knowledge.yaml_file import Items, Mapping, Node, Text, join, read_yaml
from adversescan.record import dataclass

K = TypeVar("K", bound="str | tuple[str, str]")
_NAMES = ("id", "name", "provision")
"""What an entry of a list is told by."""


class Kind(StrEnum):
    """What became of an entry."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """An entry that is not the same in both books, by file and key; `old` and `new` are what it says."""

    file: str
    key: str
    kind: Kind
    old: str
    new: str


def book_changes(old: Traversable, new: Traversable) -> tuple[Change, ...]:
    """What is different, in the order of files and keys. Raises InvalidFiles where a file is no YAML."""
    before, after = dict(_entries(old, "")), dict(_entries(new, ""))
    return tuple(Change(*place, kind, was, said) for place, kind, was, said in different(before, after))


def different(old: dict[K, str], new: dict[K, str]) -> Iterator[tuple[K, Kind, str, str]]:
    """What is not said the same under a key in both, in the order of the keys: what became of it, and what was and is said."""
    for key in sorted({*old, *new}):
        if old.get(key) != new.get(key):
            kind = Kind.ADDED if key not in old else Kind.GONE if key not in new else Kind.CHANGED
            yield key, kind, old.get(key, ""), new.get(key, "")


def _entries(folder: Traversable, path: str) -> Iterator[tuple[tuple[str, str], str]]:
    for child in sorted(folder.iterdir(), key=lambda each: each.name):
        below = f"{path}/{child.name}".lstrip("/")
        if child.is_dir():
            yield from _entries(child, below)
        elif child.name.endswith(".yaml") and child.name != FILE:
            yield from (((below, key), text) for key, text in _leaves(read_yaml(child, str(child)), ""))


def _leaves(node: Node, key: str) -> Iterator[tuple[str, str]]:
    match node:
        case Text(text=text):
            yield key, " ".join(text.split())
        case Mapping(entries=entries):
            for name, inner in entries.items():
                yield from _leaves(inner, join(key, name))
        case Items(items=items) if any(isinstance(item, Mapping) for item in items):
            for place, item in enumerate(items):
                yield from _leaves(item, f"{key}[{_name(item) or place}]")
        case Items(items=items):
            yield key, ", ".join(_flat(item) for item in items)


def _name(node: Node) -> str:
    entries = node.entries if isinstance(node, Mapping) else {}
    return next((each.text for name in _NAMES if isinstance(each := entries.get(name), Text)), "")


def _flat(node: Node) -> str:
    return "; ".join(text for _, text in _leaves(node, ""))
