"""Calls that read and write stores: files, tables, keys, queues; and SQL held in the code."""

from __future__ import annotations

from adversescan.analysis.acts import EFFECT, decide
from adversescan.analysis.face_vectors import put_among
from adversescan.analysis.held_facts import deep_all, deep_facts
from adversescan.analysis.held_records import held_by
from adversescan.analysis.keep_profile import keep_profile, names_dossier
from adversescan.analysis.labels import Context, Facts, join, weaken
from adversescan.analysis.library_calls import Site, data_result, typed_result, wrapped
from adversescan.analysis.members import elements
from adversescan.analysis.merge_values import merge
from adversescan.analysis.named_start import conduct_start, named_start
from adversescan.analysis.outcomes import adverse_alternatives, on_values
from adversescan.analysis.recipients import Party, party_of
from adversescan.analysis.run import Run
from adversescan.analysis.scores import score_of
from adversescan.analysis.stores import held, in_bucket, places_meant, put, store_names
from adversescan.analysis.values import CONTENT, INNER, TEXT, UNKNOWN, Kind, Record, Value, constants, of
from adversescan.analysis.write_members import add_element
from adversescan.findings.finding import Confidence
from adversescan.graph.query import HOLE, ColumnRef, Expression, QueryKind, QueryReading
from adversescan.knowledge.concepts import ConceptKind
from adversescan.knowledge.library import CallModel, Store
from adversescan.knowledge.stages import Origin

_GATHERED = frozenset({Store.FILE, Store.MODEL, Store.KEY, Store.BUCKET})
"""Places that are written once with all that was put together before."""


def read_setting(run: Run, model: CallModel, site: Site) -> Value:
    """A setting of the environment: its default, or a hole that keeps its name."""
    names = [t for v in site.select(model.address) for t in v.texts()]
    defaults = site.select(model.data)
    if defaults:
        return merge(*defaults)
    return constants([f"{HOLE}{name}{HOLE}" for name in names[:4]], run.depth) if names else UNKNOWN


def read_store(run: Run, model: CallModel, site: Site) -> Value:
    """What a store holds: what the project wrote there, else data told by the names it is read under."""
    address = site.select(model.address)
    names = store_names(model, address)
    found = [value for name in names for value in held(run, name, site.line)]
    # What of a folder is read nobody says: anything the project wrote there.
    found += [_uncertain(run.stores[other]) for name in names for other in places_meant(run, name)]
    nouns = tuple(w for _, n in names for w in _words(n))
    if found and not any(v.records() for v in found):
        # A field or two the project sets is not all a record holds.
        found.append(data_result(join(*(v.all_facts() for v in found)), nouns))
    if found:
        result = _of_place(wrapped(run, model, site, found), address, model)
        for record in result.records() if model.returns else ():
            record.settings[CONTENT] = merge(*found)
        return result
    facts = join(*(_given_facts(v) for v in site.select(model.data)))
    if not model.returns or model.store is not Store.FILE:
        # A table tells by its columns, whatever it is called.
        facts = join(facts, *(conduct_start(run, name, site.line, Context(nouns)) for _, name in names))
    result = typed_result(run, model, site, facts, Context(nouns)) if model.returns else data_result(facts, nouns)
    for record in result.records():
        record.context.nouns |= set(nouns)
    return _of_place(result, address, model)


def _uncertain(value: Value) -> Value:
    """Facts of something that is likely to be what was written."""
    return data_result(weaken(deep_facts(value), Confidence.LIKELY))


def _of_place(result: Value, address: list[Value], model: CallModel) -> Value:
    """An opened file stands for its path: what is written through it is written there."""
    if model.returns:
        place = merge(*address)
        texts = {(kind, in_bucket(text) if model.store is Store.BUCKET else text): f for (kind, text), f in place.constants.items()}
        for record in result.records():
            record.settings[TEXT] = Value(texts, None, place.all_facts(), place.depth)
    return result


def _given_facts(value: Value) -> Facts:
    return deep_facts(value, 30)


def write_store(run: Run, model: CallModel, site: Site) -> Value:
    """Data is written to a store; a file of one subject that brings things together is a profile."""
    address = site.select(model.address)
    payload = site.select(model.data) or site.arguments.all()
    payload = [elements(run, value) for value in payload] if model.each else payload
    names = store_names(model, address)
    if not names:
        _hold(run, address, merge(*payload))
    for name in names:
        put(run, name, payload, site.line)
    if model.store in (Store.BUCKET, Store.QUEUE) or party_of(run, address) is Party.EXTERNAL:
        _share_if_outside(run, site, payload, address)
    keep_profile(run, payload, [*address, *site.select(model.subject)], site)
    put_among(run, payload, [], gathered=model.store in _GATHERED)
    on_values(run, [("", v) for v in payload], address, EFFECT)
    if model.wraps:
        return wrapped(run, model, site, payload)
    # What is given no place to be written to is the text it would have written.
    return typed_result(run, model, site, {}) if address else merge(*payload)


def _hold(run: Run, places: list[Value], payload: Value) -> None:
    """What is written through an object that is no named place stays in it, and in what it wraps."""
    seen: set[Record] = set()
    pending = list(places)
    while pending:
        for record in pending.pop().records():
            if record not in seen:
                seen.add(record)
                add_element(run, record, payload)
                if INNER in record.settings:
                    pending.append(record.settings[INNER])


def _share_if_outside(run: Run, site: Site, payload: list[Value], address: list[Value]) -> None:
    """A connection may say whose the place is where the place itself does not."""
    from adversescan.analysis.effects_network import give_away

    place = address if site.receiver is None else [*address, site.receiver.named()]
    if party_of(run, place) is Party.EXTERNAL:
        give_away(run, payload, place, site.everything(), Party.INTERNAL)


def _words(name: str) -> list[str]:
    return [w for w in name.replace("/", " ").replace(".", " ").replace("_", " ").split() if w.isalpha()]


def ask_query(run: Run, model: CallModel, site: Site) -> Value:
    """SQL given to a library that runs it."""
    queries = site.select(model.query)
    return run_query(run, queries, site, site.select(model.data), model)


def is_query(run: Run, site: Site) -> list[Value] | None:
    """The arguments of an unknown call that read as SQL; None if none does."""
    found = [v for v in site.arguments.positional[:1] if any(run.readers.is_sql(t) for t in v.texts())]
    return found or None


def run_query(run: Run, queries: list[Value], site: Site, parameters: list[Value] | None = None, model: CallModel | None = None) -> Value:
    """Reads the statements, lets their decisions act, and gives the rows of the last one."""
    given = site.arguments.positional[1:] if parameters is None else parameters
    rows: list[Value] = []
    for value in queries:
        for text in value.texts():
            rows.extend(_statement(run, reading, value, given, site) for reading in run.readers.sql(text))
    if not rows:
        facts = join(*(deep_facts(v, 30) for v in given))
        return typed_result(run, model, site, facts) if model is not None else data_result(facts)
    result = Record(Kind.LIST)
    result.element = merge(*rows)
    result.rows = join(*(r.rows for v in rows for r in v.records()))
    result.context = rows[0].records()[0].context if rows[0].records() else result.context
    if model is not None and model.returns:
        return wrapped(run, model, site, [of(result)])
    return of(result)


def _statement(run: Run, reading: QueryReading, text: Value, parameters: list[Value], site: Site) -> Value:
    row = Record(Kind.DICT)
    tables = [*reading.reads, *([reading.writes] if reading.writes else [])]
    row.context.nouns = {w for t in tables for w in _words(t)} | set(tables)
    row.context.names = {name for name, _ in reading.outputs} | {column.column for column, _ in reading.filter_placeholders}
    filters = _filter_facts(run, reading, row.context, site)
    if reading.kind in (QueryKind.INSERT, QueryKind.UPDATE):
        put_among(run, parameters, [text])
    if reading.sets:
        _write_columns(run, reading, text, parameters, filters, row.context, site)
    for index, (name, expression) in enumerate(reading.outputs):
        if expression.star or name == "*":
            _take_all(run, row, expression, site)
            continue
        value = _column(run, expression, name, row.context, site, reading.reads)
        row.fields[name] = value
        row.fields[index] = value
    if not reading.outputs:
        row.rest = {}
    if not (reading.kind is QueryKind.SELECT and reading.grouped):
        row.rows = filters
    return of(row)


def _filter_facts(run: Run, reading: QueryReading, context: Context, site: Site) -> Facts:
    """What a WHERE clause tests: recorded attributes, and what is known of the columns of tables written before."""
    compared = {c for c, _ in reading.filter_constants} | {c for c, _ in reading.filter_placeholders}
    facts = join(*(_column_facts(run, c, context, site) for c in reading.filters if c in compared or not compared))
    return {label: w for label, w in facts.items() if label.start is not Origin.IDENTITY}


def _column(run: Run, expression: Expression, name: str, context: Context, site: Site, tables: tuple[str, ...]) -> Value:
    facts = join(*(_column_facts(run, column, context, site) for column in (*expression.columns, *expression.conditions)))
    if not any(label.start is Origin.CONDUCT for label in facts):
        facts = join(facts, *(conduct_start(run, table, site.line, context) for table in tables))
    facts = join(facts, score_of(run, facts, site.line))
    if expression.aggregate:
        facts = {label: w for label, w in facts.items() if label.start is not Origin.IDENTITY}
    if not expression.columns and expression.constants:
        return Value({(type(c), c): {} for c in expression.constants}, None, facts, run.depth)
    if not expression.columns:
        facts = join(facts, named_start(run, name, site.line, context, False))
    value = data_result(facts)
    value.records()[0].context = context
    return value


def _column_facts(run: Run, column: ColumnRef, context: Context, site: Site) -> Facts:
    facts = named_start(run, column.column, site.line, context, False)
    for record in _rows_of(run, column.table, site):
        if column.column in record.fields:
            facts = join(facts, *deep_all(record.fields[column.column], 20))
    return facts


def _rows_of(run: Run, table: str, site: Site) -> list[Record]:
    """The rows the project has put into a table, and what they hold."""
    return [record for value in held(run, (Store.TABLE.value, table), site.line) for record in held_by(value)] if table else []


def _take_all(run: Run, row: Record, star: Expression, site: Site) -> None:
    """`*`: every column the tables are known to have, and any other."""
    row.rest = row.rest or {}
    for record in [r for column in star.columns for r in _rows_of(run, column.table, site)]:
        for name, value in record.fields.items():
            if isinstance(name, str) and name.lower() not in star.without:
                row.fields[name] = data_result(join(*deep_all(value, 20)), tuple(row.context.nouns))
        row.rest = join(row.rest, record.rest or {})


def _write_columns(
    run: Run, reading: QueryReading, text: Value, parameters: list[Value], filters: Facts, context: Context, site: Site
) -> None:
    row = Record(Kind.DICT)
    for name, expression in reading.sets:
        if expression.star:
            _take_all(run, row, expression, site)
            continue
        value = _assigned(run, expression, parameters, context, site)
        row.fields[name] = value
        adverse = adverse_alternatives(run, value, name)
        if adverse and reading.kind in (QueryKind.UPDATE, QueryKind.INSERT):
            facts = join(run.governing(), filters, *(value.constants[c] for c in adverse))
            # An INSERT has no rows of its own to choose: its WHERE belongs to the query it reads.
            decide(run, [value, text], facts, EFFECT)
    if reading.kind is QueryKind.DELETE and _is_person_table(run, reading.writes):
        decide(run, [text], join(run.governing(), filters), EFFECT)
    if reading.writes:
        put(run, (Store.TABLE.value, reading.writes), [of(row)], site.line)
        if names_dossier(run, [reading.writes]):
            keep_profile(run, [of(row)], [constants([reading.writes], run.depth)], site)


def _assigned(run: Run, expression: Expression, parameters: list[Value], context: Context, site: Site) -> Value:
    found = [_parameter(run, placeholder.key, parameters) for placeholder in expression.placeholders]
    if expression.constants:
        found.append(Value({(type(c), c): {} for c in expression.constants}, None, {}, run.depth))
    facts = join(*(_column_facts(run, c, context, site) for c in (*expression.columns, *expression.conditions)))
    facts = join(facts, score_of(run, facts, site.line))
    return merge(*found).with_facts(facts) if found else Value(facts=facts, open=True)


def _parameter(run: Run, key: int | str, parameters: list[Value]) -> Value:
    for record in [r for v in parameters for r in v.records()]:
        if key in record.fields:
            return record.fields[key]
        if record.element is not None:
            inner = [r.fields[key] for r in record.element.records() if key in r.fields]
            if inner:
                return merge(*inner)
    if isinstance(key, int) and key < len(parameters) and not parameters[key].records():
        return parameters[key]
    return Value(facts=join(*(deep_facts(v, 30) for v in parameters)), open=True)


def _is_person_table(run: Run, table: str) -> bool:
    return any(c.kind is ConceptKind.PERSON for c in run.concepts_of(table))
