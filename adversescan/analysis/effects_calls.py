"""Calls of libraries that call functions they are given: maps, filters, tasks, workers."""

from __future__ import annotations

from adversescan.analysis.arguments import Arguments, iterate_argument
from adversescan.analysis.calls import call
from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.held_records import members_of
from adversescan.analysis.labels import Facts, join, make_implicit
from adversescan.analysis.library_calls import Site, wrapped
from adversescan.analysis.members import elements, read_attribute
from adversescan.analysis.merge_values import merge
from adversescan.analysis.named_results import keep_named, named_arguments
from adversescan.analysis.run import Run
from adversescan.analysis.stores import keep_result
from adversescan.analysis.values import Kind, Record, Value, of
from adversescan.knowledge.library import CallModel
from adversescan.knowledge.operations import Operation

MOST_FOLDS = 2


def call_functions(run: Run, model: CallModel, site: Site) -> Value:
    """A library calls functions of the project, or runs them later or elsewhere, with what it is given."""
    functions = site.select(model.function)
    if model.operation is Operation.CHAIN:
        return _chained_methods(run, model, functions, site) if model.methods else _chained(run, functions, site)
    if model.operation is Operation.FOLD:
        return merge(*(_folded(run, function, site.select(model.data), site) for function in functions))
    if model.inputs:
        result = merge(*(call(run, function, named_arguments(run, model, site), site.line) for function in functions))
        keep_named(run, model, site, result)
        return result
    if "*" in model.data and "self" in model.function:
        # A task takes the arguments of its function as they are.
        return merge(*(call(run, function, site.arguments, site.line) for function in functions))
    data = site.select(model.data)
    given = [elements(run, v) for v in data] if model.each else data
    named = {} if _is_spread(model) or model.each else _left_over(model, site)
    results = [_apply(run, function, given, site, _is_spread(model), named) for function in functions]
    if model.operation is Operation.FILTER:
        return _chosen_rows(data, join(*(v.all_facts() for v in results)))
    if model.operation is Operation.EXPLODE:
        return _mapped(model, [elements(run, result) for result in results])
    if model.operation is not None:
        return merge(*data)
    if not functions or not any(_callable(f) for f in functions):
        return wrapped(run, model, site, data or site.everything())
    result = _mapped(model, results)
    if model.store is not None:
        for name in (text for v in site.select(model.address) for text in v.texts()):
            keep_result(run, model.path, name, result, site.line)
    return wrapped(run, model, site, [result]) if model.returns else result


def _chained(run: Run, functions: list[Value], site: Site) -> Value:
    given: list[Value] = []
    for function in functions:
        given = [call(run, function, Arguments(given), site.line)]
    return merge(*given)


def _folded(run: Run, function: Value, data: list[Value], site: Site) -> Value:
    """The elements, the first of which may be given apart, put together two by two."""
    found = [*data[1:], *(elements(run, v) for v in data[:1])]
    result = merge(*found)
    for _ in range(MOST_FOLDS):
        result = merge(result, _apply(run, function, [result, *found[-1:]], site, False, {}))
    return result


def _chained_methods(run: Run, model: CallModel, given: list[Value], site: Site) -> Value:
    """Each method is called on what the one before gave, or on each of several: `task.requires()`, then `output()` of those."""
    for name in model.methods:
        things = [each for v in given for each in (v, elements(run, v)) if each.objects]
        given = [call(run, read_attribute(run, thing, name, site.line), Arguments(), site.line) for thing in things]
    return merge(*given)


def _left_over(model: CallModel, site: Site) -> dict[str, Value]:
    """Named arguments the call has no use for itself: they are for the function."""
    own = {key for key in (*model.function, *model.data, *model.address) if isinstance(key, str)}
    return {name: value for name, value in site.arguments.named.items() if name not in own}


def _apply(run: Run, function: Value, given: list[Value], site: Site, spread: bool, named: dict[str, Value]) -> Value:
    if not _callable(function):
        return Value(facts=join(*(deep_facts(v) for v in given)), open=True)
    arguments = Arguments([], dict(named))
    for value in given:
        # Workers take their arguments as one tuple and one dict: `Thread(target=f, args=(a, b), kwargs={...})`.
        if spread and any(r.kind in (Kind.TUPLE, Kind.LIST) for r in value.records()):
            iterate_argument(run, arguments, value)
        elif spread and any(r.kind is Kind.DICT for r in value.records()):
            arguments.spread(run, value)
        else:
            arguments.positional.append(value)
    if spread:
        run.deferred.append((function, arguments, site.line))
    return call(run, function, arguments, site.line)


def _chosen_rows(data: list[Value], facts: Facts) -> Value:
    """The same elements; which of them are left, the test says."""
    lists = [r for v in data for r in v.records()]
    if not facts or not lists:
        return merge(*data)
    record = Record(Kind.LIST, "", join(*(r.rest for r in lists if r.rest)) or None)
    record.element = merge(*(v for r in lists for v in members_of(r))) if any(members_of(r) for r in lists) else None
    record.rows = join(*(r.rows for r in lists), make_implicit(facts))
    return of(record)


def _is_spread(model: CallModel) -> bool:
    """Whether the function's arguments come packed, by keyword: then it runs later, elsewhere."""
    keywords = [key for key in model.data if isinstance(key, str)]
    return bool(keywords) and not {"self", "*"} & set(keywords)


def _callable(value: Value) -> bool:
    return bool(value.objects)


def _mapped(model: CallModel, results: list[Value]) -> Value:
    if not model.each:
        return merge(*results)
    record = Record(Kind.LIST)
    record.element = merge(*results)
    return of(record)
