"""What was read from a folder of rules, kept by the content of all its files, so that no rule is read from YAML twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from adversescan.cache import Cache, facts_key, tool_state
from adversescan.knowledge.rules_folder import rules_state
from adversescan.packing import pack, unpack

T = TypeVar("T")


class KeptParts:
    """Records by name. Where nothing is kept, or what is kept is damaged, they are read anew."""

    def __init__(self, cache: Cache, folder: Path | None) -> None:
        """`folder` are the user's own rules, if any; the shipped ones always count."""
        self.cache = cache
        self._folder = folder
        self.state = self._read_state()
        """Tells the rules and the tool apart from all others; empty where nothing is kept."""
        self._found: dict[str, bytes] = {}
        self._new: dict[str, object] = {}

    def find(self, names: Iterable[str]) -> bool:
        """Look for all of these at once; whether all are there."""
        keys = {self._key(name): name for name in names if name not in self._found and name not in self._new}
        values = self.cache.get_many(keys)
        self._found |= {keys[key]: value for key, value in values.items()}
        return len(values) == len(keys)

    def part(self, name: str, kind: type[T], read: Callable[[], T]) -> T:
        """The record as it was kept, or as it is read now."""
        known = unpack(self._found[name], kind) if name in self._found else None
        if known is None:
            known = read()
            self._new[name] = known
        return known

    def keep(self) -> None:
        """Keep what was read now, unless a file was written meanwhile: then nobody knows which state was read."""
        if self._new and self.is_unchanged():
            self.cache.put_many({self._key(name): pack(record) for name, record in self._new.items()})
        self._new.clear()

    def is_unchanged(self) -> bool:
        """Whether what was read since the beginning is what the state says, and may be kept."""
        return bool(self.state) and self._read_state() == self.state

    def _key(self, name: str) -> bytes:
        return facts_key(self.state, "rules", name)

    def _read_state(self) -> bytes:
        return facts_key(b"", *tool_state(), *rules_state(self._folder)) if self.cache.keeps else b""
