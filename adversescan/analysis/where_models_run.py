"""Where a language model runs: by its address, by the client that asks it, or by its name."""

from __future__ import annotations

from adversescan.analysis.held_records import held_by
from adversescan.analysis.library_calls import Site
from adversescan.analysis.recipients import Party, party_of
from adversescan.analysis.run import Run
from adversescan.analysis.values import INNER, Record, Value
from adversescan.knowledge.hosts import HostKind
from adversescan.knowledge.library import CallModel, Does
from adversescan.knowledge.models import Locality
from adversescan.sources.source import Location


def addresses_of(run: Run, site: Site, model: CallModel | None) -> list[Value]:
    # A client as a whole holds more than its address, its key among it.
    found = [] if model is None else [v for v in site.arguments.select(model.address) if v.texts()]
    if model is None:
        found = [v for v in site.everything() if any("://" in t for t in v.texts())]
    owners = [] if site.receiver is None else site.receiver.records()
    names = run.book.wire.address_names
    for record in owners:
        found += [v for k, v in record.settings.items() if any("://" in t for t in v.texts()) and (k == 0 or k in names)]
    return found


def locality_of(run: Run, model: CallModel | None, site: Site, address: list[Value], said: list[Locality]) -> Locality:
    """Where the model runs: its address first, then the client, then the name."""
    texts = [t for v in address for t in v.texts()]
    if any(is_host_of_models(run, text) for text in texts):
        return Locality.HOSTED
    party = party_of(run, address) if texts else Party.UNKNOWN
    if party is Party.INTERNAL:
        return Locality.LOCAL
    if party is Party.EXTERNAL:
        return Locality.HOSTED
    if model is not None and model.locality is not None:
        return Locality(model.locality.value)
    inner = {asked.locality.value for asked in _inner_calls(run, model, site) if asked.locality is not None}
    if len(inner) == 1:
        return Locality(inner.pop())
    found = set(said) - {Locality.UNKNOWN}
    return found.pop() if len(found) == 1 else Locality.UNKNOWN


def is_host_of_models(run: Run, address: str) -> bool:
    """Whether an address is that of a service whose models answer."""
    match = run.book.hosts.kind_of(address)
    return match is not None and match.kind is HostKind.HOSTED_MODEL


def _inner_calls(run: Run, model: CallModel | None, site: Site) -> list[CallModel]:
    """What the same call means of the clients a chain is made of."""
    if model is None or site.receiver is None:
        return []
    method = model.path.rpartition(".")[2]
    parts = [v for r in site.receiver.records() if INNER in r.settings for v in [r.settings[INNER]]]
    inner = [*(r for v in parts for r in v.records()), *parts_asked(run, model, site)]
    paths = [run.book.libraries.canonical(f"{r.path}.{method}") for r in inner if r.path]
    return [found for path in paths if (found := run.book.libraries.call(path)) is not None]


def parts_asked(run: Run, model: CallModel, site: Site) -> list[Record]:
    """What a whole that asks through its parts is made of; nothing where none of them asks a model."""
    if not model.each or site.receiver is None:
        return []
    method = model.path.rpartition(".")[2]
    held = [record for record in held_by(site.receiver) if record.made]
    found = (run.book.libraries.call(f"{record.path}.{method}") for record in held)
    return held if any(call is not None and call.does is Does.ASK and not call.each for call in found) else []


def loaded_at(run: Run, site: Site) -> list[Location]:
    """Where the model a method is called on was loaded, or its client made."""
    owners = [] if site.receiver is None else site.receiver.records()
    return [run.location(line, frame) for record in owners if record.born is not None for frame, line in [record.born]]
