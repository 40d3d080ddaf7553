"""Profiles: what is kept of one person, as a file, document or key of their own."""

from __future__ import annotations

from adversescan.analysis.acts import profile
from adversescan.analysis.held_facts import deep_all
from adversescan.analysis.held_records import held_by
from adversescan.analysis.labels import explicit, join
from adversescan.analysis.library_calls import Site
from adversescan.analysis.run import Run
from adversescan.analysis.values import TEXT, Kind, Value
from adversescan.findings.finding import Confidence
from adversescan.graph.query import HOLE
from adversescan.knowledge.concepts import ConceptKind
from adversescan.knowledge.stages import Origin

LEAST_THINGS = 2


def keep_profile(run: Run, payload: list[Value], key: list[Value], site: Site) -> None:
    """A record kept under one person's name or number, with at least two things found out or a text about them."""
    # What an opened file holds by now says nothing about whose file it is: only its name does.
    key_facts = join(*(name.all_facts() for v in key for name in _names(v)))
    texts = [t for v in key for t in v.texts()]
    by_person = _is_one_record(payload) and any(HOLE in t for t in texts)
    by_person = (
        by_person
        or any(label.start is Origin.IDENTITY and label.attribute != "content" for label in key_facts)
        or names_dossier(run, texts)
    )
    if by_person and (things_found(payload) >= LEAST_THINGS or _is_written_about(payload)):
        profile(run, payload, key, Confidence.CERTAIN, texts[0] if texts else "")


def _names(key: Value) -> list[Value]:
    return [r.settings[TEXT] for r in key.records() if TEXT in r.settings] or [key]


def _is_one_record(payload: list[Value]) -> bool:
    """Whether what is kept is one thing (a document of its own), not a list of many."""
    records = [r for v in payload for r in v.records()]
    return bool(records) and all(r.kind in (Kind.DICT, Kind.INSTANCE) and r.element is None for r in records)


def things_found(payload: list[Value]) -> int:
    """How many different things about the person, got without them, the payload holds."""
    found: set[object] = set()
    for value in payload:
        for record in held_by(value):
            for name, member in record.fields.items():
                facts = join(*deep_all(member, 20))
                acquired = [label for label in explicit(facts) if label.acquired]
                # Several attributes concluded in one text are several things.
                found |= {(name, label.attribute) for label in acquired if label.attribute} or ({name} if acquired else set())
        texts = explicit(value.all_facts())
        kinds = {(label.attribute, w.events()[0].location) for label, w in texts.items() if label.acquired}
        found |= kinds
        if kinds and value.pieces > 1:
            found |= set(range(value.pieces))
    return len(found)


def _is_written_about(payload: list[Value]) -> bool:
    facts = join(*(f for v in payload for f in deep_all(v, 60)))
    return any("written-about" in e.traits for w in facts.values() for e in w.events())


def names_dossier(run: Run, texts: list[str]) -> bool:
    return any(c.kind is ConceptKind.DOSSIER for t in texts for c in run.book.vocabulary.read_text(t.replace("_", " ").replace("/", " ")))
