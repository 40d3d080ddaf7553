"""Reading SQL files as programs."""

from adversescan.frontends.sql.file_program import FileReading, read_sql_file
from adversescan.sources.source import Language, Source


def _places(reading: FileReading) -> list[int]:
    assert reading.source is not None
    return [place.line for place in reading.source.lines]


def _code(reading: FileReading) -> str:
    assert reading.source is not None
    return reading.source.text


def test_each_statement_is_run_at_its_line() -> None:
    """The program has a line for each statement, and each line its place in the file."""
    reading = read_sql_file(Source("a.sql", Language.SQL, "-- first\nSELECT 1;\n\nUPDATE t\nSET a = 'x;y';\n"))

    assert reading.problems == ()
    assert _code(reading) == "import __sql__\n__sql__.run('SELECT 1')\n__sql__.run(\"UPDATE t\\nSET a = 'x;y'\")\n"
    assert _places(reading) == [1, 2, 4]


def test_a_statement_that_cannot_be_read_is_a_problem_and_the_rest_is_kept() -> None:
    """The problem stands at the line of the statement."""
    reading = read_sql_file(Source("a.sql", Language.SQL, "SELECT a FROM t;\nSELECT FROM WHERE (;\nDELETE FROM t;\n"))

    assert [(problem.location.line, problem.kind.value) for problem in reading.problems] == [(2, "partly-read")]
    assert _places(reading) == [1, 1, 2, 3]


def test_a_model_of_dbt_makes_a_table_of_its_name() -> None:
    """`ref`, `source` and `this` name tables, other tags are left out, and lines stay."""
    text = (
        "{{ config(\n  materialized='table'\n) }}\n"
        "select * from {{ ref('people') }} p join {{ source('raw', 'x') }} {# y #} on {{ this }}.id = p.id\n"
    )

    reading = read_sql_file(Source("models/one.sql", Language.SQL, text))

    assert _code(reading).splitlines()[1] == ("__sql__.run('create table one as select * from people p join raw.x  on one.id = p.id')")
    assert _places(reading) == [1, 4]


def test_a_file_of_comments_holds_no_program() -> None:
    """Nothing is run."""
    assert read_sql_file(Source("a.sql", Language.SQL, "-- nothing\n")).source is None
