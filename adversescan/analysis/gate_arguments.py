"""Which argument of a call is given to which parameter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from adversescan.graph.outline import POSITIONAL, SPREAD, SPREAD_NAMES, FunctionOutline


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
