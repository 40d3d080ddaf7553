"""Operators that a class of the project defines for its instances."""

from __future__ import annotations

from adversescan.analysis.merge_values import merge
from adversescan.analysis.run import Run
from adversescan.analysis.values import Value, of


def own_operator(run: Run, name: str, receiver: Value, given: Value | tuple[Value, ...] | None, line: int) -> Value | None:
    """What the method of that name gives for each instance the receiver may be; None where no class has it."""
    from adversescan.analysis.arguments import Arguments
    from adversescan.analysis.calls import call
    from adversescan.analysis.members import lookup, read_attribute

    owners = [r for r in receiver.records() if name and r.definition is not None and lookup(run, r.definition, name) is not None]
    values = [] if given is None else list(given) if isinstance(given, tuple) else [given]
    found = [call(run, read_attribute(run, of(r, receiver.facts), name, line), Arguments(list(values)), line) for r in owners]
    return merge(*found) if found else None
