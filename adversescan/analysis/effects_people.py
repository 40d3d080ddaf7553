"""Calls that collect, take in, identify, or infer something of people."""

from __future__ import annotations

from adversescan.analysis.acts import concluded
from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.labels import NO_FACTS, Facts, Label, collected, explicit, join, pass_stage, restart, start
from adversescan.analysis.library_calls import Site, data_result, typed_result
from adversescan.analysis.members import read_key
from adversescan.analysis.offences import OFFENDING, foretold
from adversescan.analysis.options import with_options
from adversescan.analysis.run import Run
from adversescan.analysis.situation import note_module, situation_of
from adversescan.analysis.stores import held, put, store_names
from adversescan.analysis.values import Value
from adversescan.findings.finding import Confidence
from adversescan.knowledge.library import CallModel, Store
from adversescan.knowledge.stages import NO_DATA, Origin, Stage

NO_TRAIT: frozenset[str] = frozenset()
WATCHED = frozenset({"watched-place"})
BODILY = frozenset({"biometric"})


def collect(run: Run, model: CallModel, site: Site) -> Value:
    """Data about people comes in from a library made to fetch it."""
    event = run.event(Stage.COLLECT, site.line, model.path)
    event.origin = model.origin or Origin.SCRAPED
    event.certain = True
    event.linked = event.linked or model.linked
    subject = join(*(deep_facts(v, 20) for v in site.select(model.subject)))
    if any(label.start is Origin.IDENTITY for label in subject):
        event.linked = True
    facts = start(Label(event.origin, "", frozenset({Stage.COLLECT})), event)
    found = _as_data(run, model, site, facts)
    for place in store_names(model, site.select(model.address)) if model.store is not None else ():
        put(run, place, [found], site.line)
    return found


def take_input(run: Run, model: CallModel, site: Site) -> Value:
    """What the person in front of the system gives."""
    event = run.event(Stage.COLLECT, site.line, model.path)
    event.origin = model.origin or Origin.FIRST_PARTY
    facts = start(Label(event.origin, "", frozenset({Stage.COLLECT})), event)
    if model.biometric:
        event.traits |= BODILY
        event.traits |= situation_of(run, site.select(model.address)) & WATCHED
    named = [t for v in site.arguments.positional[:1] for t in v.texts()]
    if named:
        from adversescan.analysis.labels import Context
        from adversescan.analysis.named_start import named_start

        facts = join(facts, *(named_start(run, name[:60], site.line, Context(), False) for name in named))
    given = _as_data(run, model, site, facts)
    for name in run.readers.form_fields(run.frame.module.path, run.frame.function.rpartition(".")[2]) if model.form else ():
        for record in given.records():
            read_key(run, record, name, site.line)
    return with_options(run, model, site, given)


def identify(run: Run, model: CallModel, site: Site) -> Value:
    """Records are linked to a real person."""
    values = site.select(model.data) or site.everything()
    facts = explicit(join(*(deep_facts(v) for v in values)))
    event = run.event(Stage.IDENTIFY, site.line, model.path)
    identity = start(Label(Origin.IDENTITY, "face"), event)
    passed = pass_stage(facts, event)
    concluded(run, event, passed)
    return typed_result(run, model, site, join(passed, identity))


def infer(run: Run, model: CallModel, site: Site) -> Value:
    """A library computes attributes of the person in its input."""
    values = site.select(model.data) or site.everything()
    if model.linked:
        _are_names(values)
    fields = _asked_fields(model, site)
    attributes = tuple(dict.fromkeys([*model.attributes, *fields.values()])) if fields else model.attributes
    facts = infer_from(run, values, attributes, model.path, site.line, fields, bodily=model.biometric)
    from adversescan.analysis.frames import is_frame, with_columns

    for value in values:
        if is_frame(value) and fields:
            return with_columns(value, {name: _only(facts, attribute) for name, attribute in fields.items()})
    return typed_result(run, model, site, facts)


def _are_names(values: list[Value]) -> None:
    """A library that reads people's names says of what was collected that names are in it."""
    for event in collected(explicit(join(*(deep_facts(v) for v in values)))):
        event.evidence.add("identity")


def infer_from(
    run: Run,
    values: list[Value],
    attributes: tuple[str, ...],
    key: str,
    line: int,
    fields: dict[str, str],
    grade: Confidence = Confidence.CERTAIN,
    bodily: bool | None = None,
) -> Facts:
    """The facts of an inferred attribute; input of which nothing is known is data the person or the project had.

    `bodily` says whether a face, voice or gait is read; where it is not known, the names around tell.
    """
    files = [stored for v in values for t in v.texts() for stored in held(run, (Store.FILE.value, t.removeprefix("./")), line)]
    data = explicit(join(*(deep_facts(v) for v in [*values, *files])))
    data = {label: w for label, w in data.items() if label.start not in NO_DATA}
    event = run.event(Stage.INFER, line, key)
    event.attributes = tuple(sorted({*event.attributes, *attributes}))
    event.keys.update({name: (attribute,) for name, attribute in fields.items()})
    if not data:
        origin = run.event(None, line, ("input", key))
        origin.origin = Origin.FIRST_PARTY
        data = start(Label(Origin.FIRST_PARTY), origin, Confidence.LIKELY)
    if not attributes:
        return data
    if any(e.traits >= BODILY for witness in data.values() for e in witness.events()[:1]):
        bodily = True
    facts = pass_stage(restart(data), event, attributes, grade)
    event.traits |= situation_of(run, values) - (NO_TRAIT if bodily is None else BODILY) | (BODILY if bodily else NO_TRAIT)
    note_module(run, event)
    concluded(run, event, facts)
    return join(facts, foretold(run, values, line)) if any(run.book.contexts.of(a) == OFFENDING for a in attributes) else facts


def _asked_fields(model: CallModel, site: Site) -> dict[str, str]:
    """Which of its fields the call asks for."""
    fields = dict(model.fields)
    given = site.arguments.select(model.only)
    words = {t.lower() for v in given for t in _words(v)}
    if not words:
        return fields
    return {name: attribute for name, attribute in fields.items() if any(word and (word in name or word == attribute) for word in words)}


def _words(value: Value) -> list[str]:
    found = list(value.texts())
    for record in value.records():
        for member in record.fields.values():
            found.extend(member.texts())
    return found


def _only(facts: Facts, attribute: str) -> Facts:
    return {label: w for label, w in facts.items() if label.attribute == attribute}


def _as_data(run: Run, model: CallModel, site: Site, facts: Facts) -> Value:
    result = typed_result(run, model, site, facts) if model.returns else data_result(facts)
    return result if facts else Value(facts=NO_FACTS, open=True)
