"""What is called where: functions, classes and library types flow like values, and each call is linked to what arrives at it.

This is 0-CFA (Shivers 1988) on the coarse graph: sets of things are spread by difference until no call gets a new callee.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass

from adversescan.analysis.gate_arguments import Meeting, match_arguments, new_meeting
from adversescan.analysis.gate_fields import Fields
from adversescan.analysis.gate_graph import CoarseGraph, Site, Thing, is_computed
from adversescan.analysis.gate_results import Results
from adversescan.analysis.gate_spread import Arriving, Spread
from adversescan.analysis.gate_types import Types
from adversescan.analysis.link_names import External, LinkedNames, ProjectClass, ProjectFunction, ProjectValue
from adversescan.graph.outline import OF_CLASS, POSITIONAL, CallRow, FunctionOutline, Kind, Outline
from adversescan.knowledge.library import CallModel, Does

_CONTROL, _JOIN = int(Kind.CONTROL), int(Kind.JOIN)
_CALLS_BACK = frozenset({Does.CALL, Does.FRAME, Does.ENTRY})
_FEW = 4
"""From this many methods on, calls meet them at nodes of their own."""


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
    return calls.spread()


class _Calls:
    def __init__(self, graph: CoarseGraph, types: Types) -> None:
        self.graph = graph
        self.types = types
        self.linked: LinkedNames = graph.linked
        self.things = Spread(graph)
        self.sites_at: dict[int, list[Site]] = defaultdict(list)
        self.passed_at: dict[int, list[Site]] = defaultdict(list)
        self.results = Results(types, self.things)
        self.done: set[tuple[int, Thing, int]] = set()
        self.methods_of: dict[tuple[ProjectClass, str], tuple[ProjectFunction, ...]] = {}
        self.meetings: dict[tuple[ProjectFunction, ...], Meeting] = {}
        self.met: set[tuple[int, tuple[ProjectFunction, ...]]] = set()
        self.calling_back: set[int] = set()
        self.fields = Fields(graph, self.things)

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
        for model in self.results.note(site) if externals else ():
            self._note_call_back(site, model)

    def spread(self) -> Linked:
        """Spread functions, classes and types until no call gets a new callee."""
        for site in self.graph.sites:
            if site.typed and site.receiver:
                self.sites_at[site.receiver].append(site)
            if not site.ours:
                for argument in site.nodes:
                    self.passed_at[argument].append(site)
        self.things.start()
        self._seed()
        self.things.run(self._called, self._read)
        return Linked(self.things.arrived, self.things.copies())

    def _called(self, node: int, things: set[Arriving]) -> None:
        for site in self.sites_at.get(node, ()):
            self._call_on(site, things)
        for site in self.passed_at.get(node, ()):
            self._call_back(site, things)

    def _seed(self) -> None:
        for path, outline in self.graph.outlines.items():
            for index in range(len(outline.classes)):
                owner = ProjectClass(path, index)
                self.things.arrive(self.graph.whole(owner), {owner})
        for node, thing in self.graph.things:
            if isinstance(thing, ProjectClass) or not is_computed(self.graph.outlines[thing.path].functions[thing.number]):
                self.things.arrive(node, {thing})
        for node, name in self.graph.foreign:
            found = self.types.of(name)
            if found:
                self.things.arrive(node, {found})

    def _read(self, node: int, things: set[Arriving]) -> None:
        """An attribute of things: the field of a class, a method of it, a member of a library type."""
        name = self.graph.name(node)
        passed: set[Arriving] = set()
        for thing in things:
            if isinstance(thing, str):
                passed |= self.types.member(thing, name)
            elif isinstance(thing, ProjectClass):
                self.fields.read(thing, name, node)
        self.things.arrive(node, passed)

    def _call_on(self, site: Site, things: set[Arriving]) -> None:
        """Things arrive at the receiver of a call (or are themselves what is called: then what chose them governs them)."""
        for thing in things:
            if not site.method and isinstance(thing, ProjectFunction):
                self.things.draw(site.receiver, self.graph.entries + self.graph.first_function[thing.path] + thing.number)
            if isinstance(thing, str):
                for model in self.types.models(thing, site.method):
                    self.things.arrive(site.node, self.types.result(model))
                    self._note_call_back(site, model)
            elif not site.method:
                if isinstance(thing, ProjectClass):
                    self._call_methods(site, self._methods(thing, "__call__"))
                self._call_once(site, thing, 1 if isinstance(thing, ProjectFunction) and _is_method(self.graph, thing) else 0)
            elif isinstance(thing, ProjectClass):
                self._call_methods(site, self._methods(thing, site.method))
                field = self.fields.of(thing).get(site.method, 0)
                for held in self.things.arrived[field] if field else ():
                    if not isinstance(held, str):
                        self._call_once(site, held, 0)

    def _note_call_back(self, site: Site, model: CallModel) -> None:
        """The library calls what is passed to it."""
        if (model.function or model.does in _CALLS_BACK) and site.node not in self.calling_back:
            self.calling_back.add(site.node)
            for argument in site.nodes if self.things.arrived else ():
                self._call_back(site, self.things.arrived[argument])

    def _call_back(self, site: Site, things: Iterable[Arriving]) -> None:
        """A function passed to a library that calls it may be called with anything else that is passed."""
        if site.node not in self.calling_back:
            return
        for thing in tuple(things):
            if isinstance(thing, ProjectFunction) and (site.node, thing, -2) not in self.done:
                self.done.add((site.node, thing, -2))
                base, function = self.graph.first_node[thing.path], self.graph.outlines[thing.path].functions[thing.number]
                for parameter in (*function.nodes, function.spread, function.spread_names):
                    self.things.draw(site.node, base + parameter if parameter else 0)
                self.things.draw(base + function.result, site.node)
                self._enter(site, thing, function)

    def _methods(self, owner: ProjectClass, name: str) -> tuple[ProjectFunction, ...]:
        known = self.methods_of.get((owner, name))
        if known is None:
            known = self.methods_of[owner, name] = self.linked.methods(owner, name)
        return known

    def _call_methods(self, site: Site, methods: tuple[ProjectFunction, ...]) -> None:
        """A method and those that replace it; many are reached through one node per parameter, lest calls and methods multiply."""
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
        self.things.draw(site.receiver, meeting.receiver)
        for argument, parameter in match_arguments(meeting.signature, site.arguments, 0):
            self.things.draw(argument, parameter)
            if parameter in meeting.changed:
                self.things.draw(parameter, argument)
        self.things.draw(meeting.signature.result, site.node)
        self.things.draw(site.control, meeting.entry)
        self.things.draw(self.graph.entries + site.function, meeting.entry)
        path, caller = self.graph.functions[site.function]
        self.things.draw(meeting.signature.raised, site.caught or self.graph.first_node[path] + caller.raised)

    def _meet(self, methods: tuple[ProjectFunction, ...]) -> Meeting:
        graph = self.graph
        functions = [graph.outlines[m.path].functions[m.number] for m in methods]
        meeting = new_meeting(functions, self.things.node)
        signature, arguments = meeting.signature, meeting.arguments
        site = Site(0, 0, "", (), True, False, meeting.receiver, 0, meeting.entry, signature.raised, arguments)
        for method, function in zip(methods, functions, strict=True):
            self._call_function(site, method, 1, from_function=False)
            self.things.draw(graph.first_node[method.path] + function.result, signature.result)
            base = graph.first_node[method.path]
            offset = 0 if "staticmethod" in function.decorators else 1
            changed = {base + node for node in function.mutated}
            meeting.changed.update(a for a, parameter in match_arguments(function, arguments, offset) if base + parameter in changed)
        return meeting

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
            self.things.draw(graph.first_node[thing.path] + graph.outlines[thing.path].functions[thing.number].result, site.node)

    def _call_function(self, site: Site, target: ProjectFunction, offset: int, *, from_function: bool = True) -> None:
        """Arguments flow to parameters and changes of them back."""
        base, function = self.graph.first_node[target.path], self.graph.outlines[target.path].functions[target.number]
        if function.owner >= 0 and function.decorators:
            offset = 0 if "staticmethod" in function.decorators else 1 if "classmethod" in function.decorators else offset
        if offset and function.nodes:
            self.things.draw(site.receiver, base + function.nodes[0])
        for argument, parameter in match_arguments(function, site.arguments, offset):
            self.things.draw(argument, base + parameter)
            if parameter in function.mutated:
                self.things.draw(base + parameter, argument)
        self._enter(site, target, function, from_function=from_function)

    def _enter(self, site: Site, target: ProjectFunction, function: FunctionOutline, *, from_function: bool = True) -> None:
        """The callee is governed by what governs the call; its exceptions arrive where the call's are caught."""
        graph, base = self.graph, self.graph.first_node[target.path]
        entry = graph.entries + graph.first_function[target.path] + target.number
        self.things.draw(site.control, entry)
        if from_function:
            self.things.draw(graph.entries + site.function, entry)
        path, caller = graph.functions[site.function]
        self.things.draw(base + function.raised, site.caught or graph.first_node[path] + caller.raised)

    def _construct(self, site: Site, target: ProjectClass) -> None:
        """A new object: its constructor gets the arguments, or the declared fields do; the result is the whole object."""
        self.things.draw(self.graph.whole(target), site.node)
        self.things.draw(site.receiver, site.node)
        constructors = [m for name in ("__init__", "__new__") for m in self.linked.methods(target, name, heirs=False)]
        for constructor in constructors:
            self._call_function(site._replace(receiver=0), constructor, 1)
        if constructors:
            return
        fields, declared = self.fields.of(target), self.fields.declared(target)
        for place, (key, node) in enumerate(site.arguments):
            self.things.draw(node, site.node)
            name = key if isinstance(key, str) else declared[place] if key == POSITIONAL and place < len(declared) else ""
            self.things.draw(node, fields.get(name, 0))

    def _call_unknown(self, site: Site) -> None:
        """An unknown callee passes everything to its result; one that is itself a value may hold a function that gets it."""
        graph = self.graph
        models = [self.types.exact(name) for name in site.externals]
        keeps = any(model is not None and self.types.keeps(model) for model in models)
        for node in (site.receiver, *site.nodes):
            graph.edge(node, site.node)
            passes = site.method in OF_CONTAINERS and not site.externals if node == site.receiver else keeps
            if not passes:
                self.things.data_only.add((node, site.node))
        if site.target and site.method in OF_CONTAINERS:
            self.things.types_also += [(node, site.target) for node in site.nodes]
        if site.typed and not site.method:
            graph.edge(site.node, site.receiver)


def _is_method(graph: CoarseGraph, target: ProjectFunction) -> bool:
    return graph.outlines[target.path].functions[target.number].owner >= 0


OF_CONTAINERS = frozenset(name for kind in (dict, list, set, tuple, deque, str) for name in dir(kind))
"""Methods of the language's own containers and texts: they give back, or take in, what they are called with."""
