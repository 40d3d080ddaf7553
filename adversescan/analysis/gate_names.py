"""What is recorded about people, told by the names of parameters, fields, keys and columns."""

from __future__ import annotations

from adversescan.analysis.gate_graph import CoarseGraph
from adversescan.analysis.gate_stages import Evidence
from adversescan.analysis.gate_words import Word, names_columns
from adversescan.graph.outline import Kind

_FIELD, _ITEM, _RESULT, _TEXT, _VARIABLE = (int(k) for k in (Kind.FIELD, Kind.ITEM, Kind.RESULT, Kind.TEXT, Kind.VARIABLE))


def name_evidence(graph: CoarseGraph, said: list[int]) -> list[int]:
    """Recorded attributes, proxies and dossiers by their names; a weak word counts where its file speaks of people."""
    evidence = [0] * len(graph.kinds)
    about_people = _files_about_people(graph, said)
    file_of = _file_of_nodes(graph)
    parameters = _parameters(graph)
    defined = {node for node, _ in graph.things} | {node for node, _ in graph.foreign}
    for node, word in enumerate(said):
        kind = graph.kinds[node]
        if node in defined:
            continue
        if not word or kind == _RESULT or (kind == _VARIABLE and node not in parameters):
            # A name given to a value that is known says nothing of it; dossiers are the exception.
            if word & Word.DOSSIER and file_of[node] in about_people:
                evidence[node] = int(Evidence.PROFILE)
            continue
        if kind == _TEXT and not names_columns(graph.name(node)):
            continue
        found = 0
        people = file_of[node] in about_people
        if word & Word.ATTRIBUTE or (word & Word.WEAK_ATTRIBUTE and people):
            found |= Evidence.RECORDED
        if word & Word.PROXY or (word & Word.WEAK_PROXY and people):
            found |= Evidence.PROXY
        if word & Word.IDENTITY:
            found |= Evidence.IDENTITY
        if word & Word.DOSSIER and people:
            found |= Evidence.PROFILE
        evidence[node] = int(found)
    for node, word in enumerate(said):
        if word & Word.QUANTITY and graph.kinds[node] in (_VARIABLE, _FIELD, _ITEM) and file_of[node] in about_people:
            evidence[node] |= Evidence.DECIDE
    return evidence


def _parameters(graph: CoarseGraph) -> set[int]:
    found: set[int] = set()
    for path, function in graph.functions:
        base = graph.first_node[path]
        found.update([base + node for node in (*function.nodes, function.spread, function.spread_names) if node])
    return found


def _files_about_people(graph: CoarseGraph, said: list[int]) -> set[int]:
    file_of = _file_of_nodes(graph)
    return {file_of[node] for node, word in enumerate(said) if word & Word.PERSON}


def _file_of_nodes(graph: CoarseGraph) -> list[int]:
    """A number of the file of each node; nodes of no function belong to the file of the node before."""
    numbers: dict[str, int] = {}
    of_function = [numbers.setdefault(path, len(numbers)) for path, _ in graph.functions]
    found: list[int] = []
    last = 0
    for function in graph.function_of:
        if function >= 0:
            last = of_function[function]
        found.append(last)
    return found
