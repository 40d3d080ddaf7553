"""Comprehensions: loops that make one collection, and what selects its rows."""

from __future__ import annotations

from adversescan.analysis.assign import assign
from adversescan.analysis.evaluate import COLLECTION_KIND, condition, evaluate
from adversescan.analysis.labels import join
from adversescan.analysis.members import elements
from adversescan.analysis.run import Run
from adversescan.analysis.values import Record, Scope, Value, of
from adversescan.analysis.write_members import add_element, write_field
from adversescan.graph import program as p


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
    assign(run, clause.target, elements(run, iterable), node.line)
    facts = join(*(condition(run, test) for test in clause.tests))
    if facts:
        from adversescan.analysis.labels import make_implicit

        record.rows = join(record.rows, make_implicit(facts))
        with run.under(facts):
            _clause(run, node, index + 1, record)
    else:
        _clause(run, node, index + 1, record)


def _collect_element(run: Run, node: p.Comprehension, record: Record) -> None:
    value = evaluate(run, node.element)
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
