"""Binds the arguments of a call to the parameters of a function; what nobody gives is told by names and annotations."""

from __future__ import annotations

from adversescan.analysis.arguments import Arguments
from adversescan.analysis.entries import given_by_library
from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.labels import NO_FACTS, Context, join
from adversescan.analysis.members import read_key
from adversescan.analysis.merge_values import known_or_unknown, merge
from adversescan.analysis.named_start import named_start
from adversescan.analysis.run import Run
from adversescan.analysis.stores import held
from adversescan.analysis.values import Function, Kind, Record, Value, of, unknown
from adversescan.graph import program as p
from adversescan.knowledge.stages import Origin, Stage


def bind_arguments(run: Run, function: Function, arguments: Arguments, line: int) -> dict[str, Value]:
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
            value = known_or_unknown(merge(*(read_key(run, r, parameter.name, line) for r in arguments.rest.records())))
        else:
            default = function.defaults.get(parameter.name)
            value = _unbound(run, function, parameter) if default is None else default.at_depth(run.depth + 1)
        names[parameter.name] = _typed(run, function, parameter, _named(run, parameter, value, function, context))
    return names


def _rest_parameter(parameter: p.Parameter, positional: list[Value], named: dict[str, Value], arguments: Arguments) -> Value:
    record = Record(Kind.TUPLE if parameter.star == 1 else Kind.DICT)
    if parameter.star == 1:
        record.fields = dict(enumerate(positional))
        positional.clear()
    else:
        record.fields.update(named)
        named.clear()
    if arguments.rest is not None:
        record.rest = arguments.rest.all_facts()
    return of(record)


def _named(run: Run, parameter: p.Parameter, value: Value, function: Function, context: Context) -> Value:
    """A parameter of unknown content is what its name says."""
    if value.constants or not value.open or parameter.name in ("self", "cls"):
        return value
    acquired = any(label.acquired for label in value.facts)
    facts = named_start(run, parameter.name, function.definition.line, context, acquired)
    # What the project has inferred is no record of the person, whatever the parameter is called that it is given to.
    inferred = {label.attribute for label in deep_facts(value, 20) if Stage.INFER in label.passed} if facts else set()
    return value.with_facts(
        {label: w for label, w in facts.items() if label.start is not Origin.RECORDED or label.attribute not in inferred}
    )


def _unbound(run: Run, function: Function, parameter: p.Parameter) -> Value:
    """What a parameter nobody gives may be: what the library calls the method with, else something of that name."""
    results = held(run, (function.inputs, parameter.name), function.definition.line) if function.inputs else []
    return merge(*results) if results else given_by_library(run, function) or unknown(nouns=(parameter.name,))


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
