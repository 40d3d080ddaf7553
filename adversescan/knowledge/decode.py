"""Turns the nodes of a YAML file into frozen dataclasses by their type hints, and names every mistake."""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Callable, Iterable, Mapping as Lookup
from difflib import get_close_matches
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from adversescan.errors import InvalidFiles, Mistake
from adversescan.knowledge.yaml_file import Items, Mapping, Node, Text, collect, expect_mapping, join, refuse

T = TypeVar("T")
Decode = Callable[[Node, str], Any]

MOST_LISTED = 30
"""Up to so many valid words are all named where none is near."""

_INTEGER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?[0-9]*\.[0-9]+")
_BOOLEANS = {"true": True, "false": False}
_FORMS: dict[type, tuple[dict[str, Any], frozenset[str]]] = {}


def decode_record(
    node: Node, kind: type[T], key: str = "", *, given: Lookup[str, object] | None = None, special: Lookup[str, Decode] | None = None
) -> T:
    """The mapping as a `kind`, a frozen dataclass: keys are its fields, except those `given`; `special` fields have a reader of their own.

    Raises InvalidFiles with every unknown key, missing key and wrong value below the node.
    """
    mapping = expect_mapping(node, key)
    given, special, (hints, required) = given or {}, special or {}, _form(kind)
    allowed = [name for name in hints if name not in given]
    mistakes = [_unknown(mapping, name, key, allowed) for name in mapping.entries if name not in allowed]
    mistakes += [_missing(mapping, name, key) for name in allowed if name in required and name not in mapping.entries]
    values: dict[str, object] = dict(given)
    for name in allowed:
        if name in mapping.entries:
            try:
                values[name] = (special.get(name) or _decoder(hints[name]))(mapping.entries[name], join(key, name))
            except InvalidFiles as invalid:
                mistakes.extend(invalid.mistakes)
    if mistakes:
        raise InvalidFiles(mistakes)
    return kind(**values)


def known_word(node: Node, words: Iterable[str], key: str, what: str) -> str:
    """The text of the node, which must be one of the words; the nearest one is named otherwise."""
    text, words = decode_text(node, key), list(words)
    if text not in words:
        refuse(node, key, f"unknown {what} {text!r}{nearest(text, words)}")
    return text


def nearest(text: str, words: Iterable[str]) -> str:
    """What to add to a message about an unknown word: the nearest valid one, or all where they are few."""
    words = list(words)
    listed = f"; one of {', '.join(sorted(words))}" if 0 < len(words) <= MOST_LISTED else ""
    return did_you_mean(text, words) or listed


def did_you_mean(text: str, words: Iterable[str]) -> str:
    """The nearest valid word as a question, nothing where none is near."""
    close = get_close_matches(text, list(words), 1, 0.6)
    return f"; did you mean {close[0]!r}?" if close else ""


def decode_text(node: Node, key: str) -> str:
    """The node as text; every plain scalar is one."""
    if isinstance(node, Text) and (node.quoted or node.text):
        return node.text
    refuse(node, key, "must be a text")


def decode_block(node: Node, key: str) -> str:
    """The node as text that says something."""
    text = decode_text(node, key)
    if not text.strip():
        refuse(node, key, "must not be empty")
    return text


def decode_pairs(node: Node, key: str) -> tuple[tuple[str, str], ...]:
    """A mapping of texts as pairs."""
    entries = expect_mapping(node, key).entries.items()
    return tuple(collect(lambda entry: (entry[0], decode_text(entry[1], join(key, entry[0]))), entries))


def list_of(read: Decode) -> Decode:
    """How a list of what `read` reads is read."""

    def read_items(node: Node, key: str) -> tuple[Any, ...]:
        if not isinstance(node, Items):
            refuse(node, key, "must be a list")
        return tuple(collect(lambda item: read(item[1], f"{key}[{item[0]}]"), enumerate(node.items)))

    return read_items


def _form(kind: type) -> tuple[dict[str, Any], frozenset[str]]:
    """The fields of a dataclass with their types, and those without a default."""
    if kind not in _FORMS:
        fields, none = dataclasses.fields(kind), dataclasses.MISSING
        required = frozenset(field.name for field in fields if field.default is none and field.default_factory is none)
        _FORMS[kind] = get_type_hints(kind), required
    return _FORMS[kind]


@cache
def _decoder(hint: Any) -> Decode:  # noqa: ANN401 - a type hint is any object
    """How a value of this type is read."""
    if hint in _SCALARS:
        return _SCALARS[hint]
    if get_origin(hint) is tuple:
        return decode_pairs if get_args(hint)[0] == tuple[str, str] else list_of(_decoder(get_args(hint)[0]))
    if get_origin(hint) in (types.UnionType, Union):
        kinds = [kind for kind in get_args(hint) if kind is not type(None)]
        return _decoder(kinds[0]) if len(kinds) == 1 else _SCALARS[frozenset(kinds)]
    if issubclass(hint, Enum):
        return _enum(hint)
    return lambda node, key: decode_record(node, hint, key)


def _enum(kind: type[Enum]) -> Decode:
    members = {str(member.value): member for member in kind}
    return lambda node, key: members[known_word(node, members, key, kind.__name__.lower())]


def _boolean(node: Node, key: str) -> bool:
    if isinstance(node, Text) and not node.quoted and node.text in _BOOLEANS:
        return _BOOLEANS[node.text]
    refuse(node, key, "must be true or false")


def _integer(node: Node, key: str) -> int:
    if isinstance(node, Text) and not node.quoted and _INTEGER.fullmatch(node.text):
        return int(node.text)
    refuse(node, key, "must be a whole number")


def _number(node: Node, key: str) -> float:
    if isinstance(node, Text) and not node.quoted and (_FLOAT.fullmatch(node.text) or _INTEGER.fullmatch(node.text)):
        return float(node.text)
    refuse(node, key, "must be a number")


def _selector(node: Node, key: str) -> str | int:
    text = decode_text(node, key)
    return int(text) if isinstance(node, Text) and not node.quoted and _INTEGER.fullmatch(text) else text


_SCALARS: dict[Any, Decode] = {str: decode_text, bool: _boolean, int: _integer, float: _number, frozenset({str, int}): _selector}


def _unknown(mapping: Mapping, name: str, key: str, allowed: list[str]) -> Mistake:
    return Mistake(mapping.file, mapping.lines[name], join(key, name), f"unknown key{nearest(name, allowed)}")


def _missing(mapping: Mapping, name: str, key: str) -> Mistake:
    return Mistake(mapping.file, mapping.line, join(key, name), "is missing")
