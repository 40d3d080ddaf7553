"""Calls over the network: what is fetched, what is sent, to whom, and whose hosts they are."""

from __future__ import annotations

from adversescan.analysis.acts import EFFECT, share
from adversescan.analysis.arguments import Arguments
from adversescan.analysis.calls import call
from adversescan.analysis.held_facts import deep_all, deep_facts
from adversescan.analysis.labels import NO_FACTS, Context, Event, Facts, Label, collected, explicit, join, start
from adversescan.analysis.library_calls import Site, typed_result
from adversescan.analysis.merge_values import merge
from adversescan.analysis.named_start import conduct_start
from adversescan.analysis.outcomes import on_address, on_values
from adversescan.analysis.people_services import asked_service
from adversescan.analysis.recipients import Party, host_of, party_of
from adversescan.analysis.run import Run
from adversescan.analysis.texts import concatenate
from adversescan.analysis.values import Value, constant
from adversescan.findings.finding import Confidence
from adversescan.graph.query import HOLE
from adversescan.knowledge.concepts import ConceptKind
from adversescan.knowledge.hosts import HostKind
from adversescan.knowledge.library import CallModel
from adversescan.knowledge.stages import Origin, Stage

HOST_ORIGIN = {
    "social-network": Origin.SCRAPED,
    "people-search": Origin.BROKER,
    "broker": Origin.BROKER,
    "face-search": Origin.FACE_COLLECTION,
    "code-host": Origin.SCRAPED,
}
MIXED = frozenset({HostKind.CODE_HOST})
"""Hosts of profiles and of files: which it is, the path says."""
SOURCES_OF_PEOPLE = frozenset({ConceptKind.CONTENT, ConceptKind.IDENTITY, ConceptKind.PERSON})


def fetch(run: Run, model: CallModel, site: Site) -> Value:
    """Something is read over the network; whether it is about people the address, arguments and later readings say."""
    address = addresses(run, model, site)
    inferred = asked_service(run, address, site)
    if inferred is not None:
        return typed_result(run, model, site, inferred)
    facts = fetched(run, address, site, model)
    for target in site.select(model.mutates):
        # A browser keeps the page it was sent to.
        for record in target.records():
            record.rest = join(record.rest or NO_FACTS, facts)
    result = typed_result(run, model, site, facts)
    for function in site.select(model.function):
        # What comes back is handed to the callback.
        call(run, function, Arguments([result]), site.line)
    return result


def fetched(run: Run, address: list[Value], site: Site, model: CallModel) -> Facts:
    """The facts of what comes back from an address."""
    texts = [t for v in address for t in v.texts()]
    party = party_of(run, address)
    event = run.event(Stage.COLLECT, site.line, tuple(sorted(texts))[:2])
    event.host = host_of(texts[0]) if texts else ""
    conduct = join(*(conduct_start(run, text.partition("?")[0], site.line, Context()) for text in texts))
    if party is Party.INTERNAL:
        event.origin = Origin.FIRST_PARTY
        return join(conduct, start(Label(Origin.FIRST_PARTY, "", frozenset({Stage.COLLECT})), event))
    if any(t.replace(HOLE, "").strip("/ ") for t in texts):
        event.evidence.add("addressed")
    _evidence(run, event, texts, address, site)
    event.origin = _origin(run, event, texts, site)
    return join(conduct, start(Label(event.origin, "", frozenset({Stage.COLLECT})), event, Confidence.CERTAIN))


def send(run: Run, model: CallModel, site: Site) -> Value:
    """Data goes to an address: a question to a model, a look-up at a name service, an own system, or somebody else."""
    from adversescan.analysis.effects_models import ask_over_wire

    address = addresses(run, model, site)
    payload = site.select(model.data)
    asked = ask_over_wire(run, address, payload, site)
    if asked is not None:
        return typed_result(run, model, site, asked)
    inferred = asked_service(run, address, site, payload)
    if inferred is not None:
        return typed_result(run, model, site, inferred)
    on_address(run, address, site.line)
    on_values(run, [("", v) for v in payload], address, EFFECT)
    give_away(run, payload, address, [*site.arguments.all()], Party.UNKNOWN)
    facts = explicit(join(*(deep_facts(v) for v in payload)))
    return typed_result(run, model, site, join(facts, fetched(run, address, site, model)))


def share_out(run: Run, model: CallModel, site: Site) -> Value:
    """Data goes to a third party by a library made for it."""
    payload = site.select(model.data) or site.arguments.all()
    address = site.select(model.address)
    on_values(run, [("", v) for v in payload], address, EFFECT)
    give_away(run, payload, address, site.everything(), Party.EXTERNAL, model.library)
    return typed_result(run, model, site, NO_FACTS)


def give_away(run: Run, payload: list[Value], address: list[Value], others: list[Value], default: Party, to: str = "") -> None:
    """Records a share unless the recipient is the project's own."""
    facts = join(*(f for v in payload for f in deep_all(v)))
    party = party_of(run, address, facts)
    if party is Party.UNKNOWN:
        party = default
    if party is Party.INTERNAL:
        return
    grade = Confidence.CERTAIN if party is Party.EXTERNAL else Confidence.POSSIBLE
    texts = [t for v in address for t in v.texts()]
    share(run, payload, address or others[-1:], others, grade, to or (texts[0] if texts else ""))


def addresses(run: Run, model: CallModel, site: Site) -> list[Value]:
    """The address of a request, joined to the base address its client was made with."""
    found = site.select(model.address)
    bases = [] if site.receiver is None else [r.settings[k] for r in site.receiver.records() for k in r.settings if k == "base_url"]
    relative = [v for v in found if v.texts() and not any("://" in t for t in v.texts())]
    if bases and relative:
        return [concatenate([merge(*bases), constant("/"), v], run.depth) for v in relative]
    return found or bases


def _evidence(run: Run, event: Event, texts: list[str], address: list[Value], site: Site) -> None:
    given = explicit(join(*(deep_facts(v, 40) for v in [*address, *site.arguments.all()])))
    if any(label.start is Origin.IDENTITY and not label.weak and label.attribute != "content" for label in given):
        event.evidence.add("identity")
        event.linked = True
        if {label.attribute for label in given if label.start is Origin.IDENTITY and not label.weak} & run.book.wire.look_up_by:
            event.evidence.add("looked-up")
    event.led_here.extend(e for e in collected(given) if e is not event and e not in event.led_here and event not in e.led_here)
    for text in texts:
        match = run.book.hosts.kind_of(text)
        path = text.partition("://")[2].partition("/")[2] if "://" in text else text
        kinds = {c.kind for c in run.book.vocabulary.read_text(path.replace("/", " ").replace("_", " "))}
        if match is not None and match.kind in HOST_ORIGIN and (match.kind not in MIXED or kinds & SOURCES_OF_PEOPLE):
            event.evidence.add("host")
            event.linked = True
        event.evidence |= {f"path:{k.value}" for k in kinds & SOURCES_OF_PEOPLE}
        if ConceptKind.PERSON in kinds and HOLE in path:
            # One page for each person.
            event.linked = True
        if ConceptKind.THING in kinds and not kinds & SOURCES_OF_PEOPLE:
            event.against.add("thing")


def _origin(run: Run, event: Event, texts: list[str], site: Site) -> Origin:
    for text in texts:
        match = run.book.hosts.kind_of(text)
        if match is not None and match.kind in HOST_ORIGIN:
            return HOST_ORIGIN[match.kind]
    if _has_credentials(run, site):
        return Origin.BROKER if "looked-up" in event.evidence else Origin.FIRST_PARTY
    return Origin.SCRAPED


def _has_credentials(run: Run, site: Site) -> bool:
    names = set(site.arguments.named)
    holders = [*site.arguments.named.values(), *site.arguments.positional]
    if site.receiver is not None:
        for record in site.receiver.records():
            names |= {k for k in record.settings if isinstance(k, str)}
            holders.extend(record.settings.values())
    for value in holders:
        for record in value.records():
            names |= {k for k in record.fields if isinstance(k, str)}
    return any(run.book.wire.is_credential(name) for name in names)
