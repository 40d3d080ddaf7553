"""What is read from a file nobody in the project wrote: perhaps a model, which its name tells of."""

from __future__ import annotations

from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.labels import join
from adversescan.analysis.library_calls import Site, apply_call, data_result
from adversescan.analysis.merge_values import merge
from adversescan.analysis.run import Run
from adversescan.analysis.values import Record, Value, of
from adversescan.knowledge.library import CallModel

MODEL = "model"
"""The setting under which something keeps the name of the model it is."""
SAVED = "builtins.saved"
"""The type whose methods are those that models usually have."""


def saved(site: Site, model: CallModel, facts_of: list[Value], known: list[Value]) -> Value:
    """Something that was saved under a name: it is used as a model if its methods are called. What is loaded into an object makes
    of it what it was when it was saved, as far as that is known.
    """
    names = merge(*site.select(model.model))
    name = Value(names.constants, None, names.facts, names.depth)
    for record in (r for v in site.select(model.mutates) for r in v.records()):
        record.settings[MODEL] = name
        for other in (r for v in known for r in v.records()):
            record.settings |= {key: value for key, value in other.settings.items() if isinstance(key, str)}
    result = data_result(join(*(deep_facts(v, 30) for v in facts_of)))
    for record in result.records():
        record.settings[MODEL] = name
    return result


def used_as_model(run: Run, record: Record, site: Site) -> Value | None:
    """The result of a method models have, or of the call of one; None where it is no saved thing or no such method."""
    owner = record if not record.member else next(iter(_saved(record.receiver)), None)
    if owner is None or MODEL not in owner.settings:
        return None
    model = run.book.libraries.calls.get(f"{SAVED}.{record.member or '__call__'}")
    if model is None:
        return None
    return apply_call(run, model, Site(of(owner), site.arguments, site.line, model.path))


def _saved(value: Value | None) -> list[Record]:
    return [] if value is None else [r for r in value.records() if MODEL in r.settings]
