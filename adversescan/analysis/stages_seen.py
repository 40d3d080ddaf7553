"""The stage graph of a scan: the events on the way to each finding, and how they reach one another."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from adversescan.analysis.labels import Event, Witness
from adversescan.analysis.run import Act, Run
from adversescan.findings.finding import Finding
from adversescan.graph.stage_graph import FlowKind, NodeKind, StageEdge, StageGraph, StageNode
from adversescan.knowledge.stages import Stage


def stage_graph(run: Run, findings: Iterable[Finding]) -> StageGraph:
    """The events behind the findings, each once, with a data or control edge from each to the next."""
    places = {(f.location.path, f.location.line) for f in findings}
    acts = [a for a in run.acts.values() if (a.event.location.path, a.event.location.line) in places]
    nodes: dict[str, StageNode] = {}
    edges: dict[tuple[str, str, FlowKind], StageEdge] = {}
    for act in acts:
        for kind, facts in ((FlowKind.DATA, act.data), (FlowKind.CONTROL, act.governing)):
            for witness in facts.values():
                _add_chain(witness, act, kind, nodes, edges)
    return StageGraph(tuple(nodes[i] for i in sorted(nodes)), tuple(edges[k] for k in sorted(edges)))


def _add_chain(
    witness: Witness, act: Act, kind: FlowKind, nodes: dict[str, StageNode], edges: dict[tuple[str, str, FlowKind], StageEdge]
) -> None:
    chain = [e for e in witness.events() if is_shown(e)]
    if act.event not in chain:
        chain.append(act.event)
    confidence = witness.grade.name.lower()
    for event in chain:
        nodes.setdefault(event_id(event), event_node(event, confidence))
    for origin, target in pairwise(chain):
        last = kind if target is act.event else FlowKind.DATA
        key = (event_id(origin), event_id(target), last)
        edges.setdefault(key, StageEdge(*key, confidence, target.location))


def is_shown(event: Event) -> bool:
    """Whether an event is a stage or an origin, and no mere marker."""
    return event.stage is not None or event.origin is not None


def event_id(event: Event) -> str:
    """The id of the node of an event."""
    stage = event.stage.value if event.stage is not None else event.origin.value if event.origin is not None else "event"
    return f"{stage}:{event.location.path}:{event.location.line}"


def event_node(event: Event, confidence: str) -> StageNode:
    """The node of an event."""
    stage = (event.stage or Stage.COLLECT).value
    origin = event.origin.value if event.origin is not None else ""
    attributes = tuple(a for a in event.attributes if a)
    return StageNode(event_id(event), NodeKind.EVENT, event.text, confidence, stage, origin, attributes, event.location, event.function)
