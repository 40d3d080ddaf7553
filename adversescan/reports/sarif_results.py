"""The findings of a SARIF report: the act as location, the way to it as code flow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sarif_om

from adversescan.findings.finding import Finding, Step, WaivedFinding
from adversescan.findings.result import Result
from adversescan.reports import sarif_objects as sarif
from adversescan.reports.report import ReportOptions
from adversescan.reports.sarif_objects import SarifObject
from adversescan.reports.sarif_rules import taxa
from adversescan.sources.source import Location

MOST_RESULTS = 25_000
"""Code scanning rejects an upload with more."""
_MOST_STEPS = 100
_MOST_RELATED = 99
"""With the act itself a hundred locations, of which code scanning shows no more."""


def results(result: Result, options: ReportOptions) -> list[SarifObject]:
    """A SARIF result for each finding, and for each waived one if asked."""
    law = taxa(result)
    # With waived results in the report, an empty list says of the others that nobody waived them.
    none: list[SarifObject] | None = [] if options.include_waived else None
    standing = [_result(finding, result, law, none) for finding in result.findings]
    waived = [_result(each.finding, result, law, [_suppression(each)]) for each in result.waived] if options.include_waived else []
    return [*standing, *waived][:MOST_RESULTS]


def left_out(result: Result) -> int:
    """How many findings there are beyond those a report may hold."""
    return max(len(result.findings) - MOST_RESULTS, 0)


def _result(finding: Finding, result: Result, law: Mapping[str, list[SarifObject]], suppressions: list[SarifObject] | None) -> SarifObject:
    return sarif_om.Result(
        rule_id=finding.rule,
        rule_index=next(index for index, rule in enumerate(result.rules) if rule.id == finding.rule),
        level=finding.level.value,
        message=sarif.message(sarif.sentence(finding.message)),
        locations=[_location(finding.location, finding.function, result)],
        partial_fingerprints=_fingerprints(finding, result),
        code_flows=[_code_flow(finding, result)],
        related_locations=_related(finding, result) or None,
        taxa=law.get(finding.rule),
        suppressions=suppressions,
        properties=_properties(finding),
    )


def _location(place: Location, function: str, result: Result, text: str = "", id_: int = -1) -> SarifObject:
    return sarif.location(place, result.lines.get((place.path, place.line)), function, text, id_)


def _fingerprints(finding: Finding, result: Result) -> dict[str, str]:
    line = result.lines.get((finding.location.path, finding.location.line))
    own = {"adversescan/v1": finding.fingerprint}
    return {"primaryLocationLineHash": line.upload_hash, **own} if line and line.upload_hash else own


def _code_flow(finding: Finding, result: Result) -> SarifObject:
    steps = _within_limit(finding.steps)
    locations = [_thread_flow_location(step, number, steps, result) for number, step in enumerate(steps)]
    return sarif_om.CodeFlow(thread_flows=[sarif_om.ThreadFlow(locations=locations)])


def _within_limit(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """All stages, and as many hops as there is room for, the first ones."""
    room = max(_MOST_STEPS - sum(step.stage is not None for step in steps), 0)
    hops = [number for number, step in enumerate(steps) if step.stage is None][room:]
    return tuple(step for number, step in enumerate(steps) if number not in hops)


def _thread_flow_location(step: Step, number: int, steps: tuple[Step, ...], result: Result) -> SarifObject:
    ends = [*(["source"] if number == 0 else []), *(["sink"] if number == len(steps) - 1 else [])]
    return sarif_om.ThreadFlowLocation(
        location=_location(step.location, step.function, result, _told(step)),
        execution_order=number + 1,
        importance="essential" if step.stage else "unimportant",
        nesting_level=0 if step.stage else 1,
        kinds=[*([step.stage.value] if step.stage else []), *ends] or None,
        properties=_step_properties(step) or None,
    )


def _told(step: Step) -> str:
    return f"{step.stage.value}: {step.text}" if step.stage else step.text


def _step_properties(step: Step) -> dict[str, Any]:
    said = {"stage": step.stage.value if step.stage else "", "attributes": list(step.attributes), "notes": list(step.notes)}
    return {key: value for key, value in said.items() if value}


def _related(finding: Finding, result: Result) -> list[SarifObject]:
    """The other lines, each once, with the first thing said of it."""
    steps = {step.location: step for step in reversed((*finding.related, *finding.steps)) if step.location != finding.location}
    ordered = [steps[place] for place in dict.fromkeys(step.location for step in (*finding.steps, *finding.related)) if place in steps]
    return [
        _location(step.location, step.function, result, _told(step), number) for number, step in enumerate(ordered[:_MOST_RELATED], start=1)
    ]


def _properties(finding: Finding) -> dict[str, Any]:
    return {
        "attributes": list(finding.attributes),
        "stages": [step.stage.value for step in finding.steps if step.stage],
        "confidence": finding.confidence.name.lower(),
        **({"notes": list(finding.notes)} if finding.notes else {}),
    }


def _suppression(waived: WaivedFinding) -> SarifObject:
    return sarif.Suppression(
        kind="inSource",
        status="accepted",
        justification=f"{waived.reason} (owner: {waived.owner}, until {waived.until})",
        location=sarif.location(waived.location, None),
    )
