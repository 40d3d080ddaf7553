"""What the engine saw at one line, and how near each rule came to holding there."""

from __future__ import annotations

from collections.abc import Iterator

from adversescan.analysis.judge import steps_of
from adversescan.analysis.labels import Event, Label, Witness
from adversescan.analysis.match_rules import carried_out_at, is_act, patterns_of
from adversescan.analysis.missing_parts import missing_parts
from adversescan.analysis.run import Act, Run
from adversescan.analysis.step_notes import step_notes
from adversescan.findings.explanation import LineAccount, NearMiss
from adversescan.findings.finding import Finding, Step
from adversescan.graph.outline import Outline
from adversescan.knowledge.rule import Rule
from adversescan.knowledge.stages import Origin, Stage

MOST_MISSING = 3
"""A rule that lacks more is not near."""


def explain_line(run: Run, outline: Outline | None, path: str, line: int, findings: tuple[Finding, ...]) -> LineAccount:
    """The account of a line; `findings` are all of the scan."""
    functions = _functions_at(outline, line)
    here = tuple(f for f in findings if _covers(f.location.path, f.location.line, f.location.end_line, path, line))
    passing = tuple(f for f in findings if f not in here and any(s.location.path == path and s.location.line == line for s in f.steps))
    near = [] if here else [miss for miss in _near_misses(run, path, line) if miss.missing or not passing]
    return LineAccount(
        path, line, functions[-1] if functions else "<module>", here, passing, tuple(_seen(run, path, line)), tuple(near),
        tuple(_unseen(run, functions, path, line)),
    )  # fmt: skip


def _covers(place: str, first: int, last: int, path: str, line: int) -> bool:
    return place == path and first <= line <= max(first, last)


def _functions_at(outline: Outline | None, line: int) -> list[str]:
    """The functions around a line, outermost first."""
    if outline is None:
        return []
    return [f.name for f in sorted(outline.functions, key=lambda f: f.line) if f.name != "<module>" and f.line <= line <= f.end_line]


def _is_at(event: Event, path: str, line: int) -> bool:
    return _covers(event.location.path, event.location.line, event.location.end_line, path, line)


def _seen(run: Run, path: str, line: int) -> Iterator[Step]:
    """Stages and origins met at the line, whether or not a chain came of them."""
    events = [e for e in run.events.values() if _is_at(e, path, line) and (e.stage is not None or e.origin is not None)]
    for event in sorted(events, key=lambda e: (e.location.line, (e.stage or Stage.COLLECT).value, e.attributes)):
        if event.origin is not Origin.IDENTITY:
            yield steps_of([event], event.attributes, lambda e: step_notes(e, None))[0]
    for stage, at in sorted(run.idle_acts):
        if at.path == path and at.line == line:
            yield Step(at, stage, _idle(stage), function="")


def _idle(stage: Stage) -> str:
    if stage is Stage.DECIDE:
        return "an adverse outcome, but nothing that is followed about a person governs it or is part of it"
    return "an act, but nothing that is followed about a person reaches it"


def _near_misses(run: Run, path: str, line: int) -> list[NearMiss]:
    """Of each rule the label that lacks least, at the acts of the line and at those its events lead to."""
    elsewhere = carried_out_at(run.acts.values())
    best: dict[tuple[str, int], tuple[tuple[int, int], NearMiss]] = {}
    for act, label, witness in _ways(run, path, line):
        for rule in run.book.active:
            miss = _near_miss(run, rule, act, label, witness, elsewhere)
            if miss is None:
                continue
            key = (rule.id, act.event.location.line)
            rank = (len(miss.missing), -len(miss.steps))
            if key not in best or rank < best[key][0]:
                best[key] = (rank, miss)
    return [miss for _, miss in sorted(best.values(), key=lambda each: (each[0], each[1].rule))]


def _ways(run: Run, path: str, line: int) -> Iterator[tuple[Act, Label, Witness]]:
    for act in run.acts.values():
        for label, witness in [*act.data.items(), *act.governing.items()]:
            if _is_at(act.event, path, line) or any(_is_at(e, path, line) for e in witness.events()):
                yield act, label, witness


def _near_miss(run: Run, rule: Rule, act: Act, label: Label, witness: Witness, elsewhere: dict[str, str]) -> NearMiss | None:
    if label.start is Origin.IDENTITY and not label.passed:
        return None
    if not any(is_act(pattern, act.event) for pattern in patterns_of(rule)[rule.act]):
        return None
    place = f"{act.event.location.path}:{act.event.location.line}"
    missing = missing_parts(run, rule, act, label, witness, elsewhere.get(place, "") if act.rank < 3 else "")
    if len(missing) > MOST_MISSING:
        return None
    events = [e for e in witness.events() if e.stage is not None or e.origin is not None]
    if act.event not in events:
        events.append(act.event)
    attributes = (label.attribute,) if label.attribute else ()
    return NearMiss(rule.id, rule.title, act.event.location, steps_of(events, attributes, lambda e: step_notes(e, None)), missing)


def _unseen(run: Run, functions: list[str], path: str, line: int) -> Iterator[str]:
    """What keeps the engine from seeing more here."""
    followed = {(f.scope.module.path, f.definition.qualified_name) for f, _ in run.functions if f.definition in run.called}
    if functions and not any((path, name) in followed for name in functions):
        yield f"{functions[-1]} was not followed: no chain of any rule could lead through it, or nothing calls it"
    if (path, line) in run.unknown_calls:
        yield "a call here leads to unknown code, neither of the project nor in rules/libraries: its result holds what it was given"
    if any(at.path == path and at.line == line for at in run.prompts_unknown - run.prompts_resolved):
        yield "the text of a prompt here is not known"
    yield from (f"{limit}: cut off here because the budget was used up" for limit in sorted(run.limits) if limit.startswith(f"{path}: "))
