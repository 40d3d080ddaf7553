"""What is recorded about people, told by the names of parameters, fields, keys and columns."""

from __future__ import annotations

from collections.abc import Iterable

from adversescan.analysis.gate_graph import CoarseGraph
from adversescan.analysis.gate_stages import Evidence
from adversescan.analysis.gate_words import Word, names_columns
from adversescan.graph.outline import Kind

_FIELD, _ITEM, _RESULT, _TEXT, _VARIABLE = (int(k) for k in (Kind.FIELD, Kind.ITEM, Kind.RESULT, Kind.TEXT, Kind.VARIABLE))


def name_evidence(graph: CoarseGraph, said: list[int]) -> list[int]:
    """Recorded attributes, proxies and dossiers by their names; a weak word counts where its class or function speaks of people."""
    evidence = [0] * len(graph.kinds)
    about_people = _units_about_people(graph, said)
    unit_of = _units_of_nodes(graph)
    parameters = _parameters(graph)
    files = _files_about_people(graph, unit_of, about_people)
    defined = {node for node, _ in graph.things} | {node for node, _ in graph.foreign}
    for node, word in enumerate(said):
        kind = graph.kinds[node]
        if node in defined:
            continue
        if not word or kind == _RESULT or (kind == _VARIABLE and node not in parameters):
            # A name given to a value that is known says nothing of it; dossiers are the exception.
            if word & Word.DOSSIER and unit_of[node] in about_people:
                evidence[node] = int(Evidence.PROFILE)
            continue
        if kind == _TEXT and not names_columns(graph.name(node)):
            continue
        found = 0
        people = unit_of[node] in about_people
        if word & Word.ATTRIBUTE or (word & Word.WEAK_ATTRIBUTE and people):
            found |= Evidence.RECORDED
        if word & Word.PROXY or (word & Word.WEAK_PROXY and people):
            found |= Evidence.PROXY
        if word & Word.IDENTITY:
            found |= Evidence.IDENTITY
        if word & Word.DOSSIER and people:
            found |= Evidence.PROFILE
        if word & Word.CONDUCT and _file_of(graph, node) in files:
            found |= Evidence.CONDUCT
        evidence[node] = found
    for node, word in enumerate(said):
        if word & Word.QUANTITY and graph.kinds[node] in (_VARIABLE, _FIELD, _ITEM) and unit_of[node] in about_people:
            evidence[node] |= Evidence.DECIDE
    return evidence


def of_columns(words: Iterable[int]) -> int:
    """What the columns of files that are read hold, told by their names; which file is read is not asked."""
    said = 0
    for word in words:
        said |= word
    found = Evidence.RECORDED if said & (Word.ATTRIBUTE | Word.WEAK_ATTRIBUTE) else 0
    found |= Evidence.PROXY if said & (Word.PROXY | Word.WEAK_PROXY) else 0
    found |= Evidence.IDENTITY if said & Word.IDENTITY else 0
    return found | (Evidence.CONDUCT if said & Word.CONDUCT else 0)


def _parameters(graph: CoarseGraph) -> set[int]:
    found: set[int] = set()
    for path, function in graph.functions:
        base = graph.first_node[path]
        found.update([base + node for node in (*function.nodes, function.spread, function.spread_names) if node])
    return found


def _units_about_people(graph: CoarseGraph, said: list[int]) -> set[int]:
    unit_of = _units_of_nodes(graph)
    words: dict[int, int] = {}
    for node, word in enumerate(said):
        if word:
            words[unit_of[node]] = words.get(unit_of[node], 0) | word
    return {unit for unit, word in words.items() if word & Word.PERSON or (word & Word.WEAK_PERSON and not word & Word.THING)}


def _files_about_people(graph: CoarseGraph, unit_of: list[int], about_people: set[int]) -> set[str]:
    return {_file_of(graph, node) for node, unit in enumerate(unit_of) if unit in about_people} - {""}


def _file_of(graph: CoarseGraph, node: int) -> str:
    function = graph.function_of[node]
    return graph.functions[function][0] if function >= 0 else ""


def _units_of_nodes(graph: CoarseGraph) -> list[int]:
    """A number of the class or outermost function of each node: the record a weak word stands on is spoken of there."""
    numbers: dict[tuple[str, str], int] = {}
    of_function = [numbers.setdefault((path, function.name.partition(".")[0]), len(numbers)) for path, function in graph.functions]
    found: list[int] = []
    last = 0
    for function in graph.function_of:
        if function >= 0:
            last = of_function[function]
        found.append(last)
    return found


MOST_STEPS = 4
"""Calls and joins between what is entered and the variable that holds it."""


def entered(graph: CoarseGraph, inputs: Iterable[int], said: list[int], evidence: list[int]) -> None:
    """What somebody enters is what the variable it is put into is called."""
    after: dict[int, list[int]] = {}
    for source, target in zip(graph.sources, graph.targets, strict=True):
        after.setdefault(source, []).append(target)
    newest, seen = set(inputs), set(inputs)
    for _ in range(MOST_STEPS):
        reached = {target for node in newest for target in after.get(node, ())} - seen
        seen |= reached
        named = {node for node in reached if graph.kinds[node] == _VARIABLE}
        for node in named:
            evidence[node] |= of_columns([said[node]])
        newest = reached - named
