"""Events of OpenLineage and manifests of dbt as programs."""

from __future__ import annotations

import json
from collections.abc import Mapping

from hypothesis import given, strategies as st

from adversescan.frontends.lineage.read_lineage import read_lineage_file
from adversescan.sources.problem import Problem
from adversescan.sources.source import Language, Source

BASE = {"namespace": "postgres://db:5432", "name": "club.crm.members"}
EXPORT = {"namespace": "s3://exports", "name": "members.csv"}


def read(text: str, path: str = "lineage.jsonl") -> tuple[list[str], tuple[Problem, ...]]:
    program, problems = read_lineage_file(Source(path, Language.LINEAGE, text))
    return (program.text.splitlines() if program is not None else []), problems


def event(output: Mapping[str, object], inputs: tuple[object, ...] = (BASE,), **more: object) -> str:
    return json.dumps({"job": {"namespace": "n", "name": "j"}, "inputs": list(inputs), "outputs": [output], **more})


def made_of(column: str, **more: object) -> dict[str, object]:
    return {"inputFields": [{**BASE, "field": column, **more}]}


def manifest(version: str = "v12", *, raw: str = "{{ made_by('x') }}", package: str = "own", indent: int | None = None) -> str:
    source = {"resource_type": "source", "name": "members", "source_name": "crm", "relation_name": '"db"."crm"."members"'}
    model = {
        "resource_type": "model", "name": "offers", "package_name": package, "raw_code": raw,
        "compiled_code": 'select id from "db"."crm"."members"', "depends_on": {"nodes": ["source.own.crm.members"]},
        "columns": {"id": {"description": "Who it is.", "tags": ["pii"], "meta": {}}},
    }  # fmt: skip
    url = f"https://schemas.getdbt.com/dbt/manifest/{version}.json"
    document = {
        "metadata": {"dbt_version": "1.9.0", "dbt_schema_version": url, "project_name": "own"},
        "nodes": {"model.own.offers": model},
        "sources": {"source.own.crm.members": source},
    }
    return json.dumps(document, indent=indent)


def test_columns_are_copied_under_their_new_names() -> None:
    """A data set is called by the scheme of its namespace, at the line of its event; the same copy is told once."""
    facets = {"columnLineage": {"fields": {"contact": made_of("email"), "mail": made_of("email")}}}
    told = event({**EXPORT, "facets": facets})

    lines, problems = read(f"\n{told}\n{told}\n")

    table, place = "__lineage__.postgres.read('postgres://db:5432/club.crm.members', 'club.crm.members')", "'s3://exports/members.csv'"
    assert problems == ()
    assert lines == [
        "import __lineage__",
        f"__lineage__.s3.write({place}, 'members.csv', {table}[['email']].rename(columns={{'email': 'contact'}}))",
        f"__lineage__.s3.write({place}, 'members.csv', {table}[['email']].rename(columns={{'email': 'mail'}}))",
    ]


def test_columns_that_only_choose_are_no_data() -> None:
    """An indirect column sorts or filters; its values do not stand in the result."""
    chosen = made_of("religion", transformations=[{"type": "INDIRECT", "subtype": "SORT"}])

    assert read(event({**EXPORT, "facets": {"columnLineage": {"fields": {"contact": chosen}}}})) == ([], ())


def test_without_column_lineage_the_columns_called_alike_are_copied() -> None:
    """Schemas say which; without any the whole data set is."""
    schema = {"schema": {"fields": [{"name": "id"}, {"name": "own"}]}}
    origin = {**BASE, "facets": {"schema": {"fields": [{"name": "id"}, {"name": "religion"}]}}}

    assert "[['id']].rename(columns={'id': 'id'})" in read(event({**EXPORT, "facets": schema}, (origin,)))[0][1]
    assert "rename" not in read(event(EXPORT))[0][1]


def test_what_looks_alike_says_nothing() -> None:
    """Other JSON, the manifest of a web page, an event that moves nothing, and our own export."""
    others = ("[1, 2]", '{"name": "page", "manifest_version": 3}', '{"job": 3, "inputs": []}', '{"job": {}, "inputs": [3], "outputs": {}}')
    for text in others:
        assert read(text) == ([], ())
    assert read(event(EXPORT, producer="urn:adversescan:0.1")) == ([], ())


def test_a_model_made_by_macros_is_read_as_it_was_rendered() -> None:
    """Tables are called as the raw files call them, and columns are described."""
    lines, problems = read(manifest(), "manifest.json")

    assert problems == ()
    described = "__dbt__.describe('offers', {'id': 'Who it is. pii'})"
    made = "__sql__.run('create table offers as select id from crm.members')"
    assert lines[2:] == [described, made]


def test_a_model_that_names_its_tables_is_read_from_its_own_file() -> None:
    """Else what it does would be found twice; one that a package brings has no file here."""
    plain = "{{ config(tags=['a']) }} select id from {{ source('crm', 'members') }} {# note #}"

    assert not any("__sql__" in line for line in read(manifest(raw=plain), "manifest.json")[0])
    assert any("__sql__" in line for line in read(manifest(raw=plain, package="other"), "manifest.json")[0])


def test_a_manifest_on_several_lines_has_the_lines_of_its_models() -> None:
    """Most are one line."""
    text = manifest(indent=1)
    program, _ = read_lineage_file(Source("manifest.json", Language.LINEAGE, text))

    assert program is not None
    assert {text.splitlines()[place.line - 1].strip() for place in program.lines[2:]} == {'"model.own.offers": {'}


def test_a_manifest_of_another_version_is_a_problem() -> None:
    """It is not guessed at."""
    for version in ("v3", "v13", "x"):
        lines, problems = read(manifest(version), "manifest.json")

        assert lines == []
        assert [problem.kind.value for problem in problems] == ["partly-read"]


def test_broken_lines_are_problems_and_the_others_are_read() -> None:
    """The first are named one by one, the rest counted."""
    lines, problems = read("\n".join([event(EXPORT), "{", *(["x"] * 30)]))

    assert len(lines) == 2
    assert [problem.location.line for problem in problems] == [*range(2, 22), 32]
    assert "11 more lines" in problems[-1].reason


def test_a_file_cut_in_half_is_a_problem() -> None:
    """And one that is nested without end."""
    text = manifest(indent=1)

    assert [problem.kind.value for problem in read(text[: len(text) // 2], "manifest.json")[1]] == ["partly-read"]
    assert [problem.kind.value for problem in read("[" * 100_000, "manifest.json")[1]] == ["too-deep"]
    assert len(read('{"a": ' + "9" * 5_000 + "}", "manifest.json")[1]) == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["job", "inputs", "outputs", "namespace", "name", "facets", "columnLineage", "fields", "inputFields", "field",
                         "schema", "metadata", "nodes", "sources", "dbt_version", "dbt_schema_version", "resource_type", "columns",
                         "depends_on", "raw_code", "compiled_code", "transformations", "type"]),
        inner, max_size=5,
    ),
    max_leaves=30,
)  # fmt: skip


@given(JSON)
def test_any_document(document: object) -> None:
    """Whatever stands under the keys, nothing is raised, and what comes out is a program."""
    lines, _ = read(json.dumps(document))

    compile("\n".join(lines), "lineage", "exec")
    read(json.dumps({"metadata": {"dbt_version": "1", "dbt_schema_version": "/manifest/v9"}, "nodes": document}))
