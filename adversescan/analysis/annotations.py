"""Annotations say what an unknown value is: an instance of a project class, of a library's type, or a list of them."""

from __future__ import annotations

from adversescan.analysis.classes import open_instance
from adversescan.analysis.labels import NO_FACTS
from adversescan.analysis.run import Frame, Run
from adversescan.analysis.values import Class, Kind, Record, Scope, Value, of
from adversescan.graph import program as p

WRAPPING = frozenset({"Optional", "Annotated", "Final", "ClassVar", "Awaitable", "Type"})
MANY = frozenset(
    {"list", "List", "Iterable", "Iterator", "Sequence", "tuple", "Tuple", "set", "Set", "Generator", "AsyncIterator", "Collection"}
)


def annotated(run: Run, scope: Scope, annotation: p.Expression) -> Value | None:
    """A value of the annotated type; None where the annotation says nothing that helps."""
    match annotation:
        case p.Literal(value=str(text)):
            parsed = _parse(text)
            return None if parsed is None else annotated(run, scope, parsed)
        case p.Operation(operator="|", operands=operands):
            found = [v for o in operands if (v := annotated(run, scope, o)) is not None]
            return found[0] if found else None
        case p.Item(base=base, key=key):
            return _generic(run, scope, _last_name(base), key)
        case p.Name() | p.Attribute():
            return _of_type(run, scope, annotation)
    return None


def _parse(text: str) -> p.Expression | None:
    names = text.replace(" ", "").split("|")[0].split(".")
    if not all(name.isidentifier() for name in names):
        return None
    node: p.Expression = p.Name(names[0], 0)
    for name in names[1:]:
        node = p.Attribute(node, name, 0)
    return node


def _last_name(node: p.Expression) -> str:
    match node:
        case p.Name(id=name) | p.Attribute(name=name):
            return name
    return ""


def _generic(run: Run, scope: Scope, name: str, key: p.Expression) -> Value | None:
    inner = key.items[0].value if isinstance(key, p.Collection) and key.items else key
    if name in WRAPPING:
        return annotated(run, scope, inner)
    if name in MANY:
        element = annotated(run, scope, inner)
        if element is None:
            return None
        record = Record(Kind.LIST)
        record.element = element
        return of(record)
    return None


def _of_type(run: Run, scope: Scope, annotation: p.Expression) -> Value | None:
    from adversescan.analysis.evaluate import evaluate

    frame = Frame("", scope.module, Scope(scope.module, scope, None), run.depth + 1, len(run.control))
    run.frames.append(frame)
    try:
        value = evaluate(run, annotation)
    finally:
        run.frames.pop()
    for thing in value.objects:
        if isinstance(thing, Class):
            return open_instance(run, thing)
        if isinstance(thing, Record) and thing.path and not thing.path.startswith("builtins."):
            path = run.book.libraries.canonical(thing.path)
            return of(Record(Kind.FRAME if run.is_frame_type(path) else Kind.EXTERNAL, path, NO_FACTS))
    return None
