"""Calls: of project functions (run with the very arguments of the call), classes, partials, and of everything else."""

from __future__ import annotations

from adversescan.analysis.arguments import Arguments
from adversescan.analysis.bind_arguments import bind_arguments
from adversescan.analysis.entries import called_methods, keep_items, registers_entry
from adversescan.analysis.guardrails import idle_check
from adversescan.analysis.held_facts import deep_all
from adversescan.analysis.labels import as_chosen, join, make_implicit
from adversescan.analysis.members import lookup, read_attribute
from adversescan.analysis.merge_values import merge
from adversescan.analysis.offences import named_risk
from adversescan.analysis.recode import by_choice, told_by_class
from adversescan.analysis.refusals import named_test
from adversescan.analysis.run import Frame, Run
from adversescan.analysis.stores import keep_result, put
from adversescan.analysis.values import NOTHING, UNKNOWN, Class, Function, Kind, Partial, Record, Scope, Thing, Value, of, unknown
from adversescan.analysis.write_members import add_element
from adversescan.graph import program as p
from adversescan.knowledge.stages import Origin

MOST_DEPTH = 40
RETURNED = "*returned*"
"""The setting under which a generator keeps what it returns to the one it is part of."""
MOST_RECURSION = 2
SMALL = 12
"""Lines of a function that is run even where nothing followed is given to it."""


def call(run: Run, function: Value, arguments: Arguments, line: int) -> Value:
    """The result of calling a value: of each function it may be, under the facts that chose it."""
    from adversescan.analysis.library_calls import call_external

    found = []
    for thing, facts in function.objects.items():
        chosen = as_chosen(facts)
        if chosen:
            with run.under(chosen):
                found.append(by_choice(_call_thing(run, thing, arguments, line), chosen))
        else:
            found.append(_call_thing(run, thing, arguments, line))
    if not found:
        return call_external(run, Record(Kind.EXTERNAL, ""), arguments, line).with_facts(function.all_facts())
    return merge(*found)


def _call_thing(run: Run, thing: Thing, arguments: Arguments, line: int) -> Value:
    from adversescan.analysis.classes import construct
    from adversescan.analysis.library_calls import call_external

    match thing:
        case Function(cases=cases) if cases:
            from adversescan.analysis.class_dispatch import call_case

            return call_case(run, thing, arguments, line)
        case Function():
            return call_function(run, thing, arguments, line)
        case Class():
            return construct(run, thing, arguments, line)
        case Partial():
            named = {**thing.named, **arguments.named}
            return call(run, thing.function, Arguments([*thing.positional, *arguments.positional], named, arguments.rest), line)
        case Record():
            method = None if thing.definition is None else lookup(run, thing.definition, "__call__")
            if method is not None:
                return call(run, read_attribute(run, of(thing), "__call__", line), arguments, line)
            made_by = called_methods(run, thing)
            if made_by:
                return [call(run, read_attribute(run, of(thing), name, line), arguments, line) for name in made_by][-1]
            return call_external(run, thing, arguments, line)
    return unknown(join(*(v.all_facts() for v in arguments.all())))


def call_function(run: Run, function: Function, arguments: Arguments, line: int) -> Value:
    """Runs a project function with these arguments; the same call is not run twice."""
    from adversescan.analysis.outcomes import on_project_call

    definition = function.definition
    running = sum(frame.definition is definition for frame in run.frames)
    if run.tired or running >= MOST_RECURSION or run.depth >= MOST_DEPTH:
        return unknown(join(*(v.all_facts() for v in arguments.all())))
    if _is_beside_the_slice(run, function, arguments):
        return unknown()
    run.called.add(definition)
    names = bind_arguments(run, function, arguments, line)
    key = _memo_key(run, function, names)
    if key in run.memo:
        known, acted = run.memo[key]
        on_project_call(run, function, arguments, line, acted)
        return known
    acts_before = run.acted
    result = _run_function(run, function, names, line)
    refused = named_test(run, definition.name, names.values(), line)
    if refused and not any(label.start is Origin.REFUSAL for label in result.all_facts()):
        result = result.with_facts(refused)
    result = named_risk(run, definition.name, result, definition.line)
    acted = run.acted > acts_before
    on_project_call(run, function, arguments, line, acted)
    if function.path:
        keep_result(run, f"{function.path}.__call__", definition.name, result, line)
    # What the function changed itself is part of the result: the same call would change it to the same.
    run.memo[key] = run.memo[(key[0], key[1], run.heap_version, *key[3:])] = (result, acted)
    return result


def _is_beside_the_slice(run: Run, function: Function, arguments: Arguments) -> bool:
    """Whether the gate says that no chain leads through a function, and nothing that is followed is given to it.

    Small ones are run all the same: they hold the constants others are called with.
    """
    definition = function.definition
    if run.slice is None or definition.end_line - definition.line <= SMALL:
        return False
    if (function.scope.module.path, definition.qualified_name) in run.slice:
        return False
    return not any(deep_all(v, 8) for v in arguments.all())


def follow_entry(run: Run, function: Function, receiver: Value | None) -> None:
    """Runs a function nobody in the project calls, with arguments told by their names and annotations."""
    bound = function if receiver is None else function.bind(receiver)
    run.called.add(function.definition)
    names = bind_arguments(run, bound, Arguments(), function.definition.line)
    result = _run_function(run, bound, names, function.definition.line, entry=True)
    if function.inputs:
        put(run, (function.inputs, function.definition.name), [result], function.definition.line)


def _run_function(run: Run, function: Function, names: dict[str, Value], line: int, entry: bool = False) -> Value:
    from adversescan.analysis.execute import execute

    definition = function.definition
    scope = Scope(function.scope.module, function.scope, definition.local_names)
    scope.names = names
    frame = Frame(definition.qualified_name, function.scope.module, scope, run.depth + 1, len(run.control), definition, definition.line)
    frame.owner, frame.entry = function.owner, entry
    was_dead, run.dead = run.dead, False
    run.frames.append(frame)
    try:
        execute(run, definition.body)
        off = idle_check(run, definition)
    finally:
        run.frames.pop()
        run.dead = was_dead
    return _result(run, definition, frame).with_facts(off)


def _result(run: Run, definition: p.FunctionDefinition, frame: Frame) -> Value:
    if definition.is_generator:
        record = Record(Kind.LIST)
        record.element = merge(*frame.yielded) if frame.yielded else UNKNOWN
        if frame.returned:
            record.settings[RETURNED] = merge(*frame.returned)
        keep_items(run, frame.owner, record.element, definition.line)
        return of(record)
    result = merge(*told_by_class(frame.returned, frame.chose)) if frame.returned else NOTHING
    return UNKNOWN if result is NOTHING else result


def _memo_key(run: Run, function: Function, names: dict[str, Value]) -> tuple[object, ...]:
    """What a call depends on: its arguments, the conditions in force, and what any object holds (the version of the heap)."""
    parts: list[object] = [function.definition, function.scope, run.heap_version]
    for name, value in names.items():
        facts = value.all_facts()
        parts.append((name, tuple(value.constants), tuple(value.objects), frozenset(facts) if facts else None, value.depth))
    facts = run.governing()
    parts.append(frozenset(facts) if facts else None)
    return tuple(parts)


def append_to(run: Run, receiver: Value, value: Value) -> None:
    """Adds an element to every list or set a value may be."""
    for record in receiver.records():
        add_element(run, record, value)
        facts = run.governing()
        if facts:
            record.rows = join(record.rows, make_implicit(facts))


def decorate(run: Run, function: Function, decorators: tuple[p.Expression, ...], line: int) -> Value:
    """The function as its decorators leave it. A decorator of a library gives the function back."""
    from adversescan.analysis.evaluate import evaluate

    value = of(function, depth=run.depth)
    for node in reversed(decorators):
        decorator = evaluate(run, node)
        if registers_entry(run, decorator, function):
            continue
        if any(
            isinstance(o, Function | Class | Partial) or (isinstance(o, Record) and o.definition is not None) for o in decorator.objects
        ):
            before = function.definition in run.called
            run.called.add(function.definition)
            result = call(run, decorator, Arguments([value]), line)
            if run.tired or any(isinstance(o, Function) and o.definition is function.definition for o in result.objects):
                # It is kept as it is: whether anybody calls it is seen elsewhere.
                run.called -= set() if before else {function.definition}
            elif any(isinstance(o, Function | Class | Partial | Record) for o in result.objects):
                value = result
    return value
