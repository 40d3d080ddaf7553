"""Walks a folder: every file in it that is not left out, without following a link."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import field

from adversescan.record import dataclass
from adversescan.sources.ignored import Ignored, ignored_below
from adversescan.sources.left_out import EXCLUDED, IGNORED, LeftOut

_REPOSITORY = ".git"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A folder that cannot be listed."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Walk:
    """What was met below a folder: paths are relative to it, with forward slashes, in order.

    `entries` are files, links and whatever else is no folder; `names` holds the names in each folder.
    """

    entries: list[str] = field(default_factory=list)
    names: dict[str, frozenset[str]] = field(default_factory=dict)
    unreadable: list[Unreadable] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def walk(folder: str, left_out: LeftOut, excluded: Callable[[str], bool], wanted: Callable[[str], bool]) -> Walk:
    """Everything below a folder, an absolute path. Files whose name is not `wanted` are passed over and not counted."""
    found = Walk()
    pending: list[tuple[str, Ignored]] = [("", ignored_below(folder))]
    while pending:
        place, ignored = pending.pop()
        try:
            with os.scandir(f"{folder}/{place}") as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            found.unreadable.append(Unreadable(place.rstrip("/"), error.strerror or str(error)))
            continue
        names = frozenset(entry.name for entry in entries)
        if place and (reason := left_out.of_names(names)):
            found.left_out[reason] += 1
            continue
        if place and _REPOSITORY in names:
            ignored = ignored_below(f"{folder}/{place}".rstrip("/"))
        found.names[place.rstrip("/")] = names
        why = _Why(folder, place, left_out, excluded, ignored)
        pending.extend((f"{place}{name}/", ignored) for name in reversed(list(_sort_out(entries, why, wanted, found))))
    found.entries.sort()
    return found


@dataclass(frozen=True, slots=True)
class _Why:
    """Why something in one folder is left out; "" where it is not."""

    folder: str
    place: str
    left_out: LeftOut
    excluded: Callable[[str], bool]
    ignored: Ignored

    def __call__(self, name: str, is_folder: bool) -> str:
        path = self.place + name
        if reason := self.left_out.of_folder(path) if is_folder else self.left_out.of_file(name):
            return reason
        if self.ignored(f"{self.folder}/{path}", is_folder):
            return IGNORED
        return EXCLUDED if self.excluded(path + "/" * is_folder) else ""


def _sort_out(entries: list[os.DirEntry[str]], why: _Why, wanted: Callable[[str], bool], found: Walk) -> Iterator[str]:
    """Files are put where they belong; the folders to go into are handed back."""
    for entry in entries:
        is_folder = entry.is_dir(follow_symlinks=False)
        if not is_folder and not entry.is_symlink() and not wanted(entry.name):
            continue
        if reason := why(entry.name, is_folder):
            found.left_out[reason] += 1
        elif is_folder:
            yield entry.name
        else:
            found.entries.append(why.place + entry.name)
