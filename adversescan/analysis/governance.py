"""Who watches the use of a model: access control, a log of who asked what, and review of the answers, on the way to a call.

A step counts where it stands on that way: in a function that is running, its decorators and parameters, or in what puts the running
module together (middleware, dependencies of all routes). The same step for another entry of the project is none for this one.
"""

from __future__ import annotations

from collections.abc import Iterator

from adversescan.analysis.mentions import calls_of, texts_said, words_in
from adversescan.analysis.run import Frame, Run
from adversescan.analysis.values import Function
from adversescan.graph import program as p
from adversescan.graph.definitions import FunctionDefinition
from adversescan.knowledge.concepts import ConceptKind, Strength
from adversescan.knowledge.measures import GOVERNANCE
from adversescan.knowledge.stages import Mitigation


def governed_by(run: Run) -> frozenset[Mitigation]:
    """The measures on the way to the running call."""
    names: set[str] = set()
    for frame in run.frames:
        names |= _names_of(run, frame)
    for path in {frame.module.path for frame in run.frames if frame.function != "<outside>"}:
        names |= _put_together(run, path)
    bodies = tuple(frame.definition.body for frame in run.frames if isinstance(frame.definition, FunctionDefinition))
    return frozenset(m for m in GOVERNANCE if any(_says(run, name, m) for name in names) or _is_seen(run, bodies, m))


def _says(run: Run, name: str, measure: Mitigation) -> bool:
    if run.book.answers.governance.says(measure, name):
        return True
    found = run.concepts_of(name)
    return any(c.kind is ConceptKind.MITIGATION and c.id == measure.value and c.strength is Strength.STRONG for c in found)


def _is_seen(run: Run, nodes: tuple[object, ...], measure: Mitigation) -> bool:
    """Whether what is done there is the measure: a person is asked, or it is logged who asks."""
    known = run.book.answers.governance
    if measure is Mitigation.USAGE_LOG:
        return any(any(map(known.names_asker, words_in(call.arguments))) for call in calls_of(nodes, known.log_calls))
    return any(known.is_asked(measure, text) for text in texts_said(nodes))


def _names_of(run: Run, frame: Frame) -> set[str]:
    definition = frame.definition
    if not isinstance(definition, FunctionDefinition):
        return set()
    given = tuple((q.default, q.annotation) for q in definition.parameters)
    bases = set() if frame.owner is None else {c.definition.name for c in frame.owner.lineage()}
    return {definition.name, *words_in((definition.body, definition.decorators, given)), *bases, *_of_called(run, definition)}


def _of_called(run: Run, definition: FunctionDefinition) -> Iterator[str]:
    """The names in the functions it calls: what those do is done on the way."""
    called = run.mentions(definition)
    for function, _ in run.functions:
        if function.definition.name in called:
            yield from words_in(function.definition.body)


def _put_together(run: Run, path: str) -> frozenset[str]:
    """The names in statements of a module, of the modules that import it, and of their functions that handle what they import."""
    place = (path, len(run.modules))
    if place not in run.wiring:
        names = _statements(run, path) | _run_first(run, path)
        for other in run.modules:
            taken = _imported(run, other, path)
            if taken:
                names |= _statements(run, other) | _run_first(run, other)
                names.update(
                    *(
                        run.mentions(f.definition)
                        for f, _ in run.functions
                        if f.scope.module.path == other and _handles(run, f, other, taken)
                    )
                )
        run.wiring[place] = frozenset(names)
    return run.wiring[place]


def _run_first(run: Run, path: str) -> set[str]:
    """The names in functions of a module that are run before every request."""
    first = run.book.answers.governance.run_first
    own = [f.definition for f, _ in run.functions if f.scope.module.path == path]
    return {name for d in own if first & words_in(d.decorators) for name in words_in(d.body)}


def _handles(run: Run, function: Function, path: str, names: frozenset[str]) -> bool:
    return function.scope.module.path == path and bool(names & run.mentions(function.definition))


def _statements(run: Run, path: str) -> set[str]:
    program = run.load(path)
    definitions = (p.Define, p.DefineClass, p.Import, p.ImportFrom)
    return set() if program is None else {*words_in(tuple(s for s in program.body if not isinstance(s, definitions)))}


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
