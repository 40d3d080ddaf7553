"""Members that an object of a project class has by no declaration: those its methods make up, and all of them as a dict."""

from __future__ import annotations

from adversescan.analysis.labels import NO_FACTS
from adversescan.analysis.run import Run
from adversescan.analysis.values import Class, Kind, Record, Value, constant, of, unknown

OWN_CLASS = "*own class*"
"""The setting of an object seen as one of its base classes that keeps the class it is of."""


def own_class(record: Record) -> Value:
    return record.settings.get(OWN_CLASS) or (Value() if record.definition is None else of(record.definition))


def next_class(record: Record, owner: Class) -> Class | None:
    """The class whose methods `super()` in a method of the owner calls: of several bases the next, whichever names it."""
    for actual in own_class(record).objects:
        order = actual.lineage() if isinstance(actual, Class) else []
        if owner in order:
            return next(iter(order[order.index(owner) + 1 :]), None)
    return owner.bases[0] if owner.bases else None


def made_up_member(run: Run, record: Record, owner: Class, name: str, line: int) -> Value | None:
    """What `__getattr__` of the class gives for a name nobody set, and what `__dict__` holds; None where neither says anything."""
    from adversescan.analysis.arguments import Arguments
    from adversescan.analysis.calls import call
    from adversescan.analysis.members import lookup, read_attribute

    if name == "__dict__":
        return of(as_dict(record))
    if name.startswith("__") or lookup(run, owner, "__getattr__") is None:
        return None
    return call(run, read_attribute(run, of(record), "__getattr__", line), Arguments([constant(name, run.depth)]), line)


def as_dict(record: Record) -> Record:
    """The members of an object as a dict, through which they can be changed as well."""
    found = Record(Kind.DICT, "", record.rest, record.context)
    found.fields, found.element, found.branch = record.fields, record.element, record.branch
    found.rows, found.keys = record.rows, record.keys
    return found


def iterated(run: Run, record: Record, owner: Class) -> Value:
    """Iterating over an object: by its own method, else (a named tuple) its fields."""
    from adversescan.analysis.arguments import Arguments
    from adversescan.analysis.calls import call
    from adversescan.analysis.members import elements, lookup, read_attribute, read_key
    from adversescan.analysis.merge_values import merge

    method = lookup(run, owner, "__iter__")
    if method is not None:
        return elements(run, call(run, read_attribute(run, of(record), "__iter__", run.frame.line), Arguments(), run.frame.line))
    declared = [read_key(run, record, name, run.frame.line) for name in owner.fields()]
    return merge(*declared) if declared else unknown(record.rest or NO_FACTS)
