"""The record of processing: every event and store that data about people passes, whether a rule finds it or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from itertools import pairwise

from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.labels import Event, Facts
from adversescan.analysis.run import Run
from adversescan.analysis.stages_seen import event_id, event_node, is_shown
from adversescan.graph.query import HOLE
from adversescan.graph.stage_graph import FlowKind, NodeKind, StageEdge, StageGraph, StageNode
from adversescan.knowledge.concepts import ConceptKind
from adversescan.record import dataclass
from adversescan.sources.source import Location

_SETTING = re.compile(f"{HOLE}(\\w+){HOLE}")


def processing(run: Run) -> StageGraph:
    """All acts with the way to them, and the stores data about people is kept in."""
    parts = _Parts(run)
    for act in run.acts.values():
        for kind, facts in ((FlowKind.DATA, act.data), (FlowKind.CONTROL, act.governing)):
            parts.add(facts, act.event, kind)
        if act.recipient and event_id(act.event) in parts.nodes:
            parts.nodes[event_id(act.event)] = replace(parts.nodes[event_id(act.event)], party=_readable(act.recipient))
    for (store, name), value in run.stores.now.items():
        parts.keep(f"{store}:{_readable(name)}", deep_facts(value), run.store_writes.get((store, name), set()))
    for (store, name), places in run.store_reads.items():
        parts.read(f"store:{store}:{_readable(name)}", {place.path: place for place in sorted(places, reverse=True)})
    return StageGraph(tuple(parts.nodes[i] for i in sorted(parts.nodes)), tuple(parts.edges[k] for k in sorted(parts.edges)))


@dataclass(slots=True)
class _Parts:
    """Nodes and edges as they are met, each once."""

    run: Run
    nodes: dict[str, StageNode] = field(default_factory=dict)
    edges: dict[tuple[str, str, FlowKind], StageEdge] = field(default_factory=dict)

    def add(self, facts: Facts, act: Event, kind: FlowKind) -> None:
        """The way of each fact to an act."""
        for witness in facts.values():
            chain = [event for event in witness.events() if is_shown(event)]
            self._chain([*chain, act] if act not in chain else chain, kind, witness.grade.name.lower())

    def keep(self, name: str, facts: Facts, places: set[Location]) -> None:
        """A store, where data about people is written to it."""
        place = min(places, default=None)
        for witness in facts.values():
            chain = [event for event in witness.events() if is_shown(event)]
            if chain:
                confidence = witness.grade.name.lower()
                self._chain(chain, FlowKind.DATA, confidence)
                self.nodes.setdefault(f"store:{name}", StageNode(f"store:{name}", NodeKind.STORE, name, confidence))
                key = (event_id(chain[-1]), f"store:{name}", FlowKind.STORE)
                self.edges.setdefault(key, StageEdge(*key, confidence, place))

    def read(self, store: str, places: Mapping[str, Location]) -> None:
        """What a source that reads the store does with what is in it: its events that follow one behind the store."""
        written = {edge.origin for edge in self.edges.values() if edge.target == store}
        for edge in list(self.edges.values()):
            target = self.nodes[edge.target].location
            if edge.origin in written and target is not None and target.path in places:
                key = (store, edge.target, FlowKind.STORE)
                self.edges.setdefault(key, StageEdge(*key, edge.confidence, places[target.path]))

    def _chain(self, chain: list[Event], last: FlowKind, confidence: str) -> None:
        for event in chain:
            if event_id(event) not in self.nodes:
                self.nodes[event_id(event)] = self._node(event, confidence)
        for index, (origin, target) in enumerate(pairwise(chain), start=2):
            key = (event_id(origin), event_id(target), last if index == len(chain) else FlowKind.DATA)
            if key[0] != key[1]:
                self.edges.setdefault(key, StageEdge(*key, confidence, target.location))

    def _node(self, event: Event, confidence: str) -> StageNode:
        nouns = event.context.nouns if event.context is not None else ()
        return replace(event_node(event, confidence), party=_readable(event.host), people=_people(self.run, nouns))


def _people(run: Run, nouns: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({c.id for noun in nouns for c in run.concepts_of(noun) if c.kind is ConceptKind.PERSON}))


def _readable(text: str) -> str:
    """A text with its holes as people write them; the hole of a setting has its name."""
    return _SETTING.sub(r"{\1}", text).replace(HOLE, "{}")
