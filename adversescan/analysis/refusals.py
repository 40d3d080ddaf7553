"""Where a program tests whether a model refused: by words in its answer, a field of it, an exception, or a function named so.

The test is a fact of its own, with two faces: a value is true where the model *refused*, or where it *accepted*. Negation swaps them,
and of the two branches of a condition each keeps what holds there.
"""

from __future__ import annotations

from collections.abc import Iterable

from adversescan.analysis.held_facts import deep_all, deep_facts
from adversescan.analysis.held_records import members_of
from adversescan.analysis.labels import NO_FACTS, Facts, Label, Witness, join
from adversescan.analysis.run import Run
from adversescan.analysis.texts import PURE
from adversescan.analysis.values import Kind, Record, Value
from adversescan.findings.finding import Confidence
from adversescan.knowledge.library import CallModel, Does
from adversescan.knowledge.stages import Origin

REFUSED, ACCEPTED = "says-no", "says-yes"
MOST_TEXTS = 60


def swapped(facts: Facts) -> Facts:
    """The facts of the opposite of a test."""
    if not any(label.start is Origin.REFUSAL for label in facts):
        return facts
    other = {REFUSED: ACCEPTED, ACCEPTED: REFUSED}
    return {(label._replace(attribute=other[label.attribute]) if label.start is Origin.REFUSAL else label): w for label, w in facts.items()}


def where_true(facts: Facts) -> Facts:
    """What holds where a test is true."""
    if not any(label.start is Origin.REFUSAL for label in facts):
        return facts
    return {label: w for label, w in facts.items() if label.attribute != ACCEPTED or label.start is not Origin.REFUSAL}


def where_false(facts: Facts) -> Facts:
    """What holds where a test is false."""
    return where_true(swapped(facts))


def by_truth(value: Value) -> Facts:
    """The facts of a value as a test: one that is empty or false where the model refused says so when it is not true."""
    if not any(label.start is Origin.REFUSAL for label in value.all_facts()):
        return value.all_facts()
    constants = [facts if c else swapped(facts) for (_, c), facts in value.constants.items()]
    return join(value.facts, *constants, *value.objects.values())


def refused_in(facts: Facts) -> Facts:
    return {label: w for label, w in facts.items() if label.start is Origin.REFUSAL and label.attribute == REFUSED}


def none_facts(operator: str, left: Value, right: Value) -> Facts:
    """`answer is None` where nothing was given back on a refusal; `message.refusal is not None`."""
    found: Facts = NO_FACTS
    for value in (left, right):
        given_up = [facts for (_, c), facts in value.constants.items() if c is None]
        said = {label: w for label, w in value.facts.items() if label.start is Origin.REFUSAL}
        found = join(found, *(refused_in(f) for f in given_up), swapped(said))
    return swapped(found) if operator in ("is not", "!=") else found


def compared(run: Run, operator: str, left: Value, right: Value, line: int) -> Facts:
    """The refusal a comparison tests: words of one in the answer, or a value that says why the answer ended."""
    for answer, other in ((left, right), (right, left)):
        facts = answer.all_facts() if answer.facts or answer.constants else deep_facts(answer, 8)
        if not any(label.start is Origin.ANSWER for label in facts):
            continue
        texts = texts_of([other])
        if any(run.book.answers.is_refusal(t) or run.book.answers.is_reason(t) for t in texts):
            found = tested(run, facts, line, Confidence.CERTAIN)
            return swapped(found) if operator in ("!=", "not in") else found
    return NO_FACTS


def named_test(run: Run, name: str, arguments: Iterable[Value], line: int) -> Facts:
    """A function called after refusals, given the answer of a model."""
    if not run.book.answers.names_refusal(name):
        return NO_FACTS
    return tested(run, join(*(deep_facts(v, 30) for v in arguments)), line, Confidence.LIKELY)


def searched(run: Run, record: Record, model: CallModel | None, arguments: list[Value], line: int) -> Facts:
    """A method or library that looks for words of a refusal in the answer of a model."""
    name = record.member or record.path.rpartition(".")[2]
    given = [*arguments, *([] if record.receiver is None else [record.receiver])]
    held = [facts for value in given for facts in deep_all(value, 30)]
    if not any(label.start is Origin.ANSWER for facts in held for label in facts):
        return NO_FACTS
    facts = join(*held)
    by_name = named_test(run, name, given, line)
    if by_name:
        return by_name
    if name in PURE or (model is not None and model.does is not Does.PASS):
        return NO_FACTS
    patterns = [v for value in given for r in value.records() for v in r.settings.values()]
    if any(run.book.answers.is_refusal(t) for t in texts_of([*given, *patterns])):
        return tested(run, facts, line, Confidence.CERTAIN)
    return NO_FACTS


def field_test(run: Run, base: Value, name: str, line: int) -> Facts:
    """A field that is filled where the model refused."""
    if not run.book.answers.is_field(name):
        return NO_FACTS
    return tested(run, deep_facts(base, 4), line, Confidence.CERTAIN)


def raised_test(run: Run, names: Iterable[str], line: int, answers: Facts) -> Facts:
    """An exception a library raises where the model refused."""
    if not any(name.lower() in run.book.answers.exceptions for name in names):
        return NO_FACTS
    return tested(run, answers, line, Confidence.CERTAIN)


def with_field_test(run: Run, found: list[Value], base: Value, name: str, line: int) -> list[Value]:
    """Marks what was read of an answer, where its field says that the model refused."""
    refused = field_test(run, base, name, line)
    if refused and found:
        return [found[0].with_facts(refused), *found[1:]]
    return found


def tested(run: Run, facts: Facts, line: int, grade: Confidence) -> Facts:
    """The fact that a refusal was tested for, of the answer these facts hold."""
    for label, witness in facts.items():
        if label.start is Origin.ANSWER:
            event = run.event(None, line, "refusal")
            event.origin = Origin.REFUSAL
            return {Label(Origin.REFUSAL, REFUSED, cleared=label.cleared): Witness(event, witness, min(grade, witness.grade))}
    return NO_FACTS


def texts_of(values: list[Value]) -> list[str]:
    """Text constants of values, of the lists they are, and the last part of an external name (`FinishReason.SAFETY`)."""
    found: list[str] = []
    pending, seen = list(values), 0
    while pending and len(found) < MOST_TEXTS and seen < MOST_TEXTS:
        here = pending.pop(0)
        seen += 1
        found.extend(here.texts())
        for record in here.records():
            if record.kind is Kind.EXTERNAL:
                found.append(record.path.rpartition(".")[2])
            elif record.kind is not Kind.UNKNOWN:
                pending.extend(members_of(record))
    return found
