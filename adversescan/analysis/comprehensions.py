"""Comprehensions: loops that make one collection, and what selects its rows. Over a list of known words each is looked at on its own."""

from __future__ import annotations

from adversescan.analysis.assign import assign
from adversescan.analysis.evaluate import COLLECTION_KIND, condition, evaluate
from adversescan.analysis.labels import join
from adversescan.analysis.members import elements
from adversescan.analysis.run import Run
from adversescan.analysis.values import Kind, Record, Scope, Typed, Value, of
from adversescan.analysis.write_members import add_element, write_field
from adversescan.graph import program as p

MOST_EACH = 60
"""Members of a list that are looked at one by one."""


def comprehension(run: Run, node: p.Comprehension) -> Value:
    frame = run.frame
    outer = frame.scope
    frame.scope = Scope(outer.module, outer, None)
    record = Record(COLLECTION_KIND[node.kind])
    record.branch = run.branch()
    try:
        _clause(run, node, 0, record)
    finally:
        frame.scope = outer
    return of(record, depth=run.depth)


def _clause(run: Run, node: p.Comprehension, index: int, record: Record) -> None:
    if index == len(node.clauses):
        _collect_element(run, node, record)
        return
    clause = node.clauses[index]
    iterable = evaluate(run, clause.iterable)
    record.rows = join(record.rows, *(r.rows for r in iterable.records()))
    known = _known_words(iterable)
    for element in known or [elements(run, iterable)]:
        assign(run, clause.target, element, node.line)
        if known and any(_decided(run, test) is False for test in clause.tests):
            continue
        _round(run, node, index, record)


def _round(run: Run, node: p.Comprehension, index: int, record: Record) -> None:
    facts = join(*(condition(run, test) for test in node.clauses[index].tests))
    if facts:
        from adversescan.analysis.labels import make_implicit

        record.rows = join(record.rows, make_implicit(facts))
        with run.under(facts):
            _clause(run, node, index + 1, record)
    else:
        _clause(run, node, index + 1, record)


def _collect_element(run: Run, node: p.Comprehension, record: Record) -> None:
    value = evaluate(run, node.element)
    if node.key is None and record.kind is Kind.LIST and record.element is None and _only_word(value) is not None:
        # Words in their order: names of columns, mostly.
        record.fields[len(record.fields)] = value
        return
    if node.key is None:
        add_element(run, record, value)
        return
    key = evaluate(run, node.key)
    literals = [k for k in key.literals() if isinstance(k, str | int)]
    if literals and not key.open:
        for literal in literals:
            write_field(run, record, literal, value)
    else:
        add_element(run, record, value)
        record.keys = join(record.keys, key.all_facts())


def _known_words(iterable: Value) -> list[Value]:
    """The members of a list of words, in their order; none where one may be something else."""
    records = iterable.records()
    if len(records) != 1 or len(iterable.objects) > 1 or iterable.constants or iterable.open or records[0].element is not None:
        return []
    members = list(records[0].fields.values()) if records[0].kind in (Kind.LIST, Kind.TUPLE) else []
    return members if 1 < len(members) <= MOST_EACH and all(_only_word(m) is not None for m in members) else []


def _only_word(value: Value) -> Typed | None:
    """The one text a value is, if nothing is known of it but that."""
    if len(value.constants) != 1 or value.open or value.objects or value.all_facts():
        return None
    typed = next(iter(value.constants))
    return typed if typed[0] is str else None


def _decided(run: Run, test: p.Expression) -> bool | None:
    """What a test of known words says; None where that cannot be told."""
    match test:
        case p.Logic(operator="not", operands=(operand,)):
            answer = _decided(run, operand)
            return None if answer is None else not answer
        case p.Logic(operator="and", operands=operands):
            answers = [_decided(run, each) for each in operands]
            return False if False in answers else None if None in answers else True
        case p.Comparison(operator=("==" | "!=") as sign, left=left, right=right):
            words = [_only_word(evaluate(run, side)) for side in (left, right)]
            return None if None in words else (words[0] == words[1]) == (sign == "==")
        case p.Comparison(operator=("in" | "not in") as sign, left=left, right=right):
            word, among = _only_word(evaluate(run, left)), [_only_word(v) for v in _members(evaluate(run, right))]
            return None if word is None or not among or None in among else (word in among) == (sign == "in")
    return None


def _members(value: Value) -> list[Value]:
    """The members of a list, tuple or set whose members are all known."""
    records = value.records()
    if len(records) != 1:
        return []
    fields = list(records[0].fields.values())
    if records[0].element is None:
        return fields
    words = records[0].element.constants
    return [Value({typed: facts}) for typed, facts in words.items()] if records[0].kind is Kind.SET and not fields else []
