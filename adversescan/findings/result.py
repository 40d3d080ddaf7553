"""The result of a scan: everything a report shows, sorted and filtered before it gets here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

from adversescan.findings.code_lines import CodeLines
from adversescan.findings.finding import Coverage, Finding, Level, WaivedFinding
from adversescan.findings.model_use import ModelUse
from adversescan.graph.stage_graph import StageGraph
from adversescan.knowledge.rule import Rule
from adversescan.record import dataclass
from adversescan.sources.problem import Problem

IN_FORCE = "in force"
"""The status that needs no mention."""


@dataclass(frozen=True, slots=True)
class LawReference:
    """A provision a rule is relevant to, as a reader sees it.

    `label` is its citation, `status` whether it is in force, `why` what it has to do with the rule.
    """

    provision: str
    label: str
    url: str = ""
    status: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What was found, what was waived, and what was not seen. Reports add nothing and leave nothing out.

    `problems` hold places that could not be read and waivers that do not waive. `rules` are those the profile can report, `law` their
    provisions by rule id, `lines` the lines of code that findings point at.
    """

    root: str
    profile: str
    tool_version: str
    findings: tuple[Finding, ...] = ()
    waived: tuple[WaivedFinding, ...] = ()
    problems: tuple[Problem, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)
    stage_graph: StageGraph = field(default_factory=StageGraph)
    """What leads to the findings."""
    processing: StageGraph = field(default_factory=StageGraph)
    """All processing of people that was followed, with the stores they share, whether a rule finds it or not."""
    models: tuple[ModelUse, ...] = ()
    """Every call of a model that was followed."""
    rules: tuple[Rule, ...] = ()
    law: Mapping[str, tuple[LawReference, ...]] = field(default_factory=dict)
    lines: CodeLines = field(default_factory=dict)

    def rule(self, id_: str) -> Rule:
        """The rule a finding names; a finding of a rule that is not reported is a bug."""
        return next(rule for rule in self.rules if rule.id == id_)

    def count(self, level: Level) -> int:
        return sum(finding.level is level for finding in self.findings)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings as every report lists them: the gravest first, then by place and rule."""
    return tuple(sorted(findings, key=lambda finding: (-finding.level.rank, finding.location, finding.rule, finding.attributes)))
