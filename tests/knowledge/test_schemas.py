"""The JSON Schemas accept every shipped file and refuse what the readers refuse."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from adversescan.knowledge.rules_folder import rules_folder
from adversescan.knowledge.schemas import KINDS
from adversescan.knowledge.yaml_file import Items, Mapping, Node, parse_yaml

ROOT = Path(__file__).parents[2]
RULES = rules_folder()
FILES = [(kind, path) for kind in KINDS.values() for pattern in kind.files for path in sorted(RULES.glob(pattern))]


def as_an_editor_reads(node: Node) -> Any:
    """Plain scalars as YAML 1.2 has them."""
    match node:
        case Mapping(entries=entries):
            return {key: as_an_editor_reads(inner) for key, inner in entries.items()}
        case Items(items=items):
            return [as_an_editor_reads(item) for item in items]
        case _ if node.quoted:
            return node.text
        case _ if re.fullmatch(r"[-+]?\d+", node.text):
            return int(node.text)
        case _ if re.fullmatch(r"[-+]?\d*\.\d+", node.text):
            return float(node.text)
        case _:
            return {"true": True, "false": False}.get(node.text, node.text)


def validator(kind: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(kept(kind))


def kept(kind: str) -> Any:
    return json.loads((ROOT / "docs" / "schemas" / f"{kind}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_schemas_that_are_kept_are_current(kind: str) -> None:
    """docs/schemas/ holds what the types of today make."""
    assert kept(kind) == json.loads(json.dumps(KINDS[kind].schema(RULES))), "run: python -m docs.write"
    jsonschema.Draft202012Validator.check_schema(kept(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_every_shipped_file_is_accepted(kind: str) -> None:
    """Read as an editor reads it; each kind has files."""
    paths = [path for each, path in FILES if each.name == kind]
    check = validator(kind)
    wrong = [
        (path.name, error.message)
        for path in paths
        for error in check.iter_errors(as_an_editor_reads(parse_yaml(path.read_text(encoding="utf-8"), path.name)))
    ]

    assert paths
    assert wrong == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("patterns/AP205.yaml", "stage: decide", "stage: decode"),
        ("patterns/AP205.yaml", "\ntitle:", "\ntitel:"),
        ("patterns/AP205.yaml", "not_attributes: [emotion]", "not_attributes: [emotions]"),
        ("patterns/AP205.yaml", "provision: eu-gdpr-9,", "provision: eu-gdpr-99,"),
        ("patterns/AP205.yaml", "  - flows:", "  - flow:"),
        ("libraries/python/requests.yaml", "does: fetch", "does: fetsch"),
        ("libraries/python/requests.yaml", "documentation: https", "documentation: file"),
        ("law/ke.yaml", "kind: right", "kind: rihgt"),
        ("law/ke.yaml", "applies_from: '", "applies_from: 'in "),
        ("profiles/ke.yaml", "[ke]", "[key]"),
        ("hosts/broker.yaml", "kind: broker", "kind: brokers"),
        ("models/people.yaml", "infers: [emotion]", "infers: [emotions]"),
        ("book.yaml", "title:", "pages: ftp://rules.example/\ntitle:"),
        ("lexicon/fr.yaml", "attribute:\n  race-ethnicity:", "attribute:\n  race-etnicity:"),
    ],
)
def test_what_the_readers_refuse_is_refused(file: str, old: str, new: str) -> None:
    """A misspelt stage, key, attribute, provision, relation, word, address or day."""
    text = (RULES / file).read_text(encoding="utf-8")
    kind = next(kind for kind, path in FILES if path == RULES / file)
    assert old in text

    assert not validator(kind.name).is_valid(as_an_editor_reads(parse_yaml(text.replace(old, new, 1), file)))
