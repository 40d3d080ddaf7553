"""The review of a design as SARIF 2.1.0: findings on the lines of the document."""

from __future__ import annotations

from collections.abc import Sequence

import sarif_om

from adversescan.findings.review import Review, ReviewFinding, Sentence
from adversescan.reports.json_text import json_text
from adversescan.reports.sarif_objects import SarifObject, artifact, location, message, sarif_json, sentence
from adversescan.sources.source import Location

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render_review_sarif(reviews: Sequence[Review]) -> str:
    """One log with a run for each document. The verdict stands in the properties of the run."""
    log = sarif_om.SarifLog(schema_uri=_SCHEMA, version="2.1.0", runs=[_run(review) for review in reviews])
    return json_text(sarif_json(log))


def _run(review: Review) -> SarifObject:
    rules = {finding.rule: finding for finding in review.findings}
    return sarif_om.Run(
        tool=sarif_om.Tool(
            driver=sarif_om.ToolComponent(
                name="adversescan",
                version=review.tool_version,
                semantic_version=review.tool_version,
                rules=[_rule(finding) for _, finding in sorted(rules.items())],
            )
        ),
        column_kind="unicodeCodePoints",
        invocations=[sarif_om.Invocation(execution_successful=True, tool_execution_notifications=_unread(review) or None)],
        results=[_result(review, finding, sorted(rules).index(finding.rule)) for finding in review.findings],
        properties={"verdict": review.verdict.value, "reason": review.reason, "decides": review.decides, "language": review.language},
    )


def _rule(finding: ReviewFinding) -> SarifObject:
    instead = "\n".join(f"- {sentence(text)}" for text in finding.instead.text)
    return sarif_om.ReportingDescriptor(
        id=finding.rule,
        short_description=sarif_om.MultiformatMessageString(text=sentence(finding.title)),
        full_description=sarif_om.MultiformatMessageString(text=sentence(finding.why)),
        help=sarif_om.MultiformatMessageString(text=f"{sentence(finding.why)}\n\nInstead:\n{instead}"),
        default_configuration=sarif_om.ReportingConfiguration(level=finding.level),
    )


def _result(review: Review, finding: ReviewFinding, index: int) -> SarifObject:
    traits = f" ({', '.join(finding.attributes)})" if finding.attributes else ""
    steps = [sarif_om.ThreadFlowLocation(location=_place(review, each)) for each in finding.stages]
    return sarif_om.Result(
        rule_id=finding.rule,
        rule_index=index,
        level=finding.level,
        message=message(sentence(finding.title + traits)),
        locations=[_place(review, finding.stages[-1])] if finding.stages else None,
        code_flows=[sarif_om.CodeFlow(thread_flows=[sarif_om.ThreadFlow(locations=steps)])] if steps else None,
        properties={"attributes": list(finding.attributes), "judgedAgain": finding.instead.verdict.value},
    )


def _place(review: Review, said: Sentence) -> SarifObject:
    return location(Location(review.document, said.line), None, text=f"{said.stage}: {said.quote}")


def _unread(review: Review) -> list[SarifObject]:
    said = [(each.line, f"not understood: {each.reason}") for each in review.unknown]
    said += [(each.location.line, f"{each.kind.value}: {each.reason}") for each in review.problems]
    return [
        sarif_om.Notification(
            level="note",
            message=message(sentence(text)),
            locations=[
                sarif_om.Location(
                    physical_location=sarif_om.PhysicalLocation(
                        artifact_location=artifact(review.document), region=sarif_om.Region(start_line=line)
                    )
                )
            ],
        )
        for line, text in said
    ]
