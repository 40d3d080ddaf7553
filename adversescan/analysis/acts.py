"""Acts: what is finally done about a person, recorded in the deepest project function that binds outcome, recipient or key."""

from __future__ import annotations

from adversescan.analysis.held_facts import deep_all
from adversescan.analysis.held_records import held_by
from adversescan.analysis.labels import MOST_IMPLICIT_HOPS, Event, Facts, Label, Witness, clear, explicit, join, told
from adversescan.analysis.offences import foretelling, mark_police
from adversescan.analysis.run import Act, Frame, Run
from adversescan.analysis.values import Value
from adversescan.findings.finding import Confidence
from adversescan.knowledge.stages import Mitigation, Origin, Stage

EFFECT, WRITTEN, SHOWN = 3, 2, 1
"""Ranks of acts: of one outcome that is written and then carried out, what carries it out is the act."""
OUTCOME = frozenset({"outcome"})
PREDICTED = frozenset({"predicted"})
"""Traits of the marks of outcomes: one that was written, and one a model foretold, which is the act where no other follows."""
FACE_INDEX = frozenset({"face-index"})


def binding_frame(run: Run, selectors: list[Value]) -> tuple[Frame, int]:
    """The deepest function that itself binds a selector (a constant there, not a parameter), and its line."""
    if run.elsewhere is not None:
        return run.elsewhere
    depths = [v.depth for v in selectors if v.depth and (v.constants or v.objects)]
    depth = min(max(depths), run.depth) if depths else run.depth
    return run.frames[depth - 1], run.frames[depth - 1].line


def decide(run: Run, selectors: list[Value], facts: Facts, rank: int, grade: Confidence = Confidence.CERTAIN) -> Event | None:
    """Records an adverse decision governed by (or made of) these facts; None if they are about no person."""
    relevant = {label: w for label, w in facts.items() if _can_decide(label)}
    if not relevant:
        run.idle_acts.add((Stage.DECIDE, run.location()))
        return None
    frame, line = binding_frame(run, selectors)
    event = run.event(Stage.DECIDE, line, "", frame)
    mark_police(run, event, relevant, (t for v in selectors for t in v.texts()))
    _record(run, Act(event, {}, relevant, {}, _group(run, frame, event), rank, grade))
    return event


def share(run: Run, payload: list[Value], recipient: list[Value], others: list[Value], grade: Confidence, to: str) -> Event | None:
    """Records that data about people leaves to an outside party."""
    data = payload_facts(payload)
    data = join(data, _selected_by(run, data, recipient))
    governing = foretelling(run.governing())
    if _is_agreed_to(payload, run.governing()):
        data, governing = clear(data, Mitigation.CONSENT), clear(governing, Mitigation.CONSENT)
    if not data and not governing:
        run.idle_acts.add((Stage.SHARE, run.location()))
        return None
    frame, line = binding_frame(run, recipient)
    event = run.event(Stage.SHARE, line, to, frame)
    mark_police(
        run, event, join(data, governing), [to, *(t for v in recipient for r in held_by(v) for m in r.fields.values() for t in m.texts())]
    )
    siblings = join(data, *(f for v in others for f in deep_all(v, 50)))
    _record(run, Act(event, data, governing, siblings, _group(run, frame, event), EFFECT, grade, to))
    return event


def _selected_by(run: Run, data: Facts, recipient: list[Value]) -> Facts:
    """Where somebody is handed over because of what was inferred of them, that is told as well; but not by a letter to themselves."""
    if any(label.start is Origin.IDENTITY for v in recipient for label in v.all_facts()):
        return {}
    if not any(label.start is Origin.IDENTITY and label.attribute != "content" for label in data):
        return {}
    inferred = {label: w for label, w in run.governing().items() if Stage.INFER in label.passed and label.implicit < MOST_IMPLICIT_HOPS}
    return told(inferred)


def profile(run: Run, payload: list[Value], key: list[Value], grade: Confidence, to: str) -> Event | None:
    """Records that a file about one person is put together."""
    data = payload_facts(payload)
    if not any(label.acquired for label in data):
        return None
    if _is_agreed_to(payload, run.governing()):
        data = clear(data, Mitigation.CONSENT)
    frame, line = binding_frame(run, key)
    event = run.event(Stage.PROFILE, line, "", frame)
    siblings = join(data, *(f for v in key for f in deep_all(v, 50)))
    _record(run, Act(event, data, {}, siblings, _group(run, frame, event), EFFECT, grade, to))
    return event


def add_to_index(run: Run, payload: list[Value], vectors: Facts, siblings: Facts, governing: Facts, place: tuple[Frame, int]) -> None:
    """Records that what people are recognised by is added to an index."""
    frame, line = place
    event = run.event(Stage.IDENTIFY, line, "index", frame)
    event.traits = FACE_INDEX
    if _is_agreed_to(payload, governing):
        vectors = clear(vectors, Mitigation.CONSENT)
    _record(run, Act(event, vectors, {}, siblings, _group(run, frame, event), EFFECT))


def concluded(run: Run, event: Event, facts: Facts) -> None:
    """Records an inference, a finding of its own where no act follows, or that somebody was identified, which a design may not have."""
    _record(run, Act(event, facts, {}, {}, _group(run, run.frame, event), EFFECT))


def payload_facts(payload: list[Value]) -> Facts:
    """What reaches an act as data: explicit facts of all it holds, and of what selected its rows."""
    found = [explicit(facts) for v in payload for facts in deep_all(v)]
    rows = [r.rows for v in payload for r in held_by(v)]
    return without_conduct(join(*found, *(told(facts) for facts in rows)))


def _is_agreed_to(payload: list[Value], governing: Facts) -> bool:
    """Whether the people agreed: a field that says so is a condition in force, or chose the rows."""
    rows = [r.rows for v in payload for r in held_by(v)]
    return any(label.start is Origin.AGREEMENT for facts in (governing, *rows) for label in facts)


def without_conduct(facts: Facts) -> Facts:
    """What somebody did in one context counts for scores only, which are kept; that they agreed is no data about them."""
    left_out = (Origin.CONDUCT, Origin.AGREEMENT)
    return {label: w for label, w in facts.items() if label.start not in left_out or label.passed}


def mark_outcome(run: Run, facts: Facts, event: Event, traits: frozenset[str] = OUTCOME) -> Facts:
    """Facts of an outcome already recorded as an act: what it governs later is the same act, carried out."""
    marker = run.event(None, event.location.line, (*traits, event.location.path))
    marker.traits, marker.context = traits, None
    marker.host = f"{event.location.path}:{event.location.line}"
    return {label: Witness(marker, witness, witness.grade) for label, witness in facts.items()}


def is_carried_out_elsewhere(witness: Witness, act: Act) -> bool:
    """Whether the outcome was already an act of higher rank where it was written."""
    return act.rank < 2 and any(e.traits is OUTCOME or e.traits == OUTCOME for e in witness.events())


def _can_decide(label: Label) -> bool:
    if label.start in (Origin.IDENTITY, Origin.LEXICON, Origin.CONDUCT, Origin.AGREEMENT):
        return bool(label.passed)
    return label.acquired or bool(label.attribute) or bool(label.passed) or label.start in (Origin.MODEL, Origin.REFUSAL)


def _group(run: Run, frame: Frame, event: Event) -> tuple[object, ...]:
    """Acts under one condition are one act in several steps: the record set, the letter sent, the line shown."""
    here = [c.place for c in run.control[: _controls_of(run, frame)] if c.place is not None]
    return here[-1] if here else (frame.module.path, frame.function, event.location.line)


def _controls_of(run: Run, frame: Frame) -> int:
    """How many conditions were in force in that frame when it called on."""
    if frame not in run.frames:
        return 0
    index = run.frames.index(frame)
    return run.frames[index + 1].control_base if index + 1 < len(run.frames) else len(run.control)


def _record(run: Run, act: Act) -> None:
    event = act.event
    if event.stage not in (Stage.INFER, Stage.IDENTIFY) or event.traits >= FACE_INDEX:
        run.acted += 1
    key = (
        event.stage, event.location, act.recipient,
        frozenset(act.data), frozenset(act.governing), frozenset(act.siblings),
    )  # fmt: skip
    act.entry = run.stores.entry
    known = run.acts.get(key)
    if known is None or known.rank < act.rank or known.grade < act.grade:
        run.acts[key] = act
