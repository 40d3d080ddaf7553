"""Settings of routers and gateways by which what one model refuses is asked of another: the setting is the second call."""

from __future__ import annotations

from collections.abc import Iterator

from adversescan.analysis.arguments import Arguments
from adversescan.analysis.held_records import held_by, members_of
from adversescan.analysis.labels import Event, Facts, Label, join, start
from adversescan.analysis.library_calls import Site
from adversescan.analysis.model_calls import ASKED, OTHER, record_act
from adversescan.analysis.refusals import REFUSED, by_truth, refused_in, texts_of, where_false
from adversescan.analysis.run import Act, Run
from adversescan.analysis.stores import is_same
from adversescan.analysis.values import Class, Function, Kind, Partial, Record, Value, of, unknown
from adversescan.knowledge.library import CallModel
from adversescan.knowledge.stages import Origin

SECOND_CALL = ASKED | OTHER
SETTING = "library setting"
"""The kind of store a setting of a library is."""


def route_refusals(run: Run, model: CallModel, site: Site) -> None:
    """A setting says that another model is asked for what one refuses: by its name, by the errors or statuses it is for, or by a
    function of the project that takes refusals for failures.
    """
    if _for_refused(run, model, site) or _for_statuses(run, model, site):
        event = run.event(None, site.line, "routed")
        event.origin, event.traits = Origin.REFUSAL, SECOND_CALL
        _second_call(run, event, start(Label(Origin.REFUSAL, REFUSED), event))
    elif texts_of(site.arguments.select(model.on_failure)):
        refused = _stopped_by_rules(run, model, site)
        event = run.event(None, site.line, "routed")
        event.traits = SECOND_CALL
        if refused:
            _second_call(run, event, refused)


def _second_call(run: Run, event: Event, refused: Facts) -> None:
    run.same_input.update((told, event) for witness in refused.values() for told in witness.events())
    record_act(run, Act(event, {}, refused, {}, (event.location.path, run.frame.function, event.location.line), 3))


def _for_refused(run: Run, model: CallModel, site: Site) -> bool:
    """Whether the setting is one for refusals; where it lists the errors it is for, one of them must be that of a refusal."""
    if not texts_of(site.arguments.select(model.on_refusal)):
        return False
    errors = texts_of(site.arguments.select(model.only))
    return not model.only or any(name.lower() in run.book.answers.exceptions for name in errors)


def _for_statuses(run: Run, model: CallModel, site: Site) -> bool:
    """Whether one of the statuses for which the next of several targets is asked says that a guardrail stopped the first."""
    answers = run.book.answers
    for record in (r for v in site.arguments.select(model.routes) for r in held_by(v) if r.kind is Kind.DICT):
        targets = [t for key in answers.targets if (held := record.fields.get(key)) is not None for t in _held(held)]
        statuses = [s for way in members_of(record) for r in way.records() for key in answers.status_keys for s in _numbers(r, key)]
        if len(targets) > 1 and not answers.statuses.isdisjoint(statuses):
            return True
    return False


def _held(value: Value) -> list[Value]:
    return [member for record in value.records() for member in members_of(record)]


def _numbers(record: Record, key: str) -> list[str]:
    found = record.fields.get(key)
    return [] if found is None else [str(c) for v in [found, *_held(found)] for c in v.literals()]


def _stopped_by_rules(run: Run, model: CallModel, site: Site) -> Facts:
    """That an answer is taken for a failure because the model refused: a rule of the project says of it that it may not pass."""
    event = run.event(None, site.line, "answer")
    event.origin, event.traits = Origin.ANSWER, ASKED
    answer = unknown(start(Label(Origin.ANSWER), event))
    return join(*(_says_no(run, rule, answer, site.line) for rule in _rules(run, model, site)))


def _rules(run: Run, model: CallModel, site: Site) -> Iterator[Value]:
    """Functions given to the call, and those a setting of the library holds."""
    names = [name for name in model.judges if name in run.book.libraries.settings]
    kept = [value for name in names for value in run.stores.read((SETTING, str(name)), is_same)]
    for value in [*site.arguments.select(model.judges), *kept]:
        for given in [value, *_held(value)]:
            yield from (of(thing) for thing in given.objects if isinstance(thing, Function | Class | Partial))


def _says_no(run: Run, rule: Value, answer: Value, line: int) -> Facts:
    """Where the rule gives something untrue, also as a member of what it gives, or raises, because the model refused."""
    from adversescan.analysis.calls import call

    before = len(run.raised)
    verdict = call(run, rule, Arguments([answer]), line)
    raised = [r.facts for r in run.raised[before:]]
    del run.raised[before:]
    return refused_in(join(*raised, *(where_false(by_truth(v)) for v in [verdict, *_held(verdict)])))


def keep_setting(run: Run, record: Record, name: str, value: Value) -> None:
    """What the program sets in a library itself holds wherever the library is used, also where that was followed before."""
    if record.kind is not Kind.EXTERNAL or record.made or not record.path:
        return
    key = f"{record.path}.{name}"
    if key in run.book.libraries.settings:
        run.stores.put((SETTING, key), [value])
