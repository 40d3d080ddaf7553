"""All outlines as one coarse graph: whole objects, calls and returns unmatched, one node per name of a field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from adversescan.analysis.link_names import External, LinkedNames, ProjectClass, ProjectFunction, ProjectValue, Target
from adversescan.graph.outline import ON_VALUE, POSITIONAL, SPREAD, SPREAD_NAMES, CallRow, FunctionOutline, Kind, Outline

_CALL, _CONTROL, _FIELD, _JOIN = int(Kind.CALL), int(Kind.CONTROL), int(Kind.FIELD), int(Kind.JOIN)
_COMPUTED = "property"
"""Part of the name of decorators that make reading an attribute a call."""


class Site(NamedTuple):
    """One call. `method` is the name called, `externals` what it may be of somebody else's, `ours` whether it is a project function."""

    node: int
    function: int
    method: str
    externals: tuple[str, ...]
    ours: bool
    typed: bool
    """Whether the type of the receiver tells what is called."""
    receiver: int
    target: int
    control: int
    caught: int
    arguments: tuple[int, ...]


@dataclass(slots=True)
class CoarseGraph:
    """The whole program. `names` is indexed by `name_of`, `functions` by `function_of` (-1: of no function)."""

    kinds: bytearray
    names: list[str]
    name_of: list[int]
    line_of: list[int]
    function_of: list[int]
    functions: list[tuple[str, FunctionOutline]]
    entries: int
    """The first of the nodes that govern whole functions, in their order."""
    sources: list[int]
    targets: list[int]
    sites: list[Site]
    references: list[tuple[int, str]]
    """Nodes that stand for something of somebody else's, and its dotted name."""
    stored: set[int]
    read: set[int]

    def add(self, kind: int) -> int:
        """A new node of no function."""
        self.kinds.append(kind)
        self.name_of.append(0)
        self.line_of.append(0)
        self.function_of.append(-1)
        return len(self.kinds) - 1

    def edge(self, source: int, target: int) -> None:
        if source and target and source != target:
            self.sources.append(source)
            self.targets.append(target)


def build_graph(outlines: Mapping[str, Outline], linked: LinkedNames) -> CoarseGraph:
    """The coarse graph of a project."""
    return _Builder(outlines, linked).build()


class _Builder:
    def __init__(self, outlines: Mapping[str, Outline], linked: LinkedNames) -> None:
        self.outlines = outlines
        self.linked = linked
        self.graph = CoarseGraph(bytearray(1), [""], [0], [0], [-1], [], 0, [], [], [], [], set(), set())
        self.first_node: dict[str, int] = {}
        self.first_function: dict[str, int] = {}
        self.methods: dict[str, list[ProjectFunction]] = defaultdict(list)
        self.by_name: dict[str, _Method] = {}
        self.callable_references: dict[int, list[ProjectFunction]] = {}
        self.escaped: dict[ProjectFunction, None] = {}

    def build(self) -> CoarseGraph:
        graph = self.graph
        names: dict[str, int] = {"": 0}
        for path, outline in self.outlines.items():
            self._add_file(path, outline, names)
        graph.names = list(names)
        graph.entries = len(graph.kinds)
        for index in range(len(graph.functions)):
            graph.function_of[graph.add(_CONTROL)] = index
        self.dynamic_in, self.dynamic_out = graph.add(_JOIN), graph.add(_JOIN)
        self.dynamic_called = False
        for path, outline in self.outlines.items():
            self._link_references(path, outline)
            self._link_classes(path, outline)
        self._link_fields()
        for path, outline in self.outlines.items():
            self._link_calls(path, outline)
        self._link_computed()
        self._link_escaped()
        return graph

    def _add_file(self, path: str, outline: Outline, names: dict[str, int]) -> None:
        graph = self.graph
        base = self.first_node[path] = len(graph.kinds) - 1
        functions = self.first_function[path] = len(graph.functions)
        ids = [names.setdefault(name, len(names)) for name in outline.names]
        graph.kinds += outline.kinds[1:]
        graph.name_of += [ids[name] for name in outline.name_of[1:]]
        graph.line_of += outline.line_of[1:]
        graph.function_of += [f + functions if f >= 0 else -1 for f in outline.function_of[1:]]
        graph.sources += [node + base for node in outline.edges[::2]]
        graph.targets += [node + base for node in outline.edges[1::2]]
        graph.stored.update([node + base for node in outline.stored])
        graph.read.update([node + base for node in outline.read])
        for index, function in enumerate(outline.functions):
            graph.functions.append((path, function))
            if function.owner >= 0:
                self.methods[function.name.rpartition(".")[2]].append(ProjectFunction(path, index))

    def _link_references(self, path: str, outline: Outline) -> None:
        """Names that stand for something: of this project its value, of somebody else's its dotted name."""
        base, graph = self.first_node[path], self.graph
        for node, callees in outline.references:
            for target in self.linked.resolve(path, callees):
                self._link_reference(node + base, target)
        for name, node in outline.unbound:
            for target in self.linked.resolve(path, f"?{name}") if outline.stars else ():
                self._link_reference(node + base, target)
            if not outline.stars:
                graph.references.append((node + base, f"builtins.{name}"))

    def _link_reference(self, node: int, target: Target) -> None:
        match target:
            case External():
                self.graph.references.append((node, target.name))
            case ProjectValue():
                self.graph.edge(self.first_node[target.path] + target.node, node)
                if node in self.graph.stored:
                    self.graph.edge(node, self.first_node[target.path] + target.node)
            case ProjectClass():
                self.graph.edge(self._whole(target), node)
            case ProjectFunction():
                self.callable_references.setdefault(node, []).append(target)

    def _link_classes(self, path: str, outline: Outline) -> None:
        """A class holds what its bases hold; fields of one name in a lineage are one."""
        base = self.first_node[path]
        for index, found in enumerate(outline.classes):
            fields = dict(found.fields)
            for other in self.linked.lineage(ProjectClass(path, index))[1:]:
                self.graph.edge(self._whole(other), base + found.whole)
                there = self.first_node[other.path]
                for name, node in self.outlines[other.path].classes[other.index].fields:
                    if name in fields:
                        self.graph.edge(there + node, base + fields[name])
                        self.graph.edge(base + fields[name], there + node)

    def _link_fields(self) -> None:
        """What is stored into a field of some object may be read from a field of that name of any other."""
        graph = self.graph
        written: dict[str, int] = {}
        read: dict[str, int] = {}
        for path, outline in self.outlines.items():
            base, stored = self.first_node[path], set(outline.stored)
            for node in outline.stored:
                if outline.kinds[node] == _FIELD:
                    name = outline.names[outline.name_of[node]]
                    graph.edge(base + node, _node_for(written, name, graph))
            for node in outline.read:
                if node not in stored:
                    graph.edge(_node_for(read, outline.names[outline.name_of[node]], graph), base + node)
        for name, node in written.items():
            graph.edge(node, read.get(name, 0))
        for path, outline in self.outlines.items():
            base = self.first_node[path]
            for found in outline.classes:
                for name, node in found.fields:
                    graph.edge(base + node, read.get(name, 0))
                    graph.edge(written.get(name, 0), base + node)

    def _link_calls(self, path: str, outline: Outline) -> None:
        base, first, names = self.first_node[path], self.first_function[path], outline.names
        for row in outline.calls:
            callees = names[row[1]]
            targets = self.linked.resolve(path, callees)
            self._link_call(row, base, first + outline.function_of[row[0]], callees, targets, names)

    def _link_call(
        self, row: CallRow, base: int, function: int, callees: str, targets: tuple[Target, ...], names: tuple[str, ...]
    ) -> None:
        node, _, receiver, target, caught, control, flat = row
        node += base
        arguments = [(names[k] if k > 0 else k, n + base if n else 0) for k, n in zip(flat[::2], flat[1::2], strict=True)]
        call = _Call(
            node, function, receiver + base if receiver else 0, control + base if control else 0, caught + base if caught else 0, arguments
        )
        externals: list[str] = []
        ours, typed = False, not targets
        method = callees.rpartition("@")[2] if "@" in callees else callees.rpartition(".")[2].lstrip("?:")
        for found in targets:
            match found:
                case ProjectFunction():
                    ours = True
                    self._call_function(call, found, 1 if callees[0] == "$" else 0)
                case ProjectClass():
                    ours = True
                    self._construct(call, found)
                case ProjectValue():
                    typed = True
                    call.receiver = self.first_node[found.path] + found.node
                    method = found.rest.rpartition(".")[2]
                case External():
                    externals.append(found.name)
        if typed:
            if callees[0] == ON_VALUE or callees[0] == "$" or (targets and method):
                self._call_by_name(call, method)
            else:
                self._call_value(call)
                method = ""
        if not ours:
            self._call_unknown(call)
        self._call_back(call)
        nodes = tuple(n for _, n in arguments if n)
        self.graph.sites.append(
            Site(
                node, function, method, tuple(externals), ours, typed, call.receiver, target + base if target else 0, call.control,
                call.caught, nodes,
            )
        )  # fmt: skip

    def _call_function(self, call: _Call, target: ProjectFunction, offset: int) -> None:
        """Arguments flow to parameters, changes of them back, the result to the call."""
        outline, base = self.outlines[target.path], self.first_node[target.path]
        function = outline.functions[target.index]
        if function.owner >= 0 and function.decorators:
            offset = 0 if "staticmethod" in function.decorators else 1 if "classmethod" in function.decorators else offset
        if offset and function.nodes:
            self.graph.edge(call.receiver, base + function.nodes[0])
        for argument, parameter in match_arguments(function, call.arguments, offset):
            self.graph.edge(argument, base + parameter)
            if parameter in function.mutated:
                self.graph.edge(base + parameter, argument)
        self._enter(call, target, function)
        self.graph.edge(base + function.result, call.node)

    def _enter(self, call: _Call, target: ProjectFunction, function: FunctionOutline) -> None:
        """The callee is governed by what governs the call; its exceptions arrive where the call's are caught."""
        graph, base = self.graph, self.first_node[target.path]
        entry = graph.entries + self.first_function[target.path] + target.index
        graph.edge(call.control, entry)
        graph.edge(graph.entries + call.function, entry)
        path, caller = graph.functions[call.function]
        graph.edge(base + function.raised, call.caught or self.first_node[path] + caller.raised)

    def _construct(self, call: _Call, target: ProjectClass) -> None:
        """A new object: its constructor gets the arguments, or the declared fields do; the result is the whole object."""
        graph = self.graph
        graph.edge(self._whole(target), call.node)
        graph.edge(call.receiver, call.node)
        constructors = [m for name in ("__init__", "__new__") for m in self.linked.methods(target, name)]
        for constructor in constructors:
            self._call_function(_Call(0, call.function, 0, call.control, call.caught, call.arguments), constructor, 1)
        if constructors:
            return
        fields, declared = self._fields_in_order(target)
        for place, (key, node) in enumerate(call.arguments):
            graph.edge(node, call.node)
            name = key if isinstance(key, str) else declared[place] if key == POSITIONAL and place < len(declared) else ""
            graph.edge(node, fields.get(name, 0))

    def _fields_in_order(self, target: ProjectClass) -> tuple[dict[str, int], list[str]]:
        fields: dict[str, int] = {}
        declared: dict[str, None] = {}
        for owner in reversed(self.linked.lineage(target)):
            base, found = self.first_node[owner.path], self.outlines[owner.path].classes[owner.index]
            fields.update({name: base + node for name, node in found.fields})
            declared.update(dict.fromkeys(found.declared))
        return fields, list(declared)

    def _call_by_name(self, call: _Call, name: str) -> None:
        """A method of an object of unknown type may be any of that name which takes these arguments."""
        found = self.methods.get(name)
        if not found:
            return
        method = self.by_name.get(name)
        if method is None:
            method = self.by_name[name] = self._method(name, found)
        if not any(self._takes(target, call.arguments) for target in found):
            return
        graph = self.graph
        graph.edge(call.receiver, method.receiver)
        plain = []
        for key, node in call.arguments:
            if key == SPREAD:
                graph.edge(node, method.signature.spread)
            elif key == SPREAD_NAMES:
                graph.edge(node, method.signature.spread_names)
            else:
                plain.append((key, node))
        for argument, parameter in match_arguments(method.signature, plain, 0):
            graph.edge(argument, parameter)
            graph.edge(parameter if parameter in method.mutated else 0, argument)
        graph.edge(method.result, call.node)
        graph.edge(call.control, method.entry)
        graph.edge(graph.entries + call.function, method.entry)
        path, caller = graph.functions[call.function]
        graph.edge(method.raised, call.caught or self.first_node[path] + caller.raised)

    def _method(self, name: str, found: list[ProjectFunction]) -> _Method:
        """One node per parameter for all methods of a name, so that calls and methods are not multiplied."""
        graph = self.graph
        functions = [(self.outlines[t.path].functions[t.index], self.first_node[t.path], t) for t in found]
        positional = max(f.positional for f, _, _ in functions)
        named = list(dict.fromkeys(p for f, _, _ in functions for p in f.parameters))
        places = tuple(graph.add(_JOIN) for _ in range(positional))
        keywords = {p: graph.add(_JOIN) for p in named}
        rest, rest_names = graph.add(_JOIN), graph.add(_JOIN)
        entry = graph.add(_CONTROL)
        mutated: set[int] = set()
        method = _Method(graph.add(_JOIN), graph.add(_JOIN), graph.add(_JOIN), entry, _signature(name, places, keywords, rest, rest_names), mutated)
        for function, base, target in functions:
            offset = 0 if "staticmethod" in function.decorators else 1
            if offset and function.nodes:
                graph.edge(method.receiver, base + function.nodes[0])
            arguments: list[tuple[int | str, int]] = [(POSITIONAL, n) for n in places] + list(keywords.items())
            arguments += [(SPREAD, rest), (SPREAD_NAMES, rest_names)]
            for argument, parameter in match_arguments(function, arguments, offset):
                graph.edge(argument, base + parameter)
                if parameter in function.mutated:
                    graph.edge(base + parameter, argument)
                    mutated.add(argument)
            graph.edge(base + function.result, method.result)
            graph.edge(base + function.raised, method.raised)
            graph.edge(entry, graph.entries + self.first_function[target.path] + target.index)
        return method

    def _takes(self, target: ProjectFunction, arguments: list[tuple[int | str, int]]) -> bool:
        function = self.outlines[target.path].functions[target.index]
        count = sum(1 for key, _ in arguments if key == POSITIONAL)
        offset = 0 if "staticmethod" in function.decorators else 1
        if count > function.positional - offset and not function.spread:
            return False
        return bool(function.spread_names) or all(key in function.parameters for key, _ in arguments if isinstance(key, str))

    def _call_value(self, call: _Call) -> None:
        """A value is called: a lambda it holds, or any function of the project that is passed around."""
        graph = self.graph
        self.dynamic_called = True
        graph.edge(call.receiver, call.node)
        graph.edge(call.node, call.receiver)
        for _, node in call.arguments:
            graph.edge(node, self.dynamic_in)
        graph.edge(self.dynamic_out, call.node)

    def _call_unknown(self, call: _Call) -> None:
        graph = self.graph
        graph.edge(call.receiver, call.node)
        for _, node in call.arguments:
            graph.edge(node, call.node)

    def _call_back(self, call: _Call) -> None:
        """A function of the project that is passed to a call may be called there, with anything else that is passed."""
        for _, node in call.arguments:
            for target in self.callable_references.get(node, ()):
                self.escaped[target] = None
                outline, base = self.outlines[target.path], self.first_node[target.path]
                function = outline.functions[target.index]
                for parameter in (*function.nodes, function.spread, function.spread_names):
                    self.graph.edge(call.node, base + parameter if parameter else 0)
                self.graph.edge(base + function.result, call.node)
                self._enter(call, target, function)

    def _link_computed(self) -> None:
        """Reading an attribute that a method computes gives what the method gives back."""
        graph = self.graph
        results: dict[str, int] = {}
        owners: dict[str, int] = {}
        for path, function in graph.functions:
            if function.owner >= 0 and any(_COMPUTED in d for d in function.decorators):
                name = function.name.rpartition(".")[2]
                base = self.first_node[path]
                graph.edge(base + function.result, _node_for(results, name, graph))
                graph.edge(_node_for(owners, name, graph), base + function.nodes[0] if function.nodes else 0)
                fields = dict(self.outlines[path].classes[function.owner].fields)
                graph.edge(base + function.result, base + fields[name] if name in fields else 0)
        for path, outline in self.outlines.items():
            base = self.first_node[path]
            for node in outline.read:
                name = outline.names[outline.name_of[node]]
                graph.edge(results.get(name, 0), base + node)
                graph.edge(base + node, owners.get(name, 0))

    def _link_escaped(self) -> None:
        """Functions used as values may be called wherever a value is called."""
        graph = self.graph
        used = set(graph.sources)
        for node, targets in self.callable_references.items():
            if node in used:
                self.escaped.update(dict.fromkeys(targets))
        for target in self.methods.get("__call__", ()):
            self.escaped[target] = None
        if not self.dynamic_called:
            return
        for target in self.escaped:
            base, function = self.first_node[target.path], self.outlines[target.path].functions[target.index]
            for parameter in (*function.nodes, function.spread, function.spread_names):
                graph.edge(self.dynamic_in, base + parameter if parameter else 0)
            graph.edge(base + function.result, self.dynamic_out)

    def _whole(self, target: ProjectClass) -> int:
        return self.first_node[target.path] + self.outlines[target.path].classes[target.index].whole


@dataclass(slots=True)
class _Call:
    node: int
    function: int
    receiver: int
    control: int
    caught: int
    arguments: list[tuple[int | str, int]]


@dataclass(slots=True)
class _Method:
    receiver: int
    result: int
    raised: int
    entry: int
    signature: FunctionOutline
    mutated: set[int]


def match_arguments(function: FunctionOutline, arguments: list[tuple[int | str, int]], offset: int) -> Iterator[tuple[int, int]]:
    """Pairs of an argument and the parameter it is given to; `offset` counts parameters that are bound already."""
    for argument, parameters in _matches(function, arguments, offset):
        for parameter in parameters:
            if argument and parameter:
                yield argument, parameter


def _matches(function: FunctionOutline, arguments: list[tuple[int | str, int]], offset: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    place, nodes = offset, function.nodes
    for key, node in arguments:
        if key == POSITIONAL:
            yield node, (nodes[place] if place < function.positional else function.spread,)
            place += 1
        elif key == SPREAD:
            yield node, (*nodes[place : function.positional], function.spread)
        elif key == SPREAD_NAMES:
            yield node, (*nodes[offset:], function.spread_names)
        elif key in function.parameters:
            yield node, (nodes[function.parameters.index(key)],)  # type: ignore[arg-type]
        else:
            yield node, (function.spread_names,)


def _signature(name: str, places: tuple[int, ...], keywords: dict[str, int], rest: int, rest_names: int) -> FunctionOutline:
    nodes = (*places, *keywords.values())
    blank = tuple("" for _ in places)
    return FunctionOutline(name, 0, 0, (*blank, *keywords), nodes, len(places), rest, rest_names, 0, 0, -1, (), ())


def _node_for(known: dict[str, int], name: str, graph: CoarseGraph) -> int:
    if name not in known:
        known[name] = graph.add(_JOIN)
    return known[name]
