"""What the rule book says under an id or a word: rules, libraries, calls, provisions, traits, attributes and the other entries, as data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import partial

from adversescan.errors import AdversescanError
from adversescan.findings.law_references import law_references
from adversescan.knowledge.concepts import ConceptKind
from adversescan.knowledge.decode import nearest
from adversescan.knowledge.law import Jurisdiction, Provision
from adversescan.knowledge.library import CallModel, Library
from adversescan.knowledge.rule import Absent, Rule
from adversescan.knowledge.rule_book import RuleBook
from adversescan.knowledge.terms import Attribute, read_terms
from adversescan.knowledge.traits import trait_meanings

Entry = dict[str, object]


def rule_book_entry(word: str, book: RuleBook, day: date) -> Entry:
    """The entry of this id, name, dotted path or domain. Raises AdversescanError that names the nearest where there is none."""
    known = dict(_known(book, day))
    found = known.get(word) or {name.casefold(): make for name, make in known.items()}.get(word.casefold())
    if found is None:
        raise AdversescanError(f"the rule book has nothing under {word!r}{nearest(word, known)}")
    return _filled(found())


def _known(book: RuleBook, day: date) -> Iterator[tuple[str, Callable[[], Entry]]]:
    """Every name there is, and what makes its entry; where two kinds share a name the later one here stands."""
    terms = read_terms(book.folder)
    for domain, (kind, service) in {**book.hosts.labels, **book.hosts.domains}.items():
        entry = {"kind": "host", "id": service.name, "stands for": kind.value, **_said(service)}
        yield from ((name, partial(dict, entry)) for name in (domain, service.name))
    for kind_, labels in terms.labels.items():
        yield from ((id_, partial(_term, kind_, id_, label, book)) for id_, label in labels.items())
    for trait, meaning in trait_meanings(book.folder).items():
        yield trait, partial(dict, {"kind": "trait", "id": trait, "title": meaning, "asked for by": _asking(book, trait)})
    for attribute in terms.attributes:
        yield attribute.id, partial(_attribute, attribute, book)
    for library in book.libraries.libraries:
        yield library.name, partial(_library, library)
        yield from ((call.path, partial(_call, call)) for call in (*library.calls, *library.values))
    for jurisdiction in book.law.jurisdictions.values():
        yield jurisdiction.jurisdiction, partial(_jurisdiction, jurisdiction, day)
    for provision in book.law.provisions.values():
        yield provision.id, partial(_provision, provision, book, day)
    for rule in book.rules:
        yield from ((name, partial(_rule, rule, book, day)) for name in (rule.name, rule.id))


def _rule(rule: Rule, book: RuleBook, day: date) -> Entry:
    mitigations = read_terms(book.folder).labels[ConceptKind.MITIGATION]
    return {
        "kind": "rule", "id": rule.id, "title": rule.title, "name": rule.name, "level": rule.level,
        "implementation": rule.implementation.value, "page": rule.page, "why": rule.why, "instead": list(rule.instead),
        "mitigations": [{"id": each.value, "title": mitigations[each.value]} for each in rule.settled_by],
        "reported in place of": list(rule.swallows), "silent beside": list(rule.silent_beside),
        "law": _law(rule, book, day), "terms": _by_vocabulary(rule.terms), "reported": rule.bad, "not reported": rule.good,
    }  # fmt: skip


def _law(rule: Rule, book: RuleBook, day: date) -> Entry:
    """The provisions the rule is relevant to, by jurisdiction."""
    found: dict[str, list[Entry]] = {}
    cited = book.citations(rule)
    for (_, provision), reference in zip(cited, law_references(cited, day), strict=True):
        entry = {"provision": provision.id, "citation": reference.label, "standing": reference.status, "relevant to": reference.why}
        found.setdefault(provision.jurisdiction, []).append(entry | _certainty(provision) | {"url": provision.url})
    return dict(found)


def _certainty(provision: Provision) -> Entry:
    checked = f"on {provision.checked.on} against {provision.checked.against}" if provision.checked else ""
    return {"checked": checked, "unconfirmed": provision.unconfirmed}


def _by_vocabulary(terms: tuple[str, ...]) -> Entry:
    found: dict[str, list[str]] = {}
    for term in terms:
        found.setdefault(term.partition(":")[0], []).append(term)
    return dict(found)


def _provision(provision: Provision, book: RuleBook, day: date) -> Entry:
    said = _said(provision)
    citing = [rule.id for rule in book.rules if any(each.provision == provision.id for each in rule.law)]
    dates = {"standing": provision.standing(day), "applies from": str(provision.applies_from or "")}
    entry = said | {"kind": "provision", "does": provision.kind.value, "applies_from": ""}
    return entry | dates | _certainty(provision) | {"relevant to rules": citing}


def _jurisdiction(jurisdiction: Jurisdiction, day: date) -> Entry:
    provisions = [f"{each.id}: {each.instrument}, {each.provision} ({each.standing(day)})" for each in jurisdiction.provisions]
    return {
        "kind": "jurisdiction", "id": jurisdiction.jurisdiction, "title": jurisdiction.name, "within": jurisdiction.within,
        "as of": jurisdiction.as_of.isoformat(), "provisions": provisions,
    }  # fmt: skip


def _library(library: Library) -> Entry:
    calls = [{"path": call.path, **_said(call, "path", "library")} for call in (*library.calls, *library.values)]
    return {
        "kind": "library", "id": library.name, "documentation": library.documentation, "imports": list(library.imports),
        "calls": calls, "aliases": dict(library.aliases), "resolved": library.match, "not resolved": library.other,
    }  # fmt: skip


def _call(call: CallModel) -> Entry:
    return {"kind": "call", "id": call.path, **_said(call, "path")}


def _attribute(attribute: Attribute, book: RuleBook) -> Entry:
    models: list[CallModel] = [*book.libraries.calls.values(), *book.libraries.values.values()]
    inferring = [m.path for m in models if attribute.id in (*m.attributes, *(id_ for _, id_ in m.fields))]
    services = sorted({service.name for _, service in book.hosts.domains.values() if attribute.id in service.infers})
    return {"kind": "attribute", **_said(attribute), "title": attribute.label, "inferred by": inferring, "services": services}


def _term(kind: ConceptKind, id_: str, label: str, book: RuleBook) -> Entry:
    settled: list[str] = []
    if kind is ConceptKind.MITIGATION:
        absent = {r.id for r in book.rules for each in r.where if isinstance(each, Absent) and id_ in each.mitigations}
        settled = [rule.id for rule in book.rules if id_ in rule.settled_by or rule.id in absent]
    stands = list(read_terms(book.folder).stands_for(id_)) if kind is ConceptKind.PROXY else []
    return {"kind": kind.value, "id": id_, "title": label, "settles": settled, "stands in for": stands}


def _asking(book: RuleBook, trait: str) -> list[str]:
    return [rule.id for rule in book.rules if any(trait in event.traits for event in rule.events)]


def _said(value: object, *without: str) -> Entry:
    """The fields of a record that say something."""
    assert is_dataclass(value)
    return {each.name: plain for each in fields(value) if each.name not in without and (plain := _plain(getattr(value, each.name)))}


def _plain(value: object) -> object:
    match value:
        case Enum():
            return str(value.value)
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(each) for each in value]
        case _ if is_dataclass(value):
            return _said(value)
        case _:
            return value


def _filled(entry: Entry) -> Entry:
    return {key: value for key, value in entry.items() if value not in ("", [], {}, None)}
