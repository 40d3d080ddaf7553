"""What an act does beyond the designs that were approved for the folder."""

from __future__ import annotations

import re
from collections.abc import Iterator

from adversescan.analysis.labels import Label, Witness
from adversescan.analysis.recipients import host_of, registrable
from adversescan.analysis.run import Act, Run
from adversescan.findings.approved_design import ApprovedDesign, ApprovedSafeguard
from adversescan.graph.query import HOLE
from adversescan.knowledge.rule import BeyondDesign, DesignPart, Rule
from adversescan.knowledge.stages import Mitigation, Origin, Stage
from adversescan.record import dataclass

OF_DATA = frozenset({Mitigation.ANONYMISED, Mitigation.AGGREGATED})
"""These change the data, so the very data of the act must have passed them; a review, a notice or a log may stand elsewhere."""
_NO_ATTRIBUTE = frozenset({Origin.IDENTITY, Origin.CONDUCT, Origin.REFUSAL, Origin.PROXY})
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Beyond:
    """What no design approves: its attributes where it is about these, and a sentence on what is missing."""

    note: str
    attributes: tuple[str, ...] | None = None


def beyond_design(run: Run, rule: Rule, act: Act, label: Label) -> Beyond | None:
    """What the act does beyond the approved designs, for a rule about these."""
    part = next((relation.part for relation in rule.where if isinstance(relation, BeyondDesign)), None)
    stage = act.event.stage
    if part is None or stage is None:
        return None
    planned = any(each.stage is stage for design in designs_of(run) for each in design.stages)
    match part:
        case DesignPart.STAGE:
            named = stage is Stage.SHARE and is_named(run, act.recipient)
            return None if planned or named else Beyond(f"{_named(run)} has no step of this kind ({stage.value})")
        case DesignPart.ATTRIBUTE:
            return _attributes(run, act, label)
        case DesignPart.RECIPIENT:
            return _recipient(run, act)
        case DesignPart.SAFEGUARD:
            return _safeguard(run, act, label)


def designs_of(run: Run) -> tuple[ApprovedDesign, ...]:
    """The approved designs; none where nothing was approved."""
    return tuple(entry.design for entry in run.approvals.entries) if run.approvals else ()


def collecting_acts(run: Run) -> Iterator[Act]:
    """Where data about people that leads to an act comes in: a design may not have it."""
    found: dict[int, Act] = {}
    for act in run.acts.values():
        for label, witness in [*act.data.items(), *act.governing.items()]:
            if label.acquired:
                first = witness.way()[0]
                place = (first.event.location.path, first.event.function, first.event.location.line)
                known = found.setdefault(id(first.event), Act(first.event, {}, {}, {}, place, 3, first.grade))
                known.data.setdefault(Label(label.start, "", frozenset({Stage.COLLECT})), Witness(first.event, None, first.grade))
    yield from found.values()


def protected_stages(rules: tuple[Rule, ...], kind: Mitigation) -> frozenset[Stage]:
    """The stages a safeguard can settle: those of the acts of the rules that it settles."""
    settled = [rule for rule in rules if kind in rule.settled_by and not rule.about_design]
    acts = [pattern.stage for rule in settled for pattern in rule.events if pattern.name == rule.act]
    return frozenset(stage for stage in acts if stage is not None)


def is_built(run: Run, safeguard: ApprovedSafeguard) -> bool:
    """Whether a step of this kind is anywhere in the program: passed by data of an act, or named so."""
    passed = any(safeguard.kind in label.cleared for act in run.acts.values() for label in [*act.data, *act.governing])
    return passed or any(run.mitigations_seen(frozenset({safeguard.kind}), act.event) for act in [*run.acts.values()][:1])


def is_named(run: Run, recipient: str) -> bool:
    """Whether a design names the recipient: by its host, by the part of it that is a name, or as a service."""
    said = [text for design in designs_of(run) for text in (*design.recipients, *design.text)]
    name = _name_of(recipient)
    return bool(name) and any(name in _folded(text) for text in said)


def _attributes(run: Run, act: Act, label: Label) -> Beyond | None:
    """Attributes are told where they are inferred; those that are recorded, where they are used."""
    inferring = act.event.stage is Stage.INFER
    if inferring != (Stage.INFER in label.passed):
        return None
    met = act.event.attributes if inferring else (label.attribute,) if label.start not in _NO_ATTRIBUTE else ()
    approved = {each for design in designs_of(run) for each in design.attributes}
    known = {each.id: {each.id, *each.parents} for each in run.book.vocabulary.attributes}
    more = tuple(sorted(each for each in met if each in known and not known[each] & approved))
    return Beyond(f"{_named(run)} does not speak of {', '.join(more)}", more) if more else None


def _recipient(run: Run, act: Act) -> Beyond | None:
    if act.event.stage is not Stage.SHARE or not act.recipient or HOLE in act.recipient or is_named(run, act.recipient):
        return None
    return Beyond(f"{_named(run)} names no such recipient; where it is meant, approve it again with --recipient {_host(act.recipient)}")


def _safeguard(run: Run, act: Act, label: Label) -> Beyond | None:
    stage = act.event.stage
    if not run.followed_all or stage is None:
        return None
    for design in designs_of(run):
        for safeguard in design.safeguards:
            if safeguard.kind in label.cleared or not _is_for(run, safeguard, stage, label):
                continue
            if safeguard.kind in OF_DATA or not is_built(run, safeguard):
                return Beyond(f"{design.document}:{safeguard.line} has {safeguard.kind.value} before this step: {safeguard.quote!r}")
    return None


def _is_for(run: Run, safeguard: ApprovedSafeguard, stage: Stage, label: Label) -> bool:
    """Whether the safeguard belongs before the step. People consent to what is sensitive or was got elsewhere, not to every step."""
    if safeguard.kind is Mitigation.CONSENT and not (label.acquired or label.start is Origin.RECORDED or Stage.INFER in label.passed):
        return False
    return stage in protected_stages(run.book.rules, safeguard.kind)


def _named(run: Run) -> str:
    documents = [design.document for design in designs_of(run)]
    return f"{' and '.join(documents)}, as approved," if documents else ""


def _host(recipient: str) -> str:
    return host_of(recipient) or recipient


def _name_of(recipient: str) -> str:
    """What a person would call the recipient: the registered name without its ending, or the whole where it is no address."""
    host = host_of(recipient)
    return _folded(registrable(host).partition(".")[0] if host else recipient)


def _folded(text: str) -> str:
    return "".join(_WORD.findall(text.casefold()))
