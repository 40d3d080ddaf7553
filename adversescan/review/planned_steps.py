"""The steps a document plans, in the widest reading: what an approval of it covers.

A verdict needs a chain and is careful about what makes one. An approval is read the other way round: what the document speaks of as
planned was before the eyes of those who approved it, so code that does it goes not beyond it.
"""

from __future__ import annotations

from collections.abc import Iterator

from adversescan.findings.review import Sentence
from adversescan.knowledge.stages import Stage
from adversescan.review.plan import Plan
from adversescan.review.reading import Read

_CUES: dict[Stage, tuple[str, ...]] = {
    Stage.COLLECT: ("scraped", "broker", "breach"),
    Stage.IDENTIFY: ("face-index", "face"),
    Stage.PROFILE: ("profile", "score", "general-score"),
    Stage.DECIDE: ("decide", "perhaps-decide", "limit"),
    Stage.SHARE: ("share", "recipient", "organisation", "police"),
}


def planned_steps(plan: Plan) -> tuple[Sentence, ...]:
    """Each stage with the sentences that plan it, in the order of the document."""
    events = [Sentence(event.stage.value, event.read.unit.text, event.read.unit.line) for event in plan.events if event.stage]
    spoken = [Sentence(stage.value, read.unit.text, read.unit.line) for read in plan.reads if read.planned for stage in _stages(read)]
    return tuple(sorted(dict.fromkeys([*events, *spoken]), key=lambda each: (each.line, each.stage)))


def planned_attributes(plan: Plan) -> tuple[str, ...]:
    """The protected attributes the plan speaks of."""
    return tuple(sorted({each for read in plan.reads if read.planned for each in read.signs.attributes | read.signs.targets}))


def planned_text(plan: Plan) -> tuple[str, ...]:
    """All that is planned, word for word: a recipient may be named in any sentence of it."""
    return tuple(dict.fromkeys(read.unit.text for read in plan.reads if read.planned))


def _stages(read: Read) -> Iterator[Stage]:
    yield from (stage for stage, cues in _CUES.items() if read.signs.cues & set(cues))
    if read.signs.targets:
        yield Stage.INFER
    if read.outgoing:
        yield Stage.SHARE
