"""Columns told by a formula (`smf.ols("income ~ race + C(sex)", data=people)`): what is explained, and by what."""

from __future__ import annotations

from collections.abc import Iterable

from adversescan.analysis.frames import column, copy_frame, frames_in, selected
from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.labels import Facts, join, weaken
from adversescan.analysis.library_calls import Site, result_type
from adversescan.analysis.run import Run
from adversescan.analysis.values import Kind, Record, Value, of
from adversescan.findings.finding import Confidence
from adversescan.graph.formula import FormulaReading, Mention, Side
from adversescan.graph.query import HOLE
from adversescan.knowledge.library import CallModel, Does

FORMULA = "*formula*"
"""The setting under which a model keeps the formula that names its features."""


def formula_tables(run: Run, model: CallModel, site: Site) -> Value:
    """The table of the features, after that of what is explained where there is any: two values in their order."""
    tables = [*formula_outcomes(run, model, site), *formula_features(run, model, site, site.select(model.data), site.select(model.query))]
    for record in (r for value in tables for r in value.records()):
        record.path = result_type(run, model, site)
    if len(tables) == 1:
        return tables[0]
    pair = Record(Kind.TUPLE)
    pair.fields = dict(enumerate(tables[:2]))
    return of(pair)


def formula_outcomes(run: Run, model: CallModel, site: Site) -> list[Value]:
    """The tables of the columns that are explained."""
    readings = _readings(run, site.select(model.query))
    frames = _tables(site.select(model.data))
    return [of(_named(run, model, frame, r.outcomes, site.line)) for r in readings for frame in frames if r.outcomes != Side()]


def formula_features(run: Run, model: CallModel, site: Site, data: list[Value], formula: list[Value]) -> list[Value]:
    """The tables of the columns that explain something; of a formula that is not all known, any column of the data may be one."""
    readings = _readings(run, formula)
    found = [of(_explaining(run, model, frame, reading, site.line)) for reading in readings for frame in _tables(data)]
    if readings and not any(HOLE in text for value in formula for text in value.texts()):
        return found
    return [*found, Value(facts=weaken(_held(data), Confidence.POSSIBLE), open=True)]


def each_column(run: Run, tables: list[Value], line: int) -> list[Value]:
    """The columns one by one, so that the name of each tells what it is."""
    return [column(run, frame, str(name), line) for value in tables for frame in frames_in(value) for name in frame.fields]


def applied_to(run: Run, model: CallModel, site: Site, data: list[Value]) -> list[Value]:
    """What a model takes of the data it is applied to: the columns its formula names, where it was made with one."""
    owners = [] if site.receiver is None else site.receiver.records()
    formulas = [record.settings[FORMULA] for record in owners if FORMULA in record.settings]
    tables = [value for value in data if frames_in(value)] if formulas else []
    return [value for value in data if value not in tables] + (formula_features(run, model, site, tables, formulas) if tables else [])


def _readings(run: Run, formula: list[Value]) -> list[FormulaReading]:
    return [reading for value in formula for text in value.texts() if (reading := run.readers.formula(text)) is not None]


def _tables(data: list[Value]) -> list[Record]:
    """The tables in the data; of anything else what is known of it, told by names."""
    found = [frame for value in data for frame in frames_in(value)]
    for record in (r for value in data for r in value.records() if r.kind is Kind.DICT):
        found.append(Record(Kind.FRAME, "", record.rest, record.context))
        found[-1].fields = dict(record.fields)
    return found or [Record(Kind.FRAME, "", _held(data))]


def _held(data: list[Value]) -> Facts:
    return join(*(deep_facts(value) for value in data))


def _explaining(run: Run, model: CallModel, frame: Record, reading: FormulaReading, line: int) -> Record:
    """The columns behind the tilde; where all others are meant, those of the table but the ones that are explained or taken away."""
    if not reading.features.others:
        return _named(run, model, frame, reading.features, line)
    copy = copy_frame(frame)
    for name in _columns(run, model, (*reading.outcomes.mentions, *reading.features.without)):
        copy.fields[name] = Value()
    return copy


def _named(run: Run, model: CallModel, frame: Record, side: Side, line: int) -> Record:
    return selected(run, frame, _columns(run, model, side.mentions), line)


def _columns(run: Run, model: CallModel, mentions: Iterable[Mention]) -> list[str]:
    return [mention.name for mention in mentions if _is_column(run, model, mention)]


def _is_column(run: Run, model: CallModel, mention: Mention) -> bool:
    """A name is a column, but for functions of the library; a quoted text is one where it stands alone or in a function that names one."""
    calls = run.book.libraries.calls
    inside = [calls.get(f"{model.library}.{name}") for name in mention.functions[-1:]]
    if mention.quoted:
        return all(function is not None and function.does is Does.COLUMN for function in inside)
    return f"{model.library}.{mention.name}" not in calls
