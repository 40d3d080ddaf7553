"""Facts of files, kept by what is in them. A cache can only save time: what is wrong with it never changes or stops a scan.

One file of sqlite, so that several processes may use it at once and a write is whole or absent. Every value carries a checksum.
"""

from __future__ import annotations

import hashlib
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

LARGEST = 1_000_000_000
"""Bytes of values; at the next write beyond it, all of them are dropped but those just written."""

_FORMAT = 1
_NAME = f"facts-{_FORMAT}.sqlite"
_SECONDS = 5
_AT_ONCE = 500
_LONGEST_KEY = 64
_TABLE = "CREATE TABLE IF NOT EXISTS facts (key BLOB PRIMARY KEY, check_sum INTEGER NOT NULL, value BLOB NOT NULL) WITHOUT ROWID"


def facts_key(content: bytes, *circumstances: str) -> bytes:
    """The key of what is read from a content: it changes with the Python that reads and with all the caller says about how it reads."""
    digest = hashlib.sha256(content)
    for each in (f"{sys.version_info.major}.{sys.version_info.minor}", *circumstances):
        digest.update(b"\0" + each.encode())
    return digest.digest()


@cache
def tool_state() -> tuple[str, ...]:
    """The files of this package, and the folders of the packages it was installed with: a library that is updated reads otherwise."""
    package = (entry for entry in _files_below(str(Path(__file__).parent)) if entry.name.endswith(".py"))
    files = sorted(f"{entry.path} {entry.stat().st_size} {entry.stat().st_mtime_ns}" for entry in package)
    folders = (Path(folder) for folder in sys.path if folder.endswith("-packages"))
    return (sys.version, *files, *(f"{folder} {folder.stat().st_mtime_ns}" for folder in folders if folder.is_dir()))


def folder_state(folder: Path) -> Iterator[str]:
    """The files below a folder with what is in them."""
    found = _files_below(str(folder)) if folder.is_dir() else ()
    yield from _contents(tuple(sorted((entry.path, _unchanged(entry.stat())) for entry in found)))


@lru_cache(maxsize=4)
def _contents(files: tuple[tuple[str, tuple[int, ...]], ...]) -> tuple[str, ...]:
    """Within one run of the program a file whose state the system says is the same is read once."""
    return tuple(f"{path} {hashlib.sha256(Path(path).read_bytes()).hexdigest()}" for path, _ in files)


def _unchanged(state: os.stat_result) -> tuple[int, ...]:
    """What cannot all stay the same where a file is written or replaced; nobody can set the last of it."""
    return state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns


def _files_below(folder: str, above: tuple[tuple[int, int], ...] = ()) -> Iterator[os.DirEntry[str]]:
    """All files, through links too; a link back to a folder `above` is not followed again."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_file():
                yield entry
            elif entry.is_dir() and (place := (entry.stat().st_dev, entry.stat().st_ino)) not in above:
                yield from _files_below(entry.path, (*above, place))


class Cache:
    """Values by key, in a folder. Where the folder or its file cannot be used, it holds nothing and keeps nothing."""

    def __init__(self, folder: Path | None, *, largest: int = LARGEST) -> None:
        """`folder` is made if it is not there; without one nothing is kept."""
        self._file = folder / _NAME if folder else None
        self._largest = largest

    @property
    def keeps(self) -> bool:
        """Whether there is a place to keep anything in."""
        return self._file is not None

    def get_many(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The values there are; one that was damaged counts as not there."""
        keys = list(keys)
        return self._get(lambda connection: _read(connection, keys)) if keys else {}

    def get_beginning(self, beginning: bytes) -> dict[bytes, bytes]:
        """The values whose keys begin so; one that was damaged counts as not there."""
        return self._get(lambda connection: _read_beginning(connection, beginning))

    def _get(self, read: Callable[[sqlite3.Connection], Iterator[tuple[bytes, bytes]]]) -> dict[bytes, bytes]:
        if not self._file or not self._file.is_file():
            return {}
        import sqlite3

        try:
            with closing(self._open()) as connection:
                return dict(read(connection))
        except sqlite3.DatabaseError as error:
            self._rebuild(error)
        except OSError:
            pass  # no cache can be kept in this place
        return {}

    def put_many(self, values: Mapping[bytes, bytes]) -> None:
        """Keep the values, all or none of them."""
        if not values or not self._file:
            return
        import sqlite3

        for _ in range(2):
            try:
                _make_folder(self._file.parent)
                with closing(self._open()) as connection:
                    _write(connection, values, self._largest)
            except sqlite3.DatabaseError as error:
                if self._rebuild(error):
                    continue
            except OSError:
                pass  # no cache can be kept in this place
            return

    def _open(self) -> sqlite3.Connection:
        import sqlite3

        connection = sqlite3.connect(str(self._file), timeout=_SECONDS, isolation_level=None)
        # A cache lost with the power is rebuilt, so nothing waits for the disk.
        connection.execute("PRAGMA synchronous = OFF")
        return connection

    def _rebuild(self, error: sqlite3.DatabaseError) -> bool:
        """Remove a file that is damaged, or whose table has other columns; one that is merely empty, busy, full or read-only stays."""
        import sqlite3

        if not self._file or (isinstance(error, sqlite3.OperationalError) and "column" not in str(error)):
            return False
        try:
            for name in (_NAME, f"{_NAME}-journal", f"{_NAME}-wal", f"{_NAME}-shm"):
                self._file.with_name(name).unlink(missing_ok=True)
        except OSError:
            return False
        return True


def _read(connection: sqlite3.Connection, keys: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    for start in range(0, len(keys), _AT_ONCE):
        some = keys[start : start + _AT_ONCE]
        marks = ",".join("?" * len(some))
        yield from _whole(connection.execute(f"SELECT key, check_sum, value FROM facts WHERE key IN ({marks})", some))  # noqa: S608


def _read_beginning(connection: sqlite3.Connection, beginning: bytes) -> Iterator[tuple[bytes, bytes]]:
    last = beginning + b"\xff" * _LONGEST_KEY
    yield from _whole(connection.execute("SELECT key, check_sum, value FROM facts WHERE key BETWEEN ? AND ?", (beginning, last)))


def _whole(rows: Iterable[tuple[bytes, int, object]]) -> Iterator[tuple[bytes, bytes]]:
    return ((key, value) for key, check_sum, value in rows if isinstance(value, bytes) and _check_sum(key, value) == check_sum)


def _write(connection: sqlite3.Connection, values: Mapping[bytes, bytes], largest: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(_TABLE)
    if _size(connection) > largest:
        connection.execute("DELETE FROM facts")
    rows = ((key, _check_sum(key, value), value) for key, value in values.items())
    connection.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?, ?)", rows)
    connection.execute("COMMIT")


def _check_sum(key: bytes, value: bytes) -> int:
    return zlib.crc32(value, zlib.crc32(key))


def _size(connection: sqlite3.Connection) -> int:
    pages, free, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size"))
    return int((pages - free) * size)


def _make_folder(folder: Path) -> None:
    """A folder that is made here hides itself from git, and from whatever backs up caches; one that was there is left as it is."""
    if folder.is_dir():
        return
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    (folder / "CACHEDIR.TAG").write_text("Signature: 8a477f597d28d172789f06886806bc55\n", encoding="utf-8")
