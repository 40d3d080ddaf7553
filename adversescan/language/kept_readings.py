"""Readings of prompts, kept between runs by the text and the state of the rules: reading a text again costs a look-up."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from adversescan.cache import facts_key
from adversescan.language.reading import UNREAD, PromptReading
from adversescan.packing import pack, unpack

if TYPE_CHECKING:
    from adversescan.knowledge.kept_parts import KeptParts

_NOTHING = b"-"
"""Stands for a text that is no prompt, as most are."""
_HALF = 16
"""Bytes of a key that tell the rules, and as many that tell the text: all readings by the same rules stand together."""
_DRAWER = 1
"""Bytes of the text's part by which readings are fetched: few queries for many texts, and little that is not needed for few."""


class KeptReadings:
    """Readings by text. Where nothing is kept each text is read."""

    def __init__(self, kept: KeptParts) -> None:
        """`kept` says where readings are kept and which rules they are made by."""
        self._kept = kept
        self._rules = facts_key(b"prompt", kept.state.hex())[:_HALF]
        self._known: dict[str, PromptReading] = {}
        self._drawers: dict[bytes, dict[bytes, bytes]] = {}
        self._new: dict[bytes, PromptReading] = {}

    def reading(self, text: str, read: Callable[[str], PromptReading]) -> PromptReading:
        """The reading of the text as it was kept, or as it is read now."""
        if not self._kept.state:
            return read(text)
        if text not in self._known:
            key = self._rules + hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:_HALF]
            self._known[text] = self._find(key) or self._read(key, text, read)
        return self._known[text]

    def _find(self, key: bytes) -> PromptReading | None:
        drawer = key[: _HALF + _DRAWER]
        if drawer not in self._drawers:
            self._drawers[drawer] = self._kept.cache.get_beginning(drawer)
        value = self._drawers[drawer].get(key)
        return UNREAD if value == _NOTHING else unpack(value, PromptReading) if value is not None else None

    def _read(self, key: bytes, text: str, read: Callable[[str], PromptReading]) -> PromptReading:
        reading = self._new[key] = read(text)
        return reading

    def keep(self) -> None:
        """Keep what was read now, unless the rules were changed meanwhile."""
        if self._new and self._kept.is_unchanged():
            self._kept.cache.put_many({key: _NOTHING if said == UNREAD else pack(said) for key, said in self._new.items()})
        self._new.clear()
