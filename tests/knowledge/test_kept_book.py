"""A rule book that is kept says what the rules say: it is read anew where a rule, the tool or what is kept has changed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from adversescan.cache import Cache
from adversescan.errors import InvalidFiles
from adversescan.knowledge import kept_parts, yaml_file
from adversescan.knowledge.rule_book import RuleBook, load_rule_book, rules_folder

IMPORTS = frozenset({"requests", "sklearn.svm"})
NAMES = ("date_of_birth", "is_pregnant", "zip", "rejected", "confession")
TEXTS = ("not approved", "the religion of the person", "gemeldet als krank")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the shipped rules, as a user's own."""
    return Path(shutil.copytree(rules_folder(), tmp_path / "rules"))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read from here on."""
    names: list[str] = []
    parse = yaml_file.parse_yaml

    def counting(text: str, name: str) -> yaml_file.Mapping:
        names.append(name)
        return parse(text, name)

    monkeypatch.setattr(yaml_file, "parse_yaml", counting)
    return names


def said(book: RuleBook) -> list[object]:
    """All that a book says, as plain values."""
    models = {name: book.models.reading_of(name) for name in ("bert-base", "deepface", "llama-uncensored")}
    parts = [book.rules, book.libraries, book.profile, book.vocabulary.attributes, book.hosts, book.wire, book.answers, book.situations]
    names, texts = map(book.vocabulary.read_name, NAMES), map(book.vocabulary.read_text, TEXTS)
    return [*parts, book.contexts.words, book.law, models, list(names), list(texts)]


def test_a_kept_book_is_the_book(tmp_path: Path, read: list[str]) -> None:
    """Read from the cache it says the same in every part, and no file of rules is parsed."""
    cache = Cache(tmp_path / "c")
    plain = said(load_rule_book(imports=IMPORTS))
    assert said(load_rule_book(imports=IMPORTS, cache=cache)) == plain

    read.clear()
    assert said(load_rule_book(imports=IMPORTS, cache=cache)) == plain
    assert read == []


def test_other_imports_are_read_once(tmp_path: Path, read: list[str]) -> None:
    """A library that no project needed before is read from its file, and that alone."""
    cache = Cache(tmp_path / "c")
    load_rule_book(imports=frozenset({"requests"}), cache=cache)
    read.clear()
    book = load_rule_book(imports=frozenset({"requests", "deepface"}), cache=cache)

    assert book.libraries == load_rule_book(imports=frozenset({"requests", "deepface"})).libraries
    assert {Path(name).name for name in read if "libraries" in name and "deepface" in name} == {"deepface.yaml"}


def test_another_profile_needs_no_reading(tmp_path: Path, read: list[str]) -> None:
    """Profiles are chosen from what is kept."""
    cache = Cache(tmp_path / "c")
    load_rule_book(imports=IMPORTS, cache=cache)
    read.clear()
    kept = load_rule_book("eu", imports=IMPORTS, cache=cache)
    assert read == []

    plain = load_rule_book("eu", imports=IMPORTS)
    assert (kept.rules, kept.profile) == (plain.rules, plain.profile)


def test_a_changed_rule_is_noticed(tmp_path: Path, rules: Path) -> None:
    """By what is in the file: its size and its time may stay as they were."""
    cache = Cache(tmp_path / "c")
    load_rule_book(folder=rules, imports=IMPORTS, cache=cache)
    file = rules / "patterns" / "AP101.yaml"
    time = file.stat()
    file.write_text(file.read_text(encoding="utf-8").replace("level: warning", "level: note   ", 1), encoding="utf-8")
    os.utime(file, ns=(time.st_atime_ns, time.st_mtime_ns))

    assert said(load_rule_book(folder=rules, imports=IMPORTS, cache=cache)) == said(load_rule_book(folder=rules, imports=IMPORTS))


def test_a_rule_that_becomes_wrong_is_refused(tmp_path: Path, rules: Path) -> None:
    """The mistakes are those of a book that was never kept."""
    cache = Cache(tmp_path / "c")
    load_rule_book(folder=rules, imports=IMPORTS, cache=cache)
    (rules / "hosts" / "broker.yaml").write_text("kind: nonsense\n", encoding="utf-8")
    with pytest.raises(InvalidFiles) as kept:
        load_rule_book(folder=rules, imports=IMPORTS, cache=cache)
    with pytest.raises(InvalidFiles) as plain:
        load_rule_book(folder=rules, imports=IMPORTS)

    assert str(kept.value) == str(plain.value)


def test_rules_over_the_shipped_ones_are_kept_too(tmp_path: Path, read: list[str]) -> None:
    """A folder that adds to the shipped book is no other book for being kept."""
    own = tmp_path / "own"
    (own / "profiles").mkdir(parents=True)
    (own / "book.yaml").write_text("title: Ours\nextends: shipped\n", encoding="utf-8")
    (own / "profiles" / "ours.yaml").write_text("title: Ours\nextends: default\ndisabled: [AP101]\n", encoding="utf-8")
    cache = Cache(tmp_path / "c")
    plain = said(load_rule_book("ours", own, IMPORTS))
    load_rule_book("ours", own, IMPORTS, cache)
    read.clear()

    assert said(load_rule_book("ours", own, IMPORTS, cache)) == plain
    assert {Path(name).name for name in read} <= {"book.yaml"}


def test_another_tool_reads_anew(tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What another version kept counts for nothing."""
    cache = Cache(tmp_path / "c")
    load_rule_book(imports=IMPORTS, cache=cache)
    read.clear()
    monkeypatch.setattr(kept_parts, "tool_state", lambda: ("another",))
    load_rule_book(imports=IMPORTS, cache=cache)

    assert len(read) > 50


DAMAGE: list[Callable[[bytes], bytes]] = [
    lambda value: b"",
    lambda value: value[: len(value) // 2],
    lambda value: b"\0" + value,
    lambda value: b"cos\nsystem\n(S'x'\ntR.",
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_damaged_is_read_anew(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """Though its check sum is right: nothing but records is ever made of it."""
    cache = Cache(tmp_path / "c")
    plain = said(load_rule_book(imports=IMPORTS, cache=cache))
    tamper(next((tmp_path / "c").glob("*.sqlite")), damage)

    assert said(load_rule_book(imports=IMPORTS, cache=cache)) == plain


def tamper(file: Path, damage: Callable[[bytes], bytes]) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        for key, value in connection.execute("SELECT key, value FROM facts").fetchall():
            worse = damage(value)
            connection.execute("UPDATE facts SET value = ?, check_sum = ? WHERE key = ?", (worse, zlib.crc32(worse, zlib.crc32(key)), key))


def test_what_is_written_meanwhile_is_not_kept(tmp_path: Path, rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows whether a file was read before or after it was changed."""
    cache = Cache(tmp_path / "c")
    states = iter([("before",), ("after",)])
    monkeypatch.setattr(kept_parts, "rules_state", lambda folder: next(states))
    load_rule_book(folder=rules, imports=IMPORTS, cache=cache)

    assert not (tmp_path / "c").exists()
