"""The outline of one source: who is defined in it and how values flow inside it, without any label.

An outline is a small graph of numbered nodes. Node 0 is no node. It depends on the text alone, so it is cached by content and
outlives a change of rules; numbers instead of objects keep a million lines cheap to load, to join and to sweep.
"""

from __future__ import annotations

import marshal
from array import array
from dataclasses import fields
from enum import IntEnum
from typing import Any

from adversescan.record import dataclass


class Kind(IntEnum):
    """What a node stands for; its name is in `Outline.names`."""

    NOTHING = 0
    VARIABLE = 1
    """A variable or parameter of one scope, all its definitions together."""
    CALL = 2
    """The result of one call; its name is the callee as it was written."""
    FIELD = 3
    """An attribute of that name."""
    TEXT = 4
    """A string constant; its name is the text."""
    JOIN = 5
    """Several values together: arithmetic, a display, an argument."""
    CONTROL = 6
    """The conditions that govern a region; an edge into it from another kind is a control edge."""
    RESULT = 7
    """What a function gives back."""
    RAISED = 8
    """What leaves a function as an exception."""
    ITEM = 9
    """What stands under a constant key, or is given as a keyword argument, of that name."""
    COMPARISON = 10
    """What came of comparing values, or of looking for one in another."""


POSITIONAL, SPREAD, SPREAD_NAMES = 0, -1, -2
"""Keys of arguments that have no name: at a position, `*value`, `**value`."""

ON_VALUE = "@"
"""First letter of the callee of a method called on a value: `@get`."""
OF_CLASS = "$"
"""First letter of the callee of a method called on the own object: `$Class@get`; `$Class@@get` for the one of its bases."""
OWN = ":"
"""First letter of a callee defined in the same source: `:Class.method`."""
UNBOUND = "?"
"""First letter of a callee whose name nothing in the source binds: a built-in, or what a star import brings."""
DYNAMIC = "*"
"""The callee is itself a value: a parameter, an entry of a table, the result of a call."""


@dataclass(frozen=True, slots=True)
class FunctionOutline:
    """A function, method or lambda; the first one of an outline is the module's own code."""

    name: str
    line: int
    end_line: int
    parameters: tuple[str, ...]
    nodes: tuple[int, ...]
    """The parameters' nodes, in the same order."""
    positional: int
    """How many of the parameters can be given by position."""
    spread: int
    """Node of `*args`, or 0."""
    spread_names: int
    """Node of `**kwargs`, or 0."""
    result: int
    raised: int
    owner: int
    """Position of the class it is a method of, or -1."""
    decorators: tuple[str, ...]
    mutated: tuple[int, ...]
    """The nodes of parameters it may change in place."""


@dataclass(frozen=True, slots=True)
class ClassOutline:
    """A class: bases and decorators as resolved callees, one node for the whole object, one per field of its own."""

    name: str
    line: int
    bases: tuple[str, ...]
    decorators: tuple[str, ...]
    whole: int
    fields: tuple[tuple[str, int], ...]
    declared: tuple[str, ...]
    """Fields declared in the body with a type, in order: what a generated constructor takes."""


@dataclass(frozen=True, slots=True)
class CallOutline:
    """One call. `callees` are alternatives; `receiver` is the value the method is called on, `target` what a call in a
    statement of its own may change, `caught` where its exceptions go, `control` what it is governed by.
    """

    node: int
    callees: tuple[str, ...]
    receiver: int
    target: int
    caught: int
    control: int
    arguments: tuple[tuple[int | str, int], ...]


CallRow = tuple[int, int, int, int, int, int, tuple[int, ...]]
"""node, name of the callees, receiver, target, caught, control, then key and node of each argument; keys are names or not positive."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One source. `edges` are pairs of nodes; `calls` are read by `each_call`."""

    functions: tuple[FunctionOutline, ...]
    classes: tuple[ClassOutline, ...]
    names: tuple[str, ...]
    kinds: bytes
    name_of: array[int]
    line_of: array[int]
    function_of: array[int]
    """Position in `functions` of the function a node belongs to; -1 for fields of a class."""
    edges: array[int]
    calls: tuple[CallRow, ...]
    stored: array[int]
    """Fields and items of values other than the own object that are assigned to."""
    read: array[int]
    """Fields and items of values other than the own object that are read or assigned to."""
    references: tuple[tuple[int, str], ...]
    """Nodes that stand for something defined or imported, and what: callees as in a call. Relative imports keep their dots."""
    stars: tuple[str, ...]
    """Modules all of whose names are imported."""
    exports: tuple[tuple[str, int], ...]
    """Names of the module's own scope and their nodes."""
    meanings: tuple[tuple[str, str], ...]
    """Names of the module's own scope and the callees they stand for: functions, classes, imports, `a = b.c`."""
    unbound: tuple[tuple[str, int], ...]
    """Names nothing in the source binds, and their nodes: built-ins and what star imports bring."""


VERSION = 2
"""Raised whenever the same text gives another outline."""


def pack(outline: Outline) -> bytes:
    """The outline as bytes for the cache; for the same Python version and VERSION only."""
    functions, classes = [_row(f) for f in outline.functions], [_row(c) for c in outline.classes]
    rest: Any = [_plain(getattr(outline, f.name)) for f in fields(Outline)[2:]]
    packed: Any = (functions, classes, *rest)
    return marshal.dumps(packed)


def unpack(data: bytes) -> Outline:
    """The outline from the cache."""
    functions, classes, *rest = marshal.loads(data)  # noqa: S302 - our own cache, never a scanned file
    values: Any = [array("i", v) if f.name in _ARRAYS else v for f, v in zip(fields(Outline)[2:], rest, strict=True)]
    return Outline(tuple(FunctionOutline(*f) for f in functions), tuple(ClassOutline(*c) for c in classes), *values)


def each_call(outline: Outline) -> list[CallOutline]:
    """The calls of an outline, written out; for readers that are not in a hurry."""
    names = outline.names
    return [
        CallOutline(node, tuple(names[callee].split("|")), receiver, target, caught, control, _arguments(row, names))
        for node, callee, receiver, target, caught, control, row in outline.calls
    ]


_ARRAYS = {"name_of", "line_of", "function_of", "edges", "stored", "read"}


def _row(record: FunctionOutline | ClassOutline) -> tuple[object, ...]:
    return tuple(getattr(record, f.name) for f in fields(record))


def _plain(value: object) -> object:
    return value.tobytes() if isinstance(value, array) else value


def _arguments(row: tuple[int, ...], names: tuple[str, ...]) -> tuple[tuple[int | str, int], ...]:
    return tuple((names[key] if key > 0 else key, node) for key, node in zip(row[::2], row[1::2], strict=True))
