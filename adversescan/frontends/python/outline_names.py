"""The end of an outline: names are resolved through the scopes, changes in place reach what they are a part of."""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import replace

from adversescan.frontends.python.outline_state import OpenCall, Scope, ScopeKind, State
from adversescan.graph.outline import DYNAMIC, ON_VALUE, UNBOUND, CallRow, ClassOutline, FunctionOutline, Outline

_DEEPEST_ALIAS = 8


def finish(state: State) -> Outline:
    """The outline of everything read."""
    unbound: dict[str, int] = {}
    changed: set[int] = set()
    for scope in state.scopes:
        _link_outer_names(state, scope, unbound)
    for scope in state.scopes:
        if scope.changed:
            _spread_changes(state, scope)
            changed |= scope.changed
    references = tuple(_references(state))
    functions = tuple(_with_changes(changed, function) for function in state.functions if function is not None)
    classes = tuple(_with_fields(state, number, found) for number, found in enumerate(state.classes) if found is not None)
    calls = _close_calls(state)
    module = state.scopes[0]
    return Outline(
        functions,
        classes,
        tuple(state.names),
        bytes(state.kinds),
        array("i", state.name_of),
        array("i", state.line_of),
        array("i", state.function_of),
        array("i", state.edges),
        calls,
        array("i", sorted(state.stored)),
        array("i", state.read),
        references,
        tuple(dict.fromkeys(state.stars)),
        tuple((name, number) for name, number in module.variables.items() if name in module.bound),
        tuple((name, "|".join(meant)) for name in module.meanings if (meant := resolve(module, name)[1])),
        tuple(unbound.items()),
    )


def resolve(scope: Scope, name: str) -> tuple[Scope | None, list[str]]:
    """The scope that binds a name used in this one, and what the name stands for: nothing for a mere value."""
    known = scope.resolved.get(name)
    if known is None:
        holder = scope if name in scope.bound and name not in scope.outer else _binder(scope, name)
        known = scope.resolved[name] = (holder, _meanings(holder, name) if holder is not None and name in holder.meanings else [])
    return known


def _binder(scope: Scope, name: str) -> Scope | None:
    found: Scope | None = scope
    is_global = scope.outer.get(name)
    while found is not None:
        visible = found.kind is not ScopeKind.CLASS or found is scope
        if name in found.bound and visible and name not in found.outer and (found.parent is None or not is_global):
            return found
        found = found.parent
    return None


def _meanings(scope: Scope, name: str, depth: int = 0) -> list[str]:
    """Callees of this source and imported dotted names."""
    found: list[str] = []
    for meaning in scope.meanings.get(name, ()):
        if not meaning.startswith("~"):
            found.append(meaning)
        elif depth < _DEEPEST_ALIAS:
            root, dot, rest = meaning[1:].partition(".")
            holder = _binder(scope, root)
            if holder is not None and (holder is not scope or root != name):
                found += [f"{m}{dot}{rest}" for m in _meanings(holder, root, depth + 1)]
    return list(dict.fromkeys(found))


def _link_outer_names(state: State, scope: Scope, unbound: dict[str, int]) -> None:
    bound, outer, edges = scope.bound, scope.outer, state.edges
    for name, number in list(scope.variables.items()):
        if (name in bound and name not in outer) or name == scope.own_name:
            continue
        holder = resolve(scope, name)[0]
        if holder is None and name in outer and name in bound:
            holder = state.scopes[0]
            holder.bound.add(name)
            holder.resolved.pop(name, None)
            holder.variables.setdefault(name, number)
            scope.resolved[name] = (holder, [])
        if holder is None:
            first = unbound.setdefault(name, number)
            if first != number:
                edges += (first, number)
            continue
        found = holder.variables[name]
        if found != number:
            edges += (found, number)
            if name in outer:
                edges += (number, found)


def _spread_changes(state: State, scope: Scope) -> None:
    """What a changed variable may be a part of is changed with it."""
    parts = defaultdict(set)
    for part, whole in scope.moves:
        parts[part].add(whole)
    imported = {number for name, number in scope.variables.items() if _is_imported(scope, name)} if parts else set()
    pending = list(scope.changed)
    while pending:
        part = pending.pop()
        for whole in parts.pop(part, ()):
            if whole in imported:
                continue
            if whole != part:
                state.edges += (part, whole)
            if whole not in scope.changed:
                scope.changed.add(whole)
                pending.append(whole)


def _is_imported(scope: Scope, name: str) -> bool:
    holder, meant = resolve(scope, name)
    return holder is None or bool(meant)


def _with_changes(changed: set[int], function: FunctionOutline) -> FunctionOutline:
    nodes = (*function.nodes, function.spread, function.spread_names)
    found = tuple(n for n in nodes if n in changed)
    return replace(function, mutated=found) if found else function


def _with_fields(state: State, number: int, found: ClassOutline) -> ClassOutline:
    scope = next(s for s in state.scopes if s.kind is ScopeKind.CLASS and s.owner == number).parent or state.scopes[0]
    bases = tuple(_resolve(scope, base) for base in found.bases)
    decorators = tuple(_resolve(scope, decorator) for decorator in found.decorators)
    return replace(found, bases=bases, decorators=decorators, fields=tuple(state.class_fields[number].items()))


def _references(state: State) -> list[tuple[int, str]]:
    """Every node that stands for something defined or imported."""
    found: dict[int, str] = {}
    for scope in state.scopes:
        for name, number in scope.variables.items():
            meant = resolve(scope, name)[1]
            if meant and name != scope.own_name:
                found[number] = "|".join(meant)
        for (base, name), number in scope.fields.items():
            if base in found:
                found[number] = "|".join(f"{m}.{name}" for m in found[base].split("|"))
    return list(found.items())


def _close_calls(state: State) -> tuple[CallRow, ...]:
    names, known = state.names, dict[tuple[int, str, str], str]()
    rows: list[CallRow] = []
    for opened in state.calls:
        callee = opened.callee
        if not callee:
            key = (id(opened.scope), opened.root, opened.rest)
            found = known.get(key)
            if found is None:
                found = known[key] = _resolve(opened.scope, opened.root + opened.rest)
            callee = found
        number = names.setdefault(callee, len(names))
        state.name_of[opened.node] = number
        rows.append(_row(opened, number))
    return tuple(rows)


def _row(opened: OpenCall, callee: int) -> CallRow:
    return (opened.node, callee, opened.receiver, opened.target, opened.caught, opened.control, opened.arguments)


def _resolve(scope: Scope, name: str) -> str:
    """The callees a dotted name written in a scope stands for."""
    root, dot, rest = name.partition(".")
    if not root:
        return DYNAMIC
    holder, meant = resolve(scope, root)
    if holder is None:
        return UNBOUND + name
    if meant:
        return "|".join(f"{m}{dot}{rest}" for m in meant)
    return ON_VALUE + rest.rpartition(".")[2] if rest else DYNAMIC
