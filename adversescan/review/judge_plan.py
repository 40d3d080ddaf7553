"""The verdict on a plan (CONTRACT: Verdict of a review), and the verdict it would get without one of its steps."""

from __future__ import annotations

from dataclasses import replace

from adversescan.findings.review import Safeguard, Standing, Verdict
from adversescan.frontends.prose.unit import Kind
from adversescan.knowledge.stages import Mitigation, Stage
from adversescan.review.match_plan import PlanMatch, match_plan, mitigations_of
from adversescan.review.plan import Plan, PlanEvent
from adversescan.review.reading import Read
from adversescan.review.safeguards import find_safeguards
from adversescan.review.weigh_plan import Leaning

_REFUSED = ("AP101", "AP102", "AP103", "AP301", "AP302", "AP303", "AP304", "AP305")
_EXCEPTED = ("AP303",)
"""Rules with a lawful exception: stated medical or safety reasons."""


def judge_plan(
    plan: Plan, matches: list[PlanMatch], safeguards: tuple[Safeguard, ...], leaning: Leaning
) -> tuple[Verdict, list[PlanMatch]]:
    """The verdict, and the matches no safeguard settles."""
    settled = {rule for safeguard in safeguards for rule in safeguard.breaks}
    open_ = [match for match in matches if match.rule.id not in settled]
    verdicts = [_verdict(plan, match, safeguards) for match in open_]
    least = Verdict.PROCEED if matches else _unanswered(plan, leaning)
    return max([least, *verdicts], key=lambda verdict: verdict.rank), open_


def _unanswered(plan: Plan, leaning: Leaning) -> Verdict:
    """The verdict on a plan in which no chain was understood, by all its signs together: a step without an end is asked about."""
    if leaning is Leaning.GRAVE:
        return Verdict.ESCALATE
    ends = loose_ends(plan)
    if leaning is Leaning.OPEN:
        return Verdict.ESCALATE if hidden_steps(plan) or any(event.stage is Stage.COLLECT for event in ends) else Verdict.CONDITIONS
    if leaning is Leaning.CAREFUL or (all(event.stage is Stage.INFER for event in ends) and plan.has("care")):
        return Verdict.PROCEED
    return Verdict.CONDITIONS if ends else Verdict.PROCEED


def hidden_steps(plan: Plan) -> tuple[Read, ...]:
    """Sentences that keep something from people about whom the plan holds or finds out something."""
    found_out = any(read.planned and (read.signs.attributes or read.signs.proxies or read.signs.has("score")) for read in plan.reads)
    if not found_out or not plan.has("person"):
        return ()
    return tuple(read for read in plan.reads if read.section in ("", "safeguards") and read.signs.has("opaque"))


def loose_ends(plan: Plan) -> tuple[PlanEvent, ...]:
    """Steps that begin a chain whose end was not understood: with them nothing can go ahead before the author has answered."""
    built_in = mitigations_of(plan)
    reviewed = built_in & {Mitigation.HUMAN_REVIEW, Mitigation.APPEAL, Mitigation.NOTICE}
    audited = {Mitigation.FAIRNESS_AUDIT, Mitigation.AGGREGATED} <= built_in
    return tuple(
        event
        for event in plan.events
        if (event.stage is Stage.INFER and not audited)
        or (event.stage is Stage.COLLECT and event.linked)
        or (event.stage is Stage.DECIDE and not reviewed and event.read.unit.kind is not Kind.EDGE)
    )


def without(plan: Plan, matches: list[PlanMatch], removed: PlanMatch, leaning: Leaning) -> Verdict:
    """The verdict on the plan without the steps that make one chain, judged again by the same rules."""
    lines = {event.read.unit.line for event in steps_of(removed)}
    kept = replace(plan, events=tuple(event for event in plan.events if event.read.unit.line not in lines))
    found = match_plan(kept, [match.rule for match in matches])
    return judge_plan(kept, found, find_safeguards(kept, found), leaning)[0]


def settled(plan: Plan, open_: list[PlanMatch], answered: PlanMatch, safeguards: tuple[Safeguard, ...]) -> Verdict:
    """The verdict if a safeguard settled one of the open chains; nothing settles one that is prohibited."""
    left = [_verdict(plan, match, safeguards) for match in open_ if match is not answered]
    return max([Verdict.PROCEED, *left], key=lambda verdict: verdict.rank)


def steps_of(match: PlanMatch) -> list[PlanEvent]:
    """What the chain does, without whom it is about and the records of the people themselves."""
    return [event for _, events in match.events for event in events if event.stage or event.traits or event.only_for]


def _verdict(plan: Plan, match: PlanMatch, safeguards: tuple[Safeguard, ...]) -> Verdict:
    id_ = match.rule.id
    if match.rule.verdict:
        return Verdict(match.rule.verdict)
    if id_ in _REFUSED:
        excepted = id_ in _EXCEPTED and plan.has("exempt")
        return Verdict.ESCALATE if excepted else Verdict.REFUSE
    if match.rule.level == "error" or id_ in ("AP306", "AP403"):
        return Verdict.ESCALATE
    named = [each for each in safeguards if each.standing is not Standing.LIP_SERVICE]
    return Verdict.CONDITIONS if named or plan.unbuilt else Verdict.ESCALATE
