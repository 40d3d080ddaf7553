"""Which of the matches become findings: the most specific rule stands, one act is one finding, weak evidence is a note."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from adversescan.analysis.labels import Event
from adversescan.analysis.match_rules import Match
from adversescan.analysis.run import Act
from adversescan.analysis.step_notes import act_notes, step_notes
from adversescan.findings.finding import Confidence, Finding, Level, Step
from adversescan.knowledge.rule import Rule
from adversescan.knowledge.stages import Origin, Stage

NOT_ATTRIBUTES = frozenset({Origin.CONDUCT, Origin.IDENTITY, Origin.REFUSAL})
Place = tuple[str, int]


def judge(matches: list[Match]) -> list[Finding]:
    """The findings, in no order yet and without fingerprints."""
    by_act: dict[tuple[str, Place], list[Match]] = defaultdict(list)
    for match in matches:
        by_act[match.rule.id, _place(match.act.event)].append(match)
    merged = _one_per_branch(by_act)
    standing = [group for key, group in merged.items() if not _is_swallowed(key, group, merged)]
    return [_finding(group) for group in standing]


def _place(event: Event) -> Place:
    return (event.location.path, event.location.line)


def _one_per_branch(by_act: dict[tuple[str, Place], list[Match]]) -> dict[tuple[str, Place], list[Match]]:
    """Of several acts of one rule on one branch the weightiest stands for all: the record set, the letter sent, the line shown."""
    best: dict[tuple[object, ...], tuple[str, Place]] = {}
    found = dict(by_act)
    for key, group in by_act.items():
        act = group[0].act
        if act.event.stage is not Stage.DECIDE:
            continue
        branch = (key[0], *act.group)
        other = best.get(branch)
        if other is None:
            best[branch] = key
            continue
        kept, dropped = (other, key) if _weight(by_act[other]) >= _weight(group) else (key, other)
        best[branch] = kept
        found.pop(dropped, None)
    return found


def _weight(group: list[Match]) -> tuple[int, int]:
    return (max(m.act.rank for m in group), -group[0].act.event.location.line)


def _is_swallowed(key: tuple[str, Place], group: list[Match], all_groups: dict[tuple[str, Place], list[Match]]) -> bool:
    """Whether a more specific rule holds on the same chain or act."""
    rule, place = key
    for (other, other_place), matches in all_groups.items():
        specific = matches[0].rule
        if other == rule or max(m.grade for m in matches) < Confidence.LIKELY:
            continue
        same_act = place == other_place or group[0].act.group == matches[0].act.group
        on_chain = any(place == _place(e) for m in matches for e in m.witness.events())
        if (rule in specific.swallows and (same_act or on_chain)) or (other in group[0].rule.silent_beside and same_act):
            return True
    return False


def _finding(group: list[Match]) -> Finding:
    best = max(group, key=lambda m: (m.grade, -m.label.implicit, -len(m.witness.events())))
    rule, act = best.rule, best.act
    level = Level(rule.level) if best.grade >= Confidence.LIKELY else Level.NOTE
    attributes = _attributes(group)
    steps = _steps(best, attributes)
    return Finding(
        rule.id, level, best.grade, act.event.location, attributes, steps, act.event.function, _message(rule, attributes, act),
        related=_related(group, best), notes=tuple(dict.fromkeys(m.beyond.note for m in group if m.beyond)),
    )  # fmt: skip


def _attributes(group: list[Match]) -> tuple[str, ...]:
    """The attributes of every label that completes the rule at the act, those of certain start first seen."""
    found: dict[str, None] = {}
    for match in group:
        if match.beyond and match.beyond.attributes is not None:
            found.update(dict.fromkeys(match.beyond.attributes))
            continue
        if match.label.attribute and match.label.start not in NOT_ATTRIBUTES:
            found[match.label.attribute] = None
        if match.act.event.stage is Stage.INFER:
            found.update(dict.fromkeys(match.act.event.attributes))
    return tuple(sorted(found))


def _steps(match: Match, attributes: tuple[str, ...]) -> tuple[Step, ...]:
    witnesses = {id(w.event): w for w in match.witness.way()}
    events = [e for e in match.witness.events() if e.stage is not None or e.origin is not None]
    if match.act.event not in events:
        events.append(match.act.event)
    steps = steps_of(events, attributes, lambda e: step_notes(e, witnesses.get(id(e))))
    return (*steps[:-1], replace(steps[-1], notes=(*steps[-1].notes, *act_notes(match.label, match.act.grade, match.witness))))


def steps_of(events: Iterable[Event], among: tuple[str, ...], notes: Callable[[Event], tuple[str, ...]]) -> tuple[Step, ...]:
    """Events as steps of a story. Of the attributes of each only those that matter are named, if any does."""
    return tuple(_step(event, among, notes(event)) for event in events)


def _step(event: Event, among: tuple[str, ...], notes: tuple[str, ...] = ()) -> Step:
    stage = event.stage or (Stage.COLLECT if event.origin not in (None, Origin.MODEL) else None)
    attributes = tuple(a for a in event.attributes if a in among) or tuple(a for a in event.attributes if a)
    return Step(event.location, stage, _says(event, attributes), attributes, event.function, notes)


def _says(event: Event, attributes: tuple[str, ...]) -> str:
    """What happens at the event, in a few words."""
    named = ", ".join(attributes)
    match event.stage, event.origin:
        case Stage.INFER, _:
            return f"{named} is inferred"
        case Stage.IDENTIFY, _ if "face-index" in event.traits:
            return "the face becomes part of what people are recognised by"
        case Stage.IDENTIFY, _ if "face" in event.traits:
            return "the face becomes a vector"
        case Stage.IDENTIFY, _:
            return "the person is identified"
        case Stage.PROFILE, _ if "offence-risk" in event.traits:
            return "it is foretold whether the person will offend"
        case Stage.PROFILE, _ if "general-score" in event.traits:
            return "it becomes part of one score of the person"
        case Stage.PROFILE, _:
            return "what was found out is kept in a file on the person"
        case Stage.DECIDE, _:
            return "the outcome is set against the person"
        case Stage.SHARE, _:
            return "the data leaves"
        case _, Origin.RECORDED:
            return f"{named} is recorded here"
        case _, Origin.CONDUCT:
            return f"what somebody did is recorded here ({named})"
        case _, Origin.PROXY:
            return f"a stand-in for {named} is recorded here"
        case _, Origin.ANSWER:
            return "a model is asked"
        case _, Origin.SWITCH:
            return "a safeguard is switched off"
        case _, Origin.REFUSAL:
            return "the program tests whether the model refused"
        case _, Origin.MODEL:
            return "a model gives a score or verdict"
        case _, Origin.FIRST_PARTY:
            return "the person, or a system of one's own, gives the data"
        case _, Origin() as origin:
            return f"data about people comes in ({origin.value}{f', {event.host}' if event.host else ''})"
    return ""


def _related(group: list[Match], best: Match) -> tuple[Step, ...]:
    shown = {e.location for e in best.witness.events()} | {best.act.event.location}
    found: dict[object, Step] = {}
    for match in group:
        for event in (*match.witness.events(), match.act.event):
            if event.stage is not None and event.location not in shown:
                found[event.location] = _step(event, ())
            places = [*((p, "the model is loaded here") for p in event.loaded), *((p, "the model is asked here") for p in event.asked)]
            found.update({place: Step(place, None, text, (), "") for place, text in places if place not in shown})
    return tuple(found.values())[:20]


def _message(rule: Rule, attributes: tuple[str, ...], act: Act) -> str:
    about = f" ({', '.join(attributes)})" if attributes else ""
    to = f" to {act.recipient}" if act.recipient and act.event.stage is Stage.SHARE and act.recipient.isprintable() else ""
    return f"{rule.title}{about}{to}"
