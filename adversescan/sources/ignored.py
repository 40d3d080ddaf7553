"""What git ignores below a folder: asked of git where it is there and trusts the tree, else read from the .gitignore files.

Paths are absolute, with forward slashes.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

Ignored = Callable[[str, bool], bool]
"""Whether the path of a file, or (True) of a folder, is ignored."""

_SECONDS = 120
_LARGEST = 1_000_000
"""Bytes of a .gitignore file."""
# The settings of a repository are part of what is scanned: none of them may start a program or open a connection.
_HARMLESS = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never", "--no-optional-locks")
_LIST = ("--literal-pathspecs", "ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z", "--")


def ignored_below(folder: str) -> Ignored:
    """What git ignores below a folder. One that is itself ignored was asked for, so what is ignored above it does not count."""
    top = _work_tree(folder)
    listed = _listed_by_git(top, folder) if top else None
    if listed is None:
        return _by_patterns(folder, top or folder)
    if any(place in listed for place in _up(folder, top)):
        return lambda path, is_folder: False
    return lambda path, is_folder: path in listed


def _work_tree(folder: str) -> str:
    """The nearest folder, this one or one above, that is a work tree of git; "" where there is none."""
    return next((place for place in _up(folder, "") if os.path.lexists(f"{place}/.git")), "")


def _up(place: str, top: str) -> Iterator[str]:
    """The place and all folders above it, up to the top."""
    while place:
        yield place
        if place == top:
            return
        place = place.rpartition("/")[0]


def _listed_by_git(top: str, folder: str) -> frozenset[str] | None:
    """The ignored paths; nothing where git is not there, is not willing, or takes too long."""
    # Asked from the top: in a folder that is ignored itself, git fails.
    command = ("git", "-C", top, *_HARMLESS, *_LIST, folder)
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode:
        return None
    return frozenset(f"{top}/{os.fsdecode(name).rstrip('/')}" for name in done.stdout.split(b"\0") if name)


def _by_patterns(folder: str, top: str) -> Ignored:
    """Asks the .gitignore of every folder from the path's own up to the top; the nearest that says anything decides."""
    patterns = cache(_read_patterns)

    def is_ignored(path: str, is_folder: bool) -> bool:
        for place in _up(path.rpartition("/")[0], top):
            spec = patterns(place)
            said = spec.check_file(path[len(place) + 1 :] + "/" * is_folder).include if spec else None
            if said is not None:
                return said
        return False

    if any(is_ignored(place, True) for place in _up(folder, top) if place != top):
        return _by_patterns(folder, folder)
    return is_ignored


def _read_patterns(place: str) -> GitIgnoreSpec | None:
    try:
        path = Path(place, ".gitignore")
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _LARGEST:
            return None
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        # What cannot be read ignores nothing, as in git.
        return None
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)
