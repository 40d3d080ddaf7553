"""Catalogues of streams and of data sets become programs that say what tables and names hold."""

from __future__ import annotations

from textwrap import dedent

import pytest

from adversescan.frontends.file_facts import program_source
from adversescan.sources.source import Language, Source


def _program(text: str) -> list[str]:
    program, problems = program_source(Source("a.yaml", Language.YAML, dedent(text)))
    assert problems == ()
    return [] if program is None else [line for line in program.text.splitlines() if not line.startswith("import ")]


def test_a_catalogue_of_singer_leaves_out_what_is_not_selected() -> None:
    """A stream that is not selected is not loaded, and neither is a column."""
    catalogue = """
        {"streams": [
          {"tap_stream_id": "crm-member", "table_name": "member",
           "schema": {"properties": {"id": {}, "email": {}, "religion": {}}},
           "metadata": [{"breadcrumb": [], "metadata": {"selected": true}},
                        {"breadcrumb": ["properties", "religion"], "metadata": {"selected": false}}]},
          {"tap_stream_id": "crm-visit", "schema": {"properties": {"id": {}}},
           "metadata": [{"breadcrumb": [], "metadata": {"selected": false}}]}]}
        """

    assert _program(catalogue) == ["__sync__.keep('member', __sync__.rows('member')[['id', 'email']])"]


def test_a_connection_sends_each_stream_of_its_catalogue() -> None:
    """What a connection of Airbyte synchronises goes to its destination, column by column, and is a table there."""
    connection = """
        resource_name: crm_to_partner
        source_configuration_path: sources/crm/configuration.yaml
        destination_configuration_path: destinations/partner_bigquery/configuration.yaml
        configuration:
          sync_catalog:
            streams:
              - stream: {name: member, namespace: crm, json_schema: {properties: {email: {}, religion: {}}}}
                config: {selected: true, selected_fields: [{fieldPath: [email]}]}
              - stream: {name: visit, namespace: crm}
                config: {selected: false}
        """

    rows = "__sync__.rows('crm.member')[['email']]"
    sent = f"__sync__.send({rows}, 'destinations/partner_bigquery/configuration.yaml')"
    assert _program(connection) == [sent, f"__sync__.keep('crm.member', {rows})"]


@pytest.mark.parametrize(
    ("entry", "line"),
    [
        ("{type: pandas.CSVDataset, filepath: data/a.csv}", "__data_set__.file('a', 'data/a.csv')"),
        ("{type: pandas.SQLTableDataSet, table_name: b, schema: crm}", "__data_set__.table('a', 'crm.b')"),
        ("{type: pandas.SQLQueryDataset, sql: select b from c}", "__data_set__.keep('a', __sql__.run('select b from c'))"),
    ],
)
def test_a_data_set_of_a_catalogue_is_kept_where_it_says(entry: str, line: str) -> None:
    """A name of a catalogue is that of a file, a table or the rows of a statement."""
    assert _program(f"a: {entry}") == [line]


def test_settings_of_a_type_are_no_data_sets() -> None:
    """A mapping with a type and a path is a data set only where the type says so."""
    assert _program("a: {type: pandas.CSVReader, filepath: data/a.csv}\nb: {type: str, source: 1}\n") == []
