"""Context managers: what entering one gives, and what leaving it does."""

from __future__ import annotations

from adversescan.analysis.labels import NO_FACTS
from adversescan.analysis.run import Run
from adversescan.analysis.values import UNKNOWN, Kind, Value


def entered(run: Run, value: Value, line: int) -> Value:
    from adversescan.analysis.arguments import Arguments
    from adversescan.analysis.calls import call
    from adversescan.analysis.members import lookup, read_attribute

    for record in value.records():
        if record.kind is Kind.LIST and record.element is not None:
            return record.element
        for name in ("__enter__", "__aenter__"):
            if record.definition is not None and lookup(run, record.definition, name) is not None:
                return call(run, read_attribute(run, Value(None, {record: NO_FACTS}, value.facts), name, line), Arguments(), line)
    return value


def leave(run: Run, manager: Value, line: int) -> None:
    """What an object of the project does when its block is left, however that happened."""
    from adversescan.analysis.arguments import Arguments
    from adversescan.analysis.calls import call
    from adversescan.analysis.members import lookup, read_attribute

    for record in manager.records():
        for name in ("__exit__", "__aexit__"):
            if record.definition is not None and lookup(run, record.definition, name) is not None:
                call(
                    run,
                    read_attribute(run, Value(None, {record: NO_FACTS}, manager.facts), name, line),
                    Arguments([UNKNOWN, UNKNOWN, UNKNOWN]),
                    line,
                )
