"""SQL that a program runs: what its statements read, decide and write, column by column."""

from __future__ import annotations

from adversescan.analysis.acts import EFFECT, WRITTEN, decide, mark_outcome
from adversescan.analysis.arguments import Arguments
from adversescan.analysis.effects_data import read_from, write_to
from adversescan.analysis.face_vectors import put_among
from adversescan.analysis.held_facts import deep_all, deep_facts
from adversescan.analysis.held_records import held_by
from adversescan.analysis.keep_profile import keep_profile, names_dossier
from adversescan.analysis.labels import NO_FACTS, Context, Facts, join, make_implicit
from adversescan.analysis.library_calls import Site, apply_call, data_result, typed_result, wrapped
from adversescan.analysis.lookups import looked_up
from adversescan.analysis.merge_values import merge
from adversescan.analysis.named_start import conduct_start, named_start
from adversescan.analysis.outcomes import adverse_alternatives
from adversescan.analysis.run import Run
from adversescan.analysis.scores import score_of
from adversescan.analysis.stores import held, put, words_of
from adversescan.analysis.values import Kind, Record, Typed, Value, constants, of
from adversescan.graph.query import ColumnRef, Expression, QueryKind, QueryReading
from adversescan.knowledge.concepts import ConceptKind, Strength
from adversescan.knowledge.library import CallModel, Store
from adversescan.knowledge.stages import Origin, Stage
from adversescan.sources.source import Language, runner

SQL = runner(Language.SQL)


def ask_query(run: Run, model: CallModel, site: Site) -> Value:
    """SQL given to a library that runs it."""
    queries = site.select(model.query)
    result = run_query(run, queries, site, site.select(model.data), model)
    for cursor in (r for v in site.select(model.mutates) for r in v.records()):
        _hold_rows(run, cursor, result)
    return result


def _hold_rows(run: Run, cursor: Record, result: Value) -> None:
    """A cursor gives the rows of its last statement, until the next."""
    for rows in result.records():
        cursor.element, cursor.rows, cursor.rest, cursor.context = rows.element, rows.rows, rows.rest, rows.context
        run.heap_version += 1


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
    row.context.nouns = {w for t in tables for w in words_of(t)} | set(tables)
    row.context.names = {name for name, _ in reading.outputs} | {column.column for column, _ in reading.filter_placeholders}
    filters = _filter_facts(run, reading, row.context, site)
    keys = join(*(_column_facts(run, column, row.context, site) for column in reading.filters))
    if reading.kind in (QueryKind.INSERT, QueryKind.UPDATE):
        put_among(run, parameters, [text])
    if reading.sets:
        _write_columns(run, reading, text, parameters, filters, row.context, site, keys)
    for index, (name, expression) in enumerate(reading.outputs):
        if expression.star or name == "*":
            _take_all(run, row, expression, site)
            continue
        value = _column(run, expression, name, row.context, site, keys, reading.reads)
        row.fields[name] = value
        row.fields[index] = value
    if not reading.outputs:
        row.rest = {}
    if not (reading.kind is QueryKind.SELECT and reading.grouped):
        row.rows = filters
    if reading.to:
        write_to(run, constants([reading.to], run.depth), of(row), site)
    if reading.of and reading.writes:
        found = read_from(run, constants([reading.of], run.depth), site)
        put(run, (Store.TABLE.value, reading.writes), found, site.line)
    return of(row)


def _filter_facts(run: Run, reading: QueryReading, context: Context, site: Site) -> Facts:
    """What a WHERE clause tests: recorded attributes, and what is known of the columns of tables written before."""
    compared = {c for c, _ in reading.filter_constants} | {c for c, _ in reading.filter_placeholders}
    facts = join(*(_column_facts(run, c, context, site) for c in reading.filters if c in compared or not compared))
    return {label: w for label, w in facts.items() if label.start is not Origin.IDENTITY}


def _column(run: Run, expression: Expression, name: str, context: Context, site: Site, keys: Facts, tables: tuple[str, ...]) -> Value:
    facts = join(*(_column_facts(run, column, context, site, keys) for column in (*expression.columns, *expression.conditions)))
    if not any(label.start is Origin.CONDUCT for label in facts):
        facts = join(facts, *(conduct_start(run, table, site.line, context) for table in tables))
    facts = join(facts, score_of(run, facts, site.line), _called(run, expression, facts, site))
    if expression.aggregate:
        facts = {label: w for label, w in facts.items() if label.start is not Origin.IDENTITY}
    if not expression.columns and expression.constants:
        return Value({(type(c), c): {} for c in expression.constants}, None, facts, run.depth)
    if not expression.columns:
        facts = join(facts, named_start(run, name, site.line, context, False))
    value = data_result(facts)
    value.records()[0].context = context
    return value


def _column_facts(run: Run, column: ColumnRef, context: Context, site: Site, keys: Facts = NO_FACTS) -> Facts:
    """What is known of a column; `keys` is what the rows are joined by."""
    facts: Facts = {}
    for record in _rows_of(run, column.table, site):
        if column.column in record.fields:
            facts = join(facts, looked_up(run, record.fields[column.column], keys, site))
    # What the project is known to have inferred into the column is no record of the person, whatever its name.
    inferred = any(label.attribute and Stage.INFER in label.passed for label in facts)
    return facts if inferred else join(named_start(run, column.column, site.line, context, False), facts)


def _rows_of(run: Run, table: str, site: Site) -> list[Record]:
    """The rows the project has put into a table, and what they hold."""
    return [record for value in held(run, (Store.TABLE.value, table), site.line) for record in held_by(value)] if table else []


def _take_all(run: Run, row: Record, star: Expression, site: Site) -> None:
    """`*`: every column the tables are known to have, and any other."""
    row.rest = row.rest or {}
    for record in [r for column in star.columns for r in _rows_of(run, column.table, site)]:
        for name, value in record.fields.items():
            if isinstance(name, str) and name.lower() not in star.without:
                known = [row.fields[name]] if name in row.fields else []
                row.fields[name] = merge(*known, data_result(join(*deep_all(value, 20)), tuple(row.context.nouns)))
                if name.removeprefix("_").isdecimal():
                    # A column without a name, told by its place.
                    row.fields[int(name.removeprefix("_"))] = row.fields[name]
        row.rest = join(row.rest, record.rest or {})


def _write_columns(
    run: Run, reading: QueryReading, text: Value, parameters: list[Value], filters: Facts, context: Context, site: Site, keys: Facts
) -> None:
    row = Record(Kind.DICT)
    for name, expression in reading.sets:
        if expression.star:
            _take_all(run, row, expression, site)
            continue
        value = _assigned(run, expression, parameters, context, site, keys)
        row.fields[name] = value
        adverse = adverse_alternatives(run, value, name)
        if adverse and reading.kind in (QueryKind.UPDATE, QueryKind.INSERT):
            # An INSERT has no rows of its own to choose: its WHERE belongs to the query it reads.
            facts = join(run.governing(), filters, *(value.constants[c] for c in adverse))
            decide(run, [value, text], facts, EFFECT)
        elif adverse and _is_outcome(run, reading, name):
            row.fields[name] = _outcome_in_table(run, value, adverse, text)
    if reading.kind is QueryKind.DELETE and _is_person_table(run, reading.writes):
        decide(run, [text], join(run.governing(), filters), EFFECT)
    if reading.writes:
        put(run, (Store.TABLE.value, reading.writes), [of(row)], site.line)
        if names_dossier(run, [reading.writes]):
            keep_profile(run, [of(row)], [constants([reading.writes], run.depth)], site)


def _is_outcome(run: Run, reading: QueryReading, name: str) -> bool:
    """Whether a column of a table that is made is called an outcome; a level of risk there is a figure for who reads it."""
    return bool(reading.writes) and any(c.kind is ConceptKind.STATUS and c.strength is Strength.STRONG for c in run.concepts_of(name))


def _outcome_in_table(run: Run, value: Value, adverse: list[Typed], text: Value) -> Value:
    """A table or model holds outcomes that a CASE chooses; which rows it holds is no outcome. What works it later carries them out."""
    facts = join(run.governing(), value.facts, *(value.constants[c] for c in adverse))
    event = decide(run, [value, text], facts, WRITTEN)
    if event is None:
        return value
    kept = {c: (mark_outcome(run, join(value.facts, known), event) if c in adverse else known) for c, known in value.constants.items()}
    return Value(kept, value.objects, mark_outcome(run, value.facts, event), value.depth, value.open)


def _assigned(run: Run, expression: Expression, parameters: list[Value], context: Context, site: Site, keys: Facts) -> Value:
    found = [_parameter(run, placeholder.key, parameters) for placeholder in expression.placeholders]
    if expression.constants:
        chosen = make_implicit(join(*(_column_facts(run, c, context, site, keys) for c in expression.conditions)))
        found.append(Value({(type(c), c): chosen for c in expression.constants}, None, {}, run.depth))
    facts = join(*(_column_facts(run, c, context, site, keys) for c in (*expression.columns, *expression.conditions)))
    facts = join(facts, score_of(run, facts, site.line), _called(run, expression, facts, site))
    return merge(*found).with_facts(facts) if found else Value(facts=facts, open=True)


def _called(run: Run, expression: Expression, facts: Facts, site: Site) -> Facts:
    """What functions of the database do with the columns and constants they are given."""
    found: Facts = {}
    for name in expression.functions:
        model = run.book.libraries.calls.get(f"{SQL}.{name}")
        if model is not None:
            given = [*(constants([c], run.depth) for c in expression.constants), Value(facts=facts, open=True)]
            found = join(found, deep_facts(apply_call(run, model, Site(None, Arguments(given), site.line, model.path)), 20))
    return found


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
