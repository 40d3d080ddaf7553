"""Who watches the use of a model: access control, a log of who asked what, and review of the answers, on the way to a call.

A step counts where it stands on that way: in a function that is running, its decorators and parameters, or in what puts the running
module together (middleware, dependencies of all routes). The same step for another entry of the project is none for this one.
"""

from __future__ import annotations

from collections.abc import Iterator

from adversescan.analysis.mentions import names_in
from adversescan.analysis.run import Frame, Run
from adversescan.analysis.values import Function
from adversescan.graph import program as p
from adversescan.graph.definitions import FunctionDefinition
from adversescan.knowledge.concepts import ConceptKind, Strength
from adversescan.knowledge.stages import Mitigation

GOVERNANCE = frozenset({Mitigation.ACCESS_CONTROL, Mitigation.USAGE_LOG, Mitigation.OUTPUT_REVIEW})


def governed_by(run: Run) -> frozenset[Mitigation]:
    """The measures on the way to the running call."""
    names: set[str] = set()
    for frame in run.frames:
        names |= _names_of(run, frame)
    for path in {frame.module.path for frame in run.frames if frame.function != "<outside>"}:
        names |= _put_together(run, path)
    return frozenset(m for m in GOVERNANCE if any(_says(run, name, m) for name in names))


def _says(run: Run, name: str, measure: Mitigation) -> bool:
    found = run.concepts_of(name)
    return any(c.kind is ConceptKind.MITIGATION and c.id == measure.value and c.strength is Strength.STRONG for c in found)


def _names_of(run: Run, frame: Frame) -> set[str]:
    definition = frame.definition
    if not isinstance(definition, FunctionDefinition):
        return set()
    given = tuple((q.default, q.annotation) for q in definition.parameters)
    bases = set() if frame.owner is None else {c.definition.name for c in frame.owner.lineage()}
    return {definition.name, *run.mentions(definition), *names_in((definition.decorators, given)), *bases, *_of_called(run, definition)}


def _of_called(run: Run, definition: FunctionDefinition) -> Iterator[str]:
    """The names in the functions it calls: what those do is done on the way."""
    called = run.mentions(definition)
    for function, _ in run.functions:
        if function.definition.name in called:
            yield from run.mentions(function.definition)


def _put_together(run: Run, path: str) -> frozenset[str]:
    """The names in statements of a module, of the modules that import it, and of their functions that handle what they import."""
    place = (path, len(run.modules))
    if place not in run.wiring:
        names = set(_statements(run, path))
        for other in run.modules:
            taken = _imported(run, other, path)
            if taken:
                names |= _statements(run, other)
                names.update(
                    *(
                        run.mentions(f.definition)
                        for f, _ in run.functions
                        if f.scope.module.path == other and _handles(run, f, other, taken)
                    )
                )
        run.wiring[place] = frozenset(names)
    return run.wiring[place]


def _handles(run: Run, function: Function, path: str, names: frozenset[str]) -> bool:
    return function.scope.module.path == path and bool(names & run.mentions(function.definition))


def _statements(run: Run, path: str) -> frozenset[str]:
    program = run.load(path)
    definitions = (p.Define, p.DefineClass, p.Import, p.ImportFrom)
    return names_in(tuple(s for s in program.body if not isinstance(s, definitions))) if program is not None else frozenset()


def _imported(run: Run, path: str, wanted: str) -> frozenset[str]:
    """The names a module gives what it imports from another."""
    program = run.load(path)
    if program is None or path == wanted:
        return frozenset()
    names = set()
    for node in program.body:
        if isinstance(node, p.ImportFrom):
            dotted = run.links.absolute(node.module, node.level, path)
            if wanted in (run.links.find(dotted, path), run.links.find(f"{dotted}.{node.member}", path)):
                names.add(node.name)
        elif isinstance(node, p.Import) and run.links.find(node.module, path) == wanted:
            names.add(node.name)
    return frozenset(names)
