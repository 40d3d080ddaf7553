"""The graph of processing as text: drawn by Mermaid or Graphviz, or for programs as JSON, GraphML and OpenLineage."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from io import BytesIO
from types import MappingProxyType

from adversescan.findings.result import Result
from adversescan.graph.stage_graph import FlowKind, NodeKind, StageGraph, StageNode
from adversescan.graph.stage_graph_json import stage_graph_json
from adversescan.reports.json_text import json_text
from adversescan.reports.open_lineage import render_open_lineage


class GraphFormat(StrEnum):
    """The formats there are."""

    MERMAID = "mermaid"
    DOT = "dot"
    GRAPHML = "graphml"
    JSON = "json"
    OPENLINEAGE = "openlineage"


def render_graph(format_: GraphFormat, result: Result) -> str:
    """The processing of a result in a format, ending with a line end."""
    return _GRAPHS[format_](result)


def title(node: StageNode) -> str:
    """A node in a few words: its stage with what it is about, or the name of the store."""
    if node.kind is NodeKind.STORE:
        return node.text
    about = ", ".join(node.attributes)
    return " ".join(part for part in (node.stage, about, f"<- {node.origin}" if node.origin else "", node.party) if part)


def _mermaid(result: Result) -> str:
    graph, ids = result.processing, _short_ids(result.processing)
    lines = ["flowchart LR"]
    for node in graph.nodes:
        text = _mermaid_text(f"{title(node)}\n{node.location}" if node.location else title(node))
        lines.append(f"  {ids[node.id]}[({text})]" if node.kind is NodeKind.STORE else f"  {ids[node.id]}[{text}]")
    for edge in graph.edges:
        arrow = "-.->" if edge.kind is FlowKind.CONTROL else "-->"
        lines.append(f"  {ids[edge.origin]} {arrow} {ids[edge.target]}")
    return "\n".join(lines) + "\n"


def _mermaid_text(text: str) -> str:
    """A quoted text: what would end it or be read as markup is written by its number."""
    safe = "".join(f"#{ord(sign)};" if sign in '"#<>&`;' else sign for sign in text)
    return '"' + safe.replace("\n", "<br>") + '"'


def _dot(result: Result) -> str:
    graph, ids = result.processing, _short_ids(result.processing)
    lines = ["digraph processing {", "  rankdir=LR;"]
    for node in graph.nodes:
        shape = "cylinder" if node.kind is NodeKind.STORE else "box"
        text = f"{title(node)}\n{node.location}" if node.location else title(node)
        lines.append(f"  {ids[node.id]} [shape={shape}, label={_dot_text(text)}];")
    for edge in graph.edges:
        style = " [style=dashed]" if edge.kind is FlowKind.CONTROL else ""
        lines.append(f"  {ids[edge.origin]} -> {ids[edge.target]}{style};")
    return "\n".join([*lines, "}"]) + "\n"


def _dot_text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _short_ids(graph: StageGraph) -> dict[str, str]:
    return {node.id: f"n{number}" for number, node in enumerate(graph.nodes, start=1)}


def _json(result: Result) -> str:
    return json_text(stage_graph_json(result.processing))


def _graphml(result: Result) -> str:
    """By networkx, with the plain values a GraphML file can hold."""
    import networkx as nx

    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in result.processing.nodes:
        place = str(node.location) if node.location else ""
        graph.add_node(node.id, kind=node.kind.value, label=title(node), stage=node.stage, place=_plain(place))
    for edge in result.processing.edges:
        graph.add_edge(edge.origin, edge.target, kind=edge.kind.value, confidence=edge.confidence)
    out = BytesIO()
    nx.write_graphml(graph, out)
    return out.getvalue().decode("utf-8") + "\n"


def _plain(text: str) -> str:
    """Without the signs an XML document may not hold."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


_GRAPHS: MappingProxyType[GraphFormat, Callable[[Result], str]] = MappingProxyType(
    {
        GraphFormat.MERMAID: _mermaid,
        GraphFormat.DOT: _dot,
        GraphFormat.GRAPHML: _graphml,
        GraphFormat.JSON: _json,
        GraphFormat.OPENLINEAGE: render_open_lineage,
    }
)
