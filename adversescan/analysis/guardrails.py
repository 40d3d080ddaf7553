"""Safeguards of models that are switched off: a fact of its own, from the setting to the model it is given to, and from a check
that looks at nothing to what is asked after it.
"""

from __future__ import annotations

import builtins

from adversescan.analysis.held_records import members_of
from adversescan.analysis.labels import Event, Facts, Label, start
from adversescan.analysis.run import Run
from adversescan.analysis.values import Function, Kind, Value
from adversescan.graph import program as p
from adversescan.graph.program import FunctionDefinition
from adversescan.knowledge.answers import Switch
from adversescan.knowledge.stages import Origin

OF_LANGUAGE = frozenset(dir(builtins))


def with_switch(run: Run, name: object, value: Value, called: str = "") -> Value:
    """The value, marked where the setting of this name is switched off by it."""
    if not isinstance(name, str):
        return value
    if not any(_is_off(switch, value) for switch in run.book.answers.switches_of(name, called)):
        return value
    return value.with_facts(switched_off(run, run.frame.line))


def with_named_switch(run: Run, name: str, value: Value) -> Value:
    """The value of a variable, which is a setting where it is plainly set to true or false or a word."""
    return value if value.literals() in ([], [None]) or value.objects else with_switch(run, name, value)


def idle_check(run: Run, definition: FunctionDefinition) -> Facts:
    """The fact of a safeguard switched off, where a function that is called after a check looks at nothing it is given."""
    if not run.book.answers.is_check(definition.name) or not is_idle(definition):
        return {}
    return switched_off(run, definition.line)


def is_idle(definition: FunctionDefinition) -> bool:
    """Whether all a function does is to give back what it is given, or constants, without a look at it."""
    last = definition.body[-1:]
    own = {parameter.name for parameter in definition.parameters}
    return len(definition.body) <= 2 and all(isinstance(s, p.Return) and s.value is not None and _unread(s.value, own) for s in last)


def _unread(node: p.Expression, own: set[str]) -> bool:
    """Whether an expression is put together of constants and of names nothing is asked about."""
    match node:
        case p.Literal():
            return True
        case p.Name(id=name):
            return name in own or name in OF_LANGUAGE
        case p.Collection(items=items):
            return all(_unread(item.value, own) for item in items)
        case p.Mapping(pairs=pairs):
            return all(_unread(value, own) for _, value in pairs)
        case p.Operation(operands=operands):
            return all(_unread(operand, own) for operand in operands)
        case p.Call(function=p.Name(id=name), arguments=arguments):
            return name in OF_LANGUAGE and all(_unread(argument.value, own) for argument in arguments)
        case _:
            return False


def switched_off(run: Run, line: int) -> Facts:
    event = run.event(None, line, "switch")
    event.origin = Origin.SWITCH
    return start(Label(Origin.SWITCH), event)


def off_in(facts: Facts) -> set[Event]:
    """The switches of which there are facts."""
    return {witness.event for label, witness in facts.items() if label.start is Origin.SWITCH}


def _is_off(switch: Switch, value: Value) -> bool:
    if switch.members:
        return _has_member_off(switch, value)
    given = [str(c) for c in value.literals()] + [r.path for r in value.records() if r.path]
    if any(text.lower().rpartition(".")[2] in switch.values for text in given):
        return True
    return switch.idle and any(is_idle(thing.definition) for thing in value.objects if isinstance(thing, Function))


def _has_member_off(switch: Switch, value: Value) -> bool:
    """Whether a mapping sets one of the members to what is off, or a mapping or list holds nothing."""
    for record in value.records():
        inner = [record.fields[key] for key in switch.members if key in record.fields]
        if any(str(c).lower() in switch.values for v in inner for c in v.literals()):
            return True
        if record.kind in (Kind.DICT, Kind.LIST) and not members_of(record) and record.rest is None:
            return True
    return False
