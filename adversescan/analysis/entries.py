"""Entries: functions the outside calls (routes, tasks, handlers), with what it gives them."""

from __future__ import annotations

from adversescan.analysis.members import elements
from adversescan.analysis.run import Run
from adversescan.analysis.stores import put
from adversescan.analysis.values import Class, Function, Record, Value, of
from adversescan.knowledge.library import Does, Store
from adversescan.knowledge.operations import Operation

GIVES = frozenset({Does.FETCH, Does.COLLECT, Does.INPUT, Does.READ})


def given_by_library(run: Run, function: Function) -> Value | None:
    """What a library gives a method it calls on a class derived from one of its own (`Spider.parse(response)`)."""
    from adversescan.analysis.arguments import Arguments
    from adversescan.analysis.library_calls import Site, apply_call

    owner = function.owner
    if owner is None:
        return None
    for base in (path for c in owner.lineage() for path in c.externals):
        model = run.book.libraries.calls.get(f"{run.book.libraries.canonical(base)}.{function.definition.name}")
        if model is not None and model.does in GIVES:
            members = {name: elements(run, value) if value.records() else value for name, value in owner.members.items()}
            return apply_call(run, model, Site(None, Arguments([], members), function.definition.line, model.path))
    return None


def registers_entry(run: Run, decorator: Value, function: Function) -> bool:
    """Whether a decorator is a library's (or unknown): then the function stays what it is, with the type the library gives it besides."""
    from adversescan.analysis.arguments import Arguments
    from adversescan.analysis.class_dispatch import add_case
    from adversescan.analysis.library_calls import Site

    records = [o for o in decorator.objects if isinstance(o, Record) and o.definition is None]
    if not records:
        return not decorator.objects
    for record in records:
        model = run.book.libraries.calls.get(record.path)
        if model is not None and model.operation is Operation.DISPATCH:
            function.path = model.returns
        if model is not None and model.operation is Operation.CASE:
            add_case(run, model, Site(record.receiver, Arguments([of(function)]), run.frame.line, model.path))
        if model is not None and model.does is Does.ENTRY:
            function.path = model.returns
            function.inputs = model.store.value if model.store is not None else ""
    return not any(not isinstance(o, Record) for o in decorator.objects)


def called_methods(run: Run, instance: Record) -> tuple[str, ...]:
    """The methods a library calls, in their order, where it is given an instance of a class derived from one of its own."""
    owner = instance.definition
    for base in (path for c in owner.lineage() for path in c.externals) if owner is not None else ():
        model = run.book.libraries.calls.get(f"{run.book.libraries.canonical(base)}.__call__")
        if model is not None and model.methods:
            return tuple(name for name in model.methods if any(name in c.members for c in instance_classes(instance)))
    return ()


def instance_classes(instance: Record) -> list[Class]:
    return [] if instance.definition is None else instance.definition.lineage()


def keep_items(run: Run, owner: Class | None, item: Value | None, line: int) -> None:
    """What a method of a class of a library gives is written to the files its settings, or those of the project, name."""
    paths = [path for c in owner.lineage() for path in c.externals] if owner is not None and item is not None else []
    members = tuple(name for path in paths for name in _feeds(run, path))
    if owner is None or item is None or not members:
        return
    said = [value for c in owner.lineage() for name, value in c.members.items() if name in members]
    said += [value for module in run.modules.values() for name, value in module.scope.names.items() if name in members]
    for name in dict.fromkeys(file for value in said for file in _file_names(value, 3)):
        put(run, (Store.FILE.value, name), [item], line)


def _feeds(run: Run, base: str) -> tuple[str, ...]:
    path = run.book.libraries.canonical(base)
    model = run.book.libraries.calls.get(f"{path}.__iter__")
    return tuple(name for name in model.feeds if isinstance(name, str)) if model is not None else ()


def _file_names(value: Value, depth: int) -> list[str]:
    found: list[str] = []
    for record in value.records() if depth else ():
        for key, member in record.fields.items():
            if isinstance(key, str) and "." in key:
                found.append(key.removeprefix("./"))
            else:
                found += _file_names(member, depth - 1)
    return found
