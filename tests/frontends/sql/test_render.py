"""Jinja in SQL is rendered as far as the file says it, on the lines it stands on."""

from __future__ import annotations

import re

import pytest

from adversescan.frontends.sql.render import possibilities


def _rendered(text: str) -> list[str]:
    """The possibilities with their white space folded."""
    return [re.sub(r"\s+", " ", each).strip() for each in possibilities(text, "m")]


@pytest.mark.parametrize(
    ("text", "rendered"),
    [
        ("select {% for c in ['a', 'b'] %}{{ c }}{% if not loop.last %},{% endif %}{% endfor %} from t", ["select a, b from t"]),
        ("{% set c = 'a' ~ '_id' %}select {{ c | upper }} from {{ ref('t') }}", ["select A_ID from t"]),
        (
            "{% set cs = {'a': 'x', 'b': 'y'} %}select {% for k, v in cs.items() %}{{ k }} as {{ v }}, {% endfor %}1",
            ["select a as x, b as y, 1"],
        ),
        (
            "{% macro f(c, p=2) %}round({{ c }}, {{ p }}){% endmacro %}select {{ f('a') }}, {{ f('b', p=0) }}",
            ["select round(a, 2), round(b, 0)"],
        ),
        ("{% set q %}select 1{% endset %}{{ q }}", ["select 1"]),
        ("select a {% if target.name == 'x' %}from t{% else %}from u{% endif %}", ["select a from t", "select a from u"]),
        ("select a from {{ this }} {% if is_incremental() %}where b{% endif %}", ["select a from m where b"]),
        ("{% set on = false %}select a{% if on %}, b{% endif %} from t", ["select a from t"]),
        ("{% if var('on', false) %}select a{% else %}select b{% endif %}", ["select a", "select b"]),
        ("{{ config(alias='x') }}select {{ hidden('email') }} as e from t", ["select hidden(email) as e from t"]),
        ("select {{ p.star(from=ref('t'), except=['a']) }} from {{ ref('t') }}", ["select * except (a) from t"]),
        (
            "select a from {{ p.union_of([ref('t'), source('s', 'u')]) }} x",
            ["select a from (select * from t union all select * from s.u) x"],
        ),
        ("with a as ({{ p.first(relation=ref('t'), by='id') }}) select 1", ["with a as (select * from t) select 1"]),
        ("select {{ target.schema }} from t", ["select {{ target.schema }} from t"]),
    ],
)
def test_what_the_file_says_is_put_in(text: str, rendered: list[str]) -> None:
    """Lists, texts, macros and branches; what only dbt would know stays a hole."""
    assert _rendered(text) == rendered


def test_lines_stay_where_they_are() -> None:
    """A statement is reported on its own line, whatever is repeated or left out above it."""
    chosen = "{% set cs = ['a', 'b'] %}\n{% if x %}\nselect 1;\n{% else %}\nselect 2;\n{% endif %}\n"
    text = chosen + "select\n{% for c in cs %}\n{{ c }} -- one\n,{% endfor %}\n3"

    assert [[line for line, row in enumerate(each.split("\n"), 1) if row.strip()] for each in possibilities(text, "")] == [
        [3, 7, 9, 10, 11],
        [5, 7, 9, 10, 11],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{% macro f(c) %}{{ f(c) }}{{ f(c) }}{% endmacro %}select {{ f('a') }}",
        "{% for a in [1] %}" * 200,
        "{% for a in ['x', 'y', 'z'] %}" * 12 + "select {{ a }}" + "{% endfor %}" * 12,
        "{% if a %}{% else %}" * 50,
        "select {{ " + "(" * 5000 + "}} from t {% endif %}{% endfor %}",
    ],
)
def test_a_hostile_text_is_cut_off(text: str) -> None:
    """Macros that call themselves, blocks in blocks and blocks that never end take no time and raise nothing."""
    assert all(len(each) <= 1_000_000 for each in possibilities(text, "m"))
