"""Cells of a column chosen by a test: `np.where`, `np.select`, `when(...).otherwise(...)`."""

from __future__ import annotations

from adversescan.analysis.columns import column_of, with_cells
from adversescan.analysis.frames import copy_frame, is_frame
from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.labels import join, make_implicit
from adversescan.analysis.library_calls import Site
from adversescan.analysis.members import elements
from adversescan.analysis.merge_values import merge
from adversescan.analysis.recode import with_recoded
from adversescan.analysis.run import Run
from adversescan.analysis.values import Kind, Record, Value, of
from adversescan.knowledge.library import CallModel


def choose_cells(run: Run, model: CallModel, site: Site) -> Value:
    """`where(mask, a, b)`: each cell is one of the choices, and the mask says which."""
    tests = site.select(model.query) or site.arguments.positional[:1]
    given = [v for v in site.arguments.all() if all(v is not t for t in tests)]
    if site.receiver is not None and is_frame(site.receiver):
        given.append(with_cells(site.receiver))
    facts = make_implicit(tested := join(*(deep_facts(t) for t in tests)))
    choices = [elements(run, v) if v.records() and not is_frame(v) else v for v in given]
    told = [with_recoded(run, c.tagged(facts), tested) if c.constants else c for c in choices]
    chosen = merge(*told).with_facts({} if choices else facts)
    return column_of(run, model, site, chosen) if model.returns else chosen


def written_cells(run: Run, frame: Record, name: str, value: Value, line: int) -> Value:
    """A column put into a table: an outcome that a test chose for its cells is decided there."""
    from adversescan.analysis.outcomes import on_write

    found = dict(value.objects)
    for column, facts in value.objects.items():
        if isinstance(column, Record) and column.kind is Kind.FRAME and column.element is not None and column.element.constants:
            copy = copy_frame(column)
            copy.element = on_write(run, of(frame), name, column.element, line)
            del found[column]
            found[copy] = facts
    return Value(value.constants, found, value.facts, value.depth, value.open, value.pieces)
