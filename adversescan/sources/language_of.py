"""The language of a file: by the ending of its name, or the interpreter its first line asks for."""

from __future__ import annotations

import re
from pathlib import Path

from adversescan.sources.source import Language

_ENDINGS = {
    ".py": Language.PYTHON, ".pyw": Language.PYTHON, ".ipynb": Language.NOTEBOOK, ".sql": Language.SQL,
    ".yaml": Language.YAML, ".yml": Language.YAML, ".sh": Language.SHELL, ".bash": Language.SHELL,
    ".csv": Language.TABLE, ".smk": Language.SNAKEMAKE, ".mk": Language.MAKE,
}  # fmt: skip
_TEXTS = frozenset(
    {
        ".txt", ".text", ".md", ".markdown", ".j2", ".jinja", ".jinja2", ".tmpl", ".tpl", ".template", ".mustache", ".liquid", ".prompt",
        ".prompty", ".xml", ".toml", ".json", ".jsonl",
    }
)  # fmt: skip
"""Texts and settings that are read only where a program opens them."""
_SHEETS = frozenset({".xlsx", ".xlsm"})
_PAGES = frozenset({".html", ".htm", ".djhtml"})
_TEMPLATES = frozenset({"templates", "template"})
"""Folders whose pages are filled in by a program; others are documentation or data."""
_NAMES = {"makefile": Language.MAKE, "gnumakefile": Language.MAKE, "snakefile": Language.SNAKEMAKE}
"""Files known by their whole name."""
_JSON = frozenset({".json", ".jsonl", ".ndjson"})
_SEEDS = frozenset({"seeds", "seed"})
"""Folders whose tables are part of a program; others are data."""
_SETTINGS = re.compile(r"config|settings|param|features|columns|connector|sink|catalog|\.asl\.json$")
"""Names of JSON files that say what a program does; others are data. YAML reads JSON."""
_LINEAGE = re.compile(r"(?:lineage.*|manifest)\.json$|lineage.*\.(?:jsonl|ndjson)$")
"""Names of JSON files in which other tools wrote down where data goes."""
_INTERPRETER = re.compile(rb"#!.*\bpython[0-9.]*\b")
_FIRST_LINE = 200


def may_be_read(name: str) -> bool:
    """Whether a file of this name can hold a language that is read; one without an ending may be a script."""
    return (
        _ending(name) in _ENDINGS
        or not _ending(name)
        or is_page(name)
        or is_sheet(name)
        or holds_text(name)
        or _of_json(name.lower()) is not None
    )


def holds_rows(name: str) -> bool:
    """Whether a file of this name holds rows of values below a line of names."""
    return _ENDINGS.get(_ending(name)) is Language.TABLE or is_sheet(name)


def is_sheet(name: str) -> bool:
    """Whether a file of this name is a workbook, whose rows stand packed."""
    return _ending(name) in _SHEETS


def holds_text(path: str) -> bool:
    """Whether a file holds text a program may open: a template, a note, a store of prompts, a page that is filled in."""
    folder, _, name = path.rpartition("/")
    return _ending(name) in _TEXTS or (is_page(name) and any(part in _TEMPLATES for part in folder.lower().split("/")))


def is_page(name: str) -> bool:
    """Whether a file of this name is a page of the web."""
    return _ending(name) in _PAGES


def names_language(name: str) -> bool:
    """Whether the ending of a name is that of a language that is read wherever it stands."""
    return _ENDINGS.get(_ending(name), Language.TABLE) is not Language.TABLE


def language_of(place: str, mode: int) -> Language | None:
    """The language of a regular file, or nothing for one that is in none that is read.

    Only a file that has no ending and may be run (by its mode) is opened.
    """
    name = place.rpartition("/")[2].lower()
    ending = _ending(name)
    if name in _NAMES:
        return _NAMES[name]
    if ending or not mode & 0o111:
        language = _ENDINGS.get(ending)
        if ending in _JSON:
            return _of_json(name)
        return None if language is Language.TABLE and _SEEDS.isdisjoint(place.split("/")[:-1]) else language
    with Path(place).open("rb") as file:
        return Language.PYTHON if _INTERPRETER.match(file.readline(_FIRST_LINE)) else None


def _of_json(name: str) -> Language | None:
    """The language of a JSON file by its name in small letters."""
    if _LINEAGE.search(name):
        return Language.LINEAGE
    return Language.YAML if _ending(name) == ".json" and _SETTINGS.search(name) else None


def _ending(name: str) -> str:
    front, dot, ending = name.rpartition(".")
    return (dot + ending).lower() if front else ""
