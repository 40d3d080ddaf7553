"""What is called where: functions, classes and library types flow like values, and each call is linked to what arrives at it.

This is 0-CFA (Shivers 1988) on the coarse graph: sets of things are spread by difference until no call gets a new callee.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from adversescan.analysis.gate_graph import CoarseGraph, Site, Thing, is_computed
from adversescan.analysis.gate_types import Types
from adversescan.analysis.link_names import External, LinkedNames, ProjectClass, ProjectFunction, ProjectValue
from adversescan.graph.outline import OF_CLASS, POSITIONAL, SPREAD, SPREAD_NAMES, CallRow, FunctionOutline, Kind, Outline
from adversescan.knowledge.library import CallModel, Does, Store

_CONTROL, _FIELD, _JOIN = int(Kind.CONTROL), int(Kind.FIELD), int(Kind.JOIN)
_MOST_THINGS = 12
"""Where more than this many may arrive, nothing is told of any one, and no more are followed."""
_FEW = 4

Arriving = Thing | str
"""What may arrive at a node: a function or class of the project, or the dotted name of a library type."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What arrives at each node, and the flows on which a value stays the very value it was: no computing with it, no field of it."""

    arrived: list[set[Arriving]]
    copies: tuple[list[int], list[int]]


def link_calls(graph: CoarseGraph, types: Types) -> Linked:
    """Adds the flows of all calls to the graph."""
    calls = _Calls(graph, types)
    for path, outline in graph.outlines.items():
        for row in outline.calls:
            calls.open_site(path, outline, row)
    calls.spread()
    return Linked(calls.arrived, calls.copies())


@dataclass(slots=True)
class _Meeting:
    """Where calls of a method meet all the methods they may mean."""

    receiver: int
    entry: int
    signature: FunctionOutline
    changed: set[int]


class _Calls:
    def __init__(self, graph: CoarseGraph, types: Types) -> None:
        self.graph = graph
        self.types = types
        self.linked: LinkedNames = graph.linked
        self.arrived: list[set[Arriving]] = []
        self.waiting: deque[int] = deque()
        self.new: dict[int, set[Arriving]] = {}
        self.after: list[list[int]] = []
        self.sites_at: dict[int, list[Site]] = defaultdict(list)
        self.passed_at: dict[int, list[Site]] = defaultdict(list)
        self.stores: dict[Store | None, int] = {}
        self.results: dict[int, set[Arriving]] = {}
        """What libraries say the results of calls are."""
        self.fixed: set[int] = set()
        """Calls whose results are nothing else."""
        self.done: set[tuple[int, Thing, int]] = set()
        self.methods_of: dict[tuple[ProjectClass, str], tuple[ProjectFunction, ...]] = {}
        self.meetings: dict[tuple[ProjectFunction, ...], _Meeting] = {}
        self.met: set[tuple[int, tuple[ProjectFunction, ...]]] = set()
        self.drawn: set[tuple[int, int]] = set()
        self.types_also: list[tuple[int, int]] = []
        """Flows that types take as well, of calls that are otherwise unknown."""
        self.data_only: set[tuple[int, int]] = set()
        """Flows of unknown calls, whose results have no type."""
        self.base_of: dict[int, int] = {}
        self.wholes: set[int] = set()
        self.own: set[int] = set()
        """The parameters own objects come in by."""
        for path, outline in graph.outlines.items():
            base = graph.first_node[path]
            self.wholes.update(base + found.whole for found in outline.classes)
            self.own.update(base + f.nodes[0] for f in outline.functions if f.owner >= 0 and f.nodes)
        self.class_fields: dict[ProjectClass, dict[str, int]] = {}

    def open_site(self, path: str, outline: Outline, row: CallRow) -> None:
        """Link a call as far as its names tell; the rest waits for what arrives at its receiver and arguments."""
        graph = self.graph
        base, names = graph.first_node[path], outline.names
        node, callee, receiver, target, caught, control, flat = row
        callees = names[callee]
        targets = self.linked.resolve(path, callees)
        method = callees.rpartition("@")[2] if "@" in callees else callees.rpartition(".")[2].lstrip("?:*")
        externals = tuple(t.name for t in targets if isinstance(t, External))
        ours = [t for t in targets if isinstance(t, ProjectFunction | ProjectClass)]
        values = [t for t in targets if isinstance(t, ProjectValue)]
        here = receiver + base if receiver else 0
        if values:
            here, method = graph.first_node[values[0].path] + values[0].node, values[0].rest.rpartition(".")[2]
        elif not targets and "@" not in callees:
            method = ""
        site = Site(
            node + base, graph.first_function[path] + outline.function_of[node], method, externals, bool(ours), not targets or bool(values),
            here, target + base if target else 0, control + base if control else 0, caught + base if caught else 0,
            tuple((names[k] if k > 0 else k, n + base if n else 0) for k, n in zip(flat[::2], flat[1::2], strict=True)),
        )  # fmt: skip
        graph.sites.append(site)
        if callees[0] == OF_CLASS:
            self._call_methods(site, tuple(found for found in ours if isinstance(found, ProjectFunction)))
        else:
            for found in ours:
                self._call(site, found, 0)
        if not ours:
            self._call_unknown(site)
        if externals:
            self._note_result(site)

    def spread(self) -> None:
        """Spread functions, classes and types until nothing changes."""
        graph = self.graph
        size = len(graph.kinds)
        self.arrived = [_NOTHING] * size
        self.after = [_NOWHERE] * size
        for source, target in chain(zip(graph.sources, graph.targets, strict=True), self.types_also):
            if self._takes_types(source, target):
                if self.after[source] is _NOWHERE:
                    self.after[source] = []
                self.after[source].append(target)
        for site in graph.sites:
            if site.typed and site.receiver:
                self.sites_at[site.receiver].append(site)
            if not site.ours:
                for argument in site.nodes:
                    self.passed_at[argument].append(site)
        self._seed()
        self._run()

    def copies(self) -> tuple[list[int], list[int]]:
        """Flows of the value itself."""
        sources: list[int] = []
        targets: list[int] = []
        for source, after in enumerate(self.after):
            for target in after:
                if self.base_of.get(target) != source:
                    sources.append(source)
                    targets.append(target)
        return sources, targets

    def _takes_types(self, source: int, target: int) -> bool:
        """Whether functions, classes and types pass along a flow: not from an object to its fields or back."""
        graph = self.graph
        kind = graph.kinds[target]
        if kind == _CONTROL or graph.kinds[source] == _CONTROL or target in self.wholes or target in self.own:
            return False
        if kind == _FIELD:
            if target in graph.read:
                # The first flow into an attribute that is read comes from what it is read from.
                self.base_of.setdefault(target, source)
                return True
            return source not in self.own
        if graph.kinds[source] == _FIELD and self.base_of.get(source) == target:
            return False
        return (source, target) not in self.data_only

    def _seed(self) -> None:
        for path, outline in self.graph.outlines.items():
            for index in range(len(outline.classes)):
                owner = ProjectClass(path, index)
                self._arrive(self.graph.whole(owner), {owner})
        for node, thing in self.graph.things:
            if isinstance(thing, ProjectClass) or not _is_computed(self.graph, thing):
                self._arrive(node, {thing})
        for node, name in self.graph.foreign:
            found = self.types.of(name)
            if found:
                self._arrive(node, {found})
        for node, found_types in self.results.items():
            self._arrive(node, found_types)

    def _run(self) -> None:
        after, waiting = self.after, self.waiting
        while waiting:
            node = waiting.popleft()
            new = self.new.pop(node)
            for site in self.sites_at.get(node, ()):
                self._call_on(site, new)
            for site in self.passed_at.get(node, ()):
                self._call_back(site, new)
            for target in after[node]:
                if self.base_of.get(target) == node:
                    self._read(target, new)
                else:
                    self._arrive(target, new)

    def _arrive(self, node: int, things: Iterable[Arriving]) -> None:
        if node in self.fixed:
            things = self.results[node].intersection(things)
        known = self.arrived[node]
        if len(known) >= _MOST_THINGS:
            return
        fresh = {t for t in things if t not in known}
        if not fresh:
            return
        if known is _NOTHING:
            self.arrived[node] = fresh.copy()
        else:
            known |= fresh
        if node in self.new:
            self.new[node] |= fresh
        else:
            self.new[node] = fresh
            self.waiting.append(node)

    def _edge(self, source: int, target: int) -> None:
        """A flow found while spreading: what has arrived at its source arrives at its target."""
        if (source, target) in self.drawn:
            return
        self.drawn.add((source, target))
        graph = self.graph
        graph.edge(source, target)
        if not self.after or not self._takes_types(source, target) or not source or not target or source == target:
            return
        if self.after[source] is _NOWHERE:
            self.after[source] = []
        self.after[source].append(target)
        if self.arrived[source]:
            self._arrive(target, self.arrived[source])

    def _read(self, node: int, things: set[Arriving]) -> None:
        """An attribute of things: the field of a class, a method of it, a member of a library type."""
        name = self.graph.name(node)
        passed: set[Arriving] = set()
        for thing in things:
            if isinstance(thing, str):
                passed |= self.types.member(thing, name)
            elif isinstance(thing, ProjectClass):
                self._read_field(thing, name, node)
        self._arrive(node, passed)

    def _read_field(self, owner: ProjectClass, name: str, node: int) -> None:
        field = self._fields(owner).get(name, 0)
        if not field or (node, owner, -1) in self.done:
            return
        self.done.add((node, owner, -1))
        self._edge(field, node)
        if node in self.graph.stored:
            self._edge(node, field)
            self._edge(field, self.graph.whole(owner))
        for method in self.linked.methods(owner, name):
            if _is_computed(self.graph, method):
                function = self.graph.outlines[method.path].functions[method.number]
                self._edge(self.graph.first_node[method.path] + function.result, node)

    def _fields(self, owner: ProjectClass) -> dict[str, int]:
        known = self.class_fields.get(owner)
        if known is None:
            known = self.class_fields[owner] = {}
            for base in reversed(self.linked.lineage(owner)):
                first = self.graph.first_node[base.path]
                known.update({name: first + node for name, node in self.graph.outlines[base.path].classes[base.number].fields})
        return known

    def _call_on(self, site: Site, things: set[Arriving]) -> None:
        """Things arrive at the receiver of a call (or are themselves what is called: then what chose them governs them)."""
        for thing in things:
            if not site.method and isinstance(thing, ProjectFunction):
                self._edge(site.receiver, self.graph.entries + self.graph.first_function[thing.path] + thing.number)
            if isinstance(thing, str):
                for model in self.types.models(thing, site.method):
                    self._arrive(site.node, self.types.result(model))
            elif not site.method:
                if isinstance(thing, ProjectClass):
                    self._call_methods(site, self._methods(thing, "__call__"))
                self._call_once(site, thing, 1 if isinstance(thing, ProjectFunction) and _is_method(self.graph, thing) else 0)
            elif isinstance(thing, ProjectClass):
                self._call_methods(site, self._methods(thing, site.method))
                field = self._fields(thing).get(site.method, 0)
                for held in self.arrived[field] if field else ():
                    if not isinstance(held, str):
                        self._call_once(site, held, 0)

    def _call_back(self, site: Site, things: set[Arriving]) -> None:
        """A function passed to somebody else's code may be called there with anything else that is passed."""
        for thing in things:
            if isinstance(thing, ProjectFunction) and (site.node, thing, -2) not in self.done:
                self.done.add((site.node, thing, -2))
                base, function = self.graph.first_node[thing.path], self.graph.outlines[thing.path].functions[thing.number]
                for parameter in (*function.nodes, function.spread, function.spread_names):
                    self._edge(site.node, base + parameter if parameter else 0)
                self._edge(base + function.result, site.node)
                self._enter(site, thing, function)

    def _methods(self, owner: ProjectClass, name: str) -> tuple[ProjectFunction, ...]:
        known = self.methods_of.get((owner, name))
        if known is None:
            known = self.methods_of[owner, name] = self.linked.methods(owner, name)
        return known

    def _call_methods(self, site: Site, methods: tuple[ProjectFunction, ...]) -> None:
        """A method and those that replace it; many are reached through one node per parameter, so that calls and methods do not multiply."""
        if len(methods) < _FEW:
            for method in methods:
                self._call_once(site, method, 1)
            return
        meeting = self.meetings.get(methods)
        if meeting is None:
            meeting = self.meetings[methods] = self._meet(methods)
        if (site.node, methods) in self.met:
            return
        self.met.add((site.node, methods))
        self._edge(site.receiver, meeting.receiver)
        for argument, parameter in match_arguments(meeting.signature, site.arguments, 0):
            self._edge(argument, parameter)
            if parameter in meeting.changed:
                self._edge(parameter, argument)
        self._edge(meeting.signature.result, site.node)
        self._edge(site.control, meeting.entry)
        self._edge(self.graph.entries + site.function, meeting.entry)
        path, caller = self.graph.functions[site.function]
        self._edge(meeting.signature.raised, site.caught or self.graph.first_node[path] + caller.raised)

    def _meet(self, methods: tuple[ProjectFunction, ...]) -> _Meeting:
        graph = self.graph
        functions = [graph.outlines[m.path].functions[m.number] for m in methods]
        count = max(f.positional for f in functions)
        named = {name: self._node() for f in functions for name in f.parameters}
        places = tuple(self._node() for _ in range(count))
        rest, rest_names = self._node(), self._node()
        signature = FunctionOutline(
            functions[0].name, 0, 0, (*("",) * count, *named), (*places, *named.values()), count, rest, rest_names,
            self._node(), self._node(), -1, (), (),
        )  # fmt: skip
        meeting = _Meeting(self._node(), self._node(_CONTROL), signature, set())
        arguments = [(POSITIONAL, n) for n in places] + list(named.items()) + [(SPREAD, rest), (SPREAD_NAMES, rest_names)]
        site = Site(0, 0, "", (), True, False, meeting.receiver, 0, meeting.entry, signature.raised, tuple(arguments))
        for method, function in zip(methods, functions, strict=True):
            self._call_function(site, method, 1, from_function=False)
            self._edge(graph.first_node[method.path] + function.result, signature.result)
            base = graph.first_node[method.path]
            offset = 0 if "staticmethod" in function.decorators else 1
            changed = {base + node for node in function.mutated}
            meeting.changed.update(a for a, parameter in match_arguments(function, arguments, offset) if base + parameter in changed)
        return meeting

    def _node(self, kind: int = _JOIN) -> int:
        if self.after:
            self.arrived.append(_NOTHING)
            self.after.append(_NOWHERE)
        return self.graph.add(kind)

    def _call_once(self, site: Site, thing: Thing, offset: int) -> None:
        if (site.node, thing, offset) not in self.done:
            self.done.add((site.node, thing, offset))
            self._call(site, thing, offset)

    def _call(self, site: Site, thing: Thing, offset: int) -> None:
        if isinstance(thing, ProjectClass):
            self._construct(site, thing)
        else:
            self._call_function(site, thing, offset)
            graph = self.graph
            self._edge(graph.first_node[thing.path] + graph.outlines[thing.path].functions[thing.number].result, site.node)

    def _call_function(self, site: Site, target: ProjectFunction, offset: int, *, from_function: bool = True) -> None:
        """Arguments flow to parameters and changes of them back."""
        base, function = self.graph.first_node[target.path], self.graph.outlines[target.path].functions[target.number]
        if function.owner >= 0 and function.decorators:
            offset = 0 if "staticmethod" in function.decorators else 1 if "classmethod" in function.decorators else offset
        if offset and function.nodes:
            self._edge(site.receiver, base + function.nodes[0])
        for argument, parameter in match_arguments(function, site.arguments, offset):
            self._edge(argument, base + parameter)
            if parameter in function.mutated:
                self._edge(base + parameter, argument)
        self._enter(site, target, function, from_function=from_function)

    def _enter(self, site: Site, target: ProjectFunction, function: FunctionOutline, *, from_function: bool = True) -> None:
        """The callee is governed by what governs the call; its exceptions arrive where the call's are caught."""
        graph, base = self.graph, self.graph.first_node[target.path]
        entry = graph.entries + graph.first_function[target.path] + target.number
        self._edge(site.control, entry)
        if from_function:
            self._edge(graph.entries + site.function, entry)
        path, caller = graph.functions[site.function]
        self._edge(base + function.raised, site.caught or graph.first_node[path] + caller.raised)

    def _construct(self, site: Site, target: ProjectClass) -> None:
        """A new object: its constructor gets the arguments, or the declared fields do; the result is the whole object."""
        self._edge(self.graph.whole(target), site.node)
        self._edge(site.receiver, site.node)
        constructors = [m for name in ("__init__", "__new__") for m in self.linked.methods(target, name, heirs=False)]
        for constructor in constructors:
            self._call_function(site._replace(receiver=0), constructor, 1)
        if constructors:
            return
        fields, declared = self._fields(target), self._declared(target)
        for place, (key, node) in enumerate(site.arguments):
            self._edge(node, site.node)
            name = key if isinstance(key, str) else declared[place] if key == POSITIONAL and place < len(declared) else ""
            self._edge(node, fields.get(name, 0))

    def _declared(self, target: ProjectClass) -> list[str]:
        declared: dict[str, None] = {}
        for owner in reversed(self.linked.lineage(target)):
            declared.update(dict.fromkeys(self.graph.outlines[owner.path].classes[owner.number].declared))
        return list(declared)

    def _call_unknown(self, site: Site) -> None:
        """An unknown callee passes everything to its result; one that is itself a value may hold a function that gets it."""
        graph = self.graph
        models = [self.types.exact(name) for name in site.externals]
        keeps = any(model is not None and self.types.keeps(model) for model in models)
        for node in (site.receiver, *site.nodes):
            graph.edge(node, site.node)
            passes = site.method in OF_CONTAINERS and not site.externals if node == site.receiver else keeps
            if not passes:
                self.data_only.add((node, site.node))
        if site.target and site.method in OF_CONTAINERS:
            self.types_also += [(node, site.target) for node in site.nodes]
        if site.typed and not site.method:
            graph.edge(site.node, site.receiver)

    def _note_result(self, site: Site) -> None:
        """The types the library gives the result; those of the arguments pass only where it says so."""
        found: set[Arriving] = set()
        keeps = False
        for name in site.externals:
            model = self.types.exact(name)
            found |= self.types.result_of_unknown(name) if model is None else self.types.result(model)
            keeps = keeps or (model is not None and self.types.keeps(model))
            if model is not None and model.does in (Does.READ, Does.WRITE):
                self._keep_types(site, model)
        self.results[site.node] = found
        reads = any(m is not None and m.does is Does.READ for m in map(self.types.exact, site.externals))
        if not keeps and not reads:
            self.fixed.add(site.node)

    def _keep_types(self, site: Site, model: CallModel) -> None:
        """What is written to a kind of store has its type still when it is read from there."""
        place = self.stores.get(model.store)
        if place is None:
            place = self.stores[model.store] = self.graph.add(_JOIN)
        if model.does is Does.WRITE:
            self.types_also += [(node, place) for node in site.nodes]
        else:
            self.types_also.append((place, site.node))


def match_arguments(function: FunctionOutline, arguments: Iterable[tuple[int | str, int]], offset: int) -> Iterator[tuple[int, int]]:
    """Pairs of an argument and the parameter it is given to; `offset` counts parameters that are bound already."""
    for argument, parameters in _matches(function, arguments, offset):
        for parameter in parameters:
            if argument and parameter:
                yield argument, parameter


def _matches(function: FunctionOutline, arguments: Iterable[tuple[int | str, int]], offset: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    place, nodes = offset, function.nodes
    for key, node in arguments:
        if isinstance(key, str):
            yield node, (nodes[function.parameters.index(key)] if key in function.parameters else function.spread_names,)
        elif key == POSITIONAL:
            yield node, (nodes[place] if place < function.positional else function.spread,)
            place += 1
        elif key == SPREAD:
            yield node, (*nodes[place : function.positional], function.spread)
        elif key == SPREAD_NAMES:
            yield node, (*nodes[offset:], function.spread_names)


def _is_computed(graph: CoarseGraph, target: ProjectFunction) -> bool:
    return is_computed(graph.outlines[target.path].functions[target.number])


def _is_method(graph: CoarseGraph, target: ProjectFunction) -> bool:
    return graph.outlines[target.path].functions[target.number].owner >= 0


OF_CONTAINERS = frozenset(name for kind in (dict, list, set, tuple, deque, str) for name in dir(kind))
"""Methods of the language's own containers and texts: they give back, or take in, what they are called with."""

_NOTHING: set[Arriving] = set()
_NOWHERE: list[int] = []
