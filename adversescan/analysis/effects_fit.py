"""Models the project trains itself: what they learn from, what they foretell, and where they decide about a person."""

from __future__ import annotations

from adversescan.analysis.acts import PREDICTED, WRITTEN, decide, mark_outcome
from adversescan.analysis.chosen_features import chosen_features
from adversescan.analysis.evidence import is_about_thing
from adversescan.analysis.face_vectors import put_among
from adversescan.analysis.formulas import FORMULA, each_column, formula_features, formula_outcomes
from adversescan.analysis.held_facts import deep_all
from adversescan.analysis.labels import NO_FACTS, Facts, explicit, join, weaken
from adversescan.analysis.learnt_outcomes import learns_outcome
from adversescan.analysis.library_calls import Site, typed_result
from adversescan.analysis.offences import is_offence
from adversescan.analysis.run import Run
from adversescan.analysis.values import Value, constant
from adversescan.findings.finding import Confidence
from adversescan.knowledge.library import CallModel
from adversescan.knowledge.stages import Origin, Stage

FEATURES, DECIDES = "features", "decides"
"""The settings under which a model keeps what is known of its features, and whether its target is an outcome for people."""

LEARNT = frozenset({FEATURES, DECIDES, FORMULA, "target", "foretells"})
"""The settings that a model keeps where it is saved and loaded again."""


def fit_model(run: Run, model: CallModel, site: Site) -> Value:
    """The receiver learns: its features and target are the columns that reach it."""
    from adversescan.analysis.effects_models import attributes_held

    targets, data = _learnt(run, model, site)
    target = join(*(f for v in targets for f in deep_all(v, 30)))
    features = join(*(f for v in data for f in deep_all(v)), chosen_features(run, site.receiver, data, site.line))
    recorded = {label: w for label, w in target.items() if label.start is Origin.RECORDED and not label.passed}
    told = {label.attribute for label, w in recorded.items() if not is_about_thing(run, w.events()[0].context)}
    attributes = tuple(sorted({*told, *_told_by_classes(run, targets)}))
    outcome = learns_outcome(run, targets)
    event = decide(run, [], explicit(features), WRITTEN, Confidence.LIKELY) if outcome and not model.explains else None
    # Where the model is applied to somebody, that is the decision.
    kept = explicit(features) if event is None else mark_outcome(run, explicit(features), event, PREDICTED)
    own = site.receiver is not None and (not model.returns or "self" in model.mutates)
    learner = site.receiver if own and site.receiver is not None else typed_result(run, model, site, kept if model.explains else NO_FACTS)
    for record in learner.records():
        record.settings.update([(FORMULA, formula) for formula in site.select(model.query)])
        record.settings["attributes"] = attributes_held(attributes)
        record.settings[FEATURES] = Value(facts=kept, open=True)
        record.settings["target"] = Value(facts=target, open=True)
        record.settings["foretells"] = constant(is_offence(target))
        record.settings[DECIDES] = constant(outcome)
    if _is_recognition(run, target):
        put_among(run, data, [])
    return learner


def _learnt(run: Run, model: CallModel, site: Site) -> tuple[list[Value], list[Value]]:
    """What is learnt, and what from: as it is given, or as a formula names it."""
    data, formula = site.select(model.data), site.select(model.query)
    if formula:
        outcomes = each_column(run, formula_outcomes(run, model, site), site.line)
        return outcomes, formula_features(run, model, site, data, formula)
    return site.select(model.target) or _labels_of(run, data), data


def _labels_of(run: Run, data: list[Value]) -> list[Value]:
    """What is to be learnt, where it came with the data: `Dataset(rows, label=outcomes)`."""
    found = []
    for record in (r for v in data for r in v.records()):
        maker = run.book.libraries.calls.get(record.path)
        found += [record.settings[key] for key in maker.labels if key in record.settings] if maker is not None else []
    return found


def _told_by_classes(run: Run, targets: list[Value]) -> tuple[str, ...]:
    """What the names of the classes of a data set sort people by."""
    named = [text for value in targets for record in value.records() for member in record.fields.values() for text in member.texts()]
    return run.readers.labels(named) if named else ()


def learnt_features(site: Site) -> Facts:
    """What is known of the features a model has learnt from, which whatever it says depends on."""
    owners = [] if site.receiver is None else site.receiver.records()
    return weaken(join(*(record.settings[FEATURES].facts for record in owners if FEATURES in record.settings)), Confidence.LIKELY)


def decided_by_prediction(run: Run, site: Site, score: Facts, given: Facts) -> tuple[Facts, Facts]:
    """A model that learnt an outcome is applied to what somebody entered: that is the decision, unless the program says it in words."""
    owners = [] if site.receiver is None else site.receiver.records()
    decides = any(True in v.literals() for r in owners for v in [r.settings.get(DECIDES)] if v is not None)
    if not decides or not any(label.start is Origin.FIRST_PARTY and Stage.COLLECT in label.passed for label in given):
        return score, given
    features = join(*(r.settings[FEATURES].facts for r in owners if FEATURES in r.settings))
    event = decide(run, [], join(features, given, score), WRITTEN, Confidence.LIKELY)
    if event is None:
        return score, given
    return mark_outcome(run, score, event, PREDICTED), mark_outcome(run, given, event, PREDICTED)


def _is_recognition(run: Run, target: Facts) -> bool:
    """Whether a model learns who somebody is."""
    return run.faces_seen and any(label.start is Origin.IDENTITY and label.attribute not in ("content", "face") for label in target)
