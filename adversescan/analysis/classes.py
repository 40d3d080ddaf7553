"""Classes and their instances: declared fields, inheritance, construction."""

from __future__ import annotations

from adversescan.analysis.labels import NO_FACTS, Context, join
from adversescan.analysis.named_start import named_start
from adversescan.analysis.run import Run
from adversescan.analysis.values import UNKNOWN, Class, Function, Kind, Record, Scope, Value, of, unknown
from adversescan.graph import program as p

WRAPPERS = frozenset({"property", "staticmethod", "classmethod", "cached_property", "setter"})


def define_class(run: Run, definition: p.ClassDefinition) -> Value:
    """Runs a class body in a scope of its own."""
    from adversescan.analysis.evaluate import evaluate

    outer = run.frame.scope
    owner = Class(definition, Scope(outer.module, outer, None))
    for base in definition.bases:
        for thing in evaluate(run, base).objects:
            if isinstance(thing, Class):
                owner.bases.append(thing)
            elif isinstance(thing, Record) and thing.path:
                owner.externals.append(thing.path)
    run.classes.append(owner)
    _run_members(run, owner, definition)
    _enter_subclass(run, owner, definition.line)
    return _decorated(run, of(owner, depth=run.depth), definition)


def _enter_subclass(run: Run, owner: Class, line: int) -> None:
    """A base class is told of a class derived from it."""
    from adversescan.analysis.arguments import Arguments
    from adversescan.analysis.calls import call_function

    told = next((base.members["__init_subclass__"] for base in owner.lineage()[1:] if "__init_subclass__" in base.members), None)
    for function in told.objects if told is not None else ():
        if isinstance(function, Function):
            call_function(run, function.bind(of(owner)), Arguments(), line)


def _decorated(run: Run, value: Value, definition: p.ClassDefinition) -> Value:
    """The class as its decorators leave it; one of a library gives it back."""
    from adversescan.analysis.arguments import Arguments
    from adversescan.analysis.calls import call
    from adversescan.analysis.evaluate import evaluate

    for node in reversed(definition.decorators):
        decorator = evaluate(run, node)
        if any(isinstance(o, Function) for o in decorator.objects):
            result = call(run, decorator, Arguments([value]), definition.line)
            value = result if any(isinstance(o, Class) for o in result.objects) else value
    return value


def _run_members(run: Run, owner: Class, definition: p.ClassDefinition) -> None:
    from adversescan.analysis.execute import execute

    frame = run.frame
    outer, frame.scope = frame.scope, owner.scope
    # Methods do not see the class body: their scope starts outside it.
    try:
        for statement in definition.body:
            match statement:
                case p.Define(function=function):
                    _define_method(run, owner, function, outer)
                case p.Assign(targets=(p.Name(id=name),), annotation=annotation) if annotation is not None:
                    execute(run, (statement,))
                    owner.declared[name] = None if statement.value is None else owner.scope.names.get(name)
                case _:
                    execute(run, (statement,))
    finally:
        frame.scope = outer
    owner.members.update({n: v for n, v in owner.scope.names.items() if n not in owner.members})


def _define_method(run: Run, owner: Class, definition: p.FunctionDefinition, outer: Scope) -> None:
    from adversescan.analysis.calls import decorate
    from adversescan.analysis.evaluate import evaluate

    defaults = {q.name: evaluate(run, q.default) for q in definition.parameters if q.default is not None}
    function = Function(definition, outer, defaults, owner)
    run.register(function, owner)
    kinds = {d.id if isinstance(d, p.Name) else d.name if isinstance(d, p.Attribute) else "" for d in definition.decorators}
    found = kinds & WRAPPERS
    if found:
        if "setter" in found:
            return
        owner.decorated[definition.name] = "property" if found & {"property", "cached_property"} else found.pop()
        value = of(function)
    else:
        value = decorate(run, function, definition.decorators, definition.line)
    owner.members[definition.name] = value
    owner.scope.names[definition.name] = value


def construct(run: Run, owner: Class, arguments: object, line: int) -> Value:
    """A new instance: by `__init__`, else by the declared fields in order."""
    from adversescan.analysis.arguments import Arguments
    from adversescan.analysis.calls import call_function
    from adversescan.analysis.members import lookup

    assert isinstance(arguments, Arguments)
    if _is_enum(owner):
        return _enum_value(owner, arguments)
    record = Record(Kind.INSTANCE, "", None, Context((owner.definition.name,)))
    record.definition, record.branch = owner, run.branch()
    if owner.externals:
        record.rest = NO_FACTS
    if lookup(run, owner, "__new__") is not None:
        # A class that makes its instances itself does so to keep one.
        owner.instance = owner.instance or of(record)
        record = owner.instance.records()[0]
    init = lookup(run, owner, "__init__")
    if init is not None:
        for function in init.objects:
            if isinstance(function, Function):
                call_function(run, function.bind(of(record)), arguments, line)
        return of(record, depth=run.depth)
    _fill_fields(run, owner, record, arguments, line)
    after = lookup(run, owner, "__post_init__")
    for function in after.objects if after is not None else ():
        if isinstance(function, Function):
            call_function(run, function.bind(of(record)), Arguments(), line)
    return of(record, depth=run.depth)


def _fill_fields(run: Run, owner: Class, record: Record, arguments: object, line: int) -> None:
    from adversescan.analysis.arguments import Arguments
    from adversescan.analysis.outcomes import on_write

    assert isinstance(arguments, Arguments)
    declared = owner.fields() or (_assigned_fields(owner) if arguments.positional else {})
    record.context.names |= declared.keys()
    for name, value in zip(declared, arguments.positional, strict=False):
        record.fields[name] = _named(run, name, on_write(run, of(record), name, value, line), record, line)
    if not declared and arguments.positional and owner.externals:
        # What a class of somebody else keeps of its arguments is not known by name.
        record.rest = join(record.rest or NO_FACTS, *(v.all_facts() for v in arguments.positional))
    for name, value in arguments.named.items():
        record.fields[name] = _named(run, name, on_write(run, of(record), name, value, line), record, line)
    if arguments.rest is not None:
        from adversescan.analysis.members import read_item
        from adversescan.analysis.values import constant

        for name in declared:
            if name not in record.fields:
                member = read_item(run, arguments.rest, constant(name), line)
                record.fields[name] = _named(run, name, member, record, line)
    for name, default in declared.items():
        if name not in record.fields:
            record.fields[name] = default_of(run, default)


def _assigned_fields(owner: Class) -> dict[str, Value | None]:
    """Fields given in the class body without annotations (`name = field()`), the bases' first."""
    members = {n: v for base in reversed(owner.lineage()) for n, v in base.members.items() if not n.startswith("__")}
    return {n: v for n, v in members.items() if not any(isinstance(o, Function | Class) for o in v.objects)}


def default_of(run: Run, default: Value | None) -> Value:
    """The default a field declaration gives: a constant, or what the factory in `field(default_factory=...)` makes."""
    from adversescan.analysis.arguments import Arguments
    from adversescan.analysis.calls import call

    if default is None:
        return UNKNOWN
    for record in default.records():
        factory = record.settings.get("default_factory")
        if factory is not None:
            return call(run, factory, Arguments(), run.frame.line)
        plain = record.settings.get("default")
        if plain is not None:
            return plain
    return default


def _named(run: Run, name: str, value: Value, record: Record, line: int) -> Value:
    """A value of unknown origin put into a named field is what the name says."""
    if value.constants or not value.open:
        return value
    acquired = any(label.acquired for label in value.facts)
    return value.with_facts(named_start(run, name, line, record.context, acquired))


def open_instance(run: Run, owner: Class) -> Value:
    """An instance nobody in the project makes: what its fields hold is told by their names."""
    record = Record(Kind.INSTANCE, "", NO_FACTS, Context((owner.definition.name,)))
    record.definition = owner
    record.context.names |= owner.fields().keys()
    return of(record)


def self_instance(run: Run, owner: Class) -> Value:
    """The receiver of a method followed as an entry: made by the constructor with unknown arguments, once per class."""
    from adversescan.analysis.arguments import Arguments
    from adversescan.analysis.calls import call_function
    from adversescan.analysis.members import lookup

    if owner.instance is None:
        owner.instance = open_instance(run, owner)
        init = lookup(run, owner, "__init__")
        for function in init.objects if init is not None else ():
            if isinstance(function, Function):
                call_function(run, function.bind(owner.instance), Arguments(), function.definition.line)
    return owner.instance


def _is_enum(owner: Class) -> bool:
    return any(path.startswith("enum.") for c in owner.lineage() for path in c.externals)


def _enum_value(owner: Class, arguments: object) -> Value:
    from adversescan.analysis.arguments import Arguments

    assert isinstance(arguments, Arguments)
    facts = join(*(v.all_facts() for v in arguments.positional))
    value = unknown(facts)
    value.records()[0].definition = owner
    return value
