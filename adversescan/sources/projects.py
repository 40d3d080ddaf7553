"""Groups files into projects: relative names mean the same place only within one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path

from adversescan.record import dataclass


@dataclass(frozen=True, slots=True)
class ProjectOf:
    """The project of a folder: the nearest one, itself or above it up to the base, that holds a mark; else the base, "".

    Folders are relative to the base, with forward slashes. What a walk has seen is not looked up again.
    """

    base: Path
    marks: frozenset[str]
    known: dict[str, str] = field(default_factory=dict)
    marked: dict[str, bool] = field(default_factory=dict)

    def learn(self, prefix: str, names: Mapping[str, Iterable[str]]) -> None:
        """Take in the names a walk found in each folder below the prefix."""
        for folder, present in names.items():
            self.marked[(prefix + folder).rstrip("/")] = not self.marks.isdisjoint(present)

    def __call__(self, folder: str) -> str:
        passed = []
        while folder and folder not in self.known and not self._is_marked(folder):
            passed.append(folder)
            folder = folder.rpartition("/")[0]
        project = self.known.get(folder, folder)
        self.known.update(dict.fromkeys([*passed, folder], project))
        return project

    def _is_marked(self, folder: str) -> bool:
        if folder not in self.marked:
            self.marked[folder] = any(os.path.lexists(f"{self.base}/{folder}/{mark}") for mark in self.marks)
        return self.marked[folder]
