"""What a value is by the name it is read under."""

from __future__ import annotations

from adversescan.analysis.labels import Context, Facts, Label, Witness
from adversescan.analysis.run import Run
from adversescan.analysis.values import Value
from adversescan.findings.finding import Confidence
from adversescan.knowledge.concepts import ConceptKind, Strength
from adversescan.knowledge.stages import Mitigation, Origin, Stage


def conduct_start(run: Run, name: str, line: int, context: Context) -> Facts:
    """The fact that a name tells what somebody did in some context of life."""
    told = run.book.contexts.of(name)
    if not told:
        return {}
    event = run.event(None, line, (name, Origin.CONDUCT, told))
    event.origin, event.attributes, event.context = Origin.CONDUCT, (told,), context
    return {Label(Origin.CONDUCT, told): Witness(event, None, Confidence.CERTAIN)}


def named_start(run: Run, name: str, line: int, context: Context, acquired: bool) -> Facts:
    """The facts a value has by the name it was read under: recorded attribute, proxy, identity."""
    found: Facts = conduct_start(run, name, line, context)
    for concept in run.concepts_of(name):
        weak = concept.strength is not Strength.STRONG
        match concept.kind:
            case ConceptKind.IDENTITY:
                label = Label(Origin.IDENTITY, concept.id, weak=weak)
            case ConceptKind.ATTRIBUTE if not acquired and concept.strength is not Strength.VALUE:
                label = Label(Origin.RECORDED, concept.id, weak=weak)
            case ConceptKind.PROXY if not acquired:
                label = Label(Origin.PROXY, concept.id, weak=weak)
            case ConceptKind.CONTENT if not acquired:
                label = Label(Origin.IDENTITY, "content", weak=True)
            case ConceptKind.MITIGATION if concept.id == Mitigation.CONSENT and not weak:
                label = Label(Origin.AGREEMENT)
            case _:
                continue
        event = run.event(None, line, (name, label.start, label.attribute))
        event.origin, event.attributes, event.context = label.start, (label.attribute,), context
        found[label] = Witness(event, None, Confidence.LIKELY if weak else Confidence.CERTAIN)
    return found


def asked_for(run: Run, name: str, value: Value, line: int) -> Value:
    """What somebody enters is what the variable it is put into is called, where nothing else says what was asked for."""
    given = [w for label, w in value.facts.items() if label.start is Origin.FIRST_PARTY and not label.implicit]
    told = any(label.attribute or label.start is not Origin.FIRST_PARTY for label in value.facts)
    if told or not any(w.event.stage is Stage.COLLECT and w.before is None for w in given):
        return value
    run.frame.asked.names.add(name)
    return value.with_facts(named_start(run, name, line, run.frame.asked, acquired=False))
