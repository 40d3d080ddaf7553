"""Rules are matched on acts: each relation over the events that lead to an act, as the rule's file states it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from adversescan.analysis.acts import OUTCOME, PREDICTED, is_carried_out_elsewhere
from adversescan.analysis.beyond_design import Beyond, beyond_design, collecting_acts
from adversescan.analysis.evidence import is_about_being, is_about_person, is_linked, is_of_people
from adversescan.analysis.labels import Event, Label, Witness
from adversescan.analysis.run import Act, Run
from adversescan.findings.finding import Confidence
from adversescan.knowledge.rule import Absent, BeyondDesign, Count, EventPattern, Flows, Governs, Relation, Rule, SameInput, SameRecord
from adversescan.knowledge.stages import Mitigation, Origin, Stage
from adversescan.record import dataclass

PERSON = "person"
"""Evidence that a score is of a person."""


@dataclass(frozen=True, slots=True, eq=False)
class Match:
    """A rule that holds at an act, by one label that reaches it."""

    rule: Rule
    act: Act
    label: Label
    witness: Witness
    beyond: Beyond | None = None
    """What of it no approved design has, for a rule about these."""

    @property
    def grade(self) -> Confidence:
        return min(self.witness.grade, self.act.grade, _judged_grade(self))


def match_rules(run: Run, rules: Iterable[Rule]) -> list[Match]:
    """All matches, before judging which rule stands."""
    superseded = carried_out_at(run.acts.values())
    return [m for rule in rules for act in _acts(run, rule) for m in _matches(run, rule, act, superseded)]


def _acts(run: Run, rule: Rule) -> Iterator[Act]:
    yield from run.acts.values()
    if rule.about_design and any(pattern.stage is Stage.COLLECT for pattern in patterns_of(rule)[rule.act]):
        yield from collecting_acts(run)


def _matches(run: Run, rule: Rule, act: Act, superseded: Container[str]) -> Iterator[Match]:
    patterns = patterns_of(rule)
    if not any(is_act(pattern, act.event) for pattern in patterns[rule.act]):
        return
    place = f"{act.event.location.path}:{act.event.location.line}"
    for label, witness in [*act.data.items(), *act.governing.items()]:
        if is_carried_out_elsewhere(witness, act) or (act.rank < 3 and place in superseded):
            continue
        if settled_by(run, rule, act, label):
            continue
        if all(holds(run, relation, rule, patterns, act, label, witness) for relation in rule.where):
            yield Match(rule, act, label, witness, beyond_design(run, rule, act, label))


def settled_by(run: Run, rule: Rule, act: Act, label: Label) -> frozenset[Mitigation]:
    """What on the way settles the rule: of a call of a model also the measures on every way to it."""
    return frozenset(rule.settled_by) & (label.cleared | run.governed.get(act.event, frozenset()))


def patterns_of(rule: Rule) -> dict[str, list[EventPattern]]:
    """The alternatives each name of a rule stands for."""
    return {name: [e for e in rule.events if e.name == name] for name in dict.fromkeys(e.name for e in rule.events)}


def holds(
    run: Run, relation: Relation, rule: Rule, patterns: dict[str, list[EventPattern]], act: Act, label: Label, witness: Witness
) -> bool:
    """Whether a relation of a rule holds at an act, by a label that reaches it; `patterns` are those of the rule."""
    match relation:
        case Flows(events=events):
            return _flows(run, [patterns[e] for e in events[:-1]], label, witness, named=has_identity(run, act, label))
        case SameRecord(events=events):
            return all(is_beside(run, patterns[event], act, label, witness) for event in events)
        case Absent(mitigations=mitigations):
            return not label.cleared & frozenset(mitigations) and not run.mitigations_seen(frozenset(mitigations), act.event)
        case Governs(event=event):
            return label in act.governing and any(label.start in pattern.origins for pattern in patterns[event])
        case SameInput(events=events):
            return all(_gets_the_same(run, patterns[event], act, witness) for event in events if event != rule.act)
        case BeyondDesign():
            return beyond_design(run, rule, act, label) is not None
        case Count(of=of, event=event, at_least=at_least):
            return len(set(_contexts(run, patterns[of], patterns[event], act))) >= at_least


def is_beside(run: Run, patterns: list[EventPattern], act: Act, label: Label, witness: Witness) -> bool:
    """Whether the label that reaches the act, or one on the same record, starts as one of the patterns says."""
    found = [(label, witness), *act.siblings.items()]
    return any(starts(run, pattern, other, w.events()) for pattern in patterns for other, w in found)


def _gets_the_same(run: Run, patterns: list[EventPattern], act: Act, witness: Witness) -> bool:
    """Whether an event on the way, which is one of the patterns, was given what the act is given."""
    return any(is_act(pattern, event) and (event, act.event) in run.same_input for pattern in patterns for event in witness.events())


def _contexts(run: Run, of: list[EventPattern], event: list[EventPattern], act: Act) -> Iterator[str]:
    """The contexts of all data that passed the event on its way to the act."""
    for label, witness in [*act.data.items(), *act.governing.items()]:
        if _flows(run, [of, event], label, witness):
            yield label.attribute


def _flows(run: Run, steps: list[list[EventPattern]], label: Label, witness: Witness, *, named: bool = False) -> bool:
    """Whether the chain of a label starts as the first pattern says and passes the others; `named`: the act's record says whose it is."""
    events = witness.events()
    if not any(starts(run, pattern, label, events, named=named) for pattern in steps[0]):
        return False
    return all(any(passes(pattern, label, events) for pattern in alternatives) for alternatives in steps[1:])


def starts(run: Run, pattern: EventPattern, label: Label, events: tuple[Event, ...], *, named: bool = False) -> bool:
    """Whether a chain with this label starts as the pattern says."""
    if pattern.stage is not None and pattern.stage is not Stage.COLLECT:
        of_somebody = label.start is not Origin.CONDUCT or named or _is_of_person(run, events)
        return pattern.stage in label.passed and _has_traits(pattern, events) and of_somebody
    if pattern.origins and label.start not in pattern.origins:
        return False
    if not fits_attributes(pattern, label.attribute):
        return False
    first = events[0]
    if not set(pattern.traits) <= first.traits or (pattern.stage is not None and pattern.stage not in label.passed):
        return False
    if label.acquired and not is_of_people(first):
        return False
    if pattern.linked is not None and pattern.linked is not is_linked(first):
        return False
    if label.start is Origin.CONDUCT:
        return named or _is_of_person(run, events)
    if label.start is Origin.MODEL:
        return bool(first.evidence & {"identity", PERSON}) or is_about_person(run, first.context)
    if label.start is Origin.IDENTITY and pattern.stage is None:
        return label.attribute != "content" and (not label.weak or is_about_person(run, first.context))
    if label.start in (Origin.RECORDED, Origin.PROXY):
        return not label.passed and bool(label.attribute) and _is_somebodys(run, label, first)
    return True


def _is_somebodys(run: Run, label: Label, first: Event) -> bool:
    """Whether a recorded trait is that of a person: a name that may mean something else needs company that says so."""
    return is_about_person(run, first.context) if label.weak else not is_about_being(run, first.context)


def _is_of_person(run: Run, events: tuple[Event, ...]) -> bool:
    """Whether a score, or what it is made of, is of a person."""
    return any(PERSON in e.evidence for e in events) or is_about_person(run, events[0].context)


def passes(pattern: EventPattern, label: Label, events: Iterable[Event]) -> bool:
    """Whether a label has passed the stage of a pattern, at an event with its traits."""
    if pattern.stage is not None and pattern.stage not in label.passed:
        return False
    return _has_traits(pattern, events) and fits_attributes(pattern, label.attribute)


def _has_traits(pattern: EventPattern, events: Iterable[Event]) -> bool:
    """Whether one of the events has the traits asked for."""
    return not pattern.traits or any(e.stage is pattern.stage and set(pattern.traits) <= e.traits for e in events)


def fits_attributes(pattern: EventPattern, attribute: str) -> bool:
    """Whether a pattern is about the attribute."""
    if pattern.attributes and attribute not in pattern.attributes:
        return False
    return attribute not in pattern.not_attributes


def is_act(pattern: EventPattern, event: Event) -> bool:
    """Whether an event is one a pattern stands for."""
    if pattern.stage is not event.stage or not set(pattern.traits) <= event.traits:
        return False
    if pattern.not_attributes and event.attributes and set(event.attributes) <= set(pattern.not_attributes):
        return False
    return not pattern.attributes or bool(set(pattern.attributes) & set(event.attributes))


def has_identity(run: Run, act: Act, label: Label) -> bool:
    """Whether the record that reaches the act also says whose it is."""
    found = [(other, w) for other, w in act.siblings.items() if other.start is Origin.IDENTITY and other.attribute != "content"]
    return any(not other.weak or is_about_person(run, w.events()[0].context) for other, w in found)


def carried_out_at(acts: Iterable[Act]) -> dict[str, str]:
    """Places where an outcome was only written or foretold, and where another act carries it out."""
    return {
        e.host: f"{act.event.location.path}:{act.event.location.line}"
        for act in acts
        if act.event.stage is Stage.DECIDE or act.rank >= 2
        for witness in act.governing.values()
        for e in witness.events()
        if (e.traits == PREDICTED or (e.traits == OUTCOME and act.rank >= 2))
        and e.host != f"{act.event.location.path}:{act.event.location.line}"
    }


def _judged_grade(match: Match) -> Confidence:
    first = match.witness.events()[0]
    if match.label.acquired and not first.certain and not first.evidence & {"identity", "host"}:
        return Confidence.LIKELY
    return Confidence.CERTAIN
