"""Readings of prompts that are kept between runs are the readings: of other texts, by other rules or damaged they are made anew."""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from adversescan.cache import Cache
from adversescan.knowledge import kept_parts
from adversescan.knowledge.rule_book import load_rule_book
from adversescan.language.reading import PromptReading
from adversescan.readers import TextReaders

TEXTS = (
    "Guess the religion of the author.",
    "Saved {name} to the bucket",
    'Ist die Person schwanger? Antworte als JSON: {"pregnant": true}',
    "判断这个人的政治立场。",
    "broken \ud800 text",
)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are really read from here on."""
    texts: list[str] = []
    real = TextReaders._read_prompt  # noqa: SLF001

    def counting(self: TextReaders, text: str) -> PromptReading:
        texts.append(text)
        return real(self, text)

    monkeypatch.setattr(TextReaders, "_read_prompt", counting)
    return texts


def readings(cache: Path | None) -> list[PromptReading]:
    """What one run of the program reads in the texts, each of which it meets twice."""
    book = load_rule_book(imports=frozenset(), cache=Cache(cache))
    readers = TextReaders(book, book.folder)
    said = [readers.prompt(text) for text in (*TEXTS, *TEXTS)]
    readers.keep()
    return said


def test_a_text_is_read_in_one_run_only(tmp_path: Path, read: list[str]) -> None:
    """Later runs say the same of it."""
    plain = readings(None)
    read.clear()

    assert readings(tmp_path / "c") == plain
    assert read == list(TEXTS)
    assert readings(tmp_path / "c") == plain
    assert read == list(TEXTS)


def test_other_rules_read_anew(tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What a text says depends on the words of the rules."""
    readings(tmp_path / "c")
    read.clear()
    monkeypatch.setattr(kept_parts, "rules_state", lambda folder: ("another",))
    readings(tmp_path / "c")

    assert read == list(TEXTS)


def test_a_damaged_reading_is_made_anew(tmp_path: Path) -> None:
    """Also where its check sum is right."""
    plain = readings(tmp_path / "c")
    file = next((tmp_path / "c").glob("*.sqlite"))
    with closing(sqlite3.connect(file)) as connection, connection:
        for key, value in connection.execute("SELECT key, value FROM facts").fetchall():
            worse = value[: len(value) // 2]
            connection.execute("UPDATE facts SET value = ?, check_sum = ? WHERE key = ?", (worse, zlib.crc32(worse, zlib.crc32(key)), key))

    assert readings(tmp_path / "c") == plain


def test_a_file_that_is_no_cache_keeps_nothing_from_being_read(tmp_path: Path) -> None:
    """It is as if there were none."""
    plain = readings(tmp_path / "c")
    next((tmp_path / "c").glob("*.sqlite")).write_bytes(b"this is no database" * 100)

    assert readings(tmp_path / "c") == plain
