"""A decision or hand-over of data about people that are taken for products is none: nothing is reported any more."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

import pytest

from adversescan.findings.finding import Level
from adversescan.knowledge.concepts import ConceptKind
from adversescan.knowledge.rule_book import load_rule_book
from adversescan.scan import scan
from tests.expectations import Sort, read_expectations

FIXTURES = Path(__file__).parents[2] / "fixtures"
RECORDED = ("AP207", "AP208", "AP209")
"""Rules on what is recorded of people; where something is inferred of faces or names, the library says that it is people."""
PROJECTS = [p for rule in RECORDED for p in sorted((FIXTURES / "rules" / rule).iterdir()) if read_expectations(p).places[Sort.FOUND]]
PROJECTS = [p for p in PROJECTS if not any(p.rglob("*.xlsx"))]
"""Names inside a workbook are not rewritten here."""
OF_PEOPLE = {ConceptKind.ATTRIBUTE, ConceptKind.PERSON, ConceptKind.IDENTITY, ConceptKind.CONTENT, ConceptKind.PROXY}
NAME = re.compile(r"[^\W\d]\w*")
IMPORT = re.compile(r"^\s*(?:from|import)\s.*$", re.MULTILINE)


@pytest.mark.parametrize("project", PROJECTS, ids=lambda path: path.relative_to(FIXTURES).as_posix())
def test_products_in_the_place_of_people_are_cleared(project: Path, tmp_path: Path) -> None:
    """Where every name of people and of what is recorded of them names a part of a machine, there is no error and no warning."""
    copy = tmp_path / project.name
    shutil.copytree(project, copy)
    for file in sorted(path for path in copy.rglob("*") if path.is_file()):
        file.write_text(_of_products(file.read_text(encoding="utf-8")), encoding="utf-8")

    found = scan([copy]).findings
    assert [(f.rule, f.location.path, f.location.line) for f in found if f.level in (Level.ERROR, Level.WARNING)] == []


def _of_products(text: str) -> str:
    kept = {name for line in IMPORT.findall(text) for name in NAME.findall(line)}
    return NAME.sub(lambda match: match[0] if match[0] in kept else _product(match[0]), text)


@cache
def _product(name: str) -> str:
    """The name without any word of people: each becomes the same word for a part, wherever it stands."""
    if not _speaks_of_people(name):
        return name
    words = [f"bolt{sum(map(ord, word.lower())) % 97}" if _speaks_of_people(word) else word for word in name.split("_")]
    changed = "_".join(words)
    return f"bolt{sum(map(ord, name.lower())) % 97}" if _speaks_of_people(changed) else changed


def _speaks_of_people(name: str) -> bool:
    vocabulary = _book().vocabulary
    return any(c.kind in OF_PEOPLE for c in vocabulary.read_name(name)) or bool(vocabulary.read_values([name]))


@cache
def _book():
    return load_rule_book()
