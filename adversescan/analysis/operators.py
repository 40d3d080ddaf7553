"""Operators that a class of the project or a library defines for its instances."""

from __future__ import annotations

from adversescan.analysis.merge_values import merge
from adversescan.analysis.run import Run
from adversescan.analysis.values import Kind, Value, of

COMBINED_BY = {
    "+": "__add__", "-": "__sub__", "*": "__mul__", "/": "__truediv__",
    "|": "__or__", "&": "__and__", ">>": "__rshift__", "<<": "__lshift__",
}  # fmt: skip


def own_operator(run: Run, name: str, receiver: Value, given: Value | tuple[Value, ...] | None, line: int) -> Value | None:
    """What the method of that name gives for each instance the receiver may be; None where no class has it."""
    from adversescan.analysis.arguments import Arguments
    from adversescan.analysis.calls import call
    from adversescan.analysis.members import lookup, read_attribute

    owners = [r for r in receiver.records() if name and r.definition is not None and lookup(run, r.definition, name) is not None]
    values = [] if given is None else list(given) if isinstance(given, tuple) else [given]
    found = [call(run, read_attribute(run, of(r, receiver.facts), name, line), Arguments(list(values)), line) for r in owners]
    return merge(*found) if found else None


def library_operator(run: Run, operator: str, operands: list[Value], lines: list[int]) -> Value | None:
    """What a library says of an operator on its objects, from left to right; None where it says nothing of the last one.

    That of the object on the right counts before that of the one on the left.
    """
    name = COMBINED_BY.get(operator, "")
    left = operands[0]
    for place, right in enumerate(operands[1:], start=1):
        found = _applied(run, name.replace("__", "__r", 1), left, right, lines[place]) if name else None
        if found is None and name:
            found = _applied(run, name, right, left, lines[place])
        if found is None and place == len(operands) - 1:
            return None
        left = right if found is None else found
    return left if len(operands) > 1 else None


def _applied(run: Run, name: str, other: Value, owner: Value, line: int) -> Value | None:
    """The object whose operator it is gets the other side, then what it was made with."""
    from adversescan.analysis.arguments import Arguments
    from adversescan.analysis.library_calls import Site, apply_call

    found = []
    for record in owner.records():
        path = run.book.libraries.canonical(record.path) if record.kind is Kind.EXTERNAL and record.made else ""
        model = run.book.libraries.calls.get(f"{path}.{name}")
        if path and model is not None:
            given = [other, *(record.settings[key] for key in sorted(k for k in record.settings if isinstance(k, int)))]
            named = {key: value for key, value in record.settings.items() if isinstance(key, str) and not key.startswith("*")}
            run.frame.line = line
            found.append(apply_call(run, model, Site(of(record), Arguments(given, named), line, model.path)))
    return merge(*found) if found else None
