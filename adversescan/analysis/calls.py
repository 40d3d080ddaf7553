"""Calls: of project functions (run with the very arguments of the call), classes, partials, and of everything else."""

from __future__ import annotations

from dataclasses import dataclass, field

from adversescan.analysis.labels import NO_FACTS, Facts, join, make_implicit
from adversescan.analysis.entries import given_by_library, registers_entry
from adversescan.analysis.members import add_element, elements, lookup, read_attribute, read_key
from adversescan.analysis.run import Frame, Run, named_start
from adversescan.analysis.values import (
    NOTHING,
    UNKNOWN,
    Class,
    Context,
    Function,
    Kind,
    Partial,
    Record,
    Scope,
    Thing,
    Value,
    merge,
    of,
    unknown,
)
from adversescan.graph import program as p

MOST_DEPTH = 40
MOST_RECURSION = 2


@dataclass(slots=True)
class Arguments:
    """The arguments of one call; `rest` holds what was spread from objects whose members are not all known."""

    positional: list[Value] = field(default_factory=list)
    named: dict[str, Value] = field(default_factory=dict)
    rest: Value | None = None

    def spread(self, run: Run, value: Value) -> None:
        """`**value`."""
        for record in value.records():
            for key, member in record.fields.items():
                if isinstance(key, str):
                    self.named.setdefault(key, member)
        if not value.records() or any(r.rest is not None or r.element is not None for r in value.records()):
            self.rest = value if self.rest is None else merge(self.rest, value)

    def all(self) -> list[Value]:
        found = [*self.positional, *self.named.values()]
        return found if self.rest is None else [*found, self.rest]

    def select(self, selector: tuple[str | int, ...]) -> list[Value]:
        """The arguments a selector names: positions, keywords, "*" for all."""
        found: list[Value] = []
        for key in selector:
            if key == "*":
                found.extend(self.all())
            elif isinstance(key, int) and key < len(self.positional):
                found.append(self.positional[key])
            elif isinstance(key, str) and key in self.named:
                found.append(self.named[key])
        return found


def iterate_argument(run: Run, arguments: Arguments, value: Value) -> None:
    """`*value`: its positions where they are known, else any number of its elements."""
    for record in value.records():
        positions = sorted(k for k in record.fields if isinstance(k, int))
        if positions:
            arguments.positional.extend(record.fields[k] for k in positions)
            return
        row = record.element
        if row is not None:
            arguments.positional.append(row)
            return
    arguments.positional.append(elements(run, value))


def call(run: Run, function: Value, arguments: Arguments, line: int) -> Value:
    """The result of calling a value: of each function it may be, under the facts that chose it."""
    from adversescan.analysis.library_calls import call_external

    found = []
    for thing, facts in function.objects.items():
        chosen = make_implicit(facts)
        if chosen:
            with run.under(chosen):
                found.append(_call_thing(run, thing, arguments, line))
        else:
            found.append(_call_thing(run, thing, arguments, line))
    if not found:
        return call_external(run, Record(Kind.EXTERNAL, ""), arguments, line).with_facts(function.all_facts())
    return merge(*found)


def _call_thing(run: Run, thing: Thing, arguments: Arguments, line: int) -> Value:
    from adversescan.analysis.classes import construct
    from adversescan.analysis.library_calls import call_external

    match thing:
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
            return call_external(run, thing, arguments, line)
    return unknown(join(*(v.all_facts() for v in arguments.all())))


def call_function(run: Run, function: Function, arguments: Arguments, line: int) -> Value:
    """Runs a project function with these arguments; the same call is not run twice."""
    from adversescan.analysis.outcomes import on_project_call

    definition = function.definition
    running = sum(frame.definition is definition for frame in run.frames)
    if running >= MOST_RECURSION or run.depth >= MOST_DEPTH:
        return unknown(join(*(v.all_facts() for v in arguments.all())))
    run.called.add(definition)
    names = _bind(run, function, arguments, line)
    key = _memo_key(run, function, names)
    if key in run.memo:
        return run.memo[key]
    acts_before = run.acted
    result = _run_function(run, function, names, line)
    on_project_call(run, function, arguments, line, run.acted > acts_before)
    # What the function changed itself is part of the result: the same call would change it to the same.
    run.memo[key] = run.memo[(key[0], key[1], run.heap_version, *key[3:])] = result
    return result


def follow_entry(run: Run, function: Function, receiver: Value | None) -> None:
    """Runs a function nobody in the project calls, with arguments told by their names and annotations."""
    bound = function if receiver is None else function.bind(receiver)
    run.called.add(function.definition)
    names = _bind(run, bound, Arguments(), function.definition.line)
    _run_function(run, bound, names, function.definition.line, entry=True)


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
    finally:
        run.frames.pop()
        run.dead = was_dead
    return _result(run, definition, frame)


def _result(run: Run, definition: p.FunctionDefinition, frame: Frame) -> Value:
    if definition.is_generator:
        record = Record(Kind.LIST)
        record.element = merge(*frame.yielded) if frame.yielded else UNKNOWN
        return of(record)
    result = merge(*frame.returned) if frame.returned else NOTHING
    return UNKNOWN if result is NOTHING else result


def _bind(run: Run, function: Function, arguments: Arguments, line: int) -> dict[str, Value]:
    parameters = list(function.definition.parameters)
    names: dict[str, Value] = {}
    positional = list(arguments.positional)
    if function.receiver is not None:
        positional.insert(0, function.receiver)
    named = dict(arguments.named)
    context = Context((function.definition.name, *(() if function.owner is None else (function.owner.definition.name,))))
    context.names = {q.name for q in parameters}
    for parameter in parameters:
        if parameter.star:
            names[parameter.name] = _rest_parameter(parameter, positional, named, arguments)
            continue
        if positional and not parameter.keyword_only:
            value = positional.pop(0)
            named.pop(parameter.name, None)
        elif parameter.name in named:
            value = named.pop(parameter.name)
        elif arguments.rest is not None:
            value = merge(*(read_key(run, r, parameter.name, line) for r in arguments.rest.records())) or UNKNOWN
        else:
            value = function.defaults.get(parameter.name) or _unbound(run, function, parameter)
        names[parameter.name] = _typed(run, function, parameter, _named(run, parameter, value, function, context))
    return names


def _rest_parameter(parameter: p.Parameter, positional: list[Value], named: dict[str, Value], arguments: Arguments) -> Value:
    record = Record(Kind.TUPLE if parameter.star == 1 else Kind.DICT)
    if parameter.star == 1:
        record.fields = dict(enumerate(positional))
        positional.clear()
    else:
        record.fields = dict(named)
        named.clear()
    if arguments.rest is not None:
        record.rest = arguments.rest.all_facts()
    return of(record)


def _named(run: Run, parameter: p.Parameter, value: Value, function: Function, context: Context) -> Value:
    """A parameter of unknown content is what its name says."""
    if value.constants or not value.open or parameter.name in ("self", "cls"):
        return value
    acquired = any(label.acquired for label in value.facts)
    return value.with_facts(named_start(run, parameter.name, function.definition.line, context, acquired))


def _unbound(run: Run, function: Function, parameter: p.Parameter) -> Value:
    """What a parameter nobody gives may be: what the library calls the method with, else something of that name."""
    return given_by_library(run, function) or unknown(nouns=(parameter.name,))


def _typed(run: Run, function: Function, parameter: p.Parameter, value: Value) -> Value:
    """An annotation says of an unknown value what class it has."""
    if parameter.annotation is None or not value.open or value.constants:
        return value
    records = value.records()
    if records and not all(r.kind is Kind.UNKNOWN and r.definition is None for r in records):
        return value
    return _as_annotated(run, function, parameter.annotation, value)


def _as_annotated(run: Run, function: Function, annotation: p.Expression, value: Value) -> Value:
    from adversescan.analysis.annotations import annotated

    typed = annotated(run, function.scope, annotation)
    if typed is None:
        return value
    for record in typed.records():
        if value.facts and record.definition is not None:
            record.rest = join(record.rest or NO_FACTS, value.facts)
    return typed.with_facts(value.facts)


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
        if registers_entry(run, decorator, function, node):
            continue
        if any(isinstance(o, Function | Class | Partial) for o in decorator.objects):
            run.called.add(function.definition)
            result = call(run, decorator, Arguments([value]), line)
            if any(isinstance(o, Function | Class | Partial | Record) for o in result.objects):
                value = result
    return value


def deep_facts(value: Value, most: int = 400) -> Facts:
    """The facts of a value and of all it holds."""
    return join(*deep_all(value, most))


def deep_all(value: Value, most: int = 400) -> list[Facts]:
    """The facts of a value and of each thing it holds, each set once; empty ones are left out."""
    found: dict[int, Facts] = {}
    seen: set[Record] = set()
    pending = [value]
    while pending and len(seen) < most:
        here = pending.pop()
        _keep(found, here.facts)
        for facts in here.constants.values():
            _keep(found, facts)
        for thing, facts in here.objects.items():
            _keep(found, facts)
            if isinstance(thing, Record) and thing not in seen:
                seen.add(thing)
                _keep(found, thing.rest)
                _keep(found, thing.keys)
                pending.extend(thing.fields.values())
                if thing.element is not None:
                    pending.append(thing.element)
    return list(found.values())


def _keep(found: dict[int, Facts], facts: Facts | None) -> None:
    if facts:
        found[id(facts)] = facts
