"""Calls that read and write stores: files, tables, keys, queues; and SQL held in the code."""

from __future__ import annotations

from adversescan.analysis.acts import EFFECT
from adversescan.analysis.face_vectors import put_among
from adversescan.analysis.frame_places import with_header
from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.keep_profile import keep_profile
from adversescan.analysis.labels import Context, Facts, join, weaken
from adversescan.analysis.library_calls import Site, data_result, typed_result, wrapped
from adversescan.analysis.members import elements
from adversescan.analysis.merge_values import merge
from adversescan.analysis.named_start import conduct_start
from adversescan.analysis.outcomes import on_values
from adversescan.analysis.recipients import Party, party_of
from adversescan.analysis.run import Run
from adversescan.analysis.saved_models import saved
from adversescan.analysis.settings_files import opened_texts, settings_in
from adversescan.analysis.stores import also_called, held, held_in_folder, in_bucket, put, store_names, words_of
from adversescan.analysis.values import CONTENT, INNER, TEXT, UNKNOWN, Kind, Record, Value, constants, of
from adversescan.analysis.write_members import add_element
from adversescan.findings.finding import Confidence
from adversescan.graph.query import HOLE
from adversescan.knowledge.library import CallModel, Does, Store

_GATHERED = frozenset({Store.FILE, Store.MODEL, Store.KEY, Store.BUCKET})
"""Places that are written once with all that was put together before."""


def read_setting(run: Run, model: CallModel, site: Site) -> Value:
    """A setting of the environment: what the project sets it to, its default, or a hole that keeps its name."""
    names = [t for v in site.select(model.address) for t in v.texts()]
    defaults = [v for name in names for v in held(run, (Store.SETTING.value, name), site.line)] or site.select(model.data)
    if defaults:
        return merge(*defaults)
    return constants([f"{HOLE}{name}{HOLE}" for name in names[:4]], run.depth) if names else UNKNOWN


def read_store(run: Run, model: CallModel, site: Site) -> Value:
    """What a store holds: what the project wrote there, else data told by the names it is read under."""
    address = site.select(model.address)
    names = store_names(model, address)
    found = _held_by_reader(site, address) or [value for name in names for value in held(run, name, site.line)]
    # What of a folder is read nobody says: anything the project wrote there.
    found += [_uncertain(value) for name in names for value in held_in_folder(run, name)]
    found = found or [value for name in names if (value := settings_in(run, name)) is not None]
    nouns = tuple(w for _, n in names for w in words_of(n))
    if model.each:
        # The name of the queue comes with what was in it.
        pair = Record(Kind.TUPLE)
        pair.fields = {0: merge(*address) if address else UNKNOWN, 1: merge(*found) if found else data_result({}, nouns)}
        return of(pair)
    if found and not any(v.records() for v in found):
        # A field or two the project sets is not all a record holds.
        found.append(data_result(join(*(v.all_facts() for v in found)), nouns))
    if found and not model.mutates:
        result = _of_place(wrapped(run, model, site, found), address, model)
        for record in result.records() if model.returns else ():
            record.settings[CONTENT] = merge(*found)
        return result
    if model.model:
        return saved(site, model, site.select(model.data), found)
    facts = join(*(_given_facts(v) for v in site.select(model.data)))
    if not model.returns or model.store is not Store.FILE:
        # A table tells by its columns, whatever it is called.
        told = [name for _, name in names] + [text for v in site.select(model.subject) for text in v.texts()]
        facts = join(facts, *(conduct_start(run, name, site.line, Context(nouns)) for name in told))
    result = typed_result(run, model, site, facts, Context(nouns)) if model.returns else data_result(facts, nouns)
    result = with_header(run, model, site, result, names)
    for record in result.records():
        record.context.nouns |= set(nouns)
    return _of_place(_with_text(result, opened_texts(run, names), model), address, model)


def _held_by_reader(site: Site, address: list[Value]) -> list[Value]:
    """What the object that reads holds under the name itself: an environment whose loader is made of a mapping of templates."""
    names = [text for value in address for text in value.texts()]
    made_with = [v for r in (site.receiver.records() if site.receiver is not None else ()) for v in r.settings.values()]
    made_with += [v for value in made_with for r in value.records() for v in r.settings.values()]
    mappings = [r for value in made_with for r in value.records() if r.kind is Kind.DICT]
    return [mapping.fields[name] for mapping in mappings for name in names if name in mapping.fields]


def _with_text(result: Value, texts: list[Value], model: CallModel) -> Value:
    """What is read is the text the project keeps there; what it is about the names it is read under go on telling."""
    if not texts or not model.returns:
        return merge(result, *texts)
    for record in result.records():
        record.settings[CONTENT] = merge(data_result(result.all_facts(), tuple(record.context.nouns)), *texts)
    return result


def _uncertain(value: Value) -> Value:
    """Facts of something that is likely to be what was written."""
    return data_result(weaken(deep_facts(value), Confidence.LIKELY))


def _of_place(result: Value, address: list[Value], model: CallModel) -> Value:
    """An opened file stands for its path: what is written through it is written there."""
    if model.returns:
        place = merge(*address)
        texts = {(kind, in_bucket(text) if model.store is Store.BUCKET else text): f for (kind, text), f in place.constants.items()}
        for record in result.records():
            record.settings[TEXT] = Value(texts, None, place.all_facts(), place.depth)
    return result


def _given_facts(value: Value) -> Facts:
    return deep_facts(value, 30)


def write_store(run: Run, model: CallModel, site: Site) -> Value:
    """Data is written to a store; a file of one subject that brings things together is a profile."""
    address = site.select(model.address)
    payload = site.select(model.data) or site.arguments.all()
    payload = [elements(run, value) for value in payload] if model.each else payload
    names = store_names(model, address)
    if not names:
        _hold(run, address, merge(*payload))
    for name in names:
        put(run, name, payload, site.line)
    if model.store in (Store.BUCKET, Store.QUEUE) or party_of(run, address) is Party.EXTERNAL:
        _share_if_outside(run, site, payload, address)
    keep_profile(run, payload, [*address, *site.select(model.subject)], site)
    put_among(run, payload, [], gathered=model.store in _GATHERED)
    on_values(run, [("", v) for v in payload], address, EFFECT)
    if model.wraps:
        return wrapped(run, model, site, payload)
    # What is given no place to be written to is the text it would have written.
    return typed_result(run, model, site, {}) if address else merge(*payload)


def name_store(run: Run, model: CallModel, site: Site) -> Value:
    """A name under which the project keeps things is told to be that of a file or table."""
    for text in (t for v in site.select(model.address) for t in v.texts()):
        for place in store_names(model, site.select(model.data)):
            also_called(run, (Store.KEY.value, text), place)
    return UNKNOWN


def write_to(run: Run, address: Value, payload: Value, site: Site) -> None:
    """Rows of a statement are written to a file or bucket."""
    model = CallModel("", Does.WRITE, store=Store.FILE)
    for name in store_names(model, [address]):
        put(run, name, [payload], site.line)
    on_values(run, [("", payload)], [address], EFFECT)
    if party_of(run, [address]) is Party.EXTERNAL:
        _share_if_outside(run, site, [payload], [address])


def read_from(run: Run, address: Value, site: Site) -> list[Value]:
    """What a file or bucket holds, as far as the project wrote it."""
    model = CallModel("", Does.READ, store=Store.FILE)
    return [value for name in store_names(model, [address]) for value in held(run, name, site.line)]


def _hold(run: Run, places: list[Value], payload: Value) -> None:
    """What is written through an object that is no named place stays in it, and in what it wraps."""
    seen: set[Record] = set()
    pending = list(places)
    while pending:
        for record in pending.pop().records():
            if record not in seen:
                seen.add(record)
                add_element(run, record, payload)
                if INNER in record.settings:
                    pending.append(record.settings[INNER])


def _share_if_outside(run: Run, site: Site, payload: list[Value], address: list[Value]) -> None:
    """A connection may say whose the place is where the place itself does not."""
    from adversescan.analysis.effects_network import give_away

    place = address if site.receiver is None else [*address, site.receiver.named()]
    if party_of(run, place) is Party.EXTERNAL:
        give_away(run, payload, place, site.everything(), Party.INTERNAL)
