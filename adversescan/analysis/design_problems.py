"""What is wrong with an approval, and what was approved and is not found in the code."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from adversescan.analysis.beyond_design import OF_DATA, is_built, protected_stages
from adversescan.analysis.run import Run
from adversescan.findings.approved_design import Approval, ApprovedDesign
from adversescan.findings.decisions import content_hash
from adversescan.knowledge.stages import Stage
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Location


def design_problems(run: Run, base: Path, today: date) -> Iterator[Problem]:
    """One problem for each, at the line of the design; of a part of the folder nothing is said to be missing."""
    if run.approvals is None:
        return
    path = Path(os.path.relpath(run.approvals.file, base)).as_posix()
    for entry in run.approvals.entries:
        reasons = [*_wrong(entry, run.approvals.folder, today), *(_not_found(run, entry.design) if run.followed_all else ())]
        yield from (Problem(Location(path, entry.line), ProblemKind.DESIGN, reason) for reason in reasons)


def _wrong(entry: Approval, folder: Path, today: date) -> Iterator[str]:
    design = entry.design
    if not entry.recorded:
        yield f"no decision that stands approves this version of {design.document}: approve it with `adversescan review --approve`"
    document = folder / design.document
    if document.is_file() and content_hash(document.read_bytes()) != design.content:
        yield f"{design.document} was changed since it was approved: review it again"
    if design.until < today.isoformat():
        yield f"the approval of {design.document} by {design.by} ended on {design.until}"


def _not_found(run: Run, design: ApprovedDesign) -> Iterator[str]:
    """Steps and safeguards without anything of their kind in the code. A safeguard of steps there are is told at the step."""
    found = {event.stage for event in run.events.values()}
    for stage, line in {each.stage: each.line for each in reversed(design.stages) if each.sure}.items():
        if stage not in found:
            yield f"{design.document}:{line} was approved with a step of the kind {stage.value}, and none is found in the code"
    acted = {act.event.stage for act in run.acts.values()}
    for safeguard in (each for each in design.safeguards if each.kind not in OF_DATA):
        told = protected_stages(run.book.rules, safeguard.kind) & {stage for stage in acted if isinstance(stage, Stage)}
        if not told and not is_built(run, safeguard):
            yield f"{design.document}:{safeguard.line} was approved with {safeguard.kind.value}, and none is found in the code"
