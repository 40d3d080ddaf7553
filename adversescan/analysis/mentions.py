"""The names a function mentions: who may call whom, before anything is run."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from adversescan.graph import program as p


def mentioned_names(definition: p.FunctionDefinition) -> frozenset[str]:
    """All names and attribute names in the body of a function."""
    return names_in(definition.body)


def names_in(nodes: tuple[object, ...]) -> frozenset[str]:
    """All names and attribute names in expressions and statements."""
    found: set[str] = set()
    pending: list[object] = list(nodes)
    while pending:
        node = pending.pop()
        match node:
            case p.Name(id=name):
                found.add(name)
            case p.Attribute(name=name):
                found.add(name)
        if isinstance(node, tuple):
            pending.extend(node)
        elif is_dataclass(node):
            pending.extend(getattr(node, f.name) for f in fields(node))
    return frozenset(found)
