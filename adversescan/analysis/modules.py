"""Names and modules: imports, globals, and the running of a module's body on first use."""

from __future__ import annotations

from collections.abc import Iterator

from adversescan.analysis.run import Frame, Interrupted, Run
from adversescan.analysis.values import Kind, Module, Record, Scope, Value, constant, of
from adversescan.graph.program import ImportFrom

STEPS_TO_DEFINE = 10_000


def run_module(run: Run, path: str) -> Module:
    """The module at a path, its body run once."""
    module = run.modules.get(path)
    if module is None:
        module = run.modules[path] = Module(run.links.name_of(path), path)
    if not module.ran:
        module.ran = True
        program = run.load(path)
        if program is not None:
            _run_body(run, module, program.body)
    return module


def _run_body(run: Run, module: Module, body: tuple[object, ...]) -> None:
    from adversescan.analysis.execute import execute

    outer_control, run.control = run.control, []
    was_dead, run.dead = run.dead, False
    frame = Frame("<module>", module, module.scope, run.depth + 1, 0)
    frame.entry = True
    run.frames.append(frame)
    try:
        execute(run, body)  # type: ignore[arg-type]
    except Interrupted:
        run.cut_off.add(module.path)
        _define_the_rest(run, body, frame.line)
        raise
    finally:
        run.frames.pop()
        run.control, run.dead = outer_control, was_dead


def _define_the_rest(run: Run, body: tuple[object, ...], line: int) -> None:
    """What the budget cut off is still known by name: the functions and constants from there on, without any call of the project."""
    from adversescan.analysis.execute import execute

    run.tired, run.most_steps = True, run.steps + STEPS_TO_DEFINE
    for statement in body:
        if getattr(statement, "line", 0) >= line:
            execute(run, (statement,))  # type: ignore[arg-type]


def read_name(run: Run, name: str) -> Value:
    """The value of a name: local, of an enclosing function, global, or built in."""
    scope: Scope | None = run.frame.scope
    while scope is not None:
        if name in scope.names:
            value = scope.names[name]
            return value.at_depth(run.depth) if scope.locals is None or _has_ended(run, scope) else value
        if scope.outer is None:
            star = _from_stars(run, scope.module, name)
            if star is not None:
                return star
        scope = scope.outer
    if name == "__file__":
        return constant(run.frame.module.path, run.depth)
    for library in reversed(run.outside_stars.get(run.frame.module.path, ())):
        if run.book.libraries.has(f"{library}.{name}"):
            return of(Record(Kind.EXTERNAL, run.book.libraries.canonical(f"{library}.{name}")))
    return of(Record(Kind.EXTERNAL, run.book.libraries.canonical(f"builtins.{name}")))


def _has_ended(run: Run, scope: Scope) -> bool:
    """Whether a name is kept of a function that is no longer running: what it was bound to there, the reader binds."""
    return scope is not run.frame.scope and all(scope is not frame.scope for frame in run.frames)


def read_global(run: Run, module: Module, name: str) -> Value:
    """A member of a module: its global, or its submodule."""
    run_module(run, module.path)
    if name in module.scope.names:
        return module.scope.names[name].at_depth(run.depth)
    star = _from_stars(run, module, name)
    if star is not None:
        return star
    path = run.links.find(f"{module.name}.{name}", module.path)
    if path is not None:
        return of(run_module(run, path))
    return of(Record(Kind.EXTERNAL, f"{module.name}.{name}"))


def _from_stars(run: Run, module: Module, name: str) -> Value | None:
    # Of two modules that give the name the later import counts.
    for path in reversed(run.stars.get(module.path, ())):
        other = run.modules[path]
        if name in other.scope.names and not name.startswith("_"):
            return other.scope.names[name]
    return None


def import_module(run: Run, dotted: str, name: str) -> Value:
    """`import dotted`: the module itself where it is renamed, else its top package."""
    here = run.frame.module.path
    wanted = dotted.partition(".")[0] if name == dotted.partition(".")[0] else dotted
    path = run.links.find(dotted, here)
    if path is not None:
        module = run_module(run, path)
        if wanted == dotted:
            return of(module)
    top = run.links.find(wanted, here)
    if top is not None:
        return of(run_module(run, top))
    return of(Record(Kind.EXTERNAL, run.book.libraries.canonical(wanted)))


def import_member(run: Run, node: ImportFrom) -> Iterator[tuple[str, Value]]:
    """`from module import member`: what each bound name stands for."""
    here = run.frame.module.path
    dotted = run.links.absolute(node.module, node.level, here)
    path = run.links.find(dotted, here)
    if node.member == "*":
        if not run.links.find_all(dotted, here):
            run.outside_stars.setdefault(here, []).append(run.book.libraries.canonical(dotted))
        for other in reversed(run.links.find_all(dotted, here)):
            run_module(run, other)
            run.stars.setdefault(here, []).append(other)
        return
    if path is not None:
        yield node.name, read_global(run, run_module(run, path), node.member)
        return
    submodule = run.links.find(f"{dotted}.{node.member}", here)
    if submodule is not None:
        yield node.name, of(run_module(run, submodule))
        return
    yield node.name, of(Record(Kind.EXTERNAL, run.book.libraries.canonical(f"{dotted}.{node.member}")))
