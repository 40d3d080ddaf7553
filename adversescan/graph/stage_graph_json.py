"""The stage graph as plain JSON values.

    {
      "version": 1,
      "nodes": [{"id", "kind": "event" | "store", "text", "confidence": "possible" | "likely" | "certain",
                 "stage", "origin", "attributes": [...], "location", "function",
                 "party", "people": [...]}],
      "edges": [{"origin", "target", "kind": "data" | "control" | "store", "confidence", "location"}]
    }

A location is {"path", "line", "column"} with "end_line" where the statement spans several lines, and "cell" and "cell_line" in a
notebook (all 1-based). Keys without a value are left out. `origin` of a node says where data about people starts; `origin` and
`target` of an edge are node ids. The version grows when a key changes its meaning or goes; a new key keeps it.
"""

from __future__ import annotations

from adversescan.graph.stage_graph import StageEdge, StageGraph, StageNode
from adversescan.sources.source import Location

VERSION = 1

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


def stage_graph_json(graph: StageGraph) -> dict[str, Json]:
    """The graph as values `json.dumps` takes, nodes and edges in the order of the graph."""
    return {
        "version": VERSION,
        "nodes": [_node(node) for node in graph.nodes],
        "edges": [_edge(edge) for edge in graph.edges],
    }


def location_json(location: Location) -> dict[str, Json]:
    """A location as every JSON of this project writes it."""
    return {
        "path": location.path,
        "line": location.line,
        "column": location.column,
        **({"end_line": location.end_line} if location.end_line > location.line else {}),
        **({"cell": location.cell, "cell_line": location.cell_line} if location.cell else {}),
    }


def _node(node: StageNode) -> dict[str, Json]:
    return _with_values(
        {
            "id": node.id,
            "kind": node.kind.value,
            "text": node.text,
            "confidence": node.confidence,
            "stage": node.stage,
            "origin": node.origin,
            "attributes": list(node.attributes),
            "location": location_json(node.location) if node.location else None,
            "function": node.function,
            "party": node.party,
            "people": list(node.people),
        }
    )


def _edge(edge: StageEdge) -> dict[str, Json]:
    return _with_values(
        {
            "origin": edge.origin,
            "target": edge.target,
            "kind": edge.kind.value,
            "confidence": edge.confidence,
            "location": location_json(edge.location) if edge.location else None,
        }
    )


def _with_values(record: dict[str, Json]) -> dict[str, Json]:
    return {key: value for key, value in record.items() if value not in ("", None, [])}
