"""Which argument of a call is given to which parameter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from adversescan.graph.outline import POSITIONAL, SPREAD, SPREAD_NAMES, FunctionOutline, Kind

_CONTROL, _JOIN = int(Kind.CONTROL), int(Kind.JOIN)


@dataclass(slots=True)
class Meeting:
    """Where calls of a method meet all the methods they may mean."""

    receiver: int
    entry: int
    signature: FunctionOutline
    arguments: tuple[tuple[int | str, int], ...]
    """The nodes of the signature as arguments of the methods."""
    changed: set[int] = field(default_factory=set)
    """Those of them that some method may change in place."""


def match_arguments(function: FunctionOutline, arguments: Iterable[tuple[int | str, int]], offset: int) -> Iterator[tuple[int, int]]:
    """Pairs of an argument and the parameter it is given to; `offset` counts parameters that are bound already."""
    for argument, parameters in _matches(function, arguments, offset):
        for parameter in parameters:
            if argument and parameter:
                yield argument, parameter


def _matches(function: FunctionOutline, arguments: Iterable[tuple[int | str, int]], offset: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    place, nodes = offset, function.nodes
    for key, node in arguments:
        if isinstance(key, str):
            yield node, (nodes[function.parameters.index(key)] if key in function.parameters else function.spread_names,)
        elif key == POSITIONAL:
            yield node, (nodes[place] if place < function.positional else function.spread,)
            place += 1
        elif key == SPREAD:
            yield node, (*nodes[place : function.positional], function.spread)
        elif key == SPREAD_NAMES:
            yield node, (*nodes[offset:], function.spread_names)


def new_meeting(functions: list[FunctionOutline], node: Callable[[int], int]) -> Meeting:
    """A node for every parameter the functions have, by position and by name; `node` makes one of a kind."""
    count = max(f.positional for f in functions)
    named = {name: node(_JOIN) for f in functions for name in f.parameters}
    places = tuple(node(_JOIN) for _ in range(count))
    rest, rest_names = node(_JOIN), node(_JOIN)
    names, nodes = ("",) * count + tuple(named), places + tuple(named.values())
    signature = FunctionOutline(functions[0].name, 0, 0, names, nodes, count, rest, rest_names, node(_JOIN), node(_JOIN), -1, (), ())
    arguments = [(POSITIONAL, n) for n in places] + list(named.items()) + [(SPREAD, rest), (SPREAD_NAMES, rest_names)]
    return Meeting(node(_JOIN), node(_CONTROL), signature, tuple(arguments))
