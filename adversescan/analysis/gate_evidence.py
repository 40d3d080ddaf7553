"""What may happen at each node: from the names and texts there, and from what libraries say of the calls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from adversescan.analysis.entries import GIVES
from adversescan.analysis.gate_acts import act_of_call, link_stores, link_templates, written_outcomes
from adversescan.analysis.gate_calls import OF_CONTAINERS, Linked, link_calls
from adversescan.analysis.gate_graph import CoarseGraph, Site
from adversescan.analysis.gate_names import entered, name_evidence, of_columns
from adversescan.analysis.gate_spread import Arriving
from adversescan.analysis.gate_stages import Evidence
from adversescan.analysis.gate_types import Types
from adversescan.analysis.gate_words import Word, Words
from adversescan.graph.outline import Kind
from adversescan.graph.value_flow import ValueFlow
from adversescan.knowledge.library import CallModel, Does, Libraries, Store
from adversescan.knowledge.rule_book import RuleBook
from adversescan.knowledge.stages import ACQUIRED

_CALL, _COMPARISON, _CONTROL, _FIELD, _ITEM, _RESULT, _TEXT, _VARIABLE = (
    int(k) for k in (Kind.CALL, Kind.COMPARISON, Kind.CONTROL, Kind.FIELD, Kind.ITEM, Kind.RESULT, Kind.TEXT, Kind.VARIABLE)
)
_NAMED = frozenset({_VARIABLE, _FIELD, _ITEM, _RESULT})
_COPIED = Word.ADVERSE | Word.HINT | Word.OUTSIDE
_FROM_OUTSIDE = frozenset({Does.FETCH, Does.SEND})
_DOES = {
    Does.INPUT: Evidence.GIVEN,
    Does.IDENTIFY: Evidence.IDENTIFY | Evidence.IDENTITY,
    Does.ENCODE: Evidence.VECTOR | Evidence.IDENTITY,
    Does.INDEX: Evidence.VECTOR,
    Does.INFER: Evidence.GIVEN | Evidence.INFER,
    Does.ASK: Evidence.GIVEN | Evidence.INFER | Evidence.MODEL | Evidence.REFUSAL | Evidence.ASKED,
    Does.SCREEN: Evidence.REFUSAL | Evidence.ASKED,
    Does.MODEL: Evidence.GIVEN | Evidence.INFER | Evidence.MODEL,
    Does.PREDICT: Evidence.GIVEN | Evidence.INFER | Evidence.MODEL,
    Does.FIT: Evidence.MODEL,
}
_DEEPEST_HOLDER = 4


@dataclass(slots=True)
class Readings:
    """Evidence of each node. The graph has got the nodes and edges that libraries add: acts, stores, changes in place."""

    evidence: list[int]


def read_evidence(graph: CoarseGraph, rule_book: RuleBook, columns: Iterable[str] = ()) -> Readings:
    """Reads every name and call of the graph, and adds to it what libraries say flows. `columns` are those of files of rows."""
    types = Types(rule_book.libraries)
    lists = _literal_lists(graph)
    linked = link_calls(graph, types)
    words = Words(rule_book)
    said = _read_words(graph, words)
    arrived = linked.arrived
    foreign = {node for node, _ in graph.foreign}
    models = [_models(types, arrived, foreign, site) for site in graph.sites]
    _change_in_place(graph, models)
    evidence = name_evidence(graph, said)
    flow = ValueFlow(len(graph.kinds), graph.sources, graph.targets)
    _infer_by_word_lists(graph, flow, words, said, lists, evidence)
    said_by = _sweep_words(graph, flow, linked, said)
    handed = _given_by_libraries(graph, rule_book.libraries, evidence)
    _collect(graph, flow, models, handed, said, said_by, evidence)
    in_files = of_columns(words.of_name(name) for name in columns)
    for site, found in zip(graph.sites, models, strict=True):
        evidence[site.node] |= in_files if any(model.does is Does.READ and model.store is Store.FILE for model in found) else 0
    _read_values(graph, types, arrived, evidence)
    faces = any(word & Word.FACES for word in said)
    for site, found in zip(graph.sites, models, strict=True):
        told = site.told(said_by)
        _happens(graph, site, found, told, evidence, faces)
        act_of_call(graph, site, found, words.of_name, told, evidence)
    inputs = [site.node for site, found in zip(graph.sites, models, strict=True) if any(model.does is Does.INPUT for model in found)]
    entered(graph, inputs, said, evidence)
    link_stores(graph, models, evidence)
    link_templates(graph, models, rule_book.libraries.templates, evidence)
    written_outcomes(graph, said, said_by, evidence)
    return Readings(evidence)


def _read_words(graph: CoarseGraph, words: Words) -> list[int]:
    """What the name or text of each node says."""
    as_name: dict[int, int] = {}
    as_text: dict[int, int] = {}
    said: list[int] = []
    names = graph.names
    for kind, name in zip(graph.kinds, graph.name_of, strict=True):
        if not name or (kind != _TEXT and kind not in _NAMED):
            said.append(0)
        elif kind == _TEXT:
            found = as_text.get(name)
            if found is None:
                found = as_text[name] = words.of_text(names[name])
            said.append(found)
        else:
            found = as_name.get(name)
            if found is None:
                found = as_name[name] = words.of_name(names[name])
            said.append(found)
    return said


def _change_in_place(graph: CoarseGraph, models: list[list[CallModel]]) -> None:
    """A method called for its effect changes its receiver if it is one of a container, or of a library that says what it does."""
    for site, found in zip(graph.sites, models, strict=True):
        if site.target and (site.method in OF_CONTAINERS or any(model.does is not Does.NOTHING for model in found)):
            graph.edge(site.control, site.target)
            for node in (site.node, *site.nodes):
                graph.edge(node, site.target)
        if site.receiver and any(model.does is Does.WRITE and "self" in model.data for model in found):
            # What writes itself to an object that is no named place (a buffer) is in it from then on.
            for node in (node for node in site.nodes if graph.kinds[node] == _VARIABLE):
                graph.edge(site.receiver, node)


def _models(types: Types, arrived: list[set[Arriving]], foreign: set[int], site: Site) -> list[CallModel]:
    """What libraries say this call may do, itself or by a function that is passed to it."""
    found: dict[str, CallModel] = {}
    for name in site.externals:
        model = types.exact(name)
        if model is not None:
            found[model.path] = model
    things = [(thing, site.method) for thing in arrived[site.receiver]] if site.typed and site.receiver else []
    for thing, method in things:
        if isinstance(thing, str):
            found.update({model.path: model for model in types.models(thing, method)})
    for argument in () if site.ours else site.nodes:
        for thing in arrived[argument]:
            # An object has the name of its class: only the class itself may be called by whom it is passed to.
            if isinstance(thing, str) and (argument in foreign or not thing.rpartition(".")[2][:1].isupper()):
                found.update({model.path: model for model in types.models(thing, "")})
    return list(found.values())


def _infer_by_word_lists(
    graph: CoarseGraph, flow: ValueFlow, words: Words, said: list[int], lists: dict[int, list[int]], evidence: list[int]
) -> None:
    """Where a literal list of the categories of an attribute is compared with other data, the attribute may be told from it."""
    kinds = graph.kinds
    traits = Word.ATTRIBUTE | Word.WEAK_ATTRIBUTE
    bits = [0] * len(kinds)
    for node, members in lists.items():
        if any(said[member] & traits for member in members) and words.enumerates([graph.name(member) for member in members]):
            bits[node] = 1
    flow.sweep(bits, lambda node, reached: 0 if kinds[node] == _CONTROL else reached, bytes(len(kinds)), 0, 1)
    for node, reached in enumerate(bits):
        if reached and kinds[node] in (_COMPARISON, _CALL):
            evidence[node] |= Evidence.INFER


def _literal_lists(graph: CoarseGraph) -> dict[int, list[int]]:
    """The texts and keys that flow together into one node: the members of a display."""
    found: dict[int, list[int]] = {}
    for source, target in zip(graph.sources, graph.targets, strict=True):
        kind = graph.kinds[source]
        if (kind == _TEXT or (kind == _ITEM and source not in graph.read)) and graph.kinds[target] not in (_CONTROL, _CALL):
            found.setdefault(target, []).append(source)
    return {target: members for target, members in found.items() if len(members) > 1}


def _sweep_words(graph: CoarseGraph, flow: ValueFlow, linked: Linked, said: list[int]) -> list[int]:
    """Words that arrive at each node: outcomes and recipients as they are, what stands for people also as part of something."""
    size = len(graph.kinds)
    none, kinds = bytes(size), graph.kinds
    copies = ValueFlow(size, *linked.copies)
    copied = [_spoken(graph, node, word) if word else 0 for node, word in enumerate(said)]
    copies.sweep(copied, lambda _, bits: bits, none, 0, 1)
    for node in _hold_answers(graph, copies, said):
        copied[node] |= Word.ADVERSE
    # A question is told by the keys of what is sent: a variable called like one is no key.
    keys = frozenset({_ITEM, _TEXT})
    kept = Word.SOURCE | Word.SERVICE
    asked = kept | Word.QUESTION | Word.MODEL_KEY
    spread = [word & (asked if kind in keys else kept) for word, kind in zip(said, kinds, strict=True)]
    flow.sweep(spread, lambda node, bits: 0 if kinds[node] == _CONTROL else bits, none, 0, 1)
    return [one | other for one, other in zip(copied, spread, strict=True)]


def _spoken(graph: CoarseGraph, node: int, word: int) -> int:
    """What a text says, or a name of a recipient."""
    kind = graph.kinds[node]
    return word & (_COPIED if kind == _TEXT else Word.OUTSIDE)


def _hold_answers(graph: CoarseGraph, copies: ValueFlow, said: list[int]) -> set[int]:
    """Keys under which yes or no is an outcome, and what holds them: a display, the variable it is given to, what that is copied to."""
    found = {n for n, word in enumerate(said) if word & Word.ADVERSE and graph.kinds[n] == _ITEM and n not in graph.read}
    newest = set(found)
    for _ in range(_DEEPEST_HOLDER):
        newest = {target for node in newest for target in copies.after(node)} - found
        found |= newest
    return found


def _given_by_libraries(graph: CoarseGraph, libraries: Libraries, evidence: list[int]) -> list[int]:
    """What a library hands a method it calls on a class derived from one of its own. Gives what it read over the network."""
    fetched: list[int] = []
    for path, function in graph.functions:
        if function.owner < 0:
            continue
        for base in graph.outlines[path].classes[function.owner].bases:
            model = libraries.calls.get(f"{libraries.canonical(base)}.{function.name.rpartition('.')[2]}")
            if model is None or model.does not in GIVES:
                continue
            for node in (graph.first_node[path] + node for node in function.nodes[1:]):
                evidence[node] |= Evidence.GIVEN if model.does in _FROM_OUTSIDE else Evidence.ACQUIRED | Evidence.GIVEN
                fetched += [node] if model.does in _FROM_OUTSIDE else []
    return fetched


def _collect(
    graph: CoarseGraph, flow: ValueFlow, models: list[list[CallModel]], handed: list[int], said: list[int], said_by: list[int],
    evidence: list[int],
) -> None:  # fmt: skip
    """What is read over the network is acquired if something on its way, before or after, says that it is about people."""
    fetches = handed[:]
    for site, found in zip(graph.sites, models, strict=True):
        for model in found:
            if model.does is Does.COLLECT:
                evidence[site.node] |= Evidence.ACQUIRED if model.origin in ACQUIRED else Evidence.GIVEN
            elif model.does in _FROM_OUTSIDE:
                evidence[site.node] |= Evidence.GIVEN
                if said_by[site.node] & Word.SOURCE or any(said_by[a] & Word.SOURCE for a in site.nodes):
                    evidence[site.node] |= Evidence.ACQUIRED
                else:
                    fetches.append(site.node)
    names = {site.node for site, found in zip(graph.sites, models, strict=True) if any(model.linked for model in found)}
    for node in _lead_to_people(graph, flow, fetches, said, names):
        evidence[node] |= Evidence.ACQUIRED


def _lead_to_people(graph: CoarseGraph, flow: ValueFlow, fetches: list[int], said: list[int], names: set[int]) -> list[int]:
    """Those of the nodes from which data flow to a name, key or selector about people, or to a library that reads names of people."""
    if not fetches:
        return []
    size = len(graph.kinds)
    seen = [0] * size
    for node in fetches:
        seen[node] = 1
    none = bytes(size)
    kinds = graph.kinds
    flow.sweep(seen, lambda node, bits: 0 if kinds[node] == _CONTROL else bits, none, 0, 1)
    pairs = [(s, t) for s, t in zip(graph.sources, graph.targets, strict=True) if seen[s] and (seen[t] or said[t] or t in names)]
    texts: dict[int, int] = {}
    for site in graph.sites:
        if seen[site.receiver] or seen[site.node]:
            for argument in site.nodes:
                texts[site.node] = texts.get(site.node, 0) | said[argument]
    back = [1 if seen[n] and (n in names or (texts.get(n, 0) | said[n]) & _tells_of_people(kinds[n])) else 0 for n in range(size)]
    ValueFlow(size, [t for _, t in pairs], [s for s, _ in pairs]).sweep(back, lambda _, bits: bits, none, 0, 1)
    return [node for node in fetches if back[node]]


def _tells_of_people(kind: int) -> int:
    """A key or selector tells by any word for people, a variable by a strong one."""
    return int(Word.PERSON if kind == _VARIABLE else Word.PEOPLE)


def _read_values(graph: CoarseGraph, types: Types, arrived: list[set[Arriving]], evidence: list[int]) -> None:
    """Attributes that are data without a call."""
    for node, name in graph.foreign:
        model = types.libraries.values.get(types.libraries.canonical(name))
        if model is not None:
            evidence[node] |= _evidence_of(model)
    for node, things in enumerate(arrived):
        for thing in things:
            model = types.libraries.values.get(thing) if isinstance(thing, str) and graph.kinds[node] == _FIELD else None
            if model is not None and model.path.rpartition(".")[2] == graph.name(node):
                evidence[node] |= _evidence_of(model)


def _evidence_of(model: CallModel) -> int:
    if model.does is Does.COLLECT:
        return int(Evidence.ACQUIRED if model.origin in ACQUIRED else Evidence.GIVEN)
    return int(_DOES.get(model.does, Evidence.NONE))


def _happens(graph: CoarseGraph, site: Site, models: list[CallModel], told: int, evidence: list[int], faces: bool) -> None:
    """What the call gives its result. A request may be a question to a model, or a look-up at a service that infers.

    `told`: the words that arrive at the call. `faces`: some network of the project makes vectors of faces.
    """
    question = told & Word.SERVICE or (told & Word.QUESTION and told & Word.MODEL_KEY)
    for model in models:
        if faces and model.does is Does.PREDICT:
            evidence[site.node] |= Evidence.VECTOR
        if model.does in _FROM_OUTSIDE and question:
            evidence[site.node] |= _DOES[Does.ASK] | Evidence.VECTOR
        evidence[site.node] |= _evidence_of(model) if model.does is not Does.COLLECT else 0
        evidence[site.node] |= _DOES[Does.SCREEN] if model.on_refusal or model.on_failure or model.routes else 0
        if model.does in (Does.ASK, Does.SEND, Does.PREDICT) and site.caught:
            graph.edge(site.node, site.caught)
