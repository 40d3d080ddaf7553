"""Functions and classes: what they are called, what they take and give back, and their bodies in a scope of their own."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from adversescan.frontends.python.outline_calls import annotation, call, dotted
from adversescan.frontends.python.outline_flow import flow
from adversescan.frontends.python.outline_state import OpenCall, Scope, ScopeKind, State
from adversescan.graph.outline import OWN, POSITIONAL, ClassOutline, FunctionOutline, Kind

_CALL, _JOIN, _RAISED, _RESULT, _VARIABLE = int(Kind.CALL), int(Kind.JOIN), int(Kind.RAISED), int(Kind.RESULT), int(Kind.VARIABLE)

ReadBody = Callable[[State, Sequence[ast.stmt]], None]


def outline_module(state: State, tree: ast.Module, read_body: ReadBody) -> None:
    """The module's own code is the first function."""
    result, raised = state.node(_RESULT, "", 1), state.node(_RAISED, "", 1)
    state.functions.append(FunctionOutline("", 1, 0, (), (), 0, 0, 0, result, raised, -1, (), ()))
    read_body(state, tree.body)


def outline_function(state: State, node: ast.FunctionDef | ast.AsyncFunctionDef, read_body: ReadBody) -> None:
    """A function: decorators and defaults are read outside of it, its body in a scope of its own."""
    outer = state.scope
    number = state.bind(node.name, node.lineno)
    path = _define(state, node.name)
    _decorate(state, node.decorator_list, number, node.lineno)
    inner = Scope(ScopeKind.FUNCTION, path, len(state.functions), outer, outer.owner, outer.own_name)
    inner.own_node = outer.own_node
    decorators = tuple("".join(dotted(d.func if type(d) is ast.Call else d)) for d in node.decorator_list)
    function = _signature(state, node, inner, decorators)
    state.functions.append(function)
    kept = (state.control, state.caught, state.exits)
    state.control = state.caught = 0
    state.enter(inner)
    read_body(state, node.body)
    state.resume(outer)
    state.control, state.caught, state.exits = kept


def outline_class(state: State, node: ast.ClassDef, read_body: ReadBody) -> None:
    """A class: the names of its body are fields of its objects."""
    outer = state.scope
    number = state.bind(node.name, node.lineno)
    path = _define(state, node.name)
    _decorate(state, node.decorator_list, number, node.lineno)
    for base in node.bases:
        flow(state, base, number)
    for keyword in node.keywords:
        flow(state, keyword.value, number)
    bases = tuple("".join(dotted(b.value if type(b) is ast.Subscript else b)) for b in node.bases)
    decorators = tuple("".join(dotted(d.func if type(d) is ast.Call else d)) for d in node.decorator_list)
    whole = state.node(_JOIN, node.name, node.lineno)
    inner = Scope(ScopeKind.CLASS, path, state.function, outer, len(state.classes))
    state.classes.append(ClassOutline(path, node.lineno, bases, decorators, whole, (), _declared(node.body)))
    state.class_fields.append({})
    state.class_wholes.append(whole)
    kept = (state.control, state.exits)
    state.enter(inner)
    read_body(state, node.body)
    for name in inner.bound:
        state.keep(inner.variables[name])
    state.resume(outer)
    state.control, state.exits = kept


def _define(state: State, name: str) -> str:
    scope = state.scope
    path = f"{scope.path}.{name}" if scope.path else name
    scope.meanings.setdefault(name, []).append(OWN + path)
    return path


def _decorate(state: State, decorators: list[ast.expr], number: int, line: int) -> None:
    """A decorator is called with what it is put on, and the name holds what it gives back."""
    for decorator in decorators:
        if type(decorator) is ast.Call:
            result = call(state, decorator, number)
        else:
            root, rest = dotted(decorator)
            if not root:
                continue
            result = state.node(_CALL, "", line)
            receiver = state.variable(root, line)
            state.calls.append(OpenCall(result, state.scope, root, rest, "", receiver, state.caught, state.control, (POSITIONAL, number)))
        state.edges += (result, number)


def _signature(state: State, node: ast.FunctionDef | ast.AsyncFunctionDef, inner: Scope, decorators: tuple[str, ...]) -> FunctionOutline:
    """The function without its body; its parameters are bound in its scope, their defaults read in the outer one."""
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    in_class = state.scope.kind is ScopeKind.CLASS
    if in_class:
        inner.own_name = positional[0].arg if positional and "staticmethod" not in decorators else ""
    everything = [*positional, *arguments.kwonlyargs, *(a for a in (arguments.vararg, arguments.kwarg) if a is not None)]
    if not in_class and any(a.arg == inner.own_name for a in everything):
        inner.own_name = ""
    nodes = {a.arg: _parameter(state, a, inner) for a in everything}
    for argument, default in _defaults(arguments, positional):
        flow(state, default, nodes[argument.arg])
    if inner.own_name:
        if in_class:
            inner.own_node = nodes[inner.own_name]
        inner.variables[inner.own_name] = state.class_wholes[inner.owner]
        if in_class:
            state.edges += (inner.own_node, state.class_wholes[inner.owner])
    held, state.function = state.function, inner.function
    result, raised = state.node(_RESULT, node.name, node.lineno), state.node(_RAISED, node.name, node.lineno)
    state.function = held
    named = [*positional, *arguments.kwonlyargs]
    return FunctionOutline(
        inner.path,
        min([node.lineno, *(d.lineno for d in node.decorator_list)]),
        node.end_lineno or node.lineno,
        tuple(a.arg for a in named),
        tuple(nodes[a.arg] for a in named),
        len(positional),
        nodes[arguments.vararg.arg] if arguments.vararg else 0,
        nodes[arguments.kwarg.arg] if arguments.kwarg else 0,
        result,
        raised,
        inner.owner if in_class else -1,
        decorators,
        (),
    )


def _parameter(state: State, argument: ast.arg, inner: Scope) -> int:
    held, state.function = state.function, inner.function
    number = state.node(_VARIABLE, argument.arg, argument.lineno)
    state.function = held
    inner.bound.add(argument.arg)
    inner.variables[argument.arg] = number
    if argument.annotation is not None:
        annotation(state, argument.annotation, number)
    return number


def _defaults(arguments: ast.arguments, positional: list[ast.arg]) -> list[tuple[ast.arg, ast.expr]]:
    found = list(zip(positional[len(positional) - len(arguments.defaults) :], arguments.defaults, strict=True))
    found += [(a, d) for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if d is not None]
    return found


def _declared(body: list[ast.stmt]) -> tuple[str, ...]:
    return tuple(s.target.id for s in body if type(s) is ast.AnnAssign and type(s.target) is ast.Name)
