"""What a comparison says about the values compared, and which tests govern what they lead to."""

from __future__ import annotations

from itertools import pairwise

from adversescan.analysis.labels import NO_FACTS, Facts, Label, join, make_implicit
from adversescan.analysis.refusals import by_truth, compared, none_facts, swapped
from adversescan.analysis.run import Run
from adversescan.analysis.values import Kind, Record, Value
from adversescan.analysis.word_lookups import found_words
from adversescan.graph import program as p
from adversescan.knowledge.stages import Origin

IDENTITY_TESTS = frozenset({"is", "is not"})
NEGATED = frozenset({"!=", "not in", "is not"})
MEMBERSHIP = frozenset({"in", "not in"})
BELOW = frozenset({"<", "<="})
ABOVE = frozenset({">", ">="})
COMPARED_BY = {"==": "__eq__", "!=": "__eq__", "<": "__lt__", "<=": "__le__", ">": "__gt__", ">=": "__ge__"}


def compare(run: Run, operator: str, left: Value, right: Value, line: int) -> Value:
    """The result of `left operator right`, with the facts by which it governs."""
    if _is_none(left) or _is_none(right) or (operator in IDENTITY_TESTS and not (left.constants or right.constants)):
        return Value(facts=none_facts(operator, left, right), open=True)
    own = _own_comparison(run, operator, left, right, line)
    if own is not None:
        return own
    found = found_words(run, left, right, line) if operator in MEMBERSHIP else NO_FACTS
    facts = join(_selected(left, right), _selected(right, left), found, *(_held(right) if operator in MEMBERSHIP else ()))
    facts = join(swapped(facts) if operator in NEGATED else facts, compared(run, operator, left, right, line))
    facts = _without_lexicon(_without_linkage(facts, left, right))
    return Value(facts=_without_minimum_age(run, operator, left, right, facts), open=True)


def _own_comparison(run: Run, operator: str, left: Value, right: Value, line: int) -> Value | None:
    """The result of the method a class of the project compares its instances by; None where it has none."""
    from adversescan.analysis.operators import own_operator

    if operator in MEMBERSHIP:
        return own_operator(run, "__contains__", right, left, line)
    name = COMPARED_BY.get(operator)
    return None if name is None else own_operator(run, name, left, right, line)


def common(run: Run, sets: list[Value], line: int) -> Facts:
    """What it tells of the members of sets that some of them are in all: the facts of a comparison."""
    from adversescan.analysis.members import elements

    found = [compare(run, "in", elements(run, left), right, line).facts for left, right in pairwise(sets)]
    return make_implicit(join(*(f for f in found if f)))


def condition_facts(run: Run, node: p.Expression, value: Value) -> Facts:
    """The facts by which a test governs: a bare test for "is there any" counts only for what an attribute or outcome says."""
    facts = by_truth(value)
    if isinstance(node, p.Comparison | p.Choice):
        return facts
    is_answer = any(isinstance(c, bool) for c in value.literals())
    return {label: witness for label, witness in facts.items() if is_answer or label.implicit or label.passed or _says_something(label)}


def _says_something(label: Label) -> bool:
    return label.start is Origin.AGREEMENT or bool(label.attribute and label.start is not Origin.IDENTITY)


def case_facts(subject: Value, constants: list[Value]) -> Facts:
    """The facts by which one case of a match governs its body."""
    if not constants:
        return subject.all_facts()
    return join(*(_selected(subject, constant) for constant in constants))


def _is_none(value: Value) -> bool:
    return value.literals() == [None] and not value.open


def _selected(value: Value, other: Value) -> Facts:
    """Facts of the alternatives of a value that the other side can equal; all if that cannot be told."""
    wanted = {*other.constants, *(c for r in other.records() for v in r.fields.values() for c in v.constants)}
    matching = [facts for c, facts in value.constants.items() if c in wanted]
    if not matching:
        return value.all_facts()
    return join(value.facts, *matching, *value.objects.values())


def _held(value: Value) -> list[Facts]:
    """Facts of what a list, set or tuple holds: whether something is among them, they say."""
    lists = [r for r in value.records() if r.kind in (Kind.LIST, Kind.SET, Kind.TUPLE)]
    return [v.all_facts() for r in lists for v in (*r.fields.values(), *([] if r.element is None else [r.element]))]


def _without_linkage(facts: Facts, left: Value, right: Value) -> Facts:
    """Two names compared with one another say who it is, not what kind of person: a proxy counts against constants only."""
    sides = [{label.attribute for label in v.all_facts() if label.start in (Origin.IDENTITY, Origin.PROXY)} for v in (left, right)]
    drop_proxies = bool(sides[0] and sides[1])
    return {
        label: witness
        for label, witness in facts.items()
        if not (label.start is Origin.IDENTITY and not label.passed) and not (drop_proxies and label.start is Origin.PROXY)
    }


def _without_lexicon(facts: Facts) -> Facts:
    return {label: witness for label, witness in facts.items() if label.start is not Origin.LEXICON or label.passed}


def _without_minimum_age(run: Run, operator: str, left: Value, right: Value, facts: Facts) -> Facts:
    """A statutory minimum age is no decision by age: `age < 18`, `18 <= age`. What a model says is no age."""
    for value, limit, below in ((left, right, operator in BELOW | ABOVE), (right, left, operator in BELOW | ABOVE)):
        numbers = [n for n in limit.literals() if isinstance(n, int | float) and not isinstance(n, bool)]
        limits = run.book.vocabulary.minimums
        if below and numbers and value.all_facts() and all(label.start is not Origin.MODEL for label in value.all_facts()):
            facts = {
                label: witness
                for label, witness in facts.items()
                if not (label.attribute in limits and not label.passed and all(n <= limits[label.attribute] for n in numbers))
            }
    return facts


def standing_for(value: Value, words: Facts) -> Value:
    """What stands under the category words of a dict: lists of words there stand for the same attribute."""
    if not words:
        return value
    for inner in value.records():
        inner.rest = join(inner.rest or NO_FACTS, words)
        if inner.element is not None:
            inner.element = inner.element.with_facts(words)
        inner.fields = {k: v.with_facts(words) for k, v in inner.fields.items()}
    return value.with_facts(words)


def under_words(run: Run, base: Value, found: Value, line: int) -> Value:
    """Lists of words that were looked up by one of several category words stand for what these words say."""
    lists = any(inner.kind in (Kind.LIST, Kind.SET, Kind.TUPLE) for inner in found.records())
    dicts = [record for record in base.records() if lists and record.kind is Kind.DICT]
    return standing_for(found, join(*(words_of(run, record, line) for record in dicts))) if dicts else found


def words_of(run: Run, record: Record, line: int) -> Facts:
    """The facts of a literal set of category words: what finding one of them in a text would infer."""
    from adversescan.analysis.labels import Label, start

    if record.kind is Kind.DICT:
        texts = [k for k in record.fields if isinstance(k, str)]
    else:
        texts = [t for k, v in record.fields.items() if isinstance(k, int) for t in v.texts()]
    if len(texts) < 2:
        return NO_FACTS
    found = []
    for attribute in run.book.vocabulary.read_values(texts):
        event = run.event(None, line, ("lexicon", attribute))
        event.origin, event.attributes = Origin.LEXICON, (attribute,)
        found.append(start(Label(Origin.LEXICON, attribute), event))
    return join(*found)
