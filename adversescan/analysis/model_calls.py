"""Calls of language models as one kind of node: who is asked, where it runs, with what, and what led to the call."""

from __future__ import annotations

from dataclasses import field

from adversescan.analysis.described_classes import texts_of_class
from adversescan.analysis.governance import governed_by
from adversescan.analysis.guardrails import off_in
from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.held_records import members_of, read_from_file
from adversescan.analysis.labels import Event, Facts, Label, Witness, explicit, join, start
from adversescan.analysis.library_calls import Site
from adversescan.analysis.refusals import refused_in
from adversescan.analysis.run import Act, Frame, Run
from adversescan.analysis.values import Class, Kind, Record, Value
from adversescan.analysis.where_models_run import addresses_of, loaded_at, locality_of, parts_asked
from adversescan.findings.finding import Confidence
from adversescan.graph.query import HOLE
from adversescan.knowledge.library import CallModel
from adversescan.knowledge.models import Locality
from adversescan.knowledge.stages import NO_DATA, Mitigation, Origin
from adversescan.language.reading import PromptReading
from adversescan.record import dataclass

SHORT = 12
"""A shorter text (a role, a key) says nothing about what is asked."""
MOST = 120
ASKED = frozenset({"model-call"})
OTHER = frozenset({"other-model"})


@dataclass(slots=True, eq=False)
class ModelCall:
    """One call site of a language model, with all it was seen to be given."""

    event: Event
    provider: str
    path: str
    models: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    locality: Locality = Locality.UNKNOWN
    resolved: bool = False
    texts: set[str] = field(default_factory=set)
    things: set[int] = field(default_factory=set)
    tasks: set[str] = field(default_factory=set)
    people: dict[Label, Witness] = field(default_factory=dict)
    off: set[Event] = field(default_factory=set)
    lifts_limits: bool = False
    screens: bool = False
    uncensored: bool = False
    guards: set[str] = field(default_factory=set)


def answer_of(
    run: Run,
    model: CallModel | None,
    site: Site,
    prompts: list[Value],
    data: list[Value],
    reading: PromptReading | None,
    *,
    resolved: bool = True,
) -> Facts:
    """Notes the call, with what it does about refusals and safeguards, and gives the mark of its answer."""
    here = _this_call(run, model, site, prompts, data)
    known = run.model_calls.setdefault(here.event, here)
    _merge(known, here)
    measures = governed_by(run)
    run.governed[known.event] = run.governed.get(known.event, measures) & measures
    if reading is not None:
        known.resolved |= resolved
        known.tasks |= {t.value for t in reading.tasks}
    held = explicit(join(*(deep_facts(v) for v in data)))
    given = _about_people(run, held, reading, site)
    known.people.update(given)
    if not here.screens:
        known.off |= {switch for other in run.model_calls.values() if _was_to_screen(other, here) for switch in other.off}
        _goes_round_refusal(run, here, refused_in(held), measures)
        _without_safeguard(run, known, given, site)
        _ungoverned(run, known, given)
    run.asked += 1
    run.last_answer = start(Label(Origin.ANSWER), here.event)
    return run.last_answer


def _this_call(run: Run, model: CallModel | None, site: Site, prompts: list[Value], data: list[Value]) -> ModelCall:
    event = run.event(None, site.line, "answer")
    event.origin, event.traits = Origin.ANSWER, ASKED
    provider = model.library if model is not None else "http"
    call = ModelCall(event, provider, model.path if model is not None else "")
    call.screens = model is not None and model.does.value == "screen"
    call.models = {name for name in _model_names(run, site, model) if _can_be_model(run, name)}
    address = addresses_of(run, site, model)
    call.addresses = {t for v in address for t in v.texts()}
    readings = [run.book.models.reading_of(name) for name in call.models]
    call.uncensored = any(r.uncensored for r in readings)
    call.locality = locality_of(run, model, site, address, [r.locality for r in readings])
    call.texts, call.things = _leaves([*prompts, *data])
    call.lifts_limits = any(run.book.answers.lifts_limits(t) for t in call.texts)
    call.guards = run.book.answers.guards_in(site.arguments.named)
    call.off = off_in(join(*map(deep_facts, _settings(site)), run.governing()))
    return call


def _model_names(run: Run, site: Site, model: CallModel | None) -> list[str]:
    names = run.book.wire.model_names
    if model is None:
        bodies = [r.fields[k] for v in site.everything() for r in _dicts(v) for k in names & r.fields.keys()]
        return [t for v in bodies for t in v.texts()]
    named = [v for v in site.select(model.model) if v is not site.receiver]
    found = [t for v in named for t in v.texts()]
    for record in [r for v in site.select(model.model) for r in v.records()]:
        found += _named_in(run, record)
    if site.receiver is not None and not found:
        for record in [*site.receiver.records(), *parts_asked(run, model, site)]:
            found += _named_in(run, record)
    return found


def _named_in(run: Run, record: Record, depth: int = 2) -> list[str]:
    """The model a client or loaded model was made with; what stands first names it only where the library says so."""
    names = run.book.wire.model_names
    named = [value for key, value in record.settings.items() if key in names]
    maker = run.book.libraries.call(record.path)
    if not named and maker is not None and 0 in maker.model:
        named = [value for key, value in record.settings.items() if key == 0]
    inner = [r for value in named for r in value.records()] if depth else []
    return [t for value in named for t in value.texts() if "://" not in t] + [t for r in inner for t in _named_in(run, r, depth - 1)]


def _can_be_model(run: Run, name: str) -> bool:
    """A sentence, a setting nobody set and a key to a service are no names of a model."""
    return " " not in name and not (name.startswith(HOLE) and name.endswith(HOLE)) and not run.book.wire.is_secret(name)


def _dicts(value: Value) -> list[Record]:
    return [r for r in value.records() if r.kind is Kind.DICT]


def _leaves(values: list[Value]) -> tuple[set[str], set[int]]:
    """What a call is given, taken apart: texts that say something, and things of which nothing is known but that they are the same."""
    texts: set[str] = set()
    things: set[int] = set()
    seen: set[int] = set()
    pending = list(values)
    while pending and len(seen) < MOST:
        here = pending.pop()
        said = [*here.texts(), *(t for thing in here.objects if isinstance(thing, Class) for t in texts_of_class(thing))]
        texts |= {t for t in said if len(t.replace(HOLE, "").strip()) >= SHORT}
        for record in here.records():
            if id(record) in seen:
                continue
            seen.add(id(record))
            if record.kind in (Kind.UNKNOWN, Kind.EXTERNAL):
                things.add(id(record))
            pending.extend([*members_of(record), *read_from_file(record)])
    return texts, things


def _settings(site: Site) -> list[Value]:
    """The arguments of the call, and those its receiver was made with."""
    owners = [] if site.receiver is None else site.receiver.records()
    return [*site.arguments.all(), *(v for r in owners for v in [*r.settings.values(), *r.fields.values()])]


def _merge(known: ModelCall, here: ModelCall) -> None:
    for name in ("models", "addresses", "texts", "things", "off", "guards"):
        getattr(known, name).update(getattr(here, name))
    known.lifts_limits |= here.lifts_limits
    known.uncensored |= here.uncensored
    if known.locality is Locality.UNKNOWN:
        known.locality = here.locality


def _about_people(run: Run, given: Facts, reading: PromptReading | None, site: Site) -> Facts:
    """What reaches the call of people: by where it comes from and by its names, or by what the prompt says of it."""
    found = {label: w for label, w in given.items() if label.start not in NO_DATA and label.start is not Origin.MODEL}
    if reading is not None and reading.about_person:
        for attribute in dict.fromkeys([*reading.attributes, *reading.mentioned]):
            event = run.event(None, site.line, ("prompt", attribute))
            event.origin, event.attributes = Origin.RECORDED, (attribute,)
            found[Label(Origin.RECORDED, attribute)] = Witness(event, None, Confidence.LIKELY)
    return found


def _goes_round_refusal(run: Run, here: ModelCall, told: Facts, measures: frozenset[Mitigation]) -> None:
    """Another model is asked where it is known, by what governs the call or by what it is told, that one refused."""
    governing = refused_in(run.governing())
    for label, witness in {**told, **governing}.items():
        asked = [run.model_calls[e] for e in witness.events() if e in run.model_calls]
        if not any(_is_other(first, here) or _drops_limits(first, here) for first in asked):
            continue
        frame, line = _governed_place(run) if label in governing else (run.frame, run.frame.line)
        event = run.event(None, line, "second-call", frame)
        event.traits = ASKED | OTHER
        run.governed[event] = run.governed.get(event, measures) & measures
        run.same_input.update((first.event, event) for first in asked if _is_given_the_same(first, here))
        data, control = ({}, {label: witness}) if label in governing else ({label: witness}, {})
        record_act(run, Act(event, data, control, {}, (event.location.path, frame.function, line), 3, witness.grade))


def _is_given_the_same(first: ModelCall, second: ModelCall) -> bool:
    dropped = _drops_limits(first, second)
    return (dropped or _is_other(first, second)) and _same_input(first, second, free=dropped or second.uncensored)


def _drops_limits(first: ModelCall, second: ModelCall) -> bool:
    return (second.lifts_limits and not first.lifts_limits) or bool(second.off - first.off) or bool(first.guards - second.guards)


def _is_other(first: ModelCall, second: ModelCall) -> bool:
    """Another model than the one asked first; at one place in a loop, where there are several to choose from."""
    if first.event is second.event:
        return len(first.models | second.models) > 1 or len(first.addresses | second.addresses) > 1
    if first.models and second.models:
        return bool(second.models - first.models) or (bool(first.addresses and second.addresses) and first.addresses != second.addresses)
    return first.path != second.path or first.addresses != second.addresses or first.locality is not second.locality


def _same_input(first: ModelCall, second: ModelCall, free: bool) -> bool:
    """Whether the second is asked what the first was: the same instruction, or the same data without another instruction."""
    if first.texts & second.texts:
        return True
    shared = bool(first.things & second.things)
    if shared and (free or not first.texts or not second.texts):
        return True
    return not (first.texts or second.texts or first.things or second.things)


def _was_to_screen(other: ModelCall, here: ModelCall) -> bool:
    """Whether another call is a check of the same input that a setting leaves out."""
    return other.screens and bool(other.off) and _same_input(other, here, free=True)


def _governed_place(run: Run) -> tuple[Frame, int]:
    """The statement the refusal governs, in the function that tests for it."""
    index = max(i for i, c in enumerate(run.control) if refused_in(c.facts))
    for frame, inner in zip(run.frames, [*run.frames[1:], None], strict=True):
        if frame.control_base <= index and (inner is None or index < inner.control_base):
            return frame, frame.line
    return run.frame, run.frame.line


def _without_safeguard(run: Run, known: ModelCall, people: Facts, site: Site) -> None:
    """A safeguard is off where the call is given data about people; the act is the setting."""
    if not people:
        return
    for switch in known.off:
        switch.traits = frozenset({"guardrail-off"})
        switch.loaded.extend(place for place in loaded_at(run, site) if place not in switch.loaded)
        if known.event.location not in switch.asked:
            switch.asked.append(known.event.location)
        run.governed[switch] = run.governed.get(switch, run.governed[known.event]) & run.governed[known.event]
        record_act(run, Act(switch, people, {}, people, (switch.location.path, switch.location.line, "off"), 3))
    if known.lifts_limits or (not known.off and _is_sensitive(people) and any(map(run.book.answers.is_without_refusals, known.models))):
        event = run.event(None, known.event.location.line, "lifted")
        event.traits = frozenset({"guardrail-off"})
        run.governed[event] = run.governed[known.event]
        record_act(run, Act(event, people, {}, people, (event.location.path, event.location.line, "off"), 3))


def _is_sensitive(people: Facts) -> bool:
    return any(label.start is Origin.RECORDED or label.acquired for label in people)


def _ungoverned(run: Run, known: ModelCall, people: Facts) -> None:
    """A model of one's own is given data about people; whether anything governs its use is judged when all is seen."""
    if known.locality is not Locality.LOCAL or not people:
        return
    event = run.event(None, known.event.location.line, "local")
    event.traits = frozenset({"local-model"})
    run.governed[event] = run.governed[known.event]
    record_act(run, Act(event, people, {}, people, (event.location.path, event.location.line, "local"), 3))


def record_act(run: Run, act: Act) -> None:
    """Notes an act, once for the same facts."""
    run.acted += 1
    act.entry = run.stores.entry
    run.acts.setdefault((act.event, frozenset(act.data), frozenset(act.governing)), act)
