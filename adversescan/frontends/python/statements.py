"""Python statements as program statements."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from adversescan.frontends.python.expressions import OPERATORS, read_arguments, read_expression, read_parameters
from adversescan.graph import program as p


def read_body(nodes: Iterable[ast.stmt], scope: str) -> tuple[p.Statement, ...]:
    """The program statements of a block; `scope` is the qualified name of the function or class around it."""
    found: list[p.Statement] = []
    for node in nodes:
        reader = READERS.get(type(node))
        if reader is not None:
            found.extend(reader(node, scope))
    return tuple(found)


def _assign(node: ast.Assign, scope: str) -> Iterator[p.Statement]:
    yield p.Assign(tuple(read_expression(t, scope) for t in node.targets), read_expression(node.value, scope), node.lineno)


def _annotated(node: ast.AnnAssign, scope: str) -> Iterator[p.Statement]:
    value = None if node.value is None else read_expression(node.value, scope)
    yield p.Assign((read_expression(node.target, scope),), value, node.lineno, read_expression(node.annotation, scope))


def _augmented(node: ast.AugAssign, scope: str) -> Iterator[p.Statement]:
    yield p.Augment(read_expression(node.target, scope), OPERATORS[type(node.op)], read_expression(node.value, scope), node.lineno)


def _evaluate(node: ast.Expr, scope: str) -> Iterator[p.Statement]:
    if not isinstance(node.value, ast.Constant):
        yield p.Evaluate(read_expression(node.value, scope), node.lineno)


def _if(node: ast.If, scope: str) -> Iterator[p.Statement]:
    yield p.If(read_expression(node.test, scope), read_body(node.body, scope), read_body(node.orelse, scope), node.lineno)


def _for(node: ast.For | ast.AsyncFor, scope: str) -> Iterator[p.Statement]:
    target, iterable = read_expression(node.target, scope), read_expression(node.iter, scope)
    yield p.Loop(target, iterable, read_body(node.body, scope), read_body(node.orelse, scope), node.lineno)


def _while(node: ast.While, scope: str) -> Iterator[p.Statement]:
    yield p.While(read_expression(node.test, scope), read_body(node.body, scope), read_body(node.orelse, scope), node.lineno)


def _return(node: ast.Return, scope: str) -> Iterator[p.Statement]:
    yield p.Return(None if node.value is None else read_expression(node.value, scope), node.lineno)


def _raise(node: ast.Raise, scope: str) -> Iterator[p.Statement]:
    yield p.Raise(None if node.exc is None else read_expression(node.exc, scope), node.lineno)


def _assert(node: ast.Assert, scope: str) -> Iterator[p.Statement]:
    yield p.If(read_expression(node.test, scope), (), (p.Raise(None, node.lineno),), node.lineno)


def _try(node: ast.Try | ast.TryStar, scope: str) -> Iterator[p.Statement]:
    handlers = tuple(
        p.Handler(None if h.type is None else read_expression(h.type, scope), h.name or "", read_body(h.body, scope), h.lineno)
        for h in node.handlers
    )
    yield p.Try(read_body(node.body, scope), handlers, read_body(node.orelse, scope), read_body(node.finalbody, scope), node.lineno)


def _with(node: ast.With | ast.AsyncWith, scope: str) -> Iterator[p.Statement]:
    items = [
        (read_expression(i.context_expr, scope), None if i.optional_vars is None else read_expression(i.optional_vars, scope))
        for i in node.items
    ]
    yield p.With(tuple(items), read_body(node.body, scope), node.lineno)


def _jump(node: ast.Break | ast.Continue, scope: str) -> Iterator[p.Statement]:
    yield p.Jump(node.lineno, isinstance(node, ast.Continue))


def _function(node: ast.FunctionDef | ast.AsyncFunctionDef, scope: str) -> Iterator[p.Statement]:
    name = f"{scope}.{node.name}" if scope else node.name
    parameters = read_parameters(node.args, scope)
    decorators = tuple(read_expression(d, scope) for d in node.decorator_list)
    returns = None if node.returns is None else read_expression(node.returns, scope)
    is_generator, names, outer = _scan_scope(node.body)
    local_names = frozenset((names | {q.name for q in parameters}) - outer)
    body = read_body(node.body, name)
    definition = p.FunctionDefinition(
        node.name, name, parameters, body, decorators, returns, is_generator, local_names,
        ast.get_docstring(node) or "", node.lineno, node.end_lineno or node.lineno,
    )  # fmt: skip
    yield p.Define(definition, node.lineno)


def _scan_scope(body: list[ast.stmt]) -> tuple[bool, set[str], set[str]]:
    """Whether the function yields, the names it binds, and those it declares global or nonlocal; inner scopes left out."""
    is_generator, names, outer = False, set[str](), set[str]()
    pending: list[ast.AST] = list(body)
    while pending:
        node = pending.pop()
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
                continue
            case ast.Lambda():
                continue
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                names.update(n.target.id for n in ast.walk(node) if isinstance(n, ast.NamedExpr))
                is_generator = is_generator or any(isinstance(n, ast.Yield | ast.YieldFrom) for n in ast.walk(node))
                continue
            case ast.Yield() | ast.YieldFrom():
                is_generator = True
            case ast.Name(id=name, ctx=ast.Store()) | ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                names.add(name)
            case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name)):
                names.add(name)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                names.update((a.asname or a.name).partition(".")[0] for a in aliases)
            case ast.Global(names=declared) | ast.Nonlocal(names=declared):
                outer.update(declared)
        pending.extend(ast.iter_child_nodes(node))
    return is_generator, names, outer


def _class(node: ast.ClassDef, scope: str) -> Iterator[p.Statement]:
    name = f"{scope}.{node.name}" if scope else node.name
    bases = tuple(a.value for a in read_arguments(node.bases, [], scope))
    decorators = tuple(read_expression(d, scope) for d in node.decorator_list)
    doc = ast.get_docstring(node) or ""
    yield p.DefineClass(p.ClassDefinition(node.name, name, bases, decorators, read_body(node.body, name), doc, node.lineno), node.lineno)


def _import(node: ast.Import, scope: str) -> Iterator[p.Statement]:
    for alias in node.names:
        yield p.Import(alias.name, alias.asname or alias.name.partition(".")[0], node.lineno)


def _import_from(node: ast.ImportFrom, scope: str) -> Iterator[p.Statement]:
    for alias in node.names:
        yield p.ImportFrom(node.module or "", node.level, alias.name, alias.asname or alias.name, node.lineno)


def _delete(node: ast.Delete, scope: str) -> Iterator[p.Statement]:
    yield p.Delete(tuple(read_expression(t, scope) for t in node.targets), node.lineno)


def _outer(node: ast.Global | ast.Nonlocal, scope: str) -> Iterator[p.Statement]:
    yield p.Outer(tuple(node.names), isinstance(node, ast.Global), node.lineno)


def _match(node: ast.Match, scope: str) -> Iterator[p.Statement]:
    cases = tuple(_case(c, scope) for c in node.cases)
    yield p.Match(read_expression(node.subject, scope), cases, node.lineno)


def _case(case: ast.match_case, scope: str) -> p.Case:
    constants: list[p.Expression] = []
    binds: list[tuple[str, tuple[str | int, ...]]] = []
    _pattern(case.pattern, (), scope, constants, binds)
    guard = None if case.guard is None else read_expression(case.guard, scope)
    return p.Case(tuple(constants), tuple(binds), guard, read_body(case.body, scope))


def _pattern(
    pattern: ast.pattern,
    path: tuple[str | int, ...],
    scope: str,
    constants: list[p.Expression],
    binds: list[tuple[str, tuple[str | int, ...]]],
) -> None:
    match pattern:
        case ast.MatchValue(value=value):
            constants.append(read_expression(value, scope))
        case ast.MatchSingleton(value=value):
            constants.append(p.Literal(value, pattern.lineno))
        case ast.MatchAs(pattern=inner, name=name):
            if name:
                binds.append((name, path))
            if inner:
                _pattern(inner, path, scope, constants, binds)
        case ast.MatchStar(name=str(name)) | ast.MatchMapping(rest=str(name), keys=[]):
            binds.append((name, path))
        case ast.MatchOr(patterns=patterns):
            for inner in patterns:
                _pattern(inner, path, scope, constants, binds)
        case ast.MatchSequence(patterns=patterns):
            for index, inner in enumerate(patterns):
                _pattern(inner, (*path, index), scope, constants, binds)
        case ast.MatchMapping(keys=keys, patterns=patterns):
            for key, inner in zip(keys, patterns, strict=True):
                name = key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else "*"
                _pattern(inner, (*path, name), scope, constants, binds)
        case ast.MatchClass(patterns=patterns, kwd_attrs=names, kwd_patterns=named):
            for index, inner in enumerate(patterns):
                _pattern(inner, (*path, index), scope, constants, binds)
            for name, inner in zip(names, named, strict=True):
                _pattern(inner, (*path, name), scope, constants, binds)


READERS: dict[type[ast.AST], Callable[[Any, str], Iterator[p.Statement]]] = {
    ast.Assign: _assign, ast.AnnAssign: _annotated, ast.AugAssign: _augmented, ast.Expr: _evaluate, ast.If: _if,
    ast.For: _for, ast.AsyncFor: _for, ast.While: _while, ast.Return: _return, ast.Raise: _raise, ast.Assert: _assert,
    ast.Try: _try, ast.TryStar: _try, ast.With: _with, ast.AsyncWith: _with, ast.Break: _jump, ast.Continue: _jump,
    ast.FunctionDef: _function, ast.AsyncFunctionDef: _function, ast.ClassDef: _class, ast.Import: _import,
    ast.ImportFrom: _import_from, ast.Delete: _delete, ast.Global: _outer, ast.Nonlocal: _outer, ast.Match: _match,
}  # fmt: skip
