"""The steps that made-up programs are put together from, as tests/data/language_steps.yaml has them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Step:
    """A construct: the shapes of what it takes and gives, its lines, and what must be defined for it."""

    takes: str
    gives: str
    text: str
    define: str = ""
    inner: str = ""
    needs: str = "s"

    @property
    def has_body(self) -> bool:
        return "{body" in self.text + self.define


def _read(group: str) -> list[Step]:
    return [_step(shapes, entry) for shapes, entries in _FILE[group].items() for entry in entries]


def _step(shapes: str, entry: Any) -> Step:
    takes, _, gives = (part.strip() for part in shapes.partition("->"))
    return Step(takes, gives, entry) if isinstance(entry, str) else Step(takes, gives, **entry)


_FILE = yaml.safe_load((Path(__file__).parents[1] / "data" / "language_steps.yaml").read_text(encoding="utf-8"))
DATA, TESTS, CHOICES, ENDINGS = (_read(group) for group in ("data", "tests", "choices", "endings"))
STEPS = [*DATA, *TESTS, *CHOICES, *ENDINGS]
ACTS: tuple[str, ...] = tuple(_FILE["acts"])
