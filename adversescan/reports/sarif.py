"""The report code scanning reads: SARIF 2.1.0, one run."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import sarif_om

from adversescan.findings.result import Result
from adversescan.reports.json_text import json_text
from adversescan.reports.report import ReportOptions
from adversescan.reports.sarif_notifications import invocation, notification_descriptors
from adversescan.reports.sarif_objects import SarifObject, sarif_json
from adversescan.reports.sarif_results import results
from adversescan.reports.sarif_rules import law_component, rules, taxonomies

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render_sarif(result: Result, options: ReportOptions) -> str:
    """The result as a SARIF log. Waived findings are left out unless asked for: code scanning would open them as alerts."""
    log = sarif_om.SarifLog(schema_uri=_SCHEMA, version="2.1.0", runs=[_run(result, options)])
    return json_text(sarif_json(log))


def _run(result: Result, options: ReportOptions) -> SarifObject:
    laws = taxonomies(result)
    return sarif_om.Run(
        tool=sarif_om.Tool(driver=_driver(result, has_law=bool(laws))),
        automation_details=_automation(options.category),
        column_kind="unicodeCodePoints",
        invocations=[invocation(result)],
        original_uri_base_ids={"%SRCROOT%": {"description": {"text": "The folder that was scanned."}}},
        results=results(result, options),
        taxonomies=laws or None,
        properties={"profile": result.profile, "coverage": _coverage(result)},
    )


def _driver(result: Result, *, has_law: bool) -> SarifObject:
    return sarif_om.ToolComponent(
        name="adversescan",
        version=result.tool_version,
        semantic_version=result.tool_version,
        rules=rules(result),
        notifications=notification_descriptors(result) or None,
        supported_taxonomies=[law_component()] if has_law else None,
    )


def _automation(category: str) -> SarifObject:
    """The uploader names the category itself if the run has none, so one is written only if the user gave it."""
    return sarif_om.RunAutomationDetails(id=f"{category.rstrip('/')}/") if category else None


def _coverage(result: Result) -> dict[str, Any]:
    coverage = asdict(result.coverage)
    return {**coverage, "left_out": dict(result.coverage.left_out), "limits_reached": list(result.coverage.limits_reached)}
