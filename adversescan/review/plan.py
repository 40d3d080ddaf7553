"""What a design plans to do to people: its stages with the sentences that carry them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from itertools import pairwise

from adversescan.frontends.prose.unit import Kind, Unit
from adversescan.knowledge.prose import Section
from adversescan.knowledge.stages import Origin, Stage
from adversescan.language.prose import ProseReader
from adversescan.record import dataclass
from adversescan.review.reading import Read, read_unit
from adversescan.review.sentences import infers, is_detriment, is_tally


@dataclass(frozen=True, slots=True)
class PlanEvent:
    """Something the plan does. `only_for`: it leads to acts of these stages only; None is that of calls of models."""

    read: Read
    stage: Stage | None = None
    origin: Origin | None = None
    linked: bool = False
    attributes: frozenset[str] = frozenset()
    traits: frozenset[str] = frozenset()
    only_for: tuple[Stage | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """All that was read, and the events among it."""

    reads: tuple[Read, ...]
    events: tuple[PlanEvent, ...] = field(default=())
    unbuilt: bool = False
    """Whether it says itself that safeguards it wants are not there yet."""

    def has(self, *cues: str) -> bool:
        return all(any(cue in read.signs.cues for read in self.reads if read.planned) for cue in cues)


def read_plan(units: tuple[Unit, ...], reader: ProseReader) -> Plan:
    """The stages of a document's plan."""
    title = units[0].text if units and units[0].kind is Kind.TITLE else ""
    reads = _unbuilt([read_unit(unit, reader, title) for unit in units], reader, title)
    unbuilt = any(read.promised and reader.is_unbuilt(read.unit.text) for read in reads)
    plan = Plan(tuple(_continued(reads)), unbuilt=unbuilt)
    events = [event for at, read in enumerate(plan.reads) if read.planned for event in _events(plan, at, read)]
    return replace(plan, events=(*events, *_where_from(plan, events)))


def _unbuilt(reads: list[Read], reader: ProseReader, title: str) -> list[Read]:
    """Where a section says that nothing of it is there yet, all of its safeguards are promises."""
    missing = {_titles(read, title) for read in reads if reader.is_unbuilt(read.unit.text)} - {()}
    return [replace(read, promised=True) if _titles(read, title) in missing else read for read in reads]


def _titles(read: Read, title: str) -> tuple[str, ...]:
    """The titles a sentence stands under, without that of the document and the line that opens its list."""
    return tuple(each for each in read.unit.headings if not each.endswith((":", "：")) and each != title)


def _continued(reads: list[Read]) -> Iterator[Read]:
    """A list of traits after a sentence with a model says what it concludes: "The model fills a table of moments. Moments: ..."."""
    for before, read in pairwise([None, *reads]):
        assert read is not None
        guessed = before is not None and before.planned and before.signs.has("infer", "score") and _close(before.unit, read.unit)
        listed = len(read.signs.targets) >= _A_LIST and not read.signs.mitigations and not read.signs.refused
        yield replace(read, keys=read.keys | {Section.CONCLUDED}) if guessed and listed and not read.keys else read


_A_LIST = 2
_FEW_CONTEXTS = 3


def _events(plan: Plan, at: int, read: Read) -> Iterator[PlanEvent]:
    signs = read.signs
    near = _near(plan, at)
    yield from _collected(plan, near, read)
    if infers(read):
        seen = signs.has("biometric") or any(other.signs.has("biometric") for other in _beside(plan, near, read))
        set_there = any(other.signs.has("people-setting") for other in (read, *near, *_setting(plan)))
        traits = frozenset({"biometric"} if seen else ()) | frozenset({"at-work-or-school"} if set_there else ())
        yield PlanEvent(read, Stage.INFER, attributes=signs.targets, traits=traits)
    if signs.has("profile"):
        yield PlanEvent(read, Stage.PROFILE)
    contexts = sum(other.signs.contexts for other in plan.reads if other.planned)
    if is_tally(read) or (signs.has("general-score") and contexts >= _FEW_CONTEXTS):
        yield PlanEvent(read, Stage.PROFILE, traits=frozenset({"general-score"}))
    if signs.has("offence-risk") and (signs.has("score") or signs.has("infer")):
        yield PlanEvent(read, Stage.PROFILE, traits=frozenset({"offence-risk"}))
    if signs.has("face-index"):
        yield PlanEvent(read, Stage.IDENTIFY, traits=frozenset({"face-index"}))
    if is_detriment(read, near) and _of_people(read, near) and not (signs.has("spam") or signs.has("refusal")):
        yield from _decided(plan, near, read)
    if (signs.has("share") or read.outgoing) and _has_recipient(plan, read, near):
        yield from _shared(plan, near, read)
    from_traits = signs.has("infer", "score") and signs.attributes - signs.targets
    if (Section.INPUTS in read.keys or signs.has("inputs") or from_traits) and not signs.has("spam"):
        yield from _looked_at(plan, read)
    yield from _called(plan, near, read)


def _beside(plan: Plan, near: list[Read], read: Read) -> list[Read]:
    """The sentences of the same paragraph nearby; of a structured design all values, since they describe one thing."""
    if read.unit.kind is Kind.FIELD:
        return [other for other in plan.reads if other.planned]
    return [other for other in near if other.unit.part == read.unit.part]


def _setting(plan: Plan) -> Iterator[Read]:
    """What says for the whole document whom it is about: its titles, and the values of a structured design."""
    yield from (read for read in plan.reads if read.unit.kind is Kind.TITLE or (read.unit.kind is Kind.FIELD and read.planned))
    yield from plan.reads[:_OPENING]


_OPENING = 3
"""Sentences at the beginning that say what a document is about."""


def _has_recipient(plan: Plan, read: Read, near: list[Read]) -> bool:
    """Whether somebody outside is named: in the sentence, or for a record that is handed over, next to it."""
    if read.signs.has("organisation") and (read.outgoing or (plan.has("scraped") and not read.signs.has("scraped"))):
        return True
    if read.signs.attributes and read.signs.has("record-field"):
        return any(other.signs.cues & {"recipient", "police", "organisation"} for other in (read, *near))
    return bool(read.signs.cues & {"recipient", "police"})


def _looked_at(plan: Plan, read: Read) -> Iterator[PlanEvent]:
    """Traits and proxies among what a model or rule looks at: they lead to its decisions."""
    if recorded := read.signs.attributes - _inferred(plan):
        yield PlanEvent(read, None, Origin.RECORDED, attributes=recorded, only_for=(Stage.DECIDE,))
    if read.signs.proxies:
        yield PlanEvent(read, None, Origin.PROXY, only_for=(Stage.DECIDE,))


def _of_people(read: Read, near: list[Read]) -> bool:
    if read.unit.kind in (Kind.FIELD, Kind.EDGE) or read.signs.attributes or read.signs.proxies:
        return True
    return any(other.signs.cues & {"person", "people-setting"} for other in (read, *near))


def _near(plan: Plan, at: int) -> list[Read]:
    """The two units before and the one after in the same section."""
    read = plan.reads[at]
    return [other for other in plan.reads[max(0, at - 2) : at + 2] if other is not read and other.planned and _close(other.unit, read.unit)]


def _close(one: Unit, other: Unit) -> bool:
    return one.headings[:1] == other.headings[:1] or one.kind is Kind.FIELD


def _collected(plan: Plan, near: list[Read], read: Read) -> Iterator[PlanEvent]:
    signs = read.signs
    for cue, origin in (("scraped", Origin.SCRAPED), ("broker", Origin.BROKER), ("breach", Origin.BREACH)):
        if signs.has(cue):
            named = any(other.signs.has("lookup") for other in (read, *near))
            linked = named and not any(other.signs.unlinked for other in plan.reads)
            yield PlanEvent(read, Stage.COLLECT, origin, linked=linked)
            if signs.has("face"):
                yield PlanEvent(read, Stage.IDENTIFY, traits=frozenset({"face"}))


def _decided(plan: Plan, near: list[Read], read: Read) -> Iterator[PlanEvent]:
    """A decision, and the recorded traits, proxies and model outputs it rests on."""
    signs = read.signs
    police = frozenset({"police-or-justice"} if plan.has("police") else ())
    yield PlanEvent(read, Stage.DECIDE, traits=police)
    if (recorded := signs.attributes - _inferred(plan)) and not signs.has("infer"):
        yield PlanEvent(read, None, Origin.RECORDED, attributes=recorded, only_for=(Stage.DECIDE,))
    for other in (read, *near):
        if other.signs.proxies and (other is read or other.signs.has("feature")):
            yield PlanEvent(other, None, Origin.PROXY, only_for=(Stage.DECIDE,))
    for other in (read, *near):
        if other.signs.has("score") or infers(other):
            yield PlanEvent(other, None, Origin.MODEL, only_for=(Stage.DECIDE,))


def _inferred(plan: Plan) -> frozenset[str]:
    return frozenset(each for read in plan.reads if read.planned and infers(read) for each in read.signs.targets)


def _shared(plan: Plan, near: list[Read], read: Read) -> Iterator[PlanEvent]:
    police = frozenset({"police-or-justice"} if read.signs.has("police") else ())
    yield PlanEvent(read, Stage.SHARE, traits=police)
    structured = read.unit.kind is Kind.FIELD
    if read.outgoing and len(read.unit.headings) > 1:
        yield from (
            PlanEvent(other, Stage.SHARE) for other in near if other.planned and other.unit.part == read.unit.part and other is not read
        )
    inferred = _inferred(plan)
    below = [other for other in plan.reads if other.unit.headings[-1:] == (read.unit.text,)]
    around = plan.reads if structured else (read, *near, *below)
    for other in around:
        recorded = other.signs.attributes - inferred
        handed_over = other is read or other in below or other.signs.has("record-field") or Section.RECORDS in other.keys
        if other.planned and recorded and handed_over:
            yield PlanEvent(other, None, Origin.RECORDED, attributes=recorded, only_for=(Stage.SHARE,))
    if any(other.planned and other.signs.cues & ({"record-field", "person"} if structured else {"record-field"}) for other in around):
        yield PlanEvent(read, None, Origin.IDENTITY)


def _called(plan: Plan, near: list[Read], read: Read) -> Iterator[PlanEvent]:
    """Calls of language models, and what is done about their refusals and filters."""
    signs = read.signs
    if signs.has("other-model") and any(other.signs.has("refusal") for other in (read, *near)):
        yield PlanEvent(read, None, Origin.REFUSAL, traits=frozenset({"model-call", "other-model"}))
    if signs.has("guardrail-off"):
        yield PlanEvent(read, None, traits=frozenset({"guardrail-off"}))
    if signs.has("language-model") and plan.has("local"):
        yield PlanEvent(read, None, traits=frozenset({"local-model"}))


def _where_from(plan: Plan, events: list[PlanEvent]) -> Iterator[PlanEvent]:
    """Data of the people themselves where none was got without them, and the people a model, a camera or a mood is about."""
    acquired = any(event.stage is Stage.COLLECT for event in events)
    own = next((read for read in plan.reads if read.planned and read.signs.has("first-party")), None)
    people = next((read for read in plan.reads if read.planned and read.signs.has("people-setting")), None)
    first = own or next((read for read in plan.reads if read.planned and read.signs.has("person")), None)
    if first and not acquired:
        yield PlanEvent(first, None, Origin.FIRST_PARTY)
    if people:
        yield PlanEvent(people, None, Origin.IDENTITY)
    for event in events:
        if "biometric" in event.traits:
            yield PlanEvent(event.read, None, Origin.FIRST_PARTY, traits=frozenset({"biometric"}))
        if "local-model" in event.traits:
            yield from (
                PlanEvent(read, None, Origin.RECORDED, attributes=read.signs.attributes, only_for=(None,))
                for read in plan.reads
                if read.planned and read.signs.attributes and read.signs.has("record-field")
            )
