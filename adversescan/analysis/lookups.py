"""What files beside the code say of tables: the words their columns hold, and descriptions.

A table of words joined to people by a name or place infers the attribute its words stand for.
"""

from __future__ import annotations

from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.labels import NO_FACTS, Context, Facts, Label, Witness, join
from adversescan.analysis.library_calls import Site
from adversescan.analysis.run import Run
from adversescan.analysis.stores import put, store_names
from adversescan.analysis.values import UNKNOWN, Kind, Record, Value, constants, of
from adversescan.findings.finding import Confidence
from adversescan.knowledge.concepts import ConceptKind, Strength
from adversescan.knowledge.library import CallModel
from adversescan.knowledge.stages import Origin

WORDS_FOR = "*words for*"
"""The setting under which a column keeps the attributes its words stand for."""
LEAST_WORDS = 2
_ORIGINS = {ConceptKind.IDENTITY: Origin.IDENTITY, ConceptKind.ATTRIBUTE: Origin.RECORDED, ConceptKind.PROXY: Origin.PROXY}
OF_PEOPLE = frozenset({Origin.IDENTITY, Origin.PROXY, Origin.RECORDED})


def keep_words(run: Run, model: CallModel, site: Site) -> Value:
    """The table of that name holds these columns with these words."""
    row = Record(Kind.DICT)
    for record in [r for v in site.select(model.data) for r in v.records()]:
        for name, words in record.fields.items():
            texts = [t for r in words.records() for v in r.fields.values() for t in v.texts()]
            column = Record(Kind.UNKNOWN, "", NO_FACTS)
            attributes = run.readers.labels(texts) if len(texts) >= LEAST_WORDS else ()
            if attributes:
                column.settings[WORDS_FOR] = constants([*attributes], run.depth)
            row.fields[name] = of(column)
    for place in store_names(model, site.select(model.address)):
        put(run, place, [of(row)], site.line)
    return UNKNOWN


def looked_up(run: Run, column: Value, keys: Facts, site: Site) -> Facts:
    """What is inferred where a column of such words is joined by something that is known of people."""
    from adversescan.analysis.effects_people import infer_from

    found = [t for r in column.records() if WORDS_FOR in r.settings for t in r.settings[WORDS_FOR].texts()]
    if not found or not any(label.start in OF_PEOPLE for label in keys):
        return deep_facts(column, 20)
    return infer_from(run, [Value(facts=keys, open=True)], tuple(dict.fromkeys(found)), "lookup", site.line, {})


def describe_columns(run: Run, model: CallModel, site: Site) -> Value:
    """The columns of the table hold what is said of them in words."""
    row = Record(Kind.DICT)
    for record in [r for v in site.select(model.data) for r in v.records()]:
        for name, said in record.fields.items():
            facts = join(*(_said(run, f"{name}: {text}", site.line) for text in said.texts()))
            if facts:
                row.fields[name] = Value(facts=facts, open=True)
    for place in store_names(model, site.select(model.address)):
        put(run, place, [of(row)], site.line)
    return UNKNOWN


def _said(run: Run, text: str, line: int) -> Facts:
    """The attributes and identities a description names."""
    found: Facts = {}
    for concept in run.book.vocabulary.read_text(text):
        origin = _ORIGINS.get(concept.kind)
        if origin is not None and concept.strength is Strength.STRONG:
            label = Label(origin, concept.id)
            event = run.event(None, line, (text, origin, concept.id))
            event.origin, event.attributes, event.context = origin, (concept.id,), Context()
            found[label] = Witness(event, None, Confidence.LIKELY)
    return found
