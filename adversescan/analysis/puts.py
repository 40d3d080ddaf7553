"""Putting something into a collection, and what the collection is called."""

from __future__ import annotations

from adversescan.graph import program as p

PUTS = frozenset({"add", "append", "appendleft", "extend", "insert", "put", "setdefault", "update"})
"""Methods that put something into a collection."""


def own_name(node: p.Expression) -> str:
    """The name of a variable or member, "" for what has none of its own."""
    match node:
        case p.Name(id=name) | p.Attribute(name=name):
            return name
        case _:
            return ""
