"""A list of category words from which the output of a model picks one: the model infers what the words enumerate."""

from __future__ import annotations

from adversescan.analysis.acts import concluded
from adversescan.analysis.labels import NO_FACTS, Event, Facts, explicit, join, pass_stage, restart
from adversescan.analysis.run import Run
from adversescan.analysis.situation import note_module, situation_of
from adversescan.analysis.values import Kind, Record, Value
from adversescan.findings.finding import Confidence
from adversescan.knowledge.stages import NO_DATA, Origin, Stage

LEAST_LABELS = 2
LISTS = frozenset({Kind.LIST, Kind.TUPLE, Kind.DICT})
TOLD = "label-list"


def told_by_list(run: Run, base: Value, key: Value) -> Facts:
    """The facts of what is read from such a list; none where no model says which word it is, or the words enumerate nothing."""
    chosen = explicit(key.all_facts())
    outputs = [w.events()[0] for label, w in chosen.items() if label.start is Origin.MODEL]
    if not outputs or any(Stage.INFER in label.passed for label in chosen):
        return NO_FACTS
    texts = [text for record in base.records() for text in _words(record)]
    attributes = run.readers.labels(texts) if len(texts) >= LEAST_LABELS else ()
    return join(*(_inferred(run, output, attributes, chosen, base) for output in outputs)) if attributes else NO_FACTS


def _words(record: Record) -> list[str]:
    if record.kind not in LISTS or record.element is not None:
        return []
    return [text for value in record.fields.values() for text in value.texts()]


def _inferred(run: Run, output: Event, attributes: tuple[str, ...], chosen: Facts, base: Value) -> Facts:
    """The model's own line is where the attribute is inferred; what surrounds the list tells of the situation as well."""
    event = run.events.setdefault((Stage.INFER, output.location, TOLD), Event(Stage.INFER, output.location, output.function, output.text))
    event.attributes = tuple(sorted({*event.attributes, *attributes}))
    event.traits |= situation_of(run, [base])
    note_module(run, event)
    data = {label: w for label, w in chosen.items() if label.start not in NO_DATA and label.start is not Origin.MODEL}
    if not data:
        data = {label: w for label, w in chosen.items() if label.start is Origin.MODEL}
    facts = pass_stage(restart(data), event, attributes, Confidence.LIKELY)
    concluded(run, event, facts)
    return facts
