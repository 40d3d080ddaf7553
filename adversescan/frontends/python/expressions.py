"""Python expressions as program expressions."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from adversescan.graph import program as p

OPERATORS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.BitOr: "|", ast.BitAnd: "&", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>", ast.MatMult: "@",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Is: "is",
    ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in", ast.And: "and", ast.Or: "or", ast.Not: "not",
    ast.USub: "-", ast.UAdd: "+", ast.Invert: "~",
}  # fmt: skip
COLLECTED = {
    ast.List: p.Collected.LIST,
    ast.Tuple: p.Collected.TUPLE,
    ast.Set: p.Collected.SET,
    ast.ListComp: p.Collected.LIST,
    ast.SetComp: p.Collected.SET,
    ast.GeneratorExp: p.Collected.GENERATOR,
}


def read_expression(node: ast.expr, scope: str) -> p.Expression:
    """The program expression of a Python one; `scope` is the qualified name of the function or class around it."""
    reader = READERS.get(type(node))
    return p.Literal(None, node.lineno) if reader is None else reader(node, scope)


def read_arguments(args: list[ast.expr], keywords: list[ast.keyword], scope: str) -> tuple[p.Argument, ...]:
    found = [_item(a, scope) for a in args]
    for keyword in keywords:
        value = read_expression(keyword.value, scope)
        found.append(p.Argument(value, keyword.arg or "", 0 if keyword.arg else 2))
    return tuple(found)


def read_parameters(args: ast.arguments, scope: str) -> tuple[p.Parameter, ...]:
    """Parameters in order: positional, *args, keyword-only, **kwargs."""
    positional = [*args.posonlyargs, *args.args]
    defaults: list[ast.expr | None] = [None] * (len(positional) - len(args.defaults)) + list(args.defaults)
    found = [_parameter(a, d, scope) for a, d in zip(positional, defaults, strict=True)]
    if args.vararg:
        found.append(_parameter(args.vararg, None, scope, star=1))
    found += [_parameter(a, d, scope, keyword_only=True) for a, d in zip(args.kwonlyargs, args.kw_defaults, strict=True)]
    if args.kwarg:
        found.append(_parameter(args.kwarg, None, scope, star=2))
    return tuple(found)


def _parameter(arg: ast.arg, default: ast.expr | None, scope: str, star: int = 0, keyword_only: bool = False) -> p.Parameter:
    return p.Parameter(arg.arg, _maybe(default, scope), _maybe(arg.annotation, scope), star, keyword_only)


def _maybe(node: ast.expr | None, scope: str) -> p.Expression | None:
    return None if node is None else read_expression(node, scope)


def _item(node: ast.expr, scope: str) -> p.Argument:
    if isinstance(node, ast.Starred):
        return p.Argument(read_expression(node.value, scope), "", 1)
    return p.Argument(read_expression(node, scope))


def _constant(node: ast.Constant, scope: str) -> p.Expression:
    return p.Literal(None if node.value is ... else node.value, node.lineno)


def _name(node: ast.Name, scope: str) -> p.Expression:
    return p.Name(node.id, node.lineno)


def _attribute(node: ast.Attribute, scope: str) -> p.Expression:
    return p.Attribute(read_expression(node.value, scope), node.attr, node.end_lineno or node.lineno)


def _item_of(node: ast.Subscript, scope: str) -> p.Expression:
    return p.Item(read_expression(node.value, scope), read_expression(node.slice, scope), node.lineno)


def _slice(node: ast.Slice, scope: str) -> p.Expression:
    bounds = [p.Literal(None, node.lineno) if b is None else read_expression(b, scope) for b in (node.lower, node.upper, node.step)]
    return p.Slice(tuple(bounds), node.lineno)


def _call(node: ast.Call, scope: str) -> p.Expression:
    line = node.func.end_lineno or node.lineno
    return p.Call(read_expression(node.func, scope), read_arguments(node.args, node.keywords, scope), line)


def _binary(node: ast.BinOp, scope: str) -> p.Expression:
    # A long sum nests to the left; it is flattened so that depth does not grow with its length.
    operands = [node.right]
    left: ast.expr = node.left
    while isinstance(left, ast.BinOp) and type(left.op) is type(node.op):
        operands.append(left.right)
        left = left.left
    operands.append(left)
    return p.Operation(OPERATORS[type(node.op)], tuple(read_expression(o, scope) for o in reversed(operands)), node.lineno)


def _unary(node: ast.UnaryOp, scope: str) -> p.Expression:
    operand = read_expression(node.operand, scope)
    if isinstance(node.op, ast.Not):
        return p.Logic("not", (operand,), node.lineno)
    if isinstance(node.op, ast.USub) and isinstance(operand, p.Literal) and isinstance(operand.value, int | float):
        return p.Literal(-operand.value, node.lineno)
    return p.Operation(OPERATORS[type(node.op)], (operand,), node.lineno)


def _logic(node: ast.BoolOp, scope: str) -> p.Expression:
    return p.Logic(OPERATORS[type(node.op)], tuple(read_expression(v, scope) for v in node.values), node.lineno)


def _comparison(node: ast.Compare, scope: str) -> p.Expression:
    pairs: list[p.Expression] = []
    left = read_expression(node.left, scope)
    for operator, comparator in zip(node.ops, node.comparators, strict=True):
        right = read_expression(comparator, scope)
        pairs.append(p.Comparison(OPERATORS[type(operator)], left, right, node.lineno))
        left = right
    return pairs[0] if len(pairs) == 1 else p.Logic("and", tuple(pairs), node.lineno)


def _choice(node: ast.IfExp, scope: str) -> p.Expression:
    test, then, other = (read_expression(n, scope) for n in (node.test, node.body, node.orelse))
    return p.Choice(test, then, other, node.lineno)


def _collection(node: ast.List | ast.Tuple | ast.Set, scope: str) -> p.Expression:
    return p.Collection(COLLECTED[type(node)], tuple(_item(e, scope) for e in node.elts), node.lineno)


def _mapping(node: ast.Dict, scope: str) -> p.Expression:
    pairs = [(_maybe(k, scope), read_expression(v, scope)) for k, v in zip(node.keys, node.values, strict=True)]
    return p.Mapping(tuple(pairs), node.lineno)


def _text(node: ast.JoinedStr, scope: str) -> p.Expression:
    return p.Text(tuple(read_expression(v, scope) for v in node.values), node.lineno)


def _formatted(node: ast.FormattedValue, scope: str) -> p.Expression:
    return read_expression(node.value, scope)


def _comprehension(node: ast.ListComp | ast.SetComp | ast.GeneratorExp, scope: str) -> p.Expression:
    return p.Comprehension(COLLECTED[type(node)], None, read_expression(node.elt, scope), _clauses(node.generators, scope), node.lineno)


def _dict_comprehension(node: ast.DictComp, scope: str) -> p.Expression:
    key, element = read_expression(node.key, scope), read_expression(node.value, scope)
    return p.Comprehension(p.Collected.DICT, key, element, _clauses(node.generators, scope), node.lineno)


def _clauses(generators: list[ast.comprehension], scope: str) -> tuple[p.Clause, ...]:
    return tuple(
        p.Clause(read_expression(g.target, scope), read_expression(g.iter, scope), tuple(read_expression(i, scope) for i in g.ifs))
        for g in generators
    )


def _lambda(node: ast.Lambda, scope: str) -> p.Expression:
    name = f"{scope}.<lambda>" if scope else "<lambda>"
    body = (p.Return(read_expression(node.body, name), node.body.lineno),)
    parameters = read_parameters(node.args, scope)
    local_names = frozenset(q.name for q in parameters)
    end = node.end_lineno or node.lineno
    return p.Lambda(
        p.FunctionDefinition("<lambda>", name, parameters, body, (), None, False, local_names, "", node.lineno, end), node.lineno
    )


def _await(node: ast.Await, scope: str) -> p.Expression:
    return read_expression(node.value, scope)


def _yield(node: ast.Yield, scope: str) -> p.Expression:
    value = p.Literal(None, node.lineno) if node.value is None else read_expression(node.value, scope)
    return p.Yield(value, False, node.lineno)


def _yield_from(node: ast.YieldFrom, scope: str) -> p.Expression:
    return p.Yield(read_expression(node.value, scope), True, node.lineno)


def _bind(node: ast.NamedExpr, scope: str) -> p.Expression:
    return p.Bind(node.target.id, read_expression(node.value, scope), node.lineno)


def _starred(node: ast.Starred, scope: str) -> p.Expression:
    return read_expression(node.value, scope)


READERS: dict[type[ast.AST], Callable[[Any, str], p.Expression]] = {
    ast.Constant: _constant, ast.Name: _name, ast.Attribute: _attribute, ast.Subscript: _item_of, ast.Slice: _slice,
    ast.Call: _call, ast.BinOp: _binary, ast.UnaryOp: _unary, ast.BoolOp: _logic, ast.Compare: _comparison,
    ast.IfExp: _choice, ast.List: _collection, ast.Tuple: _collection, ast.Set: _collection, ast.Dict: _mapping,
    ast.JoinedStr: _text, ast.FormattedValue: _formatted, ast.ListComp: _comprehension, ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension, ast.DictComp: _dict_comprehension, ast.Lambda: _lambda, ast.Await: _await,
    ast.Yield: _yield, ast.YieldFrom: _yield_from, ast.NamedExpr: _bind, ast.Starred: _starred,
}  # fmt: skip
