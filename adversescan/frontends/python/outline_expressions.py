"""Where the values of expressions flow: each expression is read into the node it flows to."""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Callable
from typing import Any

from adversescan.frontends.python.outline_state import OpenCall, Scope, ScopeKind, State
from adversescan.graph.outline import DYNAMIC, OF_CLASS, ON_VALUE, OWN, POSITIONAL, SPREAD, SPREAD_NAMES, Kind

_CALL, _COMPARISON, _ITEM, _JOIN = int(Kind.CALL), int(Kind.COMPARISON), int(Kind.ITEM), int(Kind.JOIN)
_BUILTINS = frozenset(dir(builtins))


def flow(state: State, node: ast.expr, target: int) -> None:
    """The value of the expression flows to the target."""
    FLOWS[type(node)](state, node, target)


def value_of(state: State, node: ast.expr) -> int:
    """The node the value of the expression stands at; 0 for a constant that is no text."""
    reader = VALUES.get(type(node))
    if reader is not None:
        return reader(state, node)
    number = state.node(_JOIN, "", node.lineno)
    FLOWS[type(node)](state, node, number)
    return number


def store(state: State, target: ast.expr, value: int) -> None:
    """The value is assigned to the target; what it is stored into is changed by it."""
    kind = type(target)
    if kind is ast.Name:
        number = state.bind(target.id, target.lineno)  # type: ignore[attr-defined]
        if value:
            state.edges += (value, number)
    elif kind is ast.Tuple or kind is ast.List:
        for element in target.elts:  # type: ignore[attr-defined]
            store(state, element, value)
    elif kind is ast.Starred:
        store(state, target.value, value)  # type: ignore[attr-defined]
    else:
        number = place(state, target)
        if value and number:
            state.edges += (value, number)


def place(state: State, target: ast.expr) -> int:
    """The node an attribute or item is stored at; a store there is a store into the whole."""
    kind = type(target)
    if kind is ast.Attribute and state.is_own(target.value):  # type: ignore[attr-defined]
        number = state.own_field(target.attr, target.lineno)  # type: ignore[attr-defined]
        state.keep(number)
        return number
    number = value_of(state, target)
    base = value_of(state, target.value)  # type: ignore[attr-defined]
    if kind is ast.Attribute or number != base:
        state.stored.add(number)
        state.edges += (number, base)
    for whole in wholes(state, target.value):  # type: ignore[attr-defined]
        state.scope.changed.add(whole)
        if whole != base:
            state.scope.moves.append((base, whole))
            state.scope.changed.add(base)
    return number


def wholes(state: State, node: ast.expr) -> list[int]:
    """The variables and own fields a value may be a part of."""
    while True:
        kind = type(node)
        if kind is ast.Name:
            return [] if state.is_own(node) else [state.variable(node.id, node.lineno)]  # type: ignore[attr-defined]
        if kind is ast.Attribute and state.is_own(node.value):  # type: ignore[attr-defined]
            number = state.own_field(node.attr, node.lineno)  # type: ignore[attr-defined]
            state.keep(number)
            return [number]
        if kind is ast.Call:
            function, arguments = node.func, node.args  # type: ignore[attr-defined]
            found = wholes(state, function.value) if type(function) is ast.Attribute else []
            for argument in arguments[:3]:
                found += wholes(state, argument)
            return found
        if kind not in _PARTS:
            return []
        node = node.value  # type: ignore[attr-defined]


def move(state: State, target: ast.expr, value: ast.expr) -> None:
    """Remember that the target may be a part of the value, for when the target is changed in place."""
    if type(value) not in _CARRIES:
        return
    for whole in wholes(state, value):
        for name in names_in(target):
            state.scope.moves.append((state.variable(name, target.lineno), whole))


def names_in(target: ast.expr) -> list[str]:
    """The names an assignment target binds."""
    if type(target) is ast.Name:
        return [target.id]
    if type(target) is ast.Tuple or type(target) is ast.List:
        return [name for element in target.elts for name in names_in(element)]
    return names_in(target.value) if type(target) is ast.Starred else []


def dotted(node: ast.expr) -> tuple[str, str]:
    """The first name of `a.b.c` and the rest with its dots; two empty texts for anything else."""
    rest = ""
    while type(node) is ast.Attribute:
        rest = f".{node.attr}{rest}"
        node = node.value
    return (node.id, rest) if type(node) is ast.Name else ("", rest)


def call(state: State, node: ast.Call, passed: int = 0) -> int:
    """The node of a call; `passed` is one more argument (what a decorator is put on)."""
    scope, function, line = state.scope, node.func, node.lineno
    receiver, callee, root, rest = 0, "", "", ""
    kind = type(function)
    if kind is ast.Name:
        root = function.id  # type: ignore[attr-defined]
        if root == state.own_name and root:
            callee, root = OWN + scope_class(state), ""
        else:
            receiver = state.variables.get(root) or state.variable(root, line)
    elif kind is ast.Attribute:
        line = function.end_lineno or line
        base = function.value  # type: ignore[attr-defined]
        name = function.attr  # type: ignore[attr-defined]
        if state.is_own(base):
            callee = f"{OF_CLASS}{scope_class(state)}@{name}"
        elif _is_super(base) and scope.owner >= 0:
            callee = f"{OF_CLASS}{scope_class(state)}@@{name}"
        else:
            root, rest = dotted(function)
            receiver = value_of(state, base)
            if not root or root == state.own_name:
                callee = ON_VALUE + name
    else:
        receiver, callee = value_of(state, function), DYNAMIC
    number = state.node(_CALL, "", line)
    arguments = _arguments(state, node, number)
    if passed:
        arguments += (POSITIONAL, passed)
    state.calls.append(OpenCall(number, scope, root, rest, callee, receiver, state.caught, state.control, tuple(arguments)))
    return number


def scope_class(state: State) -> str:
    """The qualified name of the class whose object is the own one."""
    owner = state.classes[state.scope.owner]
    assert owner is not None
    return owner.name


def annotation(state: State, node: ast.expr | None, target: int) -> None:
    """The classes an annotation names flow to what it annotates: they say of which type it is."""
    kind = type(node)
    if kind is ast.Name:
        if node.id not in _BUILTINS:  # type: ignore[union-attr]
            flow(state, node, target)  # type: ignore[arg-type]
    elif kind is ast.Attribute:
        flow(state, node, target)  # type: ignore[arg-type]
    elif kind is ast.Subscript:
        annotation(state, node.value, target)  # type: ignore[union-attr]
        annotation(state, node.slice, target)  # type: ignore[union-attr]
    elif kind is ast.Tuple:
        for element in node.elts:  # type: ignore[union-attr]
            annotation(state, element, target)
    elif kind is ast.BinOp:
        annotation(state, node.left, target)  # type: ignore[union-attr]
        annotation(state, node.right, target)  # type: ignore[union-attr]
    elif kind is ast.Call:
        flow(state, node, target)  # type: ignore[arg-type]


def _is_super(node: ast.expr) -> bool:
    return type(node) is ast.Call and type(node.func) is ast.Name and node.func.id == "super"


def _arguments(state: State, node: ast.Call, number: int) -> list[int]:
    found: list[int] = []
    for argument in node.args:
        kind = type(argument)
        if kind is ast.Starred:
            found += (SPREAD, value_of(state, argument.value))  # type: ignore[attr-defined]
        elif kind is ast.Lambda:
            flow(state, argument, number)
        else:
            found += (POSITIONAL, value_of(state, argument))
    for keyword in node.keywords:
        name = keyword.arg
        if name is None:
            found += (SPREAD_NAMES, value_of(state, keyword.value))
            continue
        held = state.node(_ITEM, name, keyword.value.lineno)
        flow(state, keyword.value, number if type(keyword.value) is ast.Lambda else held)
        found += (state.name_of[held], held)
    return found


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


def _inner(state: State, node: Any, target: int) -> None:
    if node.value is not None:
        flow(state, node.value, target)


def _inner_value(state: State, node: Any) -> int:
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


def _display(state: State, node: Any, target: int) -> None:
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


def _comprehension(state: State, node: Any, target: int) -> None:
    before = state.control
    for clause in node.generators:
        store(state, clause.target, value_of(state, clause.iter))
        move(state, clause.target, clause.iter)
        if clause.ifs:
            condition = state.govern(node.lineno)
            for test in clause.ifs:
                flow(state, test, condition)
            state.edges += (condition, target)
    if type(node) is ast.DictComp:
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


_PARTS = frozenset({ast.Attribute, ast.Subscript, ast.Starred, ast.Await})
_GOVERNED = frozenset({ast.Call, ast.Constant})
_CARRIES = frozenset({ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Await})

FLOWS: dict[type[ast.AST], Callable[[State, Any, int], None]] = {
    ast.Name: _name, ast.Constant: _constant, ast.Attribute: _attribute, ast.Subscript: _item, ast.Call: _call, ast.BinOp: _binary,
    ast.UnaryOp: _unary, ast.BoolOp: _logic, ast.Compare: _comparison, ast.IfExp: _choice, ast.List: _display, ast.Tuple: _display,
    ast.Set: _display, ast.Dict: _mapping, ast.JoinedStr: _text, ast.FormattedValue: _formatted, ast.ListComp: _comprehension,
    ast.SetComp: _comprehension, ast.GeneratorExp: _comprehension, ast.DictComp: _comprehension, ast.Lambda: _lambda,
    ast.Yield: _yield, ast.YieldFrom: _yield, ast.Await: _inner, ast.Starred: _inner, ast.NamedExpr: _bind, ast.Slice: _slice,
}  # fmt: skip
if sys.version_info >= (3, 14):
    FLOWS |= {ast.TemplateStr: _text, ast.Interpolation: _formatted}

VALUES: dict[type[ast.AST], Callable[[State, Any], int]] = {
    ast.Name: _name_value, ast.Constant: _constant_value, ast.Attribute: _attribute_value, ast.Subscript: _item_value, ast.Call: call,
    ast.Await: _inner_value, ast.Starred: _inner_value,
}  # fmt: skip
