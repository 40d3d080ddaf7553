"""All outlines as one coarse graph: whole objects, calls and returns unmatched, one node per name of a field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from adversescan.analysis.link_names import BUILT_IN, External, LinkedNames, ProjectClass, ProjectFunction, ProjectValue, Target
from adversescan.graph.outline import UNBOUND, FunctionOutline, Kind, Outline

_CONTROL, _JOIN = int(Kind.CONTROL), int(Kind.JOIN)

_COMPUTED = "property"
"""Part of the name of decorators that make reading an attribute a call."""

Thing = ProjectFunction | ProjectClass


class Site(NamedTuple):
    """One call. `method` is the name called, `externals` what it may be of somebody else's, `ours` whether it is a project function."""

    node: int
    function: int
    method: str
    externals: tuple[str, ...]
    ours: bool
    typed: bool
    """Whether the values that arrive at the receiver tell what is called."""
    receiver: int
    target: int
    control: int
    caught: int
    arguments: tuple[tuple[int | str, int], ...]

    @property
    def nodes(self) -> list[int]:
        """The nodes of the arguments."""
        return [node for _, node in self.arguments if node]

    def told(self, said_by: list[int]) -> int:
        """The words that arrive at the call: at what it is called on and with, and at what it gives back."""
        told = said_by[self.node] | said_by[self.receiver]
        for node in self.nodes:
            told |= said_by[node]
        return told


class CoarseGraph:
    """The whole program. Node 0 is no node; `names` is indexed by `name_of`, `functions` by `function_of` (-1: of no function)."""

    def __init__(self, outlines: Mapping[str, Outline], linked: LinkedNames) -> None:
        self.outlines = outlines
        self.linked = linked
        self.kinds = bytearray(1)
        self.name_of = [0]
        self.line_of = [0]
        self.function_of = [-1]
        self.functions: list[tuple[str, FunctionOutline]] = []
        self.sources: list[int] = []
        self.targets: list[int] = []
        self.sites: list[Site] = []
        self.foreign: list[tuple[int, str]] = []
        """Nodes that stand for something of somebody else's, and its dotted name."""
        self.things: list[tuple[int, Thing]] = []
        """Nodes that stand for a function or class of the project."""
        self.stored: set[int] = set()
        self.read: set[int] = set()
        self.first_node: dict[str, int] = {}
        self.first_function: dict[str, int] = {}
        names: dict[str, int] = {"": 0}
        for path, outline in outlines.items():
            self._add_file(path, outline, names)
        self.names = list(names)
        self.entries = len(self.kinds)
        """The first of the nodes that govern whole functions, in their order."""
        for index in range(len(self.functions)):
            self.function_of[self.add(_CONTROL)] = index
        for path, outline in outlines.items():
            self._link_references(path, outline)
            self._link_classes(path, outline)
        self._link_fields()

    def add(self, kind: int) -> int:
        """A new node of no function."""
        self.kinds.append(kind)
        self.name_of.append(0)
        self.line_of.append(0)
        self.function_of.append(-1)
        return len(self.kinds) - 1

    def edge(self, source: int, target: int) -> None:
        """A flow between two nodes; none if one of them is no node."""
        if source and target and source != target:
            self.sources.append(source)
            self.targets.append(target)

    def name(self, node: int) -> str:
        return self.names[self.name_of[node]]

    def whole(self, target: ProjectClass) -> int:
        """The node of the whole object of a class."""
        return self.first_node[target.path] + self.outlines[target.path].classes[target.number].whole

    def _add_file(self, path: str, outline: Outline, names: dict[str, int]) -> None:
        base = self.first_node[path] = len(self.kinds) - 1
        functions = self.first_function[path] = len(self.functions)
        ids = [names.setdefault(name, len(names)) for name in outline.names]
        self.kinds += outline.kinds[1:]
        self.name_of += [ids[name] for name in outline.name_of[1:]]
        self.line_of += outline.line_of[1:]
        self.function_of += [f + functions if f >= 0 else -1 for f in outline.function_of[1:]]
        self.sources += [node + base for node in outline.edges[::2]]
        self.targets += [node + base for node in outline.edges[1::2]]
        self.stored.update([node + base for node in outline.stored])
        self.read.update([node + base for node in outline.read])
        self.functions += [(path, function) for function in outline.functions]

    def _link_references(self, path: str, outline: Outline) -> None:
        """Names that stand for something: of this project its value, of somebody else's its dotted name."""
        base = self.first_node[path]
        for node, callees in outline.references:
            for target in self.linked.resolve(path, callees):
                self._link_reference(node + base, target)
        for name, node in outline.unbound:
            if not outline.stars:
                self.foreign.append((node + base, f"{BUILT_IN}.{name}"))
                continue
            for target in self.linked.resolve(path, f"{UNBOUND}{name}"):
                self._link_reference(node + base, target)

    def _link_reference(self, node: int, target: Target) -> None:
        match target:
            case External():
                self.foreign.append((node, target.name))
            case ProjectValue():
                there = self.first_node[target.path] + target.node
                self.edge(there, node)
                if node in self.stored:
                    self.edge(node, there)
            case ProjectClass():
                self.things.append((node, target))
                self.edge(self.whole(target), node)
            case ProjectFunction():
                self.things.append((node, target))

    def _link_classes(self, path: str, outline: Outline) -> None:
        """A class holds what its bases hold; fields of one name in a lineage are one."""
        base = self.first_node[path]
        for index, found in enumerate(outline.classes):
            fields = dict(found.fields)
            for other in self.linked.lineage(ProjectClass(path, index))[1:]:
                self.edge(self.whole(other), base + found.whole)
                there = self.first_node[other.path]
                for name, node in self.outlines[other.path].classes[other.number].fields:
                    if name in fields:
                        self.edge(there + node, base + fields[name])
                        self.edge(base + fields[name], there + node)
        for function in outline.functions:
            if function.owner >= 0 and is_computed(function):
                held = dict(outline.classes[function.owner].fields).get(function.name.rpartition(".")[2], 0)
                self.edge(base + function.result, base + held if held else 0)

    def _link_fields(self) -> None:
        """What is stored under a name into some object may be read under that name from any other."""
        written: dict[str, int] = {}
        for path, outline in self.outlines.items():
            base = self.first_node[path]
            for node in outline.stored:
                if outline.name_of[node]:
                    name = outline.names[outline.name_of[node]]
                    if name not in written:
                        written[name] = self.add(_JOIN)
                    self.edge(base + node, written[name])
        for path, outline in self.outlines.items():
            base, stored = self.first_node[path], set(outline.stored)
            for node in outline.read:
                if node not in stored:
                    self.edge(written.get(outline.names[outline.name_of[node]], 0), base + node)


def is_computed(function: FunctionOutline) -> bool:
    """Whether reading the attribute calls the method."""
    return any(_COMPUTED in d or d.endswith((".setter", ".getter", ".deleter")) for d in function.decorators)
