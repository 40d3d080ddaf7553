"""Functions, classes and library types spread over the coarse graph by difference, while calls add flows to it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from itertools import chain

from adversescan.analysis.gate_graph import CoarseGraph, Thing
from adversescan.graph.outline import Kind

_CONTROL, _FIELD, _JOIN = int(Kind.CONTROL), int(Kind.FIELD), int(Kind.JOIN)
_MOST_THINGS = 12
"""Where more than this many may arrive, nothing is told of any one, and no more are followed."""

Arriving = Thing | str
"""What may arrive at a node: a function or class of the project, or the dotted name of a library type."""


class Spread:
    """What has arrived where, and what is still to be passed on."""

    def __init__(self, graph: CoarseGraph) -> None:
        self.graph = graph
        self.arrived: list[set[Arriving]] = []
        self.waiting: deque[int] = deque()
        self.new: dict[int, set[Arriving]] = {}
        self.after: list[list[int]] = []
        self.results: dict[int, set[Arriving]] = {}
        """What libraries say the results of calls are."""
        self.fixed: set[int] = set()
        """Calls whose results are nothing else."""
        self.drawn: set[tuple[int, int]] = set()
        self.types_also: list[tuple[int, int]] = []
        """Flows that types take as well, of calls that are otherwise unknown."""
        self.data_only: set[tuple[int, int]] = set()
        """Flows of unknown calls, whose results have no type."""
        self.base_of: dict[int, int] = {}
        """What an attribute is read from."""
        self.wholes: set[int] = set()
        self.own: set[int] = set()
        """The parameters own objects come in by."""
        for path, outline in graph.outlines.items():
            base = graph.first_node[path]
            self.wholes.update(base + found.whole for found in outline.classes)
            self.own.update(base + f.nodes[0] for f in outline.functions if f.owner >= 0 and f.nodes)

    def start(self) -> None:
        """Take the graph as it is so far; from now on what is drawn is spread at once."""
        graph = self.graph
        self.arrived = [_NOTHING] * len(graph.kinds)
        self.after = [_NOWHERE] * len(graph.kinds)
        for source, target in chain(zip(graph.sources, graph.targets, strict=True), self.types_also):
            if self._takes_types(source, target):
                self._add(source, target)
        for node, found in self.results.items():
            self.arrive(node, found)

    def run(self, called: Callable[[int, set[Arriving]], None], read: Callable[[int, set[Arriving]], None]) -> None:
        """Spread until nothing changes. `called` is told what arrives anew at each node, `read` what an attribute is read from."""
        while self.waiting:
            node = self.waiting.popleft()
            new = self.new.pop(node)
            called(node, new)
            for target in self.after[node]:
                if self.base_of.get(target) == node:
                    read(target, new)
                else:
                    self.arrive(target, new)

    def _add(self, source: int, target: int) -> None:
        if self.after[source] is _NOWHERE:
            self.after[source] = []
        self.after[source].append(target)

    def arrive(self, node: int, things: Iterable[Arriving]) -> None:
        """Things arrive at a node, new ones are to be passed on."""
        if node in self.fixed:
            things = self.results[node].intersection(things)
        known = self.arrived[node]
        if len(known) >= _MOST_THINGS:
            return
        fresh = {t for t in things if t not in known}
        if not fresh:
            return
        if known is _NOTHING:
            self.arrived[node] = fresh.copy()
        else:
            known |= fresh
        if node in self.new:
            self.new[node] |= fresh
        else:
            self.new[node] = fresh
            self.waiting.append(node)

    def draw(self, source: int, target: int) -> None:
        """A flow found while spreading: what has arrived at its source arrives at its target."""
        if (source, target) in self.drawn:
            return
        self.drawn.add((source, target))
        graph = self.graph
        graph.edge(source, target)
        if not self.after or not self._takes_types(source, target) or not source or not target or source == target:
            return
        self._add(source, target)
        if self.arrived[source]:
            self.arrive(target, self.arrived[source])

    def node(self, kind: int = _JOIN) -> int:
        """A new node of no function."""
        if self.after:
            self.arrived.append(_NOTHING)
            self.after.append(_NOWHERE)
        return self.graph.add(kind)

    def copies(self) -> tuple[list[int], list[int]]:
        """The flows on which a value stays the very value it was: no computing with it, no field of it."""
        sources: list[int] = []
        targets: list[int] = []
        for source, after in enumerate(self.after):
            for target in after:
                if self.base_of.get(target) != source:
                    sources.append(source)
                    targets.append(target)
        return sources, targets

    def _takes_types(self, source: int, target: int) -> bool:
        """Whether functions, classes and types pass along a flow: not from an object to its fields or back."""
        graph = self.graph
        kind = graph.kinds[target]
        if kind == _CONTROL or graph.kinds[source] == _CONTROL or target in self.wholes or target in self.own:
            return False
        if kind == _FIELD:
            if target in graph.read:
                # The first flow into an attribute that is read comes from what it is read from.
                self.base_of.setdefault(target, source)
                return True
            return source not in self.own
        if graph.kinds[source] == _FIELD and self.base_of.get(source) == target:
            return False
        return (source, target) not in self.data_only


_NOTHING: set[Arriving] = set()
_NOWHERE: list[int] = []
