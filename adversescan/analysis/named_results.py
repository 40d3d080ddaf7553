"""A function that a library calls with results of others, which it knows by name."""

from __future__ import annotations

from collections.abc import Iterator

from adversescan.analysis.arguments import Arguments
from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.library_calls import Site, data_result
from adversescan.analysis.members import elements
from adversescan.analysis.merge_values import merge
from adversescan.analysis.run import Run
from adversescan.analysis.stores import held, put
from adversescan.analysis.values import Kind, Value
from adversescan.knowledge.library import CallModel, Store


def named_arguments(run: Run, model: CallModel, site: Site) -> Arguments:
    """The results that the names given as inputs stand for, in their order or by parameter; one nobody keeps is data of that name."""
    arguments = Arguments()
    for value in site.select(model.inputs):
        for parameter, name in _names(value):
            result = _result(run, model, name, site.line)
            if isinstance(parameter, str):
                arguments.named[parameter] = result
            else:
                arguments.positional.append(result)
    return arguments


def keep_named(run: Run, model: CallModel, site: Site, result: Value) -> None:
    """The result is kept under the name of the output; one of several is kept under each in turn."""
    for value in site.select(model.address):
        outputs = list(_names(value))
        for place, (key, name) in enumerate(outputs):
            part = result if len(outputs) == 1 else _part(run, result, key, place)
            for text in name.texts() if deep_facts(part, 40) or part.records() else ():
                put(run, (_kind(model), text), [part], site.line)


def _names(value: Value) -> Iterator[tuple[str | int, Value]]:
    if value.texts():
        yield 0, value
    for record in value.records():
        if record.kind in (Kind.LIST, Kind.TUPLE, Kind.DICT):
            yield from record.fields.items()


def _result(run: Run, model: CallModel, name: Value, line: int) -> Value:
    found = [value for text in name.texts() for value in held(run, (_kind(model), text), line)]
    return merge(*found) if found else data_result({}, tuple(w for text in name.texts() for w in text.split("_")))


def _part(run: Run, result: Value, key: str | int, place: int) -> Value:
    parts = [r.fields[k] for r in result.records() for k in (key, place) if k in r.fields]
    return merge(*parts) if parts else elements(run, result)


def _kind(model: CallModel) -> str:
    return (model.store or Store.KEY).value
