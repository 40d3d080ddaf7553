"""What each kind of SQL statement reads, writes and tests."""

from __future__ import annotations

import pytest

from adversescan.frontends.sql.read_statements import looks_like_sql, read_statements
from adversescan.graph.query import HOLE, ColumnRef, Expression, Placeholder, QueryKind, QueryReading


def only(text: str, dialect: str | None = None) -> QueryReading:
    """The one statement of a text that is read without complaint."""
    readings, reasons = read_statements(text, dialect)
    assert reasons == ()
    (reading,) = readings
    return reading


def column(name: str) -> ColumnRef:
    table, _, column = name.rpartition(".")
    return ColumnRef(table, column)


def made_of(*names: str, conditions: tuple[str, ...] = (), **rest: object) -> Expression:
    return Expression(tuple(map(column, names)), tuple(map(column, conditions)), **rest)  # type: ignore[arg-type]


def test_select_with_a_constant_filter() -> None:
    """A plain query names its outputs, its table and what the filter compares."""
    assert only("SELECT id, name AS n FROM applicant WHERE status = 'new' AND NOT blocked") == QueryReading(
        QueryKind.SELECT,
        reads=("applicant",),
        outputs=(("id", made_of("applicant.id")), ("n", made_of("applicant.name"))),
        filters=(column("applicant.status"), column("applicant.blocked")),
        filter_constants=((column("applicant.status"), "new"),),
    )


def test_update_with_a_table_it_is_joined_to() -> None:
    """UPDATE ... FROM sets constants, and its filters belong to both tables."""
    text = """UPDATE account a SET status = 'closed', note = %(note)s FROM holder h
              WHERE h.id = a.holder_id AND h.citizenship = ANY(%(list)s) RETURNING a.iban"""

    assert only(text) == QueryReading(
        QueryKind.UPDATE,
        reads=("holder",),
        writes="account",
        outputs=(("iban", made_of("account.iban")),),
        sets=(("status", made_of(constants=("closed",))), ("note", made_of(placeholders=(Placeholder("note"),)))),
        filters=(column("holder.id"), column("account.holder_id"), column("holder.citizenship")),
        filter_placeholders=((column("holder.citizenship"), Placeholder("list")),),
    )


def test_merge_through_a_subquery() -> None:
    """MERGE sets and inserts columns; what its subquery filters on is a filter of the statement."""
    text = """MERGE INTO pay.control AS t USING (SELECT family, points FROM points WHERE points >= 50) AS s ON t.family = s.family
              WHEN MATCHED THEN UPDATE SET t.hold = TRUE WHEN NOT MATCHED THEN INSERT (family, hold) VALUES (s.family, TRUE)"""

    assert only(text) == QueryReading(
        QueryKind.UPDATE,
        reads=("points",),
        writes="pay.control",
        sets=(("hold", made_of(constants=(True,))), ("family", made_of("points.family"))),
        filters=(column("points.points"), column("pay.control.family"), column("points.family")),
        filter_constants=((column("points.points"), 50),),
    )


OUTPUTS = [
    ("select r x from (select religion r from p) q", {"x": made_of("p.religion")}),
    ("with a as (select faith f from p) select a.f from a", {"f": made_of("p.faith")}),
    ("with a(k) as (select faith from p), b as (select k from a) select k from b", {"k": made_of("p.faith")}),
    ("select a x from t union all select b from u", {"x": made_of("t.a", "u.b")}),
    (
        "with recursive t(n, p) as (select id, up from o union all select o.id, t.p from o join t on o.up = t.n) select p from t",
        {"p": made_of("o.up")},
    ),
    ("select * from t", {"*": made_of("t.*", star=True)}),
    ("select q.* from (select a, b from t) q", {"a": made_of("t.a"), "b": made_of("t.b")}),
    ("select * from a join b using (id)", {"*": made_of("a.*", "b.*", star=True)}),
    ("select * exclude (religion) from t", {"*": made_of("t.*", star=True, without=("religion",))}),
    ("select * except (a) from (select a, b from t) q", {"b": made_of("t.b")}),
    ("select x from (select * from t) q", {"x": made_of("t.x")}),
    ("select count(*) n, max(age) from t", {"n": made_of(aggregate=True), "_1": made_of("t.age", aggregate=True)}),
    (
        "select case when age > 60 then 'deny' else 'ok' end d from t",
        {"d": made_of(conditions=("t.age",), constants=("deny", "ok"))},
    ),
    ("select case sex when 'f' then fee end d from t", {"d": made_of("t.fee", conditions=("t.sex",))}),
    ("select iif(age > 60, 1, 2) d from t", {"d": made_of(conditions=("t.age",), constants=(1, 2))}),
    (
        "select sum(pay) over (partition by sex) s from t",
        {"s": made_of("t.pay", conditions=("t.sex",))},
    ),
    ("select (select max(x) from u where u.id = t.id) m from t", {"m": made_of("u.x", aggregate=True)}),
    ("select v.a from (values (?, 2)) v(a, b)", {"a": made_of(placeholders=(Placeholder(0),))}),
    ("select x.v from unnest(%s) as x(v)", {"v": made_of(placeholders=(Placeholder(0),))}),
    ("select name from a, b", {"name": made_of(".name")}),
    ("select unknown.name from a", {"name": made_of(".name")}),
    ("with c as (select j as s from t) select s.f.g, c.s.f h from c", {"g": made_of("t.j"), "h": made_of("t.j")}),
    ("select cast(age as text), f(age).* from t", {"age": made_of("t.age"), "*": made_of("t.age", star=True, functions=("f",))}),
    ("select x.a, y.b from (x join y on x.i = y.i)", {"a": made_of("x.a"), "b": made_of("y.b")}),
    ("select * from ((select c from t) join u on true)", {"c": made_of("t.c"), "*": made_of("u.*", star=True)}),
    ("select b from (select * from t) s(a, b)", {"b": made_of("t.*")}),
    ("select a from (select a from t union all select * from u) q", {"a": made_of("t.a", "u.a")}),
    (
        "select p.id, p.x from t pivot (sum(pay) for sex in ('f' as x, 'm' as y)) as p",
        {"id": made_of("t.id"), "x": made_of("t.pay", conditions=("t.sex",), aggregate=True)},
    ),
    (
        "select id, v, k from (select id, a, b from t) unpivot (v for k in (a, b))",
        {"id": made_of("t.id"), "v": made_of("t.a", "t.b"), "k": made_of("t.a", "t.b")},
    ),
    ("select f(%s, :p, $2, %(q)s) r", {"r": made_of(placeholders=tuple(Placeholder(key) for key in (0, "p", 1, "q")), functions=("f",))}),
]


@pytest.mark.parametrize(("text", "expected"), OUTPUTS, ids=[text for text, _ in OUTPUTS])
def test_outputs_lead_back_to_columns_of_tables(text: str, expected: dict[str, Expression]) -> None:
    """Aliases, subqueries, common table expressions, unions, stars and functions are traced to tables."""
    assert dict(only(text).outputs) == expected


SETS = [
    ("insert into t (a, b) values (%s, 'x')", {"a": made_of(placeholders=(Placeholder(0),)), "b": made_of(constants=("x",))}),
    ("insert into t values (?, ?)", {"_0": made_of(placeholders=(Placeholder(0),)), "_1": made_of(placeholders=(Placeholder(1),))}),
    ("insert into t (a) values (1), (2)", {"a": made_of(constants=(1, 2))}),
    ("insert into t (a, b) select x, y from s", {"a": made_of("s.x"), "b": made_of("s.y")}),
    ("insert into t select x, y from s", {"x": made_of("s.x"), "y": made_of("s.y")}),
    ("insert into t (a, b) values %s", {"a": made_of(placeholders=(Placeholder(0),)), "b": made_of(placeholders=(Placeholder(0),))}),
    (
        "insert into t (k, v) values (:k, :v) on conflict (k) do update set v = excluded.v, n = t.n + 1",
        {
            "k": made_of(placeholders=(Placeholder("k"),)),
            "v": made_of(placeholders=(Placeholder("v"),)),
            "n": made_of("t.n", constants=(1,)),
        },
    ),
    ("replace into t (a) values (?)", {"a": made_of(placeholders=(Placeholder(0),))}),
    ("insert or ignore into t (a) values (?)", {"a": made_of(placeholders=(Placeholder(0),))}),
    ("update t set (a, b) = (select x, y from s)", {"a": made_of("s.x"), "b": made_of("s.y")}),
    ("update t join s on t.id = s.id set t.a = s.x", {"a": made_of("s.x")}),
    ("create table t as select x a from s", {"a": made_of("s.x")}),
    ("create view t (a) as select x from s", {"a": made_of("s.x")}),
    ("create table t (a int primary key, b text, primary key (a))", {"a": Expression(), "b": Expression()}),
    ("select x a into t from s", {"a": made_of("s.x")}),
]


@pytest.mark.parametrize(("text", "expected"), SETS, ids=[text for text, _ in SETS])
def test_columns_written(text: str, expected: dict[str, Expression]) -> None:
    """Every form of INSERT, UPDATE and CREATE says what its columns are made of."""
    reading = only(text)

    assert (reading.writes, dict(reading.sets)) == ("t", expected)


HOLES = [
    (f"select name from {HOLE} where id = {HOLE}", (HOLE,), ((column(f"{HOLE}.id"), Placeholder("hole1")),)),
    ("select name from {schema}.users where id = {uid}", (f"{HOLE}.users",), ((column(f"{HOLE}.users.id"), Placeholder("hole1")),)),
    ("select name from users where id = 3 {tail}", ("users",), ()),
    ("select name from users {where}", ("users",), ()),
    ("select name from users where id in ({ids}) {order} limit {n}", ("users",), ((column("users.id"), Placeholder("hole0")),)),
    ("select name from users where a = '{x}'", ("users",), ((column("users.a"), Placeholder("hole0")),)),
    ("{{ config(x='y') }}\nselect name from {{ ref('users') }}", (HOLE,), ()),
    ("select name from users where a = b {% if c %} and d = {{ e }} {% endif %}", ("users",), ((column("users.d"), Placeholder("hole0")),)),
]


@pytest.mark.parametrize(("text", "reads", "compared"), HOLES, ids=[text for text, _, _ in HOLES])
def test_holes_stand_for_values_names_and_clauses(text: str, reads: object, compared: object) -> None:
    """A part that is not known leaves the rest readable, and is named by its place in the text."""
    reading = only(text)

    assert (reading.reads, reading.filter_placeholders) == (reads, compared)


def test_a_hole_as_the_column_list_is_a_star() -> None:
    """`SELECT {columns}` may be any columns."""
    assert only("select {columns} from t").outputs == (("*", made_of(placeholders=(Placeholder("hole0"),), star=True)),)


def test_statements_are_read_one_by_one() -> None:
    """Each statement keeps its line and counts its own parameters; a broken one is a reason and does not hide the others."""
    text = "-- first; not a statement\nselect ';' as semicolon from a where x = ?;\n\nselec nothing;\n  delete from b where y = ?;"

    readings, reasons = read_statements(text)

    assert [(reading.kind, reading.line, reading.filter_placeholders) for reading in readings] == [
        (QueryKind.SELECT, 2, ((column("a.x"), Placeholder(0)),)),
        (QueryKind.DELETE, 5, ((column("b.y"), Placeholder(0)),)),
    ]
    assert reasons == ("line 4: not understood: is no SQL statement",)


def test_filters_of_inner_queries_select_rows_too() -> None:
    """The rows a statement changes depend on what the queries in its conditions test."""
    text = "update pay set state = 'held' where id in (select id from person where citizenship in ('x', 'y'))"

    reading = only(text)

    assert reading.filters == (column("person.citizenship"), column("pay.id"), column("person.id"))
    assert reading.filter_constants == ((column("person.citizenship"), "x"), (column("person.citizenship"), "y"))


def test_groups_by_position_and_filters_on_aliases() -> None:
    """GROUP BY 1 and HAVING on an alias are about the columns behind them."""
    reading = only("select city c, avg(pay) p from t group by 1 having p > 20")

    assert (reading.grouped, reading.filters) == ((column("t.city"),), (column("t.pay"),))


@pytest.mark.parametrize(
    ("text", "dialect", "reads"),
    [
        ("select `a b` from `p.d.t`", "bigquery", ("p.d.t",)),
        ("select `a b` from `p.d.t`", None, ("p.d.t",)),
        ("select top 3 [a b] from [x].[t]", None, ("x.t",)),
        ("select a from t qualify row_number() over (order by b) = 1", "snowflake", ("t",)),
        ("copy (select a from t) to stdout", "postgres", ("t",)),
        ("select a from t for update", "postgres", ("t",)),
    ],
)
def test_dialects(text: str, dialect: str | None, reads: tuple[str, ...]) -> None:
    """A statement of a dialect is read in it, and where no dialect is given in the first that understands it."""
    assert only(text, dialect).reads == reads


UNREAD = [
    ("select 1 from", "line 1: not understood near line 1: "),
    ("\nselect " + "(" * 3000 + "1" + ")" * 3000, "line 2: nested too deeply"),
    ("please write to the customer", "line 1: not understood"),
    ("unload select from t to 's3://bucket/x'", "line 1: UNLOAD is not read yet"),
    ("select 'open", "line 1: not understood: "),
    ("x" * 1_000_001, "line 1: longer than 1000000 characters"),
]


@pytest.mark.parametrize(("text", "reason"), UNREAD, ids=[reason for _, reason in UNREAD])
def test_what_cannot_be_read_is_a_reason(text: str, reason: str) -> None:
    """Broken, too deep, too long and unsupported statements are said, never raised."""
    readings, (said,) = read_statements(text)

    assert (readings, said[: len(reason)]) == ((), reason)


def test_an_unknown_dialect_is_said() -> None:
    """The text is then read as standard SQL."""
    readings, reasons = read_statements("select a from t", "klingon")

    assert [reading.reads for reading in readings] == [("t",)]
    assert reasons == ("line 1: unknown dialect klingon; read as standard SQL",)


@pytest.mark.parametrize("text", ["", "  \n ", ";;", "-- nothing\n", "/* nothing */"])
def test_no_statement(text: str) -> None:
    """Blank texts and comments hold no statement and are no problem."""
    assert read_statements(text) == ((), ())


@pytest.mark.parametrize(
    "text", ["begin", "commit", "create extension if not exists vector", "drop table t", "set x = 1", "grant all on t to u"]
)
def test_statements_that_move_no_data(text: str) -> None:
    """They are read as such."""
    assert only(text) == QueryReading(QueryKind.OTHER, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("select a from t", True),
        ("\n  -- note\n SELECT\n a\n FROM t", True),
        ("with a as (select 1) select * from a", True),
        ("INSERT INTO t VALUES (1)", True),
        ("update t set a = 1", True),
        ("UPDATE account a SET x = 1", True),
        ("delete from t", True),
        ("create or replace temp table t as select 1", True),
        ("{{ config() }} select a from t", True),
        ("select count(*)", True),
        ("select", False),
        ("Update the documents you set", False),
        ("Select an option", False),
        ("With kind regards", False),
        ("Insert coin", False),
        ("Delete this account", False),
        ("", False),
    ],
)
def test_looks_like_sql(text: str, expected: bool) -> None:
    """The gate lets SQL in and keeps sentences out."""
    assert looks_like_sql(text) is expected
