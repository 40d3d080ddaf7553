"""Reads the prompts under tests/data/prompts: those in `halves`, of which the words were tuned on one half, and two later sets."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from adversescan.language.reading import PromptReading

FOLDER = Path(__file__).parents[1] / "data" / "prompts"


@dataclass(frozen=True, slots=True)
class PromptCase:
    """A prompt and what must be read from it."""

    place: str
    text: str
    asked: frozenset[str]
    also: frozenset[str]
    tasks: frozenset[str]
    wrong: str
    """Why it is known to be read wrongly."""

    @property
    def held_out(self) -> bool:
        """Whether the case belongs to the half of `halves` that was only looked at after its figure had been taken."""
        return zlib.crc32(self.text.encode()) % 2 == 1

    def is_read(self, reading: PromptReading) -> bool:
        """Whether all attributes asked for are read and no others, of a person, with the tasks named."""
        found = set(reading.attributes).union(*(attributes for _, attributes in reading.fields))
        right = self.asked <= found <= self.asked | self.also
        return right and (reading.about_person or not self.asked) and self.tasks <= set(reading.tasks)


def prompt_cases(folder: Path = FOLDER) -> Iterator[PromptCase]:
    """All cases of a folder, by file."""
    for file in sorted(folder.rglob("*.yaml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8")):
            asked, also, tasks = (frozenset(entry.get(key, ())) for key in ("asked", "also", "tasks"))
            yield PromptCase(file.relative_to(folder).as_posix(), entry["text"], asked, also, tasks, entry.get("wrong", ""))
