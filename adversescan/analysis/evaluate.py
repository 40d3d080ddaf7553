"""Expressions of a program as abstract values."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from adversescan.analysis.arguments import Arguments, iterate_argument
from adversescan.analysis.calls import RETURNED, call
from adversescan.analysis.columns import in_call_of
from adversescan.analysis.compare import compare, condition_facts
from adversescan.analysis.directions import set_apart
from adversescan.analysis.guardrails import with_switch
from adversescan.analysis.labels import NO_FACTS, Facts, join
from adversescan.analysis.members import elements, read_attribute, read_item
from adversescan.analysis.merge_values import merge
from adversescan.analysis.modules import read_name
from adversescan.analysis.operators import own_operator
from adversescan.analysis.own_members import OWN_CLASS, next_class, own_class
from adversescan.analysis.positions import known_members, part_of, slice_of
from adversescan.analysis.puts import PUTS, own_name
from adversescan.analysis.recode import chosen, with_recoded
from adversescan.analysis.refusals import by_truth, refused_in, swapped, where_false, where_true
from adversescan.analysis.run import Run
from adversescan.analysis.scores import FIGURES, with_score
from adversescan.analysis.texts import combine, concatenate
from adversescan.analysis.values import UNKNOWN, Function, Kind, Record, Value, constant, of
from adversescan.analysis.write_members import add_element, write_field
from adversescan.graph import program as p

UNCOUNTED = 10_000
"""Where words stand that come behind members nobody counted: they name columns mostly, but no place is theirs."""
COLLECTION_KIND = {
    p.Collected.LIST: Kind.LIST,
    p.Collected.TUPLE: Kind.TUPLE,
    p.Collected.SET: Kind.SET,
    p.Collected.GENERATOR: Kind.LIST,
    p.Collected.DICT: Kind.DICT,
}


def evaluate(run: Run, node: p.Expression) -> Value:
    """What the expression may be, here and now."""
    run.step()
    return EVALUATE[type(node)](run, node)


def condition(run: Run, node: p.Expression) -> Facts:
    """The facts by which a test governs what it leads to. None, status and type tests govern nothing."""
    if isinstance(node, p.Logic) and node.operator == "not":
        return swapped(condition(run, node.operands[0]))
    if isinstance(node, p.Logic):
        return join(*(condition(run, operand) for operand in node.operands))
    value = evaluate(run, node)
    own = own_operator(run, "__bool__", value, None, node.line)
    return condition_facts(run, node, value) if own is None else own.all_facts()


def _literal(run: Run, node: p.Literal) -> Value:
    return constant(node.value, run.depth)


def _name(run: Run, node: p.Name) -> Value:
    return read_name(run, node.id)


def _attribute(run: Run, node: p.Attribute) -> Value:
    return read_attribute(run, evaluate(run, node.base), node.name, node.line)


def _item(run: Run, node: p.Item) -> Value:
    from adversescan.analysis.frames import is_frame, read_column

    base = evaluate(run, node.base)
    key = evaluate(run, node.key)
    if isinstance(node.key, p.Slice):
        return part_of(base, key)
    if is_frame(base):
        return read_column(run, base, key, node.line)
    return own_operator(run, "__getitem__", base, key, node.line) or read_item(run, base, key, node.line)


def _slice(run: Run, node: p.Slice) -> Value:
    bounds = [evaluate(run, bound) for bound in node.bounds]
    return Value(None, {slice_of(bounds): NO_FACTS}, join(*(b.all_facts() for b in bounds)), 0, True)


def _call(run: Run, node: p.Call) -> Value:
    if isinstance(node.function, p.Name) and node.function.id == "super" and len(node.arguments) in (0, 2):
        return _super(run)
    function = evaluate(run, node.function)
    with in_call_of(run, function):
        arguments = _arguments(run, node.arguments, function)
    result = call(run, function, arguments, node.line)
    if isinstance(node.function, p.Attribute) and node.function.name in PUTS:
        from adversescan.analysis.outcomes import on_put

        owners = [owner for record in function.records() if record.receiver is not None for owner in record.receiver.records()]
        on_put(run, own_name(node.function.base), owners, arguments.all())
    return result


def _super(run: Run) -> Value:
    receiver = run.frame.scope.names.get("self", UNKNOWN)
    owner = run.frame.owner
    if owner is None:
        return receiver

    for record in receiver.records():
        following = next_class(record, owner)
        if following is None:
            return of(_as_library_object(record, owner.externals[0])) if owner.externals else receiver
        proxy = Record(Kind.INSTANCE)
        proxy.fields, proxy.rest, proxy.context = record.fields, record.rest, record.context
        proxy.definition, proxy.settings, proxy.branch = following, {OWN_CLASS: own_class(record)}, record.branch
        return of(proxy)
    return receiver


def _as_library_object(record: Record, path: str) -> Record:
    """An instance of a project class, seen as one of the library's class that is derived from."""
    proxy = Record(Kind.EXTERNAL, path, record.rest, record.context)
    proxy.settings = {**record.settings, **{name: value for name, value in record.fields.items() if isinstance(name, str)}}
    return proxy


def _arguments(run: Run, arguments: tuple[p.Argument, ...], function: Value) -> Arguments:
    found = Arguments()
    called = next((r.path.rpartition(".")[2] for r in function.records() if r.path), "")
    for argument in arguments:
        value = evaluate(run, argument.value)
        if argument.star == 1:
            iterate_argument(run, found, value)
        elif argument.star == 2:
            found.spread(run, value)
        elif argument.name:
            found.named[argument.name] = with_switch(run, argument.name, value, called)
        else:
            found.positional.append(value)
    return found


def _operation(run: Run, node: p.Operation) -> Value:
    result = combine(run, node.operator, [evaluate(run, o) for o in node.operands], [o.line for o in node.operands])
    return with_score(run, result, node.line) if node.operator in FIGURES else result


def _text(run: Run, node: p.Text) -> Value:
    parts = [evaluate(run, part) for part in node.parts]
    return concatenate([own_operator(run, "__str__", part, None, node.line) or part for part in parts], run.depth)


def _comparison(run: Run, node: p.Comparison) -> Value:
    return compare(run, node.operator, evaluate(run, node.left), evaluate(run, node.right), node.line)


def _logic(run: Run, node: p.Logic) -> Value:
    if node.operator == "not":
        return Value(facts=swapped(by_truth(evaluate(run, node.operands[0]))), open=True)
    return _each_operand(run, node)


def _each_operand(run: Run, node: p.Logic) -> Value:
    """Any of the operands; one after `or` is worked out only where those before it are not true, and the other way round for `and`."""
    found: list[Value] = []
    with ExitStack() as stack:
        for operand in node.operands:
            value = evaluate(run, operand)
            value = chosen(run, value) if found and node.operator == "and" else value
            found.append(value)
            facts = by_truth(value)
            if node.operator == "or":
                facts = refused_in(where_false(facts))
            elif isinstance(operand, p.Call | p.Name | p.Comparison):
                facts = where_true(condition_facts(run, operand, value))
            else:
                facts = refused_in(where_true(facts))
            if facts:
                stack.enter_context(run.under(facts, new_branch=False))
    return merge(*found)


def _choice(run: Run, node: p.Choice) -> Value:
    facts = condition(run, node.test)
    with run.under(where_true(facts)):
        then = with_recoded(run, evaluate(run, node.then).tagged(run.choosing()), run.chosen_by())
    with run.under(where_false(facts)):
        other = with_recoded(run, evaluate(run, node.other).tagged(run.choosing()), run.chosen_by())
    return merge(set_apart(run, then, other, node.line) if facts else then, other)


def _collection(run: Run, node: p.Collection) -> Value:
    record = Record(COLLECTION_KIND[node.kind])
    record.branch = run.branch()
    if record.kind is Kind.TUPLE:
        record.born = (run.frame, run.frame.line)
    for item in node.items:
        value = evaluate(run, item.value)
        several = known_members(value) if item.star else [value]
        if several is None or node.kind is p.Collected.SET or (record.element is not None and value.all_facts()):
            add_element(run, record, elements(run, value) if item.star else value)
        else:
            record.fields.update(enumerate(several, start=len(record.fields) + (record.element is not None) * UNCOUNTED))
    return of(record, depth=run.depth)


def _mapping(run: Run, node: p.Mapping) -> Value:
    from adversescan.analysis.outcomes import on_quantity, on_write

    record = Record(Kind.DICT)
    record.branch = run.branch()
    for key_node, value_node in node.pairs:
        value = evaluate(run, value_node)
        if key_node is None:
            spread_into(run, record, value)
            continue
        key = evaluate(run, key_node)
        literals = [k for k in key.literals() if isinstance(k, str | int)]
        for name in [*literals, *(r.path for r in key.records())]:
            value = with_switch(run, name, value)
        for literal in literals:
            if run.control and value.constants:
                value = on_write(run, of(record), str(literal), value.tagged(run.choosing()), node.line)
            else:
                on_quantity(run, str(literal), value)
            write_field(run, record, literal, value)
        if not literals:
            add_element(run, record, value)
            record.keys = join(record.keys, key.all_facts())
    return of(record, depth=run.depth)


def spread_into(run: Run, record: Record, value: Value) -> None:
    """`{**value}`: its fields, its unknown members and its names become those of the record."""
    for other in value.records():
        for key, member in other.fields.items():
            write_field(run, record, key, member)
        if other.element is not None:
            add_element(run, record, other.element)
        if other.rest is not None:
            record.rest = join(record.rest or NO_FACTS, other.rest)
        record.rows = join(record.rows, other.rows)
        record.context.names |= other.context.names
        record.context.nouns |= other.context.nouns
    if not value.objects and value.open:
        record.rest = join(record.rest or NO_FACTS, value.facts)


def _comprehension(run: Run, node: p.Comprehension) -> Value:
    from adversescan.analysis.comprehensions import comprehension

    return comprehension(run, node)


def _lambda(run: Run, node: p.Lambda) -> Value:
    defaults = {q.name: evaluate(run, q.default) for q in node.function.parameters if q.default is not None}
    return of(Function(node.function, run.frame.scope, defaults), depth=run.depth)


def _yield(run: Run, node: p.Yield) -> Value:
    value = evaluate(run, node.value)
    value = value if node.spread else chosen(run, value)
    run.frame.yielded.append(elements(run, value) if node.spread else value)
    returned = [r.settings[RETURNED] for r in value.records() if node.spread and RETURNED in r.settings]
    return merge(*returned) if returned else UNKNOWN


def _bind(run: Run, node: p.Bind) -> Value:
    from adversescan.analysis.assign import bind_name

    value = evaluate(run, node.value)
    bind_name(run, node.name, value)
    return value


EVALUATE: dict[type, Callable[[Run, Any], Value]] = {
    p.Literal: _literal,
    p.Name: _name,
    p.Attribute: _attribute,
    p.Item: _item,
    p.Slice: _slice,
    p.Call: _call,
    p.Operation: _operation,
    p.Text: _text,
    p.Comparison: _comparison,
    p.Logic: _logic,
    p.Choice: _choice,
    p.Collection: _collection,
    p.Mapping: _mapping,
    p.Comprehension: _comprehension,
    p.Lambda: _lambda,
    p.Yield: _yield,
    p.Bind: _bind,
}
