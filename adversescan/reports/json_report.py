"""The whole result as versioned JSON, for programs.

    {
      "report": "adversescan", "version": 1,
      "tool_version", "root", "profile",
      "findings": [{"rule", "level", "confidence", "message", "location", "function", "attributes", "fingerprint",
                    "steps": [{"stage" (null for a hop), "text", "location", "function", "attributes", "notes", "code"}],
                    "related": [like steps], "notes"}],
      "waived": [{"finding": like above, "reason", "owner", "until", "location"}],
      "problems": [{"kind", "reason", "location"}],
      "coverage": {"files", "lines", "functions", "functions_followed", "left_out": {reason: number}, "unknown_calls",
                   "prompts_resolved", "prompts_unknown", "limits_reached": [...]},
      "rules": {id: {"name", "title", "level", "why", "instead": [...], "law": [{"provision", "label", "url", "status", "why"}]}},
      "stage_graph": see stage_graph_json
    }

Every key is always there. `rules` holds those of the findings and waived findings. The version grows when a key changes its meaning
or goes; a new key keeps it.
"""

from __future__ import annotations

from adversescan.findings.finding import Coverage, Finding, Step, WaivedFinding
from adversescan.findings.result import Result
from adversescan.graph.stage_graph_json import Json, location_json, stage_graph_json
from adversescan.knowledge.rule import Rule
from adversescan.reports.json_text import json_text
from adversescan.reports.report import ReportOptions
from adversescan.sources.problem import Problem

VERSION = 1


def render_json(result: Result, _options: ReportOptions) -> str:
    """The result as JSON; waived findings are always in it, apart from those that stand."""
    return json_text(
        {
            "report": "adversescan",
            "version": VERSION,
            "tool_version": result.tool_version,
            "root": result.root,
            "profile": result.profile,
            "findings": [_finding(finding, result) for finding in result.findings],
            "waived": [_waived(waived, result) for waived in result.waived],
            "problems": [_problem(problem) for problem in result.problems],
            "coverage": _coverage(result.coverage),
            "rules": {rule.id: _rule(rule, result) for rule in _used_rules(result)},
            "stage_graph": stage_graph_json(result.stage_graph),
        },
    )


def _finding(finding: Finding, result: Result) -> dict[str, Json]:
    return {
        "rule": finding.rule,
        "level": finding.level.value,
        "confidence": finding.confidence.name.lower(),
        "message": finding.message,
        "location": location_json(finding.location),
        "function": finding.function,
        "attributes": list(finding.attributes),
        "fingerprint": finding.fingerprint,
        "steps": [_step(step, result) for step in finding.steps],
        "related": [_step(step, result) for step in finding.related],
        "notes": list(finding.notes),
    }


def _step(step: Step, result: Result) -> dict[str, Json]:
    line = result.lines.get((step.location.path, step.location.line))
    return {
        "stage": step.stage.value if step.stage else None,
        "text": step.text,
        "location": location_json(step.location),
        "function": step.function,
        "attributes": list(step.attributes),
        "notes": list(step.notes),
        "code": line.statement if line else "",
    }


def _waived(waived: WaivedFinding, result: Result) -> dict[str, Json]:
    return {
        "finding": _finding(waived.finding, result),
        "reason": waived.reason,
        "owner": waived.owner,
        "until": waived.until,
        "location": location_json(waived.location),
    }


def _problem(problem: Problem) -> dict[str, Json]:
    return {"kind": problem.kind.value, "reason": problem.reason, "location": location_json(problem.location)}


def _coverage(coverage: Coverage) -> dict[str, Json]:
    return {
        "files": coverage.files,
        "lines": coverage.lines,
        "functions": coverage.functions,
        "functions_followed": coverage.functions_followed,
        "left_out": dict(coverage.left_out),
        "unknown_calls": coverage.unknown_calls,
        "prompts_resolved": coverage.prompts_resolved,
        "prompts_unknown": coverage.prompts_unknown,
        "limits_reached": list(coverage.limits_reached),
    }


def _used_rules(result: Result) -> list[Rule]:
    used = {finding.rule for finding in result.findings} | {waived.finding.rule for waived in result.waived}
    return [rule for rule in result.rules if rule.id in used]


def _rule(rule: Rule, result: Result) -> dict[str, Json]:
    return {
        "name": rule.name,
        "title": rule.title,
        "level": rule.level,
        "why": rule.why,
        "instead": list(rule.instead),
        "law": [
            {"provision": law.provision, "label": law.label, "url": law.url, "status": law.status, "why": law.why}
            for law in result.law.get(rule.id, ())
        ],
    }
