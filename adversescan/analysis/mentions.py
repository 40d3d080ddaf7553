"""The names a function mentions: who may call whom, before anything is run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from adversescan.graph import program as p

LONGEST_KEY = 40


def mentioned_names(definition: p.FunctionDefinition) -> frozenset[str]:
    """All names and attribute names in the body of a function."""
    return names_in(definition.body)


def names_in(nodes: tuple[object, ...]) -> frozenset[str]:
    """All names and attribute names in expressions and statements."""
    found: set[str] = set()
    for node in _within(nodes):
        match node:
            case p.Name(id=name):
                found.add(name)
            case p.Attribute(name=name):
                found.add(name)
    return frozenset(found)


def words_in(nodes: tuple[object, ...]) -> frozenset[str]:
    """Names, names of arguments, names after another one (`filters.User`), numbers, and texts short enough for a key."""
    found: set[str] = set()
    for node in _within(nodes):
        match node:
            case p.Name(id=name):
                found.add(name)
            case p.Attribute(base=p.Name(id=base), name=name):
                found |= {name, f"{base}.{name}"}
            case p.Attribute(name=name):
                found.add(name)
            case p.Argument(name=name) if name:
                found.add(name)
            case p.Literal(value=int() | str() as value) if len(str(value)) <= LONGEST_KEY:
                found.add(str(value))
    return frozenset(found)


def texts_said(nodes: tuple[object, ...]) -> frozenset[str]:
    """All text constants."""
    return frozenset(node.value for node in _within(nodes) if isinstance(node, p.Literal) and isinstance(node.value, str))


def calls_of(nodes: tuple[object, ...], names: frozenset[str]) -> Iterator[p.Call]:
    """The calls of methods or functions of these names."""
    for node in _within(nodes):
        match node:
            case p.Call(function=p.Attribute(name=name) | p.Name(id=name)) if name in names:
                yield node


def _within(nodes: tuple[object, ...]) -> Iterator[object]:
    pending: list[object] = list(nodes)
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, tuple):
            pending.extend(node)
        elif is_dataclass(node):
            pending.extend(getattr(node, f.name) for f in fields(node))
