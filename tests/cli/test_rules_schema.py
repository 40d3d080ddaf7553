"""`adversescan rules schema`: the schemas from the command line."""

from __future__ import annotations

import json
from pathlib import Path

from adversescan.knowledge.schemas import KINDS

ROOT = Path(__file__).parents[2]


def test_a_schema_is_printed(command) -> None:
    """The one that is kept in docs/schemas/; without a kind, all kinds with their files."""
    done, listed = command("rules", "schema", "rule"), command("rules", "schema")

    assert (done.code, done.out) == (0, (ROOT / "docs" / "schemas" / "rule.json").read_text(encoding="utf-8"))
    assert [line.split()[0] for line in listed.out.splitlines()] == list(KINDS)


def test_ids_of_a_book_of_ones_own(command, tmp_path: Path) -> None:
    """What a house adds may stand in its files: the schema made for it knows its law."""
    (tmp_path / "law").mkdir()
    (tmp_path / "book.yaml").write_text("extends: shipped\n", encoding="utf-8")
    (tmp_path / "law" / "house.yaml").write_text("jurisdiction: house\nname: House\nas_of: 2026-11-27\nprovisions: []\n", encoding="utf-8")
    done = command("rules", "schema", "profile", "--rules", tmp_path)

    assert "house" in json.loads(done.out)["properties"]["jurisdictions"]["items"]["enum"]


def test_an_unknown_kind(command) -> None:
    """Names the nearest."""
    done = command("rules", "schema", "rul")

    assert (done.code, done.out) == (2, "")
    assert "did you mean 'rule'?" in done.err
