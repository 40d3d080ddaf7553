"""Readings of prompts, kept between runs by the text and the state of the rules: reading a text again costs a look-up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from adversescan.cache import facts_key
from adversescan.language.reading import UNREAD, PromptReading
from adversescan.packing import pack, unpack

if TYPE_CHECKING:
    from adversescan.cache import OneByOne
    from adversescan.knowledge.kept_parts import KeptParts

_NOTHING = b"-"
"""Stands for a text that is no prompt, as most are."""


class KeptReadings:
    """Readings by text. Where nothing is kept each text is read."""

    def __init__(self, kept: KeptParts) -> None:
        """`kept` says where readings are kept and which rules they are made by."""
        self._kept = kept
        self._values = kept.cache.one_by_one() if kept.state else None
        self._known: dict[str, PromptReading] = {}
        self._new: dict[bytes, PromptReading] = {}

    def reading(self, text: str, read: Callable[[str], PromptReading]) -> PromptReading:
        """The reading of the text as it was kept, or as it is read now."""
        if self._values is None:
            return read(text)
        if text not in self._known:
            self._known[text] = self._find(text, self._values) or self._read(text, read)
        return self._known[text]

    def _find(self, text: str, values: OneByOne) -> PromptReading | None:
        value = values.get(self._key(text))
        return UNREAD if value == _NOTHING else unpack(value, PromptReading) if value is not None else None

    def _read(self, text: str, read: Callable[[str], PromptReading]) -> PromptReading:
        reading = self._new[self._key(text)] = read(text)
        return reading

    def _key(self, text: str) -> bytes:
        return facts_key(text.encode("utf-8", "surrogatepass"), "prompt", self._kept.state.hex())

    def keep(self) -> None:
        """Keep what was read now, unless the rules were changed meanwhile."""
        if self._values is not None:
            self._values.close()
        if self._new and self._kept.is_unchanged():
            self._kept.cache.put_many({key: _NOTHING if said == UNREAD else pack(said) for key, said in self._new.items()})
        self._new.clear()
