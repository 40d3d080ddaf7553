"""The fields of the classes of a project, those of their bases included."""

from __future__ import annotations

from adversescan.analysis.gate_graph import CoarseGraph, is_computed
from adversescan.analysis.gate_spread import Spread
from adversescan.analysis.link_names import ProjectClass


class Fields:
    """Looks fields up and links what reads or writes them from outside of their class."""

    def __init__(self, graph: CoarseGraph, things: Spread) -> None:
        self.graph = graph
        self.linked = graph.linked
        self.things = things
        self.known: dict[ProjectClass, dict[str, int]] = {}
        self.done: set[tuple[int, ProjectClass]] = set()

    def of(self, owner: ProjectClass) -> dict[str, int]:
        """The nodes of the fields of an object of the class."""
        known = self.known.get(owner)
        if known is None:
            known = self.known[owner] = {}
            for base in reversed(self.linked.lineage(owner)):
                first = self.graph.first_node[base.path]
                known.update({name: first + node for name, node in self.graph.outlines[base.path].classes[base.number].fields})
        return known

    def declared(self, target: ProjectClass) -> list[str]:
        """The fields a generated constructor takes, in order."""
        declared: dict[str, None] = {}
        for owner in reversed(self.linked.lineage(target)):
            declared.update(dict.fromkeys(self.graph.outlines[owner.path].classes[owner.number].declared))
        return list(declared)

    def read(self, owner: ProjectClass, name: str, node: int) -> None:
        """The attribute read or written at a node is this field of the class."""
        field = self.of(owner).get(name, 0)
        if not field or (node, owner) in self.done:
            return
        self.done.add((node, owner))
        self.things.draw(field, node)
        if node in self.graph.stored:
            self.things.draw(node, field)
            self.things.draw(field, self.graph.whole(owner))
        for method in self.linked.methods(owner, name):
            function = self.graph.outlines[method.path].functions[method.number]
            if is_computed(function):
                self.things.draw(self.graph.first_node[method.path] + function.result, node)
