"""Matches the rules, the same data as for code, on the events of a plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from adversescan.knowledge.rule import Absent, Count, EventPattern, Rule
from adversescan.knowledge.stages import ACQUIRED, Mitigation, Origin, Stage
from adversescan.record import dataclass
from adversescan.review.plan import Plan, PlanEvent


@dataclass(frozen=True, slots=True)
class PlanMatch:
    """A rule whose events the plan holds, each under its name in the rule."""

    rule: Rule
    events: tuple[tuple[str, tuple[PlanEvent, ...]], ...]

    @property
    def attributes(self) -> tuple[str, ...]:
        return tuple(sorted({attribute for _, events in self.events for event in events for attribute in event.attributes}))

    @property
    def acts(self) -> tuple[PlanEvent, ...]:
        return dict(self.events)[self.rule.act]


def match_plan(plan: Plan, rules: Iterable[Rule]) -> list[PlanMatch]:
    """The rules that hold, less those a more specific one swallows."""
    found = [match for rule in rules if not rule.about_design and (match := _match(plan, rule))]
    ids = {match.rule.id for match in found}
    swallowed = {id_ for match in found for id_ in match.rule.swallows}
    return [match for match in found if match.rule.id not in swallowed and not ids & set(match.rule.silent_beside)]


def _match(plan: Plan, rule: Rule) -> PlanMatch | None:
    act_stages = {pattern.stage for pattern in rule.events if pattern.name == rule.act}
    found: dict[str, tuple[PlanEvent, ...]] = {}
    for name in dict.fromkeys(pattern.name for pattern in rule.events):
        patterns = [pattern for pattern in rule.events if pattern.name == name]
        events = [_fitting(pattern, event) for event in plan.events for pattern in patterns if _fits(pattern, event)]
        found[name] = tuple(event for event in events if not event.only_for or act_stages & set(event.only_for))
    counted = {relation.of for relation in rule.where if isinstance(relation, Count)}
    if not all(events for name, events in found.items() if name not in counted):
        return None
    absent = {each for relation in rule.where if isinstance(relation, Absent) for each in relation.mitigations}
    if absent & mitigations_of(plan):
        return None
    return PlanMatch(rule, tuple(found.items()))


def mitigations_of(plan: Plan) -> frozenset[Mitigation]:
    """The mitigations built into the plan, wherever it speaks of them."""
    kinds = {kind for read in plan.reads if read.section in ("", "safeguards") and not read.promised for kind in read.signs.mitigations}
    return frozenset(each for each in Mitigation if each.value in kinds)


def _fits(pattern: EventPattern, event: PlanEvent) -> bool:
    if pattern.stage is not None and pattern.stage is not event.stage:
        return False
    if pattern.origins and event.origin not in pattern.origins:
        return False
    if pattern.linked not in (None, event.linked) or not set(pattern.traits) <= event.traits:
        return False
    if pattern.stage is Stage.PROFILE and not pattern.traits and event.traits:
        return False
    return not (pattern.attributes or pattern.not_attributes) or not event.attributes or bool(_fitting(pattern, event).attributes)


def _fitting(pattern: EventPattern, event: PlanEvent) -> PlanEvent:
    """The event with the attributes the pattern is about."""
    kept = {each for each in event.attributes if not pattern.attributes or each in pattern.attributes} - set(pattern.not_attributes)
    return replace(event, attributes=frozenset(kept))


def is_acquired(event: PlanEvent) -> bool:
    return event.origin in ACQUIRED and event.origin is not Origin.RECORDED
