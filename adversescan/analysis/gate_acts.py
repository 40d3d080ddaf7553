"""What calls and writes may do to a person, as nodes of their own: one for the data of an act, one for what governs it."""

from __future__ import annotations

import re
from collections.abc import Callable

from adversescan.analysis.gate_graph import CoarseGraph, Site
from adversescan.analysis.gate_stages import Evidence
from adversescan.analysis.gate_words import Word
from adversescan.analysis.puts import PUTS
from adversescan.graph.outline import Kind
from adversescan.knowledge.library import CallModel, Does, Store

_FIELD, _ITEM, _RESULT, _TEXT, _VARIABLE = (int(kind) for kind in (Kind.FIELD, Kind.ITEM, Kind.RESULT, Kind.TEXT, Kind.VARIABLE))
_CARRIES_OUT = frozenset({Does.SEND, Does.SHARE, Does.DISPLAY, Does.WRITE, Does.QUERY, Does.DECIDE, Does.FIT, Does.FRAME, Does.ASK})
_LEAVES = frozenset({Does.SEND, Does.SHARE})
_KEPT = frozenset({Does.WRITE, Does.QUERY})
_BY_WORD = frozenset({Does.WRITE, Does.QUERY, Does.DISPLAY})
_ONE: dict[Store | None, Store] = {Store.FILE: Store.TABLE, Store.BUCKET: Store.TABLE}
"""Kinds of store whose content passes from one to the other: a statement copies a file into a table, an opened object is a file."""
_READS = frozenset({Does.READ, Does.QUERY})


def act_of_call(
    graph: CoarseGraph, site: Site, models: list[CallModel], of_name: Callable[[str], int], told: int, evidence: list[int]
) -> None:
    """What the call, at which the words of `told` arrive, may do to a person: one node for its data, one for what governs it."""
    found = 0
    for model in models:
        if model.does in _LEAVES or (model.does in _BY_WORD and told & Word.OUTSIDE):
            found |= Evidence.SHARE
        if model.does in _KEPT or model.does in _LEAVES:
            found |= Evidence.PROFILE | Evidence.IDENTIFY
        if model.does in (Does.INDEX, Does.FIT):
            found |= Evidence.IDENTIFY
        if model.does in (Does.DECIDE, Does.FIT) or (model.does in _CARRIES_OUT and told & Word.ADVERSE):
            found |= Evidence.DECIDE
    if site.method in PUTS and of_name(graph.name(site.receiver)) & Word.DEED:
        found |= Evidence.DECIDE
    if not models and site.method and not site.method.startswith("__") and of_name(site.method) & Word.DEED:
        found |= Evidence.DECIDE
    if found:
        act = _act(graph, site.node, evidence, found)
        for node in (site.receiver, *site.nodes):
            graph.edge(node, act)
        if found & Evidence.DECIDE:
            _govern(graph, site.node, site.function, site.control, evidence)


def _act(graph: CoarseGraph, at: int, evidence: list[int], found: int) -> int:
    act = graph.add(int(Kind.JOIN))
    graph.function_of[act], graph.line_of[act] = graph.function_of[at], graph.line_of[at]
    evidence.append(found)
    return act


def _govern(graph: CoarseGraph, at: int, function: int, control: int, evidence: list[int]) -> None:
    """A decision by what governs the call or the whole function; it may complete a chain without data."""
    act = _act(graph, at, evidence, Evidence.DECIDE)
    graph.edge(control, act)
    if function >= 0:
        graph.edge(graph.entries + function, act)


def link_stores(graph: CoarseGraph, models: list[list[CallModel]], evidence: list[int]) -> None:
    """What is written to a kind of store may be read from it."""
    stores: dict[Store | None, int] = {}
    # A catalogue says of names under which things are kept that they are those of files and tables.
    named = any(model.does is Does.ALIAS for found in models for model in found)
    one = {**_ONE, Store.KEY: Store.TABLE} if named else _ONE

    def store(kind: Store | None) -> int:
        if kind not in stores:
            stores[kind] = graph.add(int(Kind.JOIN))
            evidence.append(0)
        return stores[kind]

    for site, found in zip(graph.sites, models, strict=True):
        for model in found:
            for node in site.nodes if model.files else ():
                graph.edge(store(_ONE[Store.FILE]), node)
            by_name = model.does is Does.ALIAS or (model.does is Does.CALL and bool(model.inputs))
            if model.does not in _KEPT and model.does not in _READS and not by_name:
                continue
            kind = one.get(model.store, model.store) if model.does is not Does.QUERY else Store.TABLE
            for node in (site.receiver, *site.nodes) if model.does in _KEPT else (site.node,) if by_name else ():
                graph.edge(node, store(kind))
            if model.does in _READS or by_name:
                graph.edge(store(kind), site.node)


def link_templates(graph: CoarseGraph, models: list[list[CallModel]], templates: tuple[re.Pattern[str], ...], evidence: list[int]) -> None:
    """What any task gives back may stand where a text has a template for the result of a task."""
    texts = [n for n, kind in enumerate(graph.kinds) if kind == _TEXT and any(t.search(graph.names[graph.name_of[n]]) for t in templates)]
    if not texts:
        return
    tasks = graph.add(int(Kind.JOIN))
    evidence.append(0)
    for site, found in zip(graph.sites, models, strict=True):
        if any(model.does is Does.CALL and model.store is not None for model in found):
            graph.edge(site.node, tasks)
    for path, outline in graph.outlines.items():
        for function in outline.functions:
            if function.decorators:
                graph.edge(graph.first_node[path] + function.result, tasks)
    for node in texts:
        graph.edge(tasks, node)


def written_outcomes(graph: CoarseGraph, said: list[int], said_by: list[int], evidence: list[int]) -> None:
    """Adverse outcomes written into fields and keys, or given back to whoever calls; and collections of such names, by what fills them."""
    defined = {node for node, _ in graph.things}
    for node in range(len(said)):
        kind = graph.kinds[node]
        if node in defined:
            continue
        if kind not in (_RESULT, _VARIABLE) and (kind not in (_FIELD, _ITEM) or node in graph.read) and node not in graph.stored:
            continue
        if kind == _VARIABLE and not said[node] & Word.ADVERSE:
            continue
        word = said_by[node]
        if (
            word & Word.ADVERSE
            or (word & Word.HINT and said[node] & Word.STATUS)
            or said[node] & (Word.ADVERSE if kind == _RESULT else Word.ADVERSE | Word.STATUS)
        ):
            evidence[node] |= Evidence.DECIDE
            _govern(graph, node, graph.function_of[node], 0, evidence)
