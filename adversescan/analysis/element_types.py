"""What iterating gives where nobody put an element: the type a library names, the members of an enum."""

from __future__ import annotations

from adversescan.analysis.labels import NO_FACTS
from adversescan.analysis.run import Run
from adversescan.analysis.values import Class, Kind, Record, Value, constants, unknown


def typed_element(run: Run, record: Record) -> Value:
    """What iterating over something unknown gives: the type its library names, else something as unknown."""
    model = run.book.libraries.calls.get(f"{record.path}.__iter__") if record.path else None
    child = unknown(record.rest or NO_FACTS)
    inner = child.records()[0]
    inner.context = record.context
    if model is not None and model.returns:
        run.library_calls.add((run.frame.module.path, run.frame.line, model.path))
        inner.kind, inner.path, inner.made = Kind.EXTERNAL, model.returns, True
        # What is taken off a queue holds what was put on it.
        inner.fields.update({key: value for key, value in record.fields.items() if isinstance(key, str)})
    return child


def has_typed_elements(run: Run, record: Record) -> bool:
    """Whether a library names the type of what iterating over this gives."""
    return record.kind is Kind.EXTERNAL and bool(record.path) and f"{record.path}.__iter__" in run.book.libraries.calls


def enum_members(owner: Class) -> list[Record]:
    """The members of a class of constants."""
    found = []
    for name, value in owner.members.items():
        if value.constants:
            member = Record(Kind.INSTANCE)
            member.definition = owner
            member.fields = {"name": constants([name]), "value": value}
            found.append(member)
    return found
