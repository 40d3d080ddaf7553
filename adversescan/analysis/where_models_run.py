"""Where a language model runs: by its address, by the client that asks it, or by its name."""

from __future__ import annotations

from adversescan.analysis.library_calls import Site
from adversescan.analysis.recipients import Party, party_of
from adversescan.analysis.run import Run
from adversescan.analysis.values import INNER, Value
from adversescan.knowledge.hosts import HostKind
from adversescan.knowledge.library import CallModel
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
    paths = [run.book.libraries.canonical(f"{r.path}.{method}") for v in parts for r in v.records() if r.path]
    return [found for path in paths if (found := run.book.libraries.call(path)) is not None]


def loaded_at(run: Run, site: Site) -> list[Location]:
    """Where the model a method is called on was loaded, or its client made."""
    owners = [] if site.receiver is None else site.receiver.records()
    return [run.location(line, frame) for record in owners if record.born is not None for frame, line in [record.born]]
