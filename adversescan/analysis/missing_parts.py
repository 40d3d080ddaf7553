"""Why a rule does not hold by a label that reaches an act: each part that is missing, in words."""

from __future__ import annotations

from collections.abc import Iterator

from adversescan.analysis.acts import is_carried_out_elsewhere
from adversescan.analysis.beyond_design import beyond_design
from adversescan.analysis.evidence import is_about_being, is_about_person, is_linked, is_of_people
from adversescan.analysis.labels import Event, Label, Witness
from adversescan.analysis.match_rules import fits_attributes, holds, is_beside, passes, patterns_of, settled_by, starts
from adversescan.analysis.run import Act, Run
from adversescan.knowledge.rule import Absent, BeyondDesign, Count, EventPattern, Flows, Governs, Relation, Rule, SameInput, SameRecord
from adversescan.knowledge.stages import Origin


def missing_parts(run: Run, rule: Rule, act: Act, label: Label, witness: Witness, elsewhere: str) -> tuple[str, ...]:
    """None if the rule holds. `elsewhere` is the place where the outcome is carried out, if it is only written here."""
    found = [part for relation in rule.where for part in _missing(run, relation, rule, act, label, witness)]
    settled = sorted(each.value for each in settled_by(run, rule, act, label))
    if settled:
        found.append(f"settled by {', '.join(settled)} on the way")
    if elsewhere:
        found.append(f"the outcome is written here and carried out at {elsewhere}, where the act stands")
    elif is_carried_out_elsewhere(witness, act):
        found.append("the outcome already stands as an act where it was written")
    return tuple(dict.fromkeys(found))


def _missing(run: Run, relation: Relation, rule: Rule, act: Act, label: Label, witness: Witness) -> Iterator[str]:
    patterns = patterns_of(rule)
    match relation:
        case Flows(events=events):
            yield from _start(run, patterns[events[0]], label, witness)
            for name in events[1:-1]:
                if not any(passes(pattern, label, witness.events()) for pattern in patterns[name]):
                    yield _not_passed(patterns[name], label)
        case SameRecord(events=events):
            for name in events:
                if not is_beside(run, patterns[name], act, label, witness):
                    yield f"nothing on the record that reaches the act {_said(patterns[name])}"
        case Absent(mitigations=mitigations):
            names = ", ".join(each.value for each in mitigations)
            if label.cleared & frozenset(mitigations):
                yield f"the data has passed {names}"
            elif run.mitigations_seen(frozenset(mitigations), act.event):
                yield f"the project has a step of the kind {names}, so none is taken to be absent"
        case BeyondDesign():
            if beyond_design(run, rule, act, label) is None:
                yield "the approved design has it"
        case Governs(event=event) if not holds(run, relation, rule, patterns, act, label, witness):
            yield f"no {_started(patterns[event])} chooses whether it is done"
        case SameInput() if not holds(run, relation, rule, patterns, act, label, witness):
            yield "the model is given something else than the first one was"
        case Count(event=event, at_least=at_least) if not holds(run, relation, rule, patterns, act, label, witness):
            yield f"fewer than {at_least} contexts reach the {event}"


def _said(patterns: list[EventPattern]) -> str:
    origins = {origin for pattern in patterns for origin in pattern.origins}
    return "says whose it is" if origins == {Origin.IDENTITY} else f"is {_started(patterns)}"


def _started(patterns: list[EventPattern]) -> str:
    return _either(tuple(dict.fromkeys(origin.value for pattern in patterns for origin in pattern.origins)))


def _start(run: Run, patterns: list[EventPattern], label: Label, witness: Witness) -> Iterator[str]:
    """Of several ways a chain may start, what the nearest one lacks."""
    events = witness.events()
    if any(starts(run, pattern, label, events) for pattern in patterns):
        return
    lacks = [list(_start_lacks(run, pattern, label, events)) for pattern in patterns]
    yield from min(lacks, key=len)


def _start_lacks(run: Run, pattern: EventPattern, label: Label, events: tuple[Event, ...]) -> Iterator[str]:
    first = events[0]
    if pattern.origins and label.start not in pattern.origins:
        yield f"the data is {label.start.value}, not {_either(tuple(each.value for each in pattern.origins))}"
        return
    if not fits_attributes(pattern, label.attribute):
        yield f"the attribute is {label.attribute or 'unknown'}, which the rule leaves out"
    if label.acquired and not is_of_people(first):
        yield "nothing shows that what was collected is about people" + ("; names beside it speak of a thing" if first.against else "")
    elif pattern.linked and not is_linked(first):
        yield "nothing ties what was collected to a name, handle, number, address or profile"
    if label.start in (Origin.RECORDED, Origin.PROXY):
        if label.passed:
            yield f"the data is no longer as it was recorded: it has passed {_either(tuple(each.value for each in label.passed))}"
        if label.weak and not is_about_person(run, first.context):
            yield "the name alone is too weak, and nothing beside it shows that the record is about a person"
        elif is_about_being(run, first.context):
            yield "names beside it speak of an animal or of a character of a game"
    if label.start is Origin.MODEL:
        yield "nothing shows that what the model judges is about a person"
    if pattern.stage is not None and pattern.stage not in label.passed and not pattern.origins:
        yield f"no {pattern.stage.value} on the way"


def _not_passed(patterns: list[EventPattern], label: Label) -> str:
    wanted = [each.stage.value for each in patterns if each.stage is not None]
    if any(each.stage in label.passed for each in patterns):
        return f"the attribute that is concluded is {label.attribute or 'unknown'}, which the rule leaves out"
    return f"no {_either(tuple(wanted))} on the way"


def _either(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}" if words else "anything"
