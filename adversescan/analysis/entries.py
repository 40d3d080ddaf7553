"""Entries: functions the outside calls (routes, tasks, handlers), with what it gives them."""

from __future__ import annotations

from adversescan.analysis.run import Run
from adversescan.analysis.values import Function, Record, Value
from adversescan.graph import program as p
from adversescan.knowledge.library import Does


def registers_entry(run: Run, decorator: Value, function: Function, node: p.Expression) -> bool:
    """Whether a decorator is a library's (or unknown): then the function stays what it is. Routes are noted as entries."""
    records = [o for o in decorator.objects if isinstance(o, Record) and o.definition is None]
    if not records:
        return not decorator.objects
    for record in records:
        model = run.book.libraries.calls.get(record.path)
        if model is not None and model.does is Does.ENTRY:
            run.entries.add(function.definition)
    return not any(not isinstance(o, Record) for o in decorator.objects)
