"""Which file of the project a program means by the path it opens."""

from __future__ import annotations

import posixpath

from adversescan.graph.query import HOLE

_SETTINGS = (".yaml", ".yml", ".json", ".jsonl", ".toml")
"""Endings of files that hold plain values rather than text."""


def is_settings(name: str) -> bool:
    """Whether a file of that name is read as plain values."""
    return name.endswith(_SETTINGS)


def find_file(name: str, reader: str, root: str, alike: tuple[str, ...]) -> str:
    """The one of the files `alike`, of the same last part, that the module `reader` opens; "" where none is, or several may be.

    A path is seen from the folder of the project `root`, from that of what is scanned, and from the module's own. One of which only the
    end is known means the only file whose path ends so. What lies outside of the project is no file of it.
    """
    name = name.replace("\\", "/")
    _, hole, end = name.rpartition(HOLE)
    if hole and not end.startswith("/"):
        return ""
    folders = () if hole else (root, "", posixpath.dirname(reader))
    for said in (name, _of_package(name)):
        for folder in folders:
            seen = posixpath.normpath(posixpath.join(folder, said))
            if seen in alike:
                return seen
    end = end.lstrip("./")
    found = [path for path in alike if path.endswith(f"/{end}") or path == end]
    return found[0] if len(found) == 1 and not name.startswith("../") else ""


def _of_package(name: str) -> str:
    """The path in a package whose name stands for its folder: `house.prompts/letter.txt`."""
    folder, sign, last = name.rpartition("/")
    return name if folder.startswith(".") else folder.replace(".", "/") + sign + last
