"""The file of approved designs: what `review --approve` writes and every scan of the folder is held against."""

from __future__ import annotations

from pathlib import Path

import yaml

from adversescan.findings.approved_design import (
    FILE,
    FOLDER,
    ApprovedDesign,
    ApprovedSafeguard,
    ApprovedStage,
    designs_data,
    read_approvals,
)
from adversescan.findings.review import Review, Standing
from adversescan.knowledge.stages import Mitigation, Stage

_PLACE = Path(FOLDER) / FILE
_HEAD = """\
# Written by `adversescan review --approve`. `adversescan scan` reports what the code does beyond these designs.
# Change the document and approve it again instead of editing this file: each design is sealed in decisions.jsonl.
"""


def design_of(review: Review, content: str, by: str, until: str, recipients: tuple[str, ...]) -> ApprovedDesign:
    """What is approved of a reviewed document: its stages and attributes, and the safeguards it has or promises."""
    kinds = {kind.value: kind for kind in Mitigation}
    return ApprovedDesign(
        document=review.document,
        content=content,
        verdict=review.verdict.value,
        by=by,
        until=until,
        attributes=review.planned.attributes,
        recipients=recipients,
        stages=tuple(ApprovedStage(Stage(each.stage), each.line, each.quote, each in review.stages) for each in review.planned.steps),
        text=review.planned.text,
        safeguards=tuple(
            ApprovedSafeguard(kinds[each.kind], each.line, each.quote)
            for each in review.safeguards
            if each.kind in kinds and each.standing is not Standing.LIP_SERVICE
        ),
    )


def keep_design(design: ApprovedDesign) -> Path:
    """Writes the design into the file of this folder, instead of an earlier version of the same document."""
    known = tuple(entry.design for entry in read_approvals(_PLACE).entries) if _PLACE.is_file() else ()
    designs = (*(each for each in known if each.document != design.document), design)
    _PLACE.parent.mkdir(exist_ok=True)
    text = yaml.safe_dump(designs_data(designs), sort_keys=False, allow_unicode=True, width=120)
    _PLACE.write_text(_HEAD + text, encoding="utf-8", newline="\n")
    return _PLACE
