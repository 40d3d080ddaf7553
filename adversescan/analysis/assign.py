"""Binds targets: names, attributes, items, and patterns of them."""

from __future__ import annotations

from adversescan.analysis.evaluate import evaluate
from adversescan.analysis.guardrails import with_named_switch, with_switch
from adversescan.analysis.labels import Context, join
from adversescan.analysis.members import elements, read_item
from adversescan.analysis.merge_values import merge
from adversescan.analysis.named_start import asked_for, named_start
from adversescan.analysis.offences import named_risk
from adversescan.analysis.operators import own_operator
from adversescan.analysis.positions import slices_in
from adversescan.analysis.puts import own_name
from adversescan.analysis.run import Run
from adversescan.analysis.sequence_changes import forget_places
from adversescan.analysis.values import Class, Kind, Module, Record, Scope, Value, constant, of
from adversescan.analysis.write_members import add_element, write_field
from adversescan.graph import program as p
from adversescan.knowledge.concepts import ConceptKind, Strength


def assign(run: Run, target: p.Expression, value: Value, line: int) -> None:
    """Binds a target (name, attribute, item, or a pattern of them)."""
    match target:
        case p.Name(id=name):
            _note_noun(value, name)
            named = named_risk(run, name, asked_for(run, name, _identified(run, name, value, line), line), line)
            bind_name(run, name, with_named_switch(run, name, named))
        case p.Attribute(base=base, name=name):
            set_member(run, evaluate(run, base), name, value, line)
        case p.Item(base=base, key=key):
            receiver, key_value = evaluate(run, base), evaluate(run, key)
            write_item(run, receiver, key_value, value, line)
            from adversescan.analysis.outcomes import on_put

            on_put(run, own_name(base), receiver.records(), [key_value, value])
        case p.Collection(items=items):
            _unpack(run, items, value, line)


def set_member(run: Run, receiver: Value, name: str, value: Value, line: int) -> None:
    """`receiver.name = value`, whatever the receiver is: an object, a class, a module."""
    from adversescan.analysis.frame_places import set_names
    from adversescan.analysis.outcomes import on_write
    from adversescan.analysis.routes import keep_setting

    written = with_switch(run, name, on_write(run, receiver, name, named_risk(run, name, value, line), line))
    for thing in receiver.objects:
        match thing:
            case Record() if set_names(run, thing, name, value, line):
                continue
            case Record():
                keep_setting(run, thing, name, written)
                write_field(run, thing, name, written)
            case Class():
                known = thing.members.get(name)
                thing.members[name] = written if known is None else merge(known, written)
                run.heap_version += 1
            case Module():
                known = thing.scope.names.get(name)
                thing.scope.names[name] = written if known is None else merge(known, written)
                run.heap_version += 1


def _identified(run: Run, name: str, value: Value, line: int) -> Value:
    """Something unknown that is called a handle, e-mail or name is taken for one."""
    if value.constants or not value.open:
        return value
    if not any(c.kind is ConceptKind.IDENTITY and c.strength is Strength.STRONG for c in run.concepts_of(name)):
        return value
    return value.with_facts(named_start(run, name, line, Context((name,)), acquired=True))


def _note_noun(value: Value, name: str) -> None:
    """The name something unknown is given says what it is: `for lease in ...`, `applicant = ...`."""
    for record in value.records():
        if record.kind is Kind.UNKNOWN and len(name) > 1:
            record.context.nouns.add(name)


def write_item(run: Run, receiver: Value, key: Value, value: Value, line: int) -> None:
    """`receiver[key] = value`."""
    from adversescan.analysis.face_vectors import gather
    from adversescan.analysis.frames import is_frame, write_column
    from adversescan.analysis.outcomes import on_write
    from adversescan.analysis.recode import counted_under

    if is_frame(receiver):
        write_column(run, receiver, key, value, line)
        return
    if own_operator(run, "__setitem__", receiver, (key, value), line) is not None:
        return
    value = counted_under(run, key, value)
    names = [k for k in key.literals() if isinstance(k, str | int)]
    for name in names:
        value = on_write(run, receiver, str(name), named_risk(run, str(name), value, line), line)
    for record in receiver.records():
        if slices_in(key):
            forget_places(run, record)
            add_element(run, record, elements(run, value))
        elif names and not key.open:
            for name in names:
                write_field(run, record, name, value)
        else:
            add_element(run, record, value)
            record.keys = join(record.keys, key.all_facts())
            gather(run, of(record), value, line)


def bind_name(run: Run, name: str, value: Value) -> None:
    """Binds a name in the scope it belongs to."""
    scope = run.frame.scope
    if scope.locals is not None and name not in scope.locals and name not in scope.names:
        here: Scope | None = scope.outer
        while here is not None:
            if name in here.names:
                known = here.names[name]
                here.names[name] = merge(known, value)
                return
            here = here.outer
    scope.names[name] = value


def _unpack(run: Run, items: tuple[p.Argument, ...], value: Value, line: int) -> None:
    for index, item in enumerate(items):
        if item.star:
            rest = Record(Kind.LIST)
            _fill_rest(run, rest, value, index, len(items) - index - 1)
            assign(run, item.value, of(rest), line)
        else:
            after_star = any(other.star for other in items[:index])
            position = index - len(items) if after_star else index
            assign(run, item.value, read_item(run, value, constant(position), line), line)


def _fill_rest(run: Run, rest: Record, value: Value, before: int, after: int) -> None:
    """`first, *rest = value`: what stands beside the star is not in it, where all positions are known."""
    records = value.records()
    positions = sorted(k for r in records for k in r.fields if isinstance(k, int))
    if len(records) != 1 or records[0].element is not None or not positions:
        rest.element = elements(run, value)
        return
    kept = positions[before : len(positions) - after]
    rest.fields = {i: records[0].fields[k] for i, k in enumerate(kept)}
