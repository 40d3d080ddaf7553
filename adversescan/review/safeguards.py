"""Binds the safeguards a document names to the chains they protect: built in, promised, or lip service."""

from __future__ import annotations

from collections.abc import Iterator

from adversescan.findings.review import Safeguard, Standing
from adversescan.frontends.prose.unit import Kind
from adversescan.knowledge.rule import Rule
from adversescan.knowledge.stages import ACQUIRED, Mitigation, Stage
from adversescan.review.match_plan import PlanMatch
from adversescan.review.plan import Plan
from adversescan.review.reading import Read

_BOUND = frozenset({Mitigation.ANONYMISED, Mitigation.AGGREGATED, Mitigation.FAIRNESS_AUDIT, Mitigation.CONSENT})
"""These change the data of one step, so they must be said of it; a review, a notice or a log concerns the process,
and settles nothing in a plan that says itself that it needs more than what is there."""


def find_safeguards(plan: Plan, matches: list[PlanMatch]) -> tuple[Safeguard, ...]:
    """All safeguards of the document in its order."""
    return tuple(each for read in plan.reads if read.section in ("", "safeguards") for each in _of(read, plan, matches))


def _of(read: Read, plan: Plan, matches: list[PlanMatch]) -> Iterator[Safeguard]:
    kinds = sorted(read.signs.mitigations)
    standing = _standing(read)
    for kind in kinds:
        enough = standing is Standing.BUILT_IN and not (plan.unbuilt and kind not in _BOUND)
        broken = tuple(match.rule.id for match in matches if enough and breaks(kind, read, match))
        yield Safeguard(kind, read.unit.text, read.unit.line, standing, broken, _why(kind, standing, broken, matches))
    if read.signs.lip_service and not kinds:
        why = "says something good about the plan, but changes no step of it"
        yield Safeguard("statement", read.unit.text, read.unit.line, Standing.LIP_SERVICE, (), why)


def _standing(read: Read) -> Standing:
    """A consent somebody claims or terms imply is none."""
    if read.signs.lip_service and read.signs.mitigations <= _CLAIMED:
        return Standing.LIP_SERVICE
    return Standing.PROMISED if read.promised else Standing.BUILT_IN


_CLAIMED = frozenset({Mitigation.CONSENT.value, Mitigation.NOTICE.value})


def breaks(kind: str, read: Read, match: PlanMatch) -> bool:
    """Whether a safeguard that is built in settles the rule, as its file says, at a step of this chain."""
    mitigation = next((each for each in Mitigation if each.value == kind), None)
    if mitigation is None or mitigation not in match.rule.settling() or is_prohibited(match.rule):
        return False
    if mitigation not in _BOUND:
        return True
    before = [event.read for name, events in match.events for event in events if name != match.rule.act]
    if any(step is read for step in before) and (mitigation is not Mitigation.AGGREGATED):
        return mitigation is not Mitigation.CONSENT or not _acquired(match) or Stage.COLLECT in _stages_of(read, match)
    if mitigation is Mitigation.CONSENT:
        return not _acquired(match) and (read.unit.kind is Kind.FIELD or any(step.unit.part == read.unit.part for step in before))
    return any(act.read is read for act in match.acts) and all(kind in act.read.signs.mitigations for act in match.acts)


def _acquired(match: PlanMatch) -> bool:
    return any(event.origin in ACQUIRED for _, events in match.events for event in events)


def _stages_of(read: Read, match: PlanMatch) -> set[Stage | None]:
    return {event.stage for _, events in match.events for event in events if event.read is read}


def is_prohibited(rule: Rule) -> bool:
    """Chains that are refused whatever stands beside them."""
    return rule.id.startswith(("AP1", "AP30")) and rule.id != "AP306"


def _why(kind: str, standing: Standing, broken: tuple[str, ...], matches: list[PlanMatch]) -> str:
    if broken:
        return f"breaks the chain of {', '.join(broken)}: the {kind} comes before the act"
    if not matches:
        return "no chain needs it"
    if standing is Standing.PROMISED:
        return "is promised and not built in, so no chain is broken yet"
    return f"does not settle {', '.join(match.rule.id for match in matches)}: the step that does harm stays as it is"
