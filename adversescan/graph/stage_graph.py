"""The stage graph: events and stores, and how data, control and stores connect them.

It is what rules are matched on and what is drawn, exported and reviewed. Words that later layers define as enums (stage, origin,
confidence) stand here as their text, so that the graph knows no rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from adversescan.record import dataclass
from adversescan.sources.source import Location

if TYPE_CHECKING:
    import networkx as nx


class NodeKind(StrEnum):
    """An event happens at a place; a store keeps data between programs."""

    EVENT = "event"
    STORE = "store"


class FlowKind(StrEnum):
    """How one node reaches another."""

    DATA = "data"
    """What the origin gives is in what the target gets."""
    CONTROL = "control"
    """A value of the origin chooses whether or how the target happens."""
    STORE = "store"
    """The origin writes the store, or the target reads it."""


@dataclass(frozen=True, slots=True)
class StageNode:
    """An event (`stage` and `location` set) or a store (`text` is its name). `origin` is set where data about people starts.

    `party` is the host data comes from or the recipient it goes to, `people` are the kinds of people the names around it speak of.
    """

    id: str
    kind: NodeKind
    text: str
    confidence: str
    stage: str = ""
    origin: str = ""
    attributes: tuple[str, ...] = ()
    location: Location | None = None
    function: str = ""
    party: str = ""
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StageEdge:
    """A flow from the node `origin` to the node `target`; two nodes may be joined by several."""

    origin: str
    target: str
    kind: FlowKind
    confidence: str
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class StageGraph:
    """All nodes and edges, in the order they are reported in. Ids are unique and every edge joins two nodes of the graph."""

    nodes: tuple[StageNode, ...] = ()
    edges: tuple[StageEdge, ...] = ()

    def __post_init__(self) -> None:
        if wrong := [*_repeated(self.nodes), *_dangling(self)]:
            raise ValueError("not a stage graph: " + "; ".join(wrong))

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """The same graph for networkx: a node's data is under `node`, an edge's under `edge`."""
        import networkx as nx

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        graph.add_nodes_from((node.id, {"node": node}) for node in self.nodes)
        for edge in self.edges:
            graph.add_edge(edge.origin, edge.target, edge=edge)
        return graph


def _repeated(nodes: tuple[StageNode, ...]) -> Iterator[str]:
    for id_, times in Counter(node.id for node in nodes).items():
        if times > 1:
            yield f"{times} nodes are called {id_}"


def _dangling(graph: StageGraph) -> Iterator[str]:
    known = {node.id for node in graph.nodes}
    for edge in graph.edges:
        for end in (edge.origin, edge.target):
            if end not in known:
                yield f"an edge names {end}, which is no node"
