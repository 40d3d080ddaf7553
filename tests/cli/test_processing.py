"""`adversescan graph` and `adversescan inventory` from arguments to text."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import networkx as nx

ROOT = Path(__file__).parents[2]
DOSSIER = ROOT / "fixtures" / "projects" / "people-dossier"

WRITES = """\
import json
import requests


def gather(handle):
    page = requests.get(f"https://social.example/u/{handle}").json()
    with open("data/people.json", "w") as file:
        json.dump({"name": page["name"], "religion": page["religion"]}, file)
"""
READS = """\
import json
import requests


def deliver():
    with open("data/people.json") as file:
        people = json.load(file)
    requests.post("https://buyer.example/v1/people", json=people)
"""


def two_programs() -> None:
    """One program writes a file that another one sends away."""
    Path("gather.py").write_text(WRITES, encoding="utf-8")
    Path("deliver.py").write_text(READS, encoding="utf-8")


def test_mermaid_shows_the_store_between_two_programs(command) -> None:
    two_programs()

    done = command("graph")

    assert (done.code, done.out.splitlines()[0]) == (0, "flowchart LR")
    assert '[("file:data/people.json")]' in done.out
    assert "share https://buyer.example/v1/people<br>deliver.py:8" in done.out


def test_every_edge_of_dot_joins_two_nodes_it_declares(command) -> None:
    done = command("graph", "--format", "dot", DOSSIER)
    lines = [line.strip() for line in done.out.splitlines()]
    declared = {line.split()[0] for line in lines if "shape=" in line}
    joined = {end for line in lines if " -> " in line for end in (line.split()[0], line.split()[2].rstrip(";"))}

    assert (done.code, lines[0], lines[-1]) == (0, "digraph processing {", "}")
    assert joined
    assert joined <= declared


def test_graphml_is_read_back_with_the_nodes_of_the_json(command) -> None:
    read = nx.parse_graphml(command("graph", "--format", "graphml", DOSSIER).out, force_multigraph=True)
    graph = json.loads(command("graph", "--format", "json", DOSSIER).out)

    assert set(read.nodes) == {node["id"] for node in graph["nodes"]}
    assert read.number_of_edges() == len(graph["edges"])


def test_open_lineage_says_who_writes_and_who_reads_a_store(command) -> None:
    two_programs()

    events = [json.loads(line) for line in command("graph", "--format", "openlineage").out.splitlines()]

    store = {"namespace": "file", "name": "data/people.json"}
    sides = {event["job"]["name"]: (event["inputs"], event["outputs"]) for event in events}
    assert sides == {
        "deliver.py": ([store], [{"namespace": "https://buyer.example", "name": "v1/people"}]),
        "gather.py": ([{"namespace": "social.example", "name": "collect"}], [store]),
    }


def test_the_inventory_says_from_where_kept_where_and_sent_to_whom(command) -> None:
    two_programs()

    rows = json.loads(command("inventory", "--format", "json").out)["processing"]

    sent = next(row for row in rows if row["what"] == "share")
    assert (sent["place"], sent["recipient"], sent["kept"]) == (
        "deliver.py:8",
        "https://buyer.example/v1/people",
        ["file:data/people.json"],
    )
    assert any("social.example at gather.py:6" in origin for origin in sent["origins"])


def test_all_formats_of_the_inventory_have_the_same_rows(command) -> None:
    rows = json.loads(command("inventory", "--format", "json", DOSSIER).out)["processing"]
    cells = list(csv.reader(io.StringIO(command("inventory", "--format", "csv", DOSSIER).out)))
    table = command("inventory", "--format", "markdown", DOSSIER).out.splitlines()
    blocks = command("inventory", DOSSIER).out.strip().split("\n\n")

    assert len(rows) > 1
    assert [len(cells) - 1, len(table) - 2, len(blocks)] == [len(rows)] * 3


def test_nothing_followed_is_not_taken_for_nothing_done(command) -> None:
    Path("tea.py").write_text("print(1)\n", encoding="utf-8")

    assert command("inventory").out == "No processing of people was followed; this does not say there is none.\n"
    assert command("graph").out == "flowchart LR\n"


def test_a_path_that_does_not_exist_is_wrong_use(command) -> None:
    done = command("graph", "nowhere")

    assert (done.code, done.out) == (2, "")
    assert "nowhere does not exist" in done.err
