"""Reading and writing the members of objects: attributes, keys, positions, elements."""

from __future__ import annotations

from adversescan.analysis.element_types import enum_members, has_typed_elements, typed_element
from adversescan.analysis.held_records import members_of
from adversescan.analysis.labels import NO_FACTS, join, make_implicit
from adversescan.analysis.library_members import external_member, library_key, selects_cells, untyped_member
from adversescan.analysis.merge_values import known_or_unknown, merge
from adversescan.analysis.own_members import iterated, made_up_member
from adversescan.analysis.positions import ROW_OF, chosen_members, columns_of
from adversescan.analysis.recode import told_by_member, with_recoded
from adversescan.analysis.refusals import with_field_test
from adversescan.analysis.run import Run
from adversescan.analysis.values import (
    CONTENT,
    NOTHING,
    Class,
    Function,
    Kind,
    Module,
    Partial,
    Record,
    Thing,
    Value,
    constants,
    of,
    unknown,
)
from adversescan.analysis.view_members import note_name, view
from adversescan.graph.query import HOLE


def read_attribute(run: Run, base: Value, name: str, line: int) -> Value:
    """`base.name`."""
    found = [_attribute_of(run, base, thing, name, line).tagged(facts) for thing, facts in told_by_member(base, name).items()]
    found = with_field_test(run, found, base, name, line)
    if base.constants and name == "value":
        # A member of an enum is the constant it stands for.
        found.append(Value(base.constants, None, base.facts, base.depth, base.open))
    elif (base.texts() and not any(r.kind is Kind.FRAME for r in base.records())) or (base.constants and not found):
        found.append(of(_member(base, name, "")))
    if not found:
        return of(_member(base, name, ""), base.facts)
    result = merge(*found)
    return result.with_facts(base.facts) if not base.objects else result


def read_item(run: Run, base: Value, key: Value, line: int) -> Value:
    """`base[key]`; a key of several constants gives each its own alternative, with the facts that chose it."""
    from adversescan.analysis.compare import under_words

    for record in base.records():
        if record.definition is not None and lookup(run, record.definition, "__getitem__") is not None:
            from adversescan.analysis.arguments import Arguments
            from adversescan.analysis.calls import call

            return call(run, read_attribute(run, base, "__getitem__", line), Arguments([key]), line)
    keyed = [v for r in base.records() if (v := library_key(run, r, key, line)) is not None]
    if keyed:
        return merge(*keyed)
    from adversescan.analysis.label_lists import told_by_list

    if not key.constants and (chosen := chosen_members(base, key)) is not None:
        return chosen
    if not key.constants:
        found = merge(*(_any_member(run, record) for record in base.records())).with_facts(told_by_list(run, base, key))
        return with_recoded(run, _or_facts(found, base).tagged(make_implicit(key.all_facts())), key.all_facts())
    found_values = []
    for (_, literal), facts in key.constants.items():
        values = with_field_test(run, [read_key(run, r, literal, line) for r in base.records()], base, str(literal), line)
        found_values.append(with_recoded(run, _or_facts(merge(*values), base).tagged(join(facts, make_implicit(key.facts))), key.facts))
    is_unknown = key.open or any(HOLE in text for text in key.texts())
    if is_unknown and key.facts and any(r.kind is Kind.DICT and r.rest is None for r in base.records()):
        others = merge(*(_any_member(run, r) for r in base.records())).tagged(make_implicit(key.facts))
        return merge(with_recoded(run, others, key.facts), *found_values)
    return under_words(run, base, merge(*found_values), line) if len(found_values) > 1 else found_values[0]


def read_member(run: Run, record: Record, key: object, line: int) -> Value:
    """What a pattern takes out of an object: an attribute of an instance, else what stands under the key."""
    named = isinstance(key, str) and record.kind is Kind.INSTANCE
    return read_attribute(run, of(record), str(key), line) if named else read_key(run, record, key, line)


def read_key(run: Run, record: Record, key: object, line: int) -> Value:
    """The member of a record under a constant key or position."""
    if not isinstance(key, str | int):
        return _any_member(run, record)
    if key in record.fields:
        if isinstance(key, str):
            note_name(run, record, key)
        return record.fields[key]
    if isinstance(key, int):
        known = columns_of(record)
        if -len(known) <= key < len(known):
            return record.fields[known[key]]
        declared = list(record.definition.fields()) if record.definition is not None else []
        if -len(declared) <= key < len(declared):
            return read_key(run, record, declared[key], line)
        return _position(run, record, key)
    if record.kind in (Kind.LIST, Kind.SET) and record.element is not None:
        return known_or_unknown(merge(*(read_key(run, r, key, line) for r in record.element.records())))
    if record.rest is None and record.element is not None:
        return record.element
    return view(run, record, key, line)


def elements(run: Run, value: Value) -> Value:
    """One element of what is iterated over."""
    found = [_element(run, record).tagged(facts) for record, facts in value.objects.items() if isinstance(record, Record)]
    found += [of(m) for c in value.objects if isinstance(c, Class) for m in enum_members(c)]
    if not found:
        return unknown(value.all_facts())
    return merge(*found).with_facts(value.facts)


def lookup(run: Run, owner: Class, name: str) -> Value | None:
    """A member of a class, by method resolution order."""
    for base in owner.lineage():
        if name in base.members:
            return base.members[name]
    return None


def _attribute_of(run: Run, base: Value, thing: Thing, name: str, line: int) -> Value:
    match thing:
        case Record():
            return _of_record(run, base, thing, name, line)
        case Class():
            return _of_class(run, thing, name)
        case Module():
            from adversescan.analysis.modules import read_global

            return read_global(run, thing, name)
        case Function(path=path) if path:
            return of(_member(of(thing), name, f"{path}.{name}"))
        case Function() | Partial():
            return of(_member(of(thing), name, ""))


def is_container_method(name: str) -> bool:
    from adversescan.analysis.containers import METHODS

    return name in METHODS


def _of_record(run: Run, base: Value, record: Record, name: str, line: int) -> Value:
    if name in record.fields:
        note_name(run, record, name)
        return record.fields[name]
    if record.definition is not None and not (record.rest is not None and name in record.definition.fields()):
        member = lookup(run, record.definition, name)
        if member is not None:
            return _bound(run, of(record, base.facts), record.definition, member, line)
        made_up = made_up_member(run, record, record.definition, name, line)
        if made_up is not None:
            return made_up
    for external in _library_bases(record):
        path = run.book.libraries.canonical(f"{external}.{name}")
        if path in run.book.libraries.calls:
            return of(_member(of(record, base.facts), name, path))
    if record.kind is Kind.FRAME:
        return _frame_member(run, base, record, name, line)
    if record.kind is Kind.EXTERNAL:
        return external_member(run, base, record, name, line)
    if ROW_OF in record.settings and selects_cells(run, record.settings[ROW_OF], name):
        return of(record, base.facts)
    if ROW_OF in record.settings and not is_container_method(name) and not name.startswith("_"):
        return read_key(run, record, name, line)
    if record.kind in (Kind.DICT, Kind.LIST, Kind.SET, Kind.TUPLE):
        return of(_member(of(record, base.facts), name, ""))
    if is_container_method(name):
        return Value(None, {_member(of(record, base.facts), name, ""): NO_FACTS}, record.rest or NO_FACTS, 0, True)
    if (untyped := untyped_member(run, of(record, base.facts), name, line)) is not None:
        return untyped
    value = view(run, record, name, line)
    child = value.records()[0]
    child.receiver, child.member = of(record, base.facts), name
    return value


def _library_bases(record: Record) -> list[str]:
    return [] if record.definition is None else [path for c in record.definition.lineage() for path in c.externals]


def _bound(run: Run, receiver: Value, owner: Class, member: Value, line: int) -> Value:
    found = []
    for thing, facts in member.objects.items():
        if not isinstance(thing, Function):
            found.append(of(thing, facts))
            continue
        decorated = owner_decoration(owner, thing.definition.name)
        if decorated == "property":
            from adversescan.analysis.arguments import Arguments
            from adversescan.analysis.calls import call_function

            found.append(call_function(run, thing.bind(receiver), Arguments(), line))
        elif decorated == "staticmethod":
            found.append(of(thing))
        elif decorated == "classmethod":
            found.append(of(thing.bind(of(owner))))
        else:
            found.append(of(thing.bind(receiver)))
    if member.constants or member.open or not found:
        found.append(Value(member.constants, None, member.facts, run.depth, member.open))
    return merge(*found)


def owner_decoration(owner: Class, name: str) -> str:
    for base in owner.lineage():
        if name in base.members:
            return base.decorated.get(name, "")
    return ""


def _frame_member(run: Run, base: Value, record: Record, name: str, line: int) -> Value:
    """A method or accessor the library names, else a column."""
    known = run.book.libraries
    path = known.canonical(f"{record.path}.{name}")
    model = known.values.get(path)
    if model is not None and path not in run.accessors:
        from adversescan.analysis.library_calls import apply_value

        return apply_value(run, model, of(record, base.facts), line)
    if path in known.calls or path in known.values or path in run.accessors or record.element is not None:
        child = Record(Kind.EXTERNAL, path, record.rest, record.context)
        child.receiver, child.member, child.element = of(record, base.facts), name, record.element
        cells = NO_FACTS if record.element is None else record.element.all_facts()
        return Value(None, {child: NO_FACTS}, join(base.facts, cells), 0, True)
    from adversescan.analysis.frames import column

    return column(run, record, name, line)


def _of_class(run: Run, owner: Class, name: str) -> Value:
    member = lookup(run, owner, name)
    if member is None:
        externals = [path for c in owner.lineage() for path in c.externals]
        child = _member(of(owner), name, f"{externals[0]}.{name}" if externals else "")
        return of(child)
    if owner_decoration(owner, name) == "classmethod":
        return merge(*(of(f.bind(of(owner))) for f in member.objects if isinstance(f, Function)))
    return member.at_depth(run.depth)


def _member(receiver: Value, name: str, path: str) -> Record:
    record = Record(Kind.EXTERNAL, path)
    record.receiver, record.member = receiver, name
    return record


def _position(run: Run, record: Record, index: int) -> Value:
    size = sum(1 for k in record.fields if isinstance(k, int))
    if index < 0 and size and record.element is None and size + index in record.fields:
        return record.fields[size + index]
    return _element(run, record)


def _element(run: Run, record: Record) -> Value:
    if CONTENT in record.settings:
        # A line of a file is what was written to it.
        return record.settings[CONTENT]
    if record.kind is Kind.DICT and record.fields:
        keys = constants([k for k in record.fields if isinstance(k, str)], run.depth, record.keys)
        return keys if record.element is None else keys.with_facts(record.keys)
    if record.kind is Kind.DICT:
        return unknown(join(record.keys, record.rest or NO_FACTS))
    if record.kind is Kind.INSTANCE and record.definition is not None:
        return iterated(run, record, record.definition)
    if record.kind is Kind.FRAME:
        return record.settings.get("pairs") or record.element or of(record)
    held = {} if has_typed_elements(run, record) else record.fields
    found = [v for k, v in held.items() if isinstance(k, int) or record.kind is Kind.EXTERNAL]
    if record.element is not None:
        found.append(record.element)
    if not found:
        record.element = typed_element(run, record)
        return record.element
    return merge(*found)


def _any_member(run: Run, record: Record) -> Value:
    if record.kind in (Kind.LIST, Kind.TUPLE, Kind.SET):
        return _element(run, record)
    found = members_of(record)
    if record.rest:
        found.append(unknown(record.rest))
    if not found and record.kind is Kind.UNKNOWN:
        # What is put into this member later is there when it is read again.
        record.element = unknown()
        return record.element
    return merge(*found) if found else unknown(record.rest or NO_FACTS)


def _or_facts(value: Value, base: Value) -> Value:
    if value is NOTHING:
        return unknown(base.all_facts())
    known = [r.rest for r in base.records() if r.rest]
    return value.with_facts({label: w for label, w in base.facts.items() if not any(label in rest for rest in known)})
