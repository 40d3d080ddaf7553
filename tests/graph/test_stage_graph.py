"""The stage graph, as values, for networkx and as JSON."""

from __future__ import annotations

import json

import pytest

from adversescan.graph.stage_graph import FlowKind, NodeKind, StageEdge, StageGraph, StageNode
from adversescan.graph.stage_graph_json import stage_graph_json
from adversescan.sources.source import Location

FETCH = StageNode(
    "e1", NodeKind.EVENT, "a page is fetched", "certain", "collect", "scraped", location=Location("a.py", 3, 5, 6), function="a.fetch"
)
GUESS = StageNode(
    "e2", NodeKind.EVENT, "guessed", "likely", "infer", attributes=("age",), location=Location("n.ipynb", 9, cell=2, cell_line=1)
)
TABLE = StageNode("s1", NodeKind.STORE, "sqlite://people.db people", "likely")
GRAPH = StageGraph(
    (FETCH, GUESS, TABLE),
    (
        StageEdge("e1", "e2", FlowKind.DATA, "certain", Location("b.py", 1)),
        StageEdge("e1", "e2", FlowKind.CONTROL, "likely"),
        StageEdge("e2", "s1", FlowKind.STORE, "likely"),
    ),
)


def test_networkx_gets_every_node_and_edge():
    """Two flows between the same nodes are two edges, and the values stand on nodes and edges."""
    graph = GRAPH.to_networkx()

    assert {id_: data["node"] for id_, data in graph.nodes.items()} == {"e1": FETCH, "e2": GUESS, "s1": TABLE}
    assert [(*ends[:2], data["edge"]) for ends, data in graph.edges.items()] == [(edge.origin, edge.target, edge) for edge in GRAPH.edges]


def test_the_json_form():
    """The form the docstring describes: versioned, in order, without empty keys."""
    written = json.loads(json.dumps(stage_graph_json(GRAPH)))

    assert written == {
        "version": 1,
        "nodes": [
            {
                "id": "e1",
                "kind": "event",
                "text": "a page is fetched",
                "confidence": "certain",
                "stage": "collect",
                "origin": "scraped",
                "location": {"path": "a.py", "line": 3, "column": 5, "end_line": 6},
                "function": "a.fetch",
            },
            {
                "id": "e2",
                "kind": "event",
                "text": "guessed",
                "confidence": "likely",
                "stage": "infer",
                "attributes": ["age"],
                "location": {"path": "n.ipynb", "line": 9, "column": 1, "cell": 2, "cell_line": 1},
            },
            {"id": "s1", "kind": "store", "text": "sqlite://people.db people", "confidence": "likely"},
        ],
        "edges": [
            {
                "origin": "e1",
                "target": "e2",
                "kind": "data",
                "confidence": "certain",
                "location": {"path": "b.py", "line": 1, "column": 1},
            },
            {"origin": "e1", "target": "e2", "kind": "control", "confidence": "likely"},
            {"origin": "e2", "target": "s1", "kind": "store", "confidence": "likely"},
        ],
    }


@pytest.mark.parametrize(
    ("nodes", "edges", "wrong"),
    [
        ((FETCH, FETCH), (), "2 nodes are called e1"),
        ((FETCH,), (StageEdge("e1", "e9", FlowKind.DATA, "likely"),), "an edge names e9, which is no node"),
    ],
    ids=["repeated", "dangling"],
)
def test_a_graph_holds_together(nodes, edges, wrong):
    """A repeated id or an edge to nowhere is a mistake of ours, and said at once."""
    with pytest.raises(ValueError, match=f"not a stage graph: {wrong}"):
        StageGraph(nodes, edges)
