"""What each kind of library call does to values: one function per word of `does`."""

from __future__ import annotations

from adversescan.analysis.assign import set_member
from adversescan.analysis.class_dispatch import add_case, of_kind
from adversescan.analysis.columns import named_column
from adversescan.analysis.command_lines import run_command
from adversescan.analysis.effects_calls import call_functions
from adversescan.analysis.effects_data import name_store, read_setting, read_store, write_store
from adversescan.analysis.effects_fit import fit_model
from adversescan.analysis.effects_models import ask_model, load_model, predict, screen
from adversescan.analysis.effects_network import fetch, send, share_out
from adversescan.analysis.effects_people import collect, identify, infer, take_input
from adversescan.analysis.effects_queries import ask_query
from adversescan.analysis.face_vectors import encode, put_into_index
from adversescan.analysis.folders import folder_of, list_folder, path_member
from adversescan.analysis.frame_operations import frame_operation
from adversescan.analysis.frames import is_column
from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.import_by_name import import_named
from adversescan.analysis.invoke import invoke
from adversescan.analysis.labels import NO_FACTS, Facts, clear, join
from adversescan.analysis.library_calls import Effect, Site, typed_result, wrapped
from adversescan.analysis.lookups import describe_columns, keep_words
from adversescan.analysis.make_containers import of_all
from adversescan.analysis.members import elements, read_attribute
from adversescan.analysis.merge_values import merge
from adversescan.analysis.options import declare_option, given_at_start, start_program
from adversescan.analysis.outcomes import shown
from adversescan.analysis.run import Run
from adversescan.analysis.saved_models import saved
from adversescan.analysis.scores import with_score
from adversescan.analysis.situation import note_shown
from adversescan.analysis.texts import combine
from adversescan.analysis.values import CONTENT, TEXT, UNKNOWN, Function, Kind, Partial, Record, Value, of
from adversescan.analysis.write_members import add_element
from adversescan.knowledge.library import CallModel, Does
from adversescan.knowledge.operations import Operation
from adversescan.knowledge.stages import Mitigation, Origin


def _pass(run: Run, model: CallModel, site: Site) -> Value:
    given = site.select(model.data) or site.everything()
    values = [_content(v) for v in given]
    _mutate(run, model, site, values)
    if model.model and values == given:
        return saved(site, model, values, [])
    if len(model.address) and len(site.select(model.address)) > 1:
        return _joined_path(run, model, site)
    if model.function:
        return _partial(model, site)
    functions = [v for v in values if any(isinstance(o, Function) for o in v.objects)]
    if functions and len(values) == len(functions) and not model.returns:
        return merge(*functions)
    if model.operation is Operation.SPLIT:
        return _halves(site)
    if model.operation is Operation.AGGREGATE and values and all(is_column(v) for v in values):
        return _aggregate(run, model, site)
    if model.operation is Operation.FOLDER:
        return wrapped(run, model, site, [folder_of(v, site.select(model.target)) for v in values])
    if model.operation is Operation.KIND:
        return of_kind(values)
    if model.operation is Operation.CASE:
        return add_case(run, model, site)
    if model.operation is Operation.PATH:
        return wrapped(run, model, site, [path_member(model.path.rpartition(".")[2], values)])
    if model.each:
        return _listed(values) if "*" in model.data else merge(*(elements(run, v) for v in values[:1]), *values[1:])
    if model.wraps and not any(v.objects or v.constants for v in values):
        return _new_container(run, model, values)
    if model.wraps or model.returns or not any(v.records() for v in values):
        return wrapped(run, model, site, values)
    return _made_of(run, values)


def _made_of(run: Run, values: list[Value]) -> Value:
    """One value made of all that the arguments hold: a sum, the largest, whether any."""
    return with_score(run, of_all(run, values), run.frame.line)


def _new_container(run: Run, model: CallModel, values: list[Value]) -> Value:
    """`set()`, `dict()`, `deque()`: something to put things into."""
    record = Record(Kind.UNKNOWN, "", join(*(v.all_facts() for v in values)))
    record.branch = run.branch()
    return of(record)


def _partial(model: CallModel, site: Site) -> Value:
    """A callable with the other arguments already given."""
    functions = site.select(model.function)
    given = [v for v in site.arguments.positional if all(v is not f for f in functions)]
    return of(Partial(merge(*functions), given, dict(site.arguments.named)))


def _content(value: Value) -> Value:
    """What an opened store holds, where the project wrote it."""
    held = [r.settings[CONTENT] for r in value.records() if CONTENT in r.settings]
    return merge(*held) if held else value


def _joined_path(run: Run, model: CallModel, site: Site) -> Value:
    parts = [_place(v) for v in site.select(model.address)]
    text = combine(run, "/", parts)
    result = wrapped(run, model, site, [text])
    for record in result.records():
        record.settings[TEXT] = text.named()
    return result


def _place(value: Value) -> Value:
    """The text of a path alone: as an object it would join what follows it by this very call."""
    named = any(TEXT in r.settings for r in value.records())
    return Value(value.constants, None, value.all_facts(), value.depth, not value.texts() or (value.open and not named))


def _halves(site: Site) -> Value:
    record = Record(Kind.TUPLE)
    for index, value in enumerate(site.arguments.positional):
        record.fields[2 * index] = record.fields[2 * index + 1] = value
    return of(record)


def _listed(values: list[Value]) -> Value:
    record = Record(Kind.LIST)
    record.fields = dict(enumerate(values))
    return of(record)


def _mutate(run: Run, model: CallModel, site: Site, values: list[Value]) -> None:
    """The arguments become part of what the call changes (`message.attach(part)`)."""
    given = merge(*(v for v in site.arguments.all()))
    place = merge(*site.select(model.address)) if model.address else None
    for target in site.select(model.mutates):
        for record in target.records():
            if place is not None and place.texts():
                # A client that is told where to connect stands for that place.
                record.settings[TEXT] = Value(place.constants, None, place.facts, place.depth)
            add_element(run, record, given)
            facts = deep_facts(given)
            record.rest = join(record.rest or NO_FACTS, facts)


def _aggregate(run: Run, model: CallModel, site: Site) -> Value:
    """A figure over many: names and keys of single people are gone, the rest is marked as aggregated."""
    values = site.select(model.data) or site.everything()
    facts = without_identity(join(*(deep_facts(v) for v in values)))
    return typed_result(run, model, site, clear(facts, Mitigation.AGGREGATED))


def without_identity(facts: Facts) -> Facts:
    return {label: w for label, w in facts.items() if label.start is not Origin.IDENTITY}


def _mitigate(run: Run, model: CallModel, site: Site) -> Value:
    assert model.mitigation is not None
    values = site.select(model.data) or site.everything()
    facts = clear(join(*(deep_facts(v) for v in values)), model.mitigation)
    if model.mitigation in (Mitigation.ANONYMISED, Mitigation.AGGREGATED):
        facts = without_identity(facts)
    return typed_result(run, model, site, facts)


def _nothing(run: Run, model: CallModel, site: Site) -> Value:
    return typed_result(run, model, site, NO_FACTS)


def _display(run: Run, model: CallModel, site: Site) -> Value:
    named = [(str(i), v) for i, v in enumerate(site.arguments.positional)] + list(site.arguments.named.items())
    shown(run, named)
    note_shown(run, site.arguments.all(), site.select(model.address))
    return wrapped(run, model, site, site.arguments.all())


def _member(run: Run, model: CallModel, site: Site) -> Value:
    """A member whose name is worked out while the program runs."""
    owners, targets = site.select(model.data), site.select(model.target)
    names = [t for v in site.select(model.address) for t in v.texts()]
    if targets:
        for name in names:
            for owner in owners:
                set_member(run, owner, name, merge(*targets), site.line)
        return UNKNOWN
    found = [read_attribute(run, owner, name, site.line) for owner in owners for name in names]
    if not names:
        found = [Value(facts=join(*(deep_facts(v) for v in owners)), open=True)]
    return merge(*found, *site.select(model.labels))


def _decide(run: Run, model: CallModel, site: Site) -> Value:
    from adversescan.analysis.acts import EFFECT, decide

    values = site.select(model.data)
    decide(run, [], join(run.governing(), *(deep_facts(v) for v in values)), EFFECT)
    return UNKNOWN


def _entry(run: Run, model: CallModel, site: Site) -> Value:
    """A function is registered for the outside to call: nobody in the project calls it, so it is followed as an entry anyway."""
    record = Record(Kind.EXTERNAL, model.path)
    return of(record)


EFFECTS: dict[Does, Effect] = {
    Does.FETCH: fetch,
    Does.SEND: send,
    Does.SHARE: share_out,
    Does.COLLECT: collect,
    Does.INPUT: take_input,
    Does.IDENTIFY: identify,
    Does.ENCODE: encode,
    Does.INDEX: put_into_index,
    Does.INFER: infer,
    Does.ASK: ask_model,
    Does.SCREEN: screen,
    Does.MODEL: load_model,
    Does.FIT: fit_model,
    Does.PREDICT: predict,
    Does.READ: read_store,
    Does.LIST: list_folder,
    Does.WRITE: write_store,
    Does.QUERY: ask_query,
    Does.COLUMN: named_column,
    Does.SETTING: read_setting,
    Does.SHELL: run_command,
    Does.INVOKE: invoke,
    Does.IMPORT: import_named,
    Does.GIVEN: given_at_start,
    Does.LOOKUP: keep_words,
    Does.DESCRIBE: describe_columns,
    Does.ALIAS: name_store,
    Does.OPTION: declare_option,
    Does.START: start_program,
    Does.MEMBER: _member,
    Does.DISPLAY: _display,
    Does.DECIDE: _decide,
    Does.CALL: call_functions,
    Does.ENTRY: _entry,
    Does.FRAME: frame_operation,
    Does.AGGREGATE: _aggregate,
    Does.MITIGATE: _mitigate,
    Does.PASS: _pass,
    Does.NOTHING: _nothing,
}
