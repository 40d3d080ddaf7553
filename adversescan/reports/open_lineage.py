"""The graph of processing as OpenLineage: one event of a job for each source, one a line.

Only what stands in the code is said: nothing was run, so these are job events, which have no run.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, datetime

from adversescan.findings.result import Result
from adversescan.graph.stage_graph import NodeKind, StageGraph

_SCHEMA = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/JobEvent"
_PRODUCER = "urn:adversescan:"
_SIDES = frozenset({"collect", "share"})
_DAY_WITHOUT_DATE = datetime(1970, 1, 1, tzinfo=UTC)
"""The time is required; a fixed one keeps the same code the same text."""


def render_open_lineage(result: Result) -> str:
    """One JSON document a line, in the order of the sources."""
    inputs, outputs = _datasets(result.processing)
    jobs = sorted(inputs.keys() | outputs.keys())
    return "".join(json.dumps(_event(job, inputs[job], outputs[job], result.tool_version)) + "\n" for job in jobs)


_Datasets = defaultdict[str, set[tuple[str, str]]]


def _datasets(graph: StageGraph) -> tuple[_Datasets, _Datasets]:
    """What each source reads and writes: stores where it does so, and the parties data comes from and goes to."""
    nodes = {node.id: node for node in graph.nodes}
    inputs, outputs = _Datasets(set), _Datasets(set)
    for node in graph.nodes:
        if node.location and node.party and node.stage in _SIDES:
            side = inputs if node.stage == "collect" else outputs
            side[node.location.path].add(_name(node.party if "://" in node.party else f"{node.party}:{node.stage}"))
    for edge in graph.edges:
        if edge.location and nodes[edge.target].kind is NodeKind.STORE:
            outputs[edge.location.path].add(_name(nodes[edge.target].text))
        if edge.location and nodes[edge.origin].kind is NodeKind.STORE:
            inputs[edge.location.path].add(_name(nodes[edge.origin].text))
    return inputs, outputs


def _name(text: str) -> tuple[str, str]:
    """The namespace and name of a dataset: of an address its scheme and host, else the kind of store."""
    head, sign, rest = text.partition("://")
    if not sign:
        kind, _, name = text.partition(":")
        return kind, name
    host, _, path = rest.partition("/")
    return f"{head.rpartition(':')[2]}://{host}", path or "/"


def _event(job: str, inputs: set[tuple[str, str]], outputs: set[tuple[str, str]], version: str) -> dict[str, object]:
    return {
        "eventTime": _DAY_WITHOUT_DATE.isoformat(),
        "producer": f"{_PRODUCER}{version}",
        "schemaURL": _SCHEMA,
        "job": {"namespace": "adversescan", "name": job},
        "inputs": [{"namespace": namespace, "name": name} for namespace, name in sorted(inputs)],
        "outputs": [{"namespace": namespace, "name": name} for namespace, name in sorted(outputs)],
    }
