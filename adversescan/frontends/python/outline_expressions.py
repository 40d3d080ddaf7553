"""How each kind of expression flows: registers a reader for every one."""

from __future__ import annotations

import ast
import sys

from adversescan.frontends.python.outline_calls import call
from adversescan.frontends.python.outline_flow import FLOWS, VALUES, flow, value_of
from adversescan.frontends.python.outline_places import move, store
from adversescan.frontends.python.outline_state import Scope, ScopeKind, State
from adversescan.graph.outline import Kind

_COMPARISON, _ITEM, _JOIN = int(Kind.COMPARISON), int(Kind.ITEM), int(Kind.JOIN)


def _name_value(state: State, node: ast.Name) -> int:
    return state.variables.get(node.id) or state.variable(node.id, node.lineno)


def _name(state: State, node: ast.Name, target: int) -> None:
    number = state.variables.get(node.id) or state.variable(node.id, node.lineno)
    state.edges += (number, target)


def _constant_value(state: State, node: ast.Constant) -> int:
    return state.text(node.value, node.lineno) if type(node.value) is str else 0


def _constant(state: State, node: ast.Constant, target: int) -> None:
    if type(node.value) is str:
        number = state.text(node.value, node.lineno)
        if number:
            state.edges += (number, target)


def _attribute_value(state: State, node: ast.Attribute) -> int:
    base = node.value
    if type(base) is ast.Name:
        name = base.id
        if name == state.own_name and name:
            return state.own_field(node.attr, node.lineno)
        number = state.variables.get(name) or state.variable(name, node.lineno)
    else:
        number = value_of(state, base)
    return state.fields.get((number, node.attr)) or state.field_of(number, node.attr, node.end_lineno or node.lineno)


def _attribute(state: State, node: ast.Attribute, target: int) -> None:
    state.edges += (_attribute_value(state, node), target)


def _item_value(state: State, node: ast.Subscript) -> int:
    key = node.slice
    if type(key) is ast.Constant:
        base = value_of(state, node.value)
        return state.field_of(base, key.value, node.lineno, _ITEM) if type(key.value) is str and key.value else base
    number = state.node(_JOIN, "", node.lineno)
    flow(state, node.value, number)
    flow(state, key, number)
    return number


def _item(state: State, node: ast.Subscript, target: int) -> None:
    number = _item_value(state, node)
    if number:
        state.edges += (number, target)


def _call(state: State, node: ast.Call, target: int) -> None:
    state.edges += (call(state, node), target)


def _inner(state: State, node: ast.Await | ast.Starred, target: int) -> None:
    flow(state, node.value, target)


def _inner_value(state: State, node: ast.Await | ast.Starred) -> int:
    return value_of(state, node.value)


def _binary(state: State, node: ast.BinOp, target: int) -> None:
    left: ast.expr = node
    while type(left) is ast.BinOp:
        flow(state, left.right, target)
        left = left.left
    flow(state, left, target)


def _unary(state: State, node: ast.UnaryOp, target: int) -> None:
    flow(state, node.operand, target)


def _logic(state: State, node: ast.BoolOp, target: int) -> None:
    before = state.control
    first, *others = node.values
    if any(type(other) in _GOVERNED for other in others):
        number = value_of(state, first)
        state.edges += (number, target, number, state.govern(first.lineno))
    else:
        flow(state, first, target)
    for other in others:
        flow(state, other, target)
    state.control = before


def _comparison(state: State, node: ast.Compare, target: int) -> None:
    # What is compared with is no outcome, so no condition governs it.
    before, state.control = state.control, 0
    number = state.node(_COMPARISON, "", node.lineno)
    state.edges += (number, target)
    flow(state, node.left, number)
    for operand in node.comparators:
        flow(state, operand, number)
    state.control = before


def _choice(state: State, node: ast.IfExp, target: int) -> None:
    before = state.control
    condition = state.govern(node.lineno)
    flow(state, node.test, condition)
    state.edges += (condition, target)
    flow(state, node.body, target)
    flow(state, node.orelse, target)
    state.control = before


def _display(state: State, node: ast.List | ast.Tuple | ast.Set, target: int) -> None:
    for element in node.elts:
        flow(state, element, target)


def _mapping(state: State, node: ast.Dict, target: int) -> None:
    for key, value in zip(node.keys, node.values, strict=True):
        if type(key) is ast.Constant and type(key.value) is str and key.value:
            held = state.node(_ITEM, key.value, key.lineno)
            state.edges += (held, target)
            flow(state, value, held)
        else:
            if key is not None:
                flow(state, key, target)
            flow(state, value, target)


def _text(state: State, node: ast.JoinedStr, target: int) -> None:
    for part in node.values:
        flow(state, part, target)


def _formatted(state: State, node: ast.FormattedValue, target: int) -> None:
    flow(state, node.value, target)
    if node.format_spec is not None:
        flow(state, node.format_spec, target)


def _comprehension(state: State, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, target: int) -> None:
    before = state.control
    for clause in node.generators:
        store(state, clause.target, value_of(state, clause.iter))
        move(state, clause.target, clause.iter)
        if clause.ifs:
            condition = state.govern(node.lineno)
            for test in clause.ifs:
                flow(state, test, condition)
            state.edges += (condition, target)
    if isinstance(node, ast.DictComp):
        flow(state, node.key, target)
        flow(state, node.value, target)
    else:
        flow(state, node.elt, target)
    state.control = before


def _lambda(state: State, node: ast.Lambda, target: int) -> None:
    # Whoever holds the lambda may call it with what it holds, and holds what it gives back.
    outer = state.scope
    inner = Scope(ScopeKind.FUNCTION, outer.path, outer.function, outer, outer.owner, outer.own_name)
    inner.own_node = outer.own_node
    arguments = node.args
    for default in (*arguments.defaults, *arguments.kw_defaults):
        if default is not None:
            flow(state, default, target)
    state.enter(inner)
    for argument in (*arguments.posonlyargs, *arguments.args, arguments.vararg, *arguments.kwonlyargs, arguments.kwarg):
        if argument is not None:
            if argument.arg == state.own_name:
                state.own_name = inner.own_name = ""
            state.edges += (target, state.bind(argument.arg, argument.lineno))
    if inner.own_name:
        inner.variables[inner.own_name] = state.class_wholes[inner.owner]
    flow(state, node.body, target)
    state.resume(outer)


def _yield(state: State, node: ast.Yield | ast.YieldFrom, target: int) -> None:
    if node.value is not None:
        number = value_of(state, node.value)
        function = state.functions[state.function]
        assert function is not None
        if number:
            state.edges += (number, function.result)
            state.edges += (number, target)


def _bind(state: State, node: ast.NamedExpr, target: int) -> None:
    number = value_of(state, node.value)
    store(state, node.target, number)
    if number:
        state.edges += (number, target)


def _slice(state: State, node: ast.Slice, target: int) -> None:
    for bound in (node.lower, node.upper, node.step):
        if bound is not None:
            flow(state, bound, target)


_GOVERNED = frozenset({ast.Call, ast.Constant})

FLOWS |= {
    ast.Name: _name, ast.Constant: _constant, ast.Attribute: _attribute, ast.Subscript: _item, ast.Call: _call, ast.BinOp: _binary,
    ast.UnaryOp: _unary, ast.BoolOp: _logic, ast.Compare: _comparison, ast.IfExp: _choice, ast.List: _display, ast.Tuple: _display,
    ast.Set: _display, ast.Dict: _mapping, ast.JoinedStr: _text, ast.FormattedValue: _formatted, ast.ListComp: _comprehension,
    ast.SetComp: _comprehension, ast.GeneratorExp: _comprehension, ast.DictComp: _comprehension, ast.Lambda: _lambda,
    ast.Yield: _yield, ast.YieldFrom: _yield, ast.Await: _inner, ast.Starred: _inner, ast.NamedExpr: _bind, ast.Slice: _slice,
}  # fmt: skip
if sys.version_info >= (3, 14):
    FLOWS |= {ast.TemplateStr: _text, ast.Interpolation: _formatted}

VALUES |= {
    ast.Name: _name_value, ast.Constant: _constant_value, ast.Attribute: _attribute_value, ast.Subscript: _item_value, ast.Call: call,
    ast.Await: _inner_value, ast.Starred: _inner_value,
}  # fmt: skip
