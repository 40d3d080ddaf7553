"""Settings that switch a model's safeguard off: a fact of its own, from the setting to the model it is given to."""

from __future__ import annotations

from adversescan.analysis.labels import Label, start
from adversescan.analysis.run import Run
from adversescan.analysis.values import Value
from adversescan.knowledge.stages import Origin


def with_switch(run: Run, name: object, value: Value) -> Value:
    """The value, marked where the setting of this name is switched off by it."""
    answers = run.book.answers
    if not isinstance(name, str) or not answers.is_switch(name):
        return value
    given = [str(c) for c in value.literals()] + [r.path for r in value.records() if r.path]
    if not any(answers.is_off(name, text) for text in given):
        return value
    event = run.event(None, run.frame.line, "switch")
    event.origin = Origin.SWITCH
    return value.with_facts(start(Label(Origin.SWITCH), event))
