"""Calls of models: language models asked in prose, classifiers loaded by name, and models the project trains itself."""

from __future__ import annotations

from collections.abc import Sequence

from adversescan.analysis.described_classes import texts_of_class
from adversescan.analysis.effects_fit import LEARNT, decided_by_prediction, learnt_features
from adversescan.analysis.effects_people import infer_from
from adversescan.analysis.face_vectors import encoded
from adversescan.analysis.formulas import applied_to
from adversescan.analysis.held_facts import deep_all, deep_facts
from adversescan.analysis.held_records import held_by, members_of, read_from_file
from adversescan.analysis.labels import NO_FACTS, Context, Event, Facts, Label, Witness, explicit, join, start
from adversescan.analysis.library_calls import Site, result_type, settings_of, typed_result
from adversescan.analysis.merge_values import merge
from adversescan.analysis.model_calls import answer_of
from adversescan.analysis.offences import OFFENDING, foretold
from adversescan.analysis.run import Run
from adversescan.analysis.scores import score_of
from adversescan.analysis.stores import held
from adversescan.analysis.values import Class, Kind, Record, Value, of
from adversescan.analysis.where_models_run import is_host_of_models, loaded_at, parts_asked
from adversescan.graph.query import HOLE
from adversescan.knowledge.library import CallModel, Store
from adversescan.knowledge.models import ModelReading
from adversescan.knowledge.stages import NO_DATA, Origin, Stage
from adversescan.language.reading import PromptReading, Task

MOST_TEXTS = 40


def ask_model(run: Run, model: CallModel, site: Site) -> Value:
    """A language model is asked: what the prompt asks for is inferred from the data given with it."""
    prompts = site.select(model.prompt) or site.arguments.all()
    parts = parts_asked(run, model, site)
    if model.each and not parts:
        return typed_result(run, model, site, explicit(join(*(deep_facts(v) for v in prompts))))
    prompts += [v for r in [*held_as_prompt(model, site), *parts] for v in r.settings.values()]
    facts = answered(run, prompts, [*prompts, *site.select(model.data)], site, model, site.select(model.task))
    return typed_result(run, model, site, facts)


def held_as_prompt(model: CallModel, site: Site) -> list[Record]:
    """Receivers that hold their instruction: an agent, a signature, a chain."""
    return site.receiver.records() if site.receiver is not None and "self" in model.prompt else []


def screen(run: Run, model: CallModel, site: Site) -> Value:
    """What is asked or answered is checked against a policy."""
    data = site.select(model.data) or site.arguments.all()
    given = explicit(join(*(deep_facts(v) for v in data)))
    return typed_result(run, model, site, join(given, answer_of(run, model, site, data, data, None)))


def ask_over_wire(run: Run, address: list[Value], payload: list[Value], site: Site) -> Facts | None:
    """A request whose body asks a language model, whatever the library; None if it is none."""
    of_models = any(is_host_of_models(run, text) for value in address for text in value.texts())
    for value in payload:
        for record in value.records():
            if run.book.wire.is_question(frozenset(k for k in record.fields if isinstance(k, str)), of_models=of_models):
                return answered(run, payload, payload, site)
    return None


def answered(
    run: Run, prompts: list[Value], data: list[Value], site: Site, model: CallModel | None = None, shape: Sequence[Value] = ()
) -> Facts:
    """The facts of a model's answer. `shape` are the schemas and tools it is asked to answer with."""
    texts = [t for v in prompts for t in texts_in(v) if len(t.replace(HOLE, "").strip()) > 3]
    fields = [t for v in shape for t in texts_in(v) if len(t) > 3]
    given = explicit(join(*(deep_facts(v) for v in data)))
    given = {label: w for label, w in given.items() if label.start not in NO_DATA}
    place = run.location(site.line)
    (run.prompts_resolved if texts else run.prompts_unknown).add(place)
    if not (texts or fields):
        return join(given, answer_of(run, model, site, prompts, data, None))
    reading = run.readers.prompt("\n".join([*texts, *fields]))
    mark = answer_of(run, model, site, prompts, data, reading, resolved=bool(texts))
    return join(mark, _inferred(run, reading, data, site), _written(run, reading, given, site), _scored(run, reading, data, site))


def texts_in(value: Value) -> list[str]:
    """All text constants a value holds: messages in lists of dicts, pieces of content."""
    found: list[str] = []
    seen: set[int] = set()
    pending = [value]
    while pending and len(found) < MOST_TEXTS:
        here = pending.pop(0)
        found.extend(here.texts())
        found.extend(text for thing in here.objects if isinstance(thing, Class) for text in texts_of_class(thing))
        for record in here.records():
            if id(record) not in seen:
                seen.add(id(record))
                pending.extend([*record.fields.values(), *read_from_file(record)] if record.kind is Kind.EXTERNAL else members_of(record))
    return found


def _inferred(run: Run, reading: PromptReading, data: list[Value], site: Site) -> Facts:
    fields = {name: attributes for name, attributes in reading.fields if attributes}
    attributes = tuple(dict.fromkeys([*reading.attributes, *(a for found in fields.values() for a in found)]))
    if not attributes or not (reading.about_person or fields):
        return NO_FACTS
    if not (set(reading.tasks) & {Task.INFER, Task.SCORE, Task.DECIDE, Task.UNKNOWN} or fields):
        return NO_FACTS
    facts = infer_from(run, data, attributes, "ask", site.line, {})
    event = run.event(Stage.INFER, site.line, "ask")
    named = {name for name, _ in reading.fields}
    if fields:
        event.keys.update({name: dict(reading.fields).get(name, ()) for name in named})
    return facts


def _written(run: Run, reading: PromptReading, given: Facts, site: Site) -> Facts:
    """The answer is made of the data; a text written about a person is marked as one."""
    if Task.WRITE_ABOUT not in reading.tasks or not given:
        return given
    event = run.event(None, site.line, "written")
    event.traits = frozenset({"written-about"})
    return {label: Witness(event, w, w.grade) for label, w in given.items()}


def _scored(run: Run, reading: PromptReading, data: list[Value], site: Site) -> Facts:
    if not set(reading.tasks) & {Task.SCORE, Task.DECIDE}:
        return NO_FACTS
    if reading.about_person:
        run.event(None, site.line, "model").evidence.add("person")
    return join(model_output(run, data, site), score_of(run, explicit(join(*(deep_facts(v) for v in data))), site.line))


def model_output(run: Run, data: list[Value], site: Site) -> Facts:
    """The facts of a score or verdict of a model; what it is about the data it was given says."""
    event = run.event(None, site.line, "model")
    event.origin = Origin.MODEL
    event.context = event.context or Context()
    for record in (r for v in data for r in held_by(v)):
        event.context.names |= record.context.names
        event.context.nouns |= record.context.nouns
    if any(label.start is Origin.IDENTITY and not label.weak for v in data for facts in deep_all(v) for label in facts):
        event.evidence.add("identity")
    return start(Label(Origin.MODEL), event)


def load_model(run: Run, model: CallModel, site: Site) -> Value:
    """A model is loaded: its name, file and labels say what it infers."""
    names = [t for v in site.select(model.model) for t in v.texts()]
    labels = [t for v in site.select(model.labels) for t in texts_in(v)]
    record = Record(Kind.EXTERNAL, result_type(run, model, site))
    record.made, record.born = True, (run.frame, site.line)
    record.settings = {
        **settings_of(site),
        "model": merge(*site.select(model.model)),
        "attributes": attributes_held(_attributes(run, names, labels)),
    }
    for other in [r for name in names for v in held(run, (Store.MODEL.value, name), site.line) for r in v.records()]:
        record.fields.update(other.fields)
        record.settings.update({key: value for key, value in other.settings.items() if key in LEARNT})
        record.settings["attributes"] = merge(record.settings["attributes"], other.settings.get("attributes", Value()))
    return of(record)


def _attributes(run: Run, names: list[str], labels: list[str]) -> tuple[str, ...]:
    found = [a for n in names for a in run.book.models.reading_of(n).attributes]
    found += run.readers.labels(labels) if labels else []
    return tuple(dict.fromkeys(found))


def attributes_held(attributes: tuple[str, ...]) -> Value:
    """The attributes a model infers, as one of its settings."""
    return Value({(str, a): NO_FACTS for a in attributes})


def predict(run: Run, model: CallModel, site: Site) -> Value:
    """A model is applied: what it infers its target, name or labels say; a score of an unknown model is model output."""
    data = applied_to(run, model, site, site.select(model.data) or site.arguments.all())
    labels = [t for v in site.select(model.labels) for t in texts_in(v)]
    attributes = list(run.readers.labels(labels)) if labels else []
    for record in [] if site.receiver is None else site.receiver.records():
        known = record.settings.get("attributes")
        attributes += known.texts() if known is not None else []
        attributes += _by_file(run, record)
    if not attributes and any(reading.encodes for reading in _readings(run, site)):
        return typed_result(run, model, site, encoded(run, data, model.path, site.line))
    given = explicit(join(*(deep_facts(v) for v in data)))
    score = model_output(run, data, site)
    if model.locality is not None and not attributes:
        # One that infers an attribute is judged by that.
        answer_of(run, model, site, data, data, None)
    if _foretells(run, site):
        score = join(score, foretold(run, data, site.line))
    if attributes:
        inferred = infer_from(run, data, tuple(dict.fromkeys(attributes)), model.path, site.line, {}, bodily=_is_bodily(run, site) or None)
        _note_loading(run, run.event(Stage.INFER, site.line, model.path), site)
        score = join(score, inferred)
    given = join(given, score_of(run, given, site.line))
    if not any(label.attribute and label.start is not Origin.IDENTITY for label in given):
        given = join(given, learnt_features(site))
    score, given = decided_by_prediction(run, site, score, given)
    return typed_result(run, model, site, join(score, {label: w for label, w in given.items() if label.start is not Origin.IDENTITY}))


def _note_loading(run: Run, event: Event, site: Site) -> None:
    """The place where a model was loaded belongs to what is told of its inference."""
    event.loaded.extend(place for place in loaded_at(run, site) if place not in event.loaded)


def _foretells(run: Run, site: Site) -> bool:
    """Whether the model was trained on offences, or its name says so."""
    owners = [] if site.receiver is None else site.receiver.records()
    trained = any(True in v.literals() for r in owners for v in [r.settings.get("foretells")] if v is not None)
    return trained or any(run.book.contexts.of(name) == OFFENDING for name in _model_names(site))


def _is_bodily(run: Run, site: Site) -> bool:
    """Whether the name of the model says that it reads faces, voices or gait."""
    return any(reading.biometric for reading in _readings(run, site))


def _readings(run: Run, site: Site) -> list[ModelReading]:
    """What the name or file of the model that is applied says of it."""
    return [run.book.models.reading_of(name) for name in _model_names(site)]


def _model_names(site: Site) -> list[str]:
    """The ids and files of the models that are applied."""
    owners = [] if site.receiver is None else site.receiver.records()
    return [t for r in owners for v in [r.settings.get("model")] if v is not None for t in v.texts()]


def _by_file(run: Run, record: Record) -> list[str]:
    """What the name of the file says the model was read from."""
    names = record.settings.get("model")
    return [] if names is None else [a for n in names.texts() for a in run.book.models.reading_of(n).attributes]
