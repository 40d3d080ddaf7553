"""The words prompts are made of, and the gate before them, kept with the rules."""

from __future__ import annotations

from dataclasses import field
from functools import lru_cache
from typing import TYPE_CHECKING

from adversescan.language.phrases import Gate, read_gate
from adversescan.language.tasks import Tasks, read_tasks
from adversescan.record import dataclass

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from adversescan.knowledge.kept_parts import KeptParts


def kept_tasks(folder: Traversable, kept: KeptParts) -> Tasks:
    """The task words of a rules folder. What is prepared from them serves all scans of one program with the same rules."""
    if not kept.state:
        return read_tasks(folder)  # type: ignore[arg-type]  # a path or a layered folder, both hashable
    return _tasks(_Place(kept.state, folder, kept))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the words are, told apart by the state of the rules alone."""

    state: bytes
    folder: Traversable = field(compare=False)
    kept: KeptParts = field(compare=False)


@lru_cache(maxsize=4)
def _tasks(place: _Place) -> Tasks:
    place.kept.find(("tasks", "gate"))
    tasks = Tasks(place.kept.part("tasks", tuple, lambda: read_tasks(place.folder).languages))  # type: ignore[arg-type]
    tasks.prepared["gate"] = place.kept.part("gate", Gate, lambda: read_gate(tasks))
    place.kept.keep()
    return tasks
