"""Outlines of a project joined by names: what a callee written in one file stands for in all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from adversescan.analysis.find_modules import Links
from adversescan.graph.outline import DYNAMIC, OF_CLASS, ON_VALUE, OWN, UNBOUND, Outline
from adversescan.record import dataclass

BUILT_IN = "builtins"
_DEEPEST = 12


class ProjectFunction(NamedTuple):
    """A function of the project: its file and its position in the outline."""

    path: str
    number: int


class ProjectClass(NamedTuple):
    """A class of the project: its file and its position in the outline."""

    path: str
    number: int
    is_class: bool = True
    """Keeps a class apart from the function in the same position."""


@dataclass(frozen=True, slots=True)
class ProjectValue:
    """A variable of a module of the project, and the attributes read from it."""

    path: str
    node: int
    rest: str


@dataclass(frozen=True, slots=True)
class External:
    """Somebody else's code, by the dotted name it is imported under."""

    name: str


Target = ProjectFunction | ProjectClass | ProjectValue | External


def link(outlines: Mapping[str, Outline], modules: Links | None = None) -> LinkedNames:
    """The names of a project. `modules` finds the file of a dotted name; by default over all files outlined."""
    return LinkedNames(outlines, modules or Links(outlines))


class LinkedNames:
    """Answers what a name means; every answer is kept."""

    def __init__(self, outlines: Mapping[str, Outline], modules: Links) -> None:
        self.outlines = outlines
        self.modules = modules
        self._symbols = {path: _symbols(path, outline) for path, outline in outlines.items()}
        self._meanings = {path: dict(outline.meanings) for path, outline in outlines.items()}
        self._exports = {path: dict(outline.exports) for path, outline in outlines.items()}
        self._known: dict[tuple[str, str], tuple[Target, ...]] = {}
        self._lineages: dict[ProjectClass, tuple[ProjectClass, ...]] = {}
        self._by_method: dict[str, dict[ProjectClass, list[ProjectFunction]]] | None = None
        self._children: dict[ProjectClass, list[ProjectClass]] | None = None

    def resolve(self, path: str, callees: str) -> tuple[Target, ...]:
        """What the callees written in a file stand for; nothing for a method of a value or a callee that is a value itself."""
        known = self._known.get((path, callees))
        if known is None:
            found = (target for callee in callees.split("|") for target in self._resolve(path, callee, 0))
            known = self._known[path, callees] = tuple(dict.fromkeys(found))
        return known

    def lineage(self, owner: ProjectClass) -> tuple[ProjectClass, ...]:
        """The class and its bases within the project, nearest first."""
        known = self._lineages.get(owner)
        if known is None:
            self._lineages[owner] = (owner,)
            found = [owner]
            for base in self.outlines[owner.path].classes[owner.number].bases:
                for target in self.resolve(owner.path, base):
                    if isinstance(target, ProjectClass):
                        found += self.lineage(target)
            known = self._lineages[owner] = tuple(dict.fromkeys(found))
        return known

    def heirs(self, owner: ProjectClass) -> tuple[ProjectClass, ...]:
        """The class and all classes of the project derived from it."""
        if self._children is None:
            self._children = defaultdict(list)
            for path, outline in self.outlines.items():
                for index in range(len(outline.classes)):
                    for base in self.lineage(ProjectClass(path, index))[1:]:
                        self._children[base].append(ProjectClass(path, index))
        return (owner, *self._children.get(owner, ()))

    def methods(self, owner: ProjectClass, name: str, *, own: bool = True, heirs: bool = True) -> tuple[ProjectFunction, ...]:
        """The methods a call on an object of the class may mean: its own or inherited one, and with `heirs` those that replace it below.

        Without `own`, those of its bases only.
        """
        found: list[ProjectFunction] = []
        for base in self.lineage(owner)[0 if own else 1 :]:
            found += self._methods_of(name).get(base, ())
            if found:
                break
        holders = self._methods_of(name)
        if own and heirs and len(holders) > 1:
            below = self.heirs(owner)[1:]
            for heir in below if len(below) < len(holders) else [h for h in holders if owner in self.lineage(h)[1:]]:
                found += holders.get(heir, ())
        return tuple(dict.fromkeys(found))

    def _methods_of(self, name: str) -> dict[ProjectClass, list[ProjectFunction]]:
        """The classes that define a method of that name."""
        if self._by_method is None:
            self._by_method = defaultdict(dict)
            for path, outline in self.outlines.items():
                for index, function in enumerate(outline.functions):
                    if function.owner >= 0:
                        last = function.name.rpartition(".")[2]
                        self._by_method[last].setdefault(ProjectClass(path, function.owner), []).append(ProjectFunction(path, index))
        return self._by_method.get(name, {})

    def _resolve(self, path: str, callee: str, depth: int) -> Iterator[Target]:
        if depth > _DEEPEST or not callee:
            return
        first, rest = callee[0], callee[1:]
        if first == OWN:
            yield from self._member(path, rest, depth)
        elif first == OF_CLASS:
            yield from self._own_method(path, rest)
        elif first == UNBOUND:
            yield from self._from_stars(path, rest, depth)
        elif first not in (ON_VALUE, DYNAMIC):
            yield from self._imported(path, callee, depth)

    def _own_method(self, path: str, callee: str) -> Iterator[Target]:
        name, _, method = callee.partition("@")
        for owner in self._symbols[path].get(name, ()):
            if isinstance(owner, ProjectClass):
                yield from self.methods(owner, method.lstrip("@"), own=not method.startswith("@"))

    def _from_stars(self, path: str, name: str, depth: int) -> Iterator[Target]:
        targets = [t for module in self.outlines[path].stars for t in self._imported(path, _dotted(module, name), depth + 1)]
        ours = [t for t in targets if not isinstance(t, External)]
        # Which of several foreign modules brings the name is not known, so each may; without any it is built in.
        yield from ours or targets
        if not ours:
            yield External(f"{BUILT_IN}.{name}")

    def _imported(self, path: str, dotted: str, depth: int) -> Iterator[Target]:
        """The longest part of the name that is a module of the project; the rest is a member of it."""
        level = len(dotted) - len(dotted.lstrip("."))
        absolute = self.modules.absolute(dotted[level:], level, path)
        parts = absolute.split(".")
        for size in range(len(parts), 0, -1):
            module = self.modules.find(".".join(parts[:size]), path)
            if module is not None and module in self._symbols:
                if size < len(parts):
                    found = list(self._member(module, ".".join(parts[size:]), depth + 1))
                    yield from found or [External(absolute)]
                return
        yield External(absolute)

    def _member(self, path: str, name: str, depth: int) -> Iterator[Target]:
        """What a dotted name means inside a module: a definition, something it imports, or a part of a value."""
        if depth > _DEEPEST:
            return
        found = self._symbols[path].get(name, ())
        if found:
            yield from found
            return
        first, dot, rest = name.partition(".")
        owners = [t for t in self._symbols[path].get(name.rpartition(".")[0], ()) if isinstance(t, ProjectClass)] if dot else []
        if owners:
            for owner in owners:
                yield from self.methods(owner, name.rpartition(".")[2])
            return
        meant = self._meanings[path].get(first, "")
        for meaning in meant.split("|") if meant else ():
            if meaning != f"{OWN}{first}" and not (dot == "" and meaning == f"{OWN}{name}"):
                yield from self._resolve(path, f"{meaning}{dot}{rest}", depth + 1)
        if meant:
            return
        node = self._exports[path].get(first)
        if node is not None:
            yield ProjectValue(path, node, rest)
            return
        for module in self.outlines[path].stars:
            yield from (t for t in self._imported(path, _dotted(module, name), depth + 1) if not isinstance(t, External))


def _dotted(module: str, name: str) -> str:
    return f"{module}{name}" if module.endswith(".") else f"{module}.{name}"


def _symbols(path: str, outline: Outline) -> dict[str, tuple[Target, ...]]:
    found: dict[str, list[Target]] = defaultdict(list)
    for index, function in enumerate(outline.functions):
        if index:
            found[function.name].append(ProjectFunction(path, index))
    for index, owner in enumerate(outline.classes):
        found[owner.name].append(ProjectClass(path, index))
    return {name: tuple(targets) for name, targets in found.items()}
