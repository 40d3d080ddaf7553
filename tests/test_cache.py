"""The cache keeps values by content, and whatever is wrong with it never stops a scan."""

from __future__ import annotations

import sqlite3
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from adversescan.cache import Cache, facts_key

KEYS = [facts_key(str(number).encode(), "1") for number in range(1200)]
VALUES = {key: b"value of " + key for key in KEYS}


def cache_file(folder: Path) -> Path:
    return next(folder.glob("*.sqlite"))


def test_keys_tell_apart() -> None:
    """The content and every circumstance count, and neither runs into the other."""
    given = [(b"a", "1"), (b"b", "1"), (b"a", "2"), (b"a",), (b"a", "1", ""), (b"a", "", "1")]

    assert len({facts_key(*each) for each in given}) == len(given)  # type: ignore[arg-type]
    assert facts_key(b"a", "1") == facts_key(b"a", "1")


def test_what_is_kept_is_found(tmp_path: Path) -> None:
    """By another object too, and as many as are asked for; what is not there is absent."""
    Cache(tmp_path / "c").put_many(VALUES)

    assert Cache(tmp_path / "c").get_many([*KEYS, facts_key(b"else")]) == VALUES
    assert Cache(tmp_path / "c").get_many([]) == {}


def test_a_later_value_stands(tmp_path: Path) -> None:
    """The same key is kept once."""
    cache = Cache(tmp_path)
    cache.put_many({KEYS[0]: b"old", KEYS[1]: b"other"})
    cache.put_many({KEYS[0]: b"new"})

    assert cache.get_many(KEYS) == {KEYS[0]: b"new", KEYS[1]: b"other"}


def test_without_a_folder_nothing_is_kept() -> None:
    """Reading finds nothing, writing does nothing."""
    Cache(None).put_many(VALUES)

    assert Cache(None).get_many(KEYS) == {}


def test_a_folder_that_is_made_hides_from_git(tmp_path: Path) -> None:
    """One that was there is left as it is."""
    Cache(tmp_path / "new").put_many(VALUES)
    Cache(tmp_path).put_many(VALUES)

    assert (tmp_path / "new" / ".gitignore").read_text(encoding="utf-8") == "*\n"
    assert not (tmp_path / ".gitignore").exists()


def test_reading_makes_nothing(tmp_path: Path) -> None:
    """A folder appears when there is something to keep."""
    assert Cache(tmp_path / "c").get_many(KEYS) == {}
    assert not (tmp_path / "c").exists()


@pytest.mark.parametrize("content", [b"", b"this is no database" * 100, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_foreign_file_is_replaced(tmp_path: Path, content: bytes) -> None:
    """It reads as an empty cache, and the next write makes a new one."""
    cache = Cache(tmp_path)
    cache.put_many(VALUES)
    cache_file(tmp_path).write_bytes(content)

    assert cache.get_many(KEYS) == {}
    cache.put_many(VALUES)
    assert cache.get_many(KEYS) == VALUES


def test_a_damaged_file_gives_no_wrong_value(tmp_path: Path) -> None:
    """Whichever bytes change, a value is the one that was kept or absent."""
    cache = Cache(tmp_path)
    cache.put_many(VALUES)
    name = cache_file(tmp_path)
    whole = name.read_bytes()
    for place in range(0, len(whole), 1009):
        name.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])

        found = cache.get_many(KEYS)

        assert found.items() <= VALUES.items()
    name.write_bytes(whole[: len(whole) // 2])
    assert cache.get_many(KEYS).items() <= VALUES.items()


@pytest.mark.parametrize("columns", ["key", "a, b, c", "key, value, check_sum, more"])
def test_another_table_is_replaced(tmp_path: Path, columns: str) -> None:
    """A file of the right name with other columns is no cache of ours."""
    Cache(tmp_path).put_many(VALUES)
    name = cache_file(tmp_path)
    name.unlink()
    connection = sqlite3.connect(name)
    connection.execute(f"CREATE TABLE facts ({columns})")
    connection.close()

    cache = Cache(tmp_path)
    assert cache.get_many(KEYS) == {}
    cache.put_many(VALUES)
    assert cache.get_many(KEYS) == VALUES


def test_a_busy_file_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process writes for long: nothing is kept this time, and nothing is lost."""
    monkeypatch.setattr("adversescan.cache._SECONDS", 0.05)
    cache = Cache(tmp_path)
    cache.put_many({KEYS[0]: b"kept"})
    other = sqlite3.connect(cache_file(tmp_path), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    cache.put_many({KEYS[1]: b"lost"})
    assert cache.get_many(KEYS) == {}
    other.execute("ROLLBACK")
    other.close()

    assert cache.get_many(KEYS) == {KEYS[0]: b"kept"}


def test_a_place_without_cache(tmp_path: Path) -> None:
    """A file where the folder should be: nothing is kept and nothing is wrong."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    cache = Cache(tmp_path / "file")
    cache.put_many(VALUES)

    assert cache.get_many(KEYS) == {}


def test_a_full_cache_starts_again(tmp_path: Path) -> None:
    """What was just read matters most."""
    cache = Cache(tmp_path, largest=50_000)
    cache.put_many(VALUES)
    cache.put_many({KEYS[0]: b"new"})

    assert cache.get_many(KEYS) == {KEYS[0]: b"new"}


def put(folder: Path, start: int) -> None:
    for key in KEYS[start : start + 100]:
        Cache(folder).put_many({key: VALUES[key]})


@pytest.mark.skipif(sys.platform == "win32", reason="processes are forked")
def test_several_processes_share_it(tmp_path: Path) -> None:
    """What any of them keeps is there."""
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        list(pool.map(put, [tmp_path] * 3, (0, 100, 200)))

    assert Cache(tmp_path).get_many(KEYS[:300]) == {key: VALUES[key] for key in KEYS[:300]}


def test_values_are_found_by_how_their_keys_begin(tmp_path: Path) -> None:
    """All of them, and no others; of a cache that is not there none."""
    values = {b"a" + bytes([number]) * 31: bytes([number]) for number in (0, 1, 254, 255)}
    assert Cache(tmp_path).get_beginning(b"a") == {}
    Cache(tmp_path).put_many({**values, b"b" * 32: b"other", b"`" * 32: b"other"})

    assert Cache(tmp_path).get_beginning(b"a") == values
    assert Cache(tmp_path).get_beginning(b"a\xff") == {b"a" + b"\xff" * 31: b"\xff"}
