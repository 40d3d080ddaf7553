"""Weighs all signs of a plan against each other, for the case that no rule holds."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from adversescan.knowledge.prose import Cue, Section
from adversescan.knowledge.prose_weights import ProseWeights
from adversescan.review.plan import Plan
from adversescan.review.reading import Read
from adversescan.review.sentences import infers


class Leaning(Enum):
    """What the signs together say of a plan."""

    CAREFUL = -25
    """Far more protects the people than could harm them."""
    HARMLESS = -5
    OPEN = 2
    GRAVE = 3


def weigh_plan(plan: Plan, weights: ProseWeights) -> Leaning:
    """Whether a plan in which no chain was understood is harmless, or one that was not understood."""
    total = weights.bias + sum(_all(plan, weights))
    return next((each for each in (Leaning.CAREFUL, Leaning.HARMLESS, Leaning.OPEN) if total < each.value), Leaning.GRAVE)


def _all(plan: Plan, weights: ProseWeights) -> Iterator[int]:
    planned = [read for read in plan.reads if read.planned]
    kept = [read for read in plan.reads if read.section in ("", Section.SAFEGUARDS)]
    cues = {cue for read in planned for cue in read.signs.cues} - {Cue.OPAQUE}
    if any(read.signs.has(Cue.OPAQUE) for read in kept):
        cues.add(Cue.OPAQUE)
    mitigations = {kind for read in kept if not read.promised for kind in read.signs.mitigations}
    yield from (weights.cues.get(cue, 0) for cue in cues)
    yield from (weights.mitigations.get(kind, 0) for kind in mitigations)
    yield from (weights.others.get(sign, 0) for sign in {*_signs(planned), *_statements(plan.reads, kept)})


def _signs(planned: list[Read]) -> Iterator[str]:
    for read in planned:
        if infers(read):
            yield "inferred"
        if read.signs.attributes:
            yield "attribute"
        if read.signs.never_recorded:
            yield "never-recorded"
        if read.signs.proxies:
            yield "proxy"
        if read.signs.has(Cue.SHARE) and read.signs.cues & {Cue.RECIPIENT, Cue.ORGANISATION}:
            yield "shared"


def _statements(reads: tuple[Read, ...], kept: list[Read]) -> Iterator[str]:
    refused = sum(read.signs.refused for read in reads)
    if refused:
        yield "refused"
    if refused > 1:
        yield "refused-twice"
    if any(read.signs.lip_service for read in kept):
        yield "statement"
    if any(read.section == Section.DENIED for read in reads):
        yield "denied-section"
