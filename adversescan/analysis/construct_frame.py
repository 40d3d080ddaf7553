"""A table made of columns, of rows, of other tables or of an array."""

from __future__ import annotations

from adversescan.analysis.frame_places import set_order
from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.labels import NO_FACTS, join
from adversescan.analysis.library_calls import Site, result_type
from adversescan.analysis.members import elements
from adversescan.analysis.merge_values import merge
from adversescan.analysis.positions import ANY_NAME, WHOLE, mark_whole, texts_of
from adversescan.analysis.run import Run
from adversescan.analysis.values import Kind, Record, Value, constant, of
from adversescan.knowledge.library import CallModel


def construct_frame(run: Run, model: CallModel, site: Site) -> Value:
    """The table; the columns have the names they are given, in the order of the members of its rows."""
    frame = Record(Kind.FRAME, result_type(run, model, site), None)
    for value in site.select(model.data) or site.arguments.positional[:1]:
        parts = [*value.records(), *elements(run, value).records()]
        for record in parts:
            _take(frame, record)
        if run.column_type(frame.path) == frame.path and parts:
            # A column made of a list.
            cell = merge(*(record.element for record in value.records() if record.element is not None), elements(run, value))
            frame.element = cell if frame.element is None else merge(frame.element, cell)
        facts = join(value.facts, elements(run, value).all_facts())
        if facts or not value.records():
            frame.rest = join(frame.rest or NO_FACTS, facts)
        if parts and all(_is_whole(record) for record in parts):
            mark_whole(frame)
    names = [name for value in site.select(model.target) for name in texts_of(value)]
    if names:
        set_order(run, frame, names, site.line)
    return of(frame)


def _take(frame: Record, record: Record) -> None:
    """A record's fields become columns; those of a row that has no names are told by their places until they are given some."""
    for name, member in record.fields.items():
        column = name if isinstance(name, str) else f"_{name}" if record.kind is Kind.TUPLE else ""
        if column:
            known = frame.fields.get(column)
            frame.fields[column] = member if known is None else merge(known, member)
    if record.rest is not None:
        frame.rest = join(frame.rest or NO_FACTS, record.rest)
    if record.kind is Kind.DICT and record.element is not None:
        # Columns whose names nobody knows.
        frame.rest = join(frame.rest or NO_FACTS, deep_facts(record.element))
        frame.settings[ANY_NAME] = constant(True)
    frame.rows = join(frame.rows, record.rows)
    frame.context.names |= record.context.names
    frame.context.nouns |= record.context.nouns


def _is_whole(record: Record) -> bool:
    """Whether a record holds nothing but the columns it has."""
    if WHOLE in record.settings or (record.kind is Kind.LIST and not record.fields):
        return True
    return record.kind in (Kind.DICT, Kind.TUPLE) and bool(record.fields) and record.element is None and not record.rest
