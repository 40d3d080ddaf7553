"""Which functions could complete a chain of any rule at all: the coarse setting of following stages, over the whole program at once.

Objects are whole, calls and returns unmatched, attributes and mitigations not told apart, conditions always count. What this lets
through is a superset of what the precise analysis can report; only that is followed precisely.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from adversescan.analysis.gate_evidence import Readings, read_evidence
from adversescan.analysis.gate_graph import CoarseGraph
from adversescan.analysis.gate_stages import Stages
from adversescan.analysis.link_names import LinkedNames
from adversescan.graph.outline import Kind, Outline
from adversescan.graph.value_flow import ValueFlow
from adversescan.knowledge.rule_book import RuleBook


@dataclass(frozen=True, slots=True, order=True)
class CandidateAct:
    """A place where a chain of these rules might end."""

    path: str
    function: str
    line: int
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """What passed: the acts, and every function on a way to one, callers before what they call."""

    acts: tuple[CandidateAct, ...]
    slice: tuple[tuple[str, str], ...]
    functions: int
    """How many functions there are in all."""
    sites: int
    """How many calls there are in all."""

    @property
    def paths(self) -> tuple[str, ...]:
        """The files of the slice."""
        return tuple(dict.fromkeys(path for path, _ in self.slice))


def gate(outlines: Mapping[str, Outline], linked: LinkedNames, rule_book: RuleBook, columns: Iterable[str] = ()) -> Gate:
    """The candidate acts of the active rules, and their slice. `columns` are named in the first lines of the project's files of rows."""
    stages = Stages(rule_book.active)
    graph = CoarseGraph(outlines, linked)
    readings = read_evidence(graph, rule_book, columns)
    flow = ValueFlow(len(graph.kinds), graph.sources, graph.targets)
    arrived, order = _forward(graph, readings, stages, flow)
    acts, wanted = _acts(graph, readings, stages, arrived)
    nodes = _backward(graph, readings, stages, arrived, wanted) if acts else set()
    return Gate(tuple(sorted(set(acts))), _slice(graph, nodes, order), len(graph.functions), len(graph.sites))


def _forward(graph: CoarseGraph, readings: Readings, stages: Stages, flow: ValueFlow) -> tuple[list[int], list[int]]:
    """The states that arrive at each node, and the order they were swept in."""
    evidence = readings.evidence
    bits = [stages.passes(seen, 0) if seen else 0 for seen in evidence]

    def passes(node: int, states: int) -> int:
        seen = evidence[node]
        return stages.passes(seen, states) if seen else states

    order = flow.sweep(bits, passes, _governing(graph), stages.width, stages.most)
    return bits, order


def _acts(graph: CoarseGraph, readings: Readings, stages: Stages, arrived: list[int]) -> tuple[list[CandidateAct], list[int]]:
    acts: list[CandidateAct] = []
    wanted = [0] * len(graph.kinds)
    for node, seen in enumerate(readings.evidence):
        if not seen or not arrived[node]:
            continue
        rules, used = stages.completed(seen, arrived[node])
        if rules:
            wanted[node] = used
            path, function = graph.functions[graph.function_of[node]] if graph.function_of[node] >= 0 else ("", None)
            if function is not None:
                acts.append(CandidateAct(path, function.name, graph.line_of[node], rules))
    return acts, wanted


def _backward(graph: CoarseGraph, readings: Readings, stages: Stages, arrived: list[int], wanted: list[int]) -> set[int]:
    """The nodes on a way from an origin to an act."""
    evidence = readings.evidence
    pairs = [(s, t) for s, t in zip(graph.sources, graph.targets, strict=True) if arrived[s] and arrived[t]]
    flow = ValueFlow(len(graph.kinds), [t for _, t in pairs], [s for s, _ in pairs])

    def needs(node: int, states: int) -> int:
        seen = evidence[node]
        return (stages.needs(seen, states) if seen else states) & arrived[node]

    flow.sweep(wanted, needs, _governing(graph), stages.width, stages.most, backwards=True)
    return {node for node, states in enumerate(wanted) if states & arrived[node]}


def _slice(graph: CoarseGraph, nodes: set[int], order: list[int]) -> tuple[tuple[str, str], ...]:
    """The functions of the nodes, in the order the sweep met them: what comes first governs or feeds the rest."""
    found: dict[tuple[str, str], None] = {}
    # What a function hands on may be no node of its own: a field, a global.
    handing = [site.node for site in graph.sites if site.receiver in nodes or any(node in nodes for node in site.nodes)]
    for node in [*(node for node in order if node in nodes), *handing]:
        if graph.function_of[node] >= 0:
            path, function = graph.functions[graph.function_of[node]]
            found[path, function.name] = None
    # A setting at the top of a file is an act when the functions below use it.
    return tuple(dict.fromkeys([*found, *((path, "") for path, _ in found)]))


def _governing(graph: CoarseGraph) -> bytes:
    return bytes(1 if kind == Kind.CONTROL else 0 for kind in graph.kinds)
