"""The states "passed so far" of all rules: a flow is in a state when it went through the first events of some chain, in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from adversescan.knowledge.rule import Count, EventPattern, Flows, Governs, Rule
from adversescan.knowledge.stages import ACQUIRED, Origin, Stage


class Evidence(IntEnum):
    """What may happen at a node, as coarse as the gate tells it: no attribute, no trait. Bits, joined as plain numbers."""

    NONE = 0
    ACQUIRED = 1
    GIVEN = 2
    """Data the person or a data set gave."""
    RECORDED = 4
    PROXY = 8
    IDENTITY = 16
    MODEL = 32
    REFUSAL = 64
    IDENTIFY = 128
    INFER = 256
    PROFILE = 512
    DECIDE = 1024
    SHARE = 2048
    ASKED = 4096
    """A language model is asked: what is done about its refusals and safeguards is judged there."""
    VECTOR = 8192
    """A face becomes what the person is recognised by."""
    CONDUCT = 16384
    """What somebody did in a context of life; that a figure is made of it is judged there."""


HOPS = 4
"""Banks of states: how many conditions lie behind a flow. Two may choose what flows on, one more governs the act."""

_STAGES = {
    Stage.IDENTIFY: Evidence.IDENTIFY,
    Stage.INFER: Evidence.INFER,
    Stage.PROFILE: Evidence.PROFILE,
    Stage.DECIDE: Evidence.DECIDE,
    Stage.SHARE: Evidence.SHARE,
}
_ORIGINS = {
    **dict.fromkeys(ACQUIRED, Evidence.ACQUIRED),
    Origin.FIRST_PARTY: Evidence.GIVEN,
    Origin.PUBLIC_DATASET: Evidence.GIVEN,
    Origin.SURVEY: Evidence.GIVEN,
    Origin.RECORDED: Evidence.RECORDED,
    Origin.PROXY: Evidence.PROXY,
    Origin.IDENTITY: Evidence.IDENTITY,
    Origin.MODEL: Evidence.MODEL,
    Origin.CONDUCT: Evidence.CONDUCT,
    Origin.REFUSAL: Evidence.REFUSAL,
    Origin.ANSWER: Evidence.REFUSAL,
    Origin.SWITCH: Evidence.REFUSAL,
    Origin.LEXICON: Evidence.NONE,
    Origin.AGREEMENT: Evidence.NONE,
}
_BY_DATA_ONLY = Evidence.INFER | Evidence.IDENTIFY | Evidence.VECTOR
_ANYTHING = 4095
_FACE_INDEX = "face-index"
OF_MODELS = frozenset({"other-model", "local-model", "guardrail-off"})


@dataclass(frozen=True, slots=True)
class Step:
    """From a state (0: from nothing) by any of the evidence to a state; -1 completes chains, each a rule and its place there."""

    source: int
    evidence: int
    target: int
    chains: tuple[tuple[str, int], ...] = ()


class Stages:
    """The states of some rules and what each node makes of them. State n of bank b is bit `b * width + n - 1`."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        rules = tuple(rules)
        self.steps, self.width = _trie(rules)
        self._chains_of = {rule.id: len(_chains(rule)) for rule in rules}
        self.most = self.width * HOPS
        self._compiled: dict[int, list[tuple[int, int]]] = {}
        self._ends: dict[int, list[tuple[int, tuple[tuple[str, int], ...]]]] = {}

    def passes(self, evidence: int, bits: int) -> int:
        """The states that leave a node with this evidence."""
        for arriving, added in self._pairs(evidence):
            if arriving == 0 or bits & arriving:
                bits |= added
        return bits

    def needs(self, evidence: int, wanted: int) -> int:
        """The states that, arriving at a node with this evidence, end in a wanted one."""
        for arriving, added in reversed(self._pairs(evidence)):
            if arriving and wanted & added:
                wanted |= arriving
        return wanted

    def starts(self, evidence: int, wanted: int) -> bool:
        """Whether a chain that ends in a wanted state may start at a node with this evidence."""
        return any(arriving == 0 and wanted & added for arriving, added in self._pairs(evidence))

    def completed(self, evidence: int, bits: int) -> tuple[tuple[str, ...], int]:
        """The rules whose act a node with this evidence may be: all their chains end there. And the states that end there."""
        ends = self._acts(evidence)
        if not ends or not bits:
            return (), 0
        bits = self.passes(evidence, bits)
        arrived = {chain for arriving, chains in ends if bits & arriving for chain in chains}
        rules = {rule for rule, _ in arrived if all((rule, place) in arrived for place in range(self._chains_of[rule]))}
        used = 0
        for arriving, chains in ends:
            if any(rule in rules for rule, _ in chains):
                used |= bits & arriving
        return tuple(sorted(rules)), used

    def _pairs(self, evidence: int) -> list[tuple[int, int]]:
        found = self._compiled.get(evidence)
        if found is None:
            found = self._compiled[evidence] = [
                (self._bit(step.source, bank) if step.source else 0, self._bit(step.target, bank))
                for step in self.steps
                if step.target > 0 and evidence & step.evidence
                for bank in range(1 if not step.source or evidence & step.evidence & ~_BY_DATA_ONLY == 0 else HOPS)
            ]
        return found

    def _acts(self, evidence: int) -> list[tuple[int, tuple[tuple[str, int], ...]]]:
        found = self._ends.get(evidence)
        if found is None:
            found = self._ends[evidence] = [
                (sum(self._bit(step.source, bank) for bank in range(HOPS)), step.chains)
                for step in self.steps
                if step.target < 0 and evidence & step.evidence
            ]
        return found

    def _bit(self, state: int, bank: int) -> int:
        return 1 << (bank * self.width + state - 1)


def _trie(rules: Iterable[Rule]) -> tuple[list[Step], int]:
    """Chains with a common beginning share its states."""
    states: dict[tuple[int, int], int] = {}
    ends: dict[tuple[int, int], list[tuple[str, int]]] = {}
    for rule in rules:
        for place, chain in enumerate(_chains(rule)):
            state = 0
            for evidence in chain[:-1]:
                state = states.setdefault((state, evidence), len(states) + 1)
            ends.setdefault((state, chain[-1]), []).append((rule.id, place))
    steps = [Step(source, evidence, target) for (source, evidence), target in states.items()]
    steps += [Step(source, evidence, -1, tuple(dict.fromkeys(found))) for (source, evidence), found in ends.items()]
    return steps, max(len(states), 1)


def _chains(rule: Rule) -> list[tuple[int, ...]]:
    """The orders of events a rule asks for: each flow, followed by what its last event governs. Before it is indexed a face is a vector."""
    if any(p.name == rule.act and p.stage is None and OF_MODELS & set(p.traits) for p in rule.events):
        return [(Evidence.ASKED, Evidence.ASKED)]
    counted = {relation.event for relation in rule.where if isinstance(relation, Count)}
    flows = [tuple(e for e in relation.events if e not in counted) for relation in rule.where if isinstance(relation, Flows)]
    governs = [(relation.event, relation.act) for relation in rule.where if isinstance(relation, Governs)]
    named = flows or [(event, act) for event, act in governs]
    longer = []
    for flow in named:
        following = [act for event, act in governs if event == flow[-1] and act not in flow]
        longer += [(*flow, act) for act in following] or [tuple(flow)]
    patterns: dict[str, int] = {}
    starts: dict[str, int] = {}
    for pattern in rule.events:
        name = pattern.name
        patterns[name] = patterns.get(name, Evidence.NONE) | evidence_of(pattern)
        # A profile is put together from what was acquired, so a chain that starts with one starts there; a figure from what was done.
        made_of = Evidence.CONDUCT if pattern.traits else Evidence.ACQUIRED
        begun = made_of if pattern.stage is Stage.PROFILE else evidence_of(pattern)
        starts[name] = starts.get(name, Evidence.NONE) | begun
    indexed = (Evidence.VECTOR,) if any(p.name == rule.act and _FACE_INDEX in p.traits for p in rule.events) else ()
    return [(starts[flow[0]], *(patterns[name] for name in flow[1:-1]), *indexed, patterns[flow[-1]]) for flow in longer if len(flow) > 1]


def evidence_of(pattern: EventPattern) -> int:
    """What may be an event of the pattern; traits, attributes and links are not told apart."""
    if pattern.stage in _STAGES:
        return _STAGES[pattern.stage]
    found = 0
    for origin in pattern.origins:
        found |= _ORIGINS[origin]
    if pattern.stage is Stage.COLLECT and not pattern.origins:
        return Evidence.ACQUIRED | Evidence.GIVEN
    return found or _ANYTHING
