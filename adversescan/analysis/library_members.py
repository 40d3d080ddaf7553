"""Members and keys of objects of libraries: what their libraries say of them."""

from __future__ import annotations

from adversescan.analysis.labels import NO_FACTS
from adversescan.analysis.run import Run
from adversescan.analysis.values import Kind, Record, Value, constant, of
from adversescan.analysis.view_members import note_name, passed_on
from adversescan.knowledge.library import CallModel
from adversescan.knowledge.operations import Operation


def library_key(run: Run, record: Record, key: Value, line: int) -> Value | None:
    """What a library says a key of its object gives; None where it says nothing."""
    model = run.book.libraries.calls.get(f"{record.path}.__getitem__") if record.kind is Kind.EXTERNAL and _is_object(record) else None
    return None if model is None else _asked_for(run, model, record, key, line)


def untyped_member(run: Run, base: Value, name: str, line: int) -> Value | None:
    """What a library says of a member of that name, whatever it is read from; None where none does."""
    from adversescan.analysis.library_calls import apply_value

    model = run.book.libraries.values.get(f"untyped.{name}")
    return None if model is None else apply_value(run, model, base, line)


def _is_object(record: Record) -> bool:
    """Whether it is no class: what a call gave, or what stands in a module under a small name (`os.environ`)."""
    return record.made or not record.path.rpartition(".")[2][:1].isupper()


def external_member(run: Run, base: Value, record: Record, name: str, line: int) -> Value:
    """A member of a library's object: data, a method, or what its library says any name of it gives."""
    path = run.book.libraries.canonical(f"{record.path}.{name}")
    model = run.book.libraries.values.get(path)
    if model is not None:
        from adversescan.analysis.library_calls import apply_value

        return apply_value(run, model, of(record, base.facts), line)
    any_name = run.book.libraries.calls.get(f"{record.path}.__getattr__")
    if any_name is not None and record.made and path not in run.book.libraries.calls:
        return _asked_for(run, any_name, record, constant(name, run.depth), line)
    child = Record(Kind.EXTERNAL, path, record.rest)
    child.receiver, child.member = of(record, base.facts), name
    child.element, child.settings, child.context = record.element, record.settings, record.context
    if record.rest:
        facts = passed_on(record, name)
        note_name(run, record, name)
        return Value(None, {child: NO_FACTS}, facts, 0, True)
    return of(child)


def _asked_for(run: Run, model: CallModel, record: Record, key: Value, line: int) -> Value:
    from adversescan.analysis.arguments import Arguments
    from adversescan.analysis.library_calls import Site, apply_call

    return apply_call(run, model, Site(of(record), Arguments([key]), line, model.path))


def selects_cells(run: Run, tables: Value, name: str) -> bool:
    """Whether a member of a row of such tables is what selects its cells by name or place: the row itself does."""
    models = [run.book.libraries.values.get(f"{path}.{name}") for path in tables.texts()]
    return any(model is not None and model.operation is Operation.SELECTOR for model in models)
