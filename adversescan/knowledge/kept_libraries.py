"""The libraries a project can reach, each kept by itself: of the hundreds there are, a project needs a few."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from adversescan.knowledge.check_libraries import ALWAYS
from adversescan.knowledge.library import Library
from adversescan.knowledge.read_libraries import imports_of_files, in_reach, read_libraries, read_library, types_of

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from adversescan.knowledge.kept_parts import KeptParts


def kept_libraries(place: Traversable, imports: frozenset[str], kept: KeptParts) -> tuple[Library, ...]:
    """What `read_libraries` reads of a rules folder for these imports; only the files that are not kept are read."""
    libraries = tuple(_reached(place, imports | {ALWAYS}, kept))
    if _says_twice(libraries):
        return read_libraries(place, imports)
    return libraries


def _reached(place: Traversable, names: frozenset[str], kept: KeptParts) -> Iterator[Library]:
    kept.find(("imports",))
    waiting = kept.part("imports", dict, lambda: imports_of_files(place))
    while names:
        found = in_reach(waiting, names)
        waiting = {file: stated for file, stated in waiting.items() if file not in found}
        kept.find(f"library {file}" for file in found)
        read = [kept.part(f"library {file}", Library, lambda file=file: read_library(place, file)) for file in found]  # type: ignore[misc]
        yield from read
        names = frozenset(name for library in read for name in types_of(library))


def _says_twice(libraries: tuple[Library, ...]) -> bool:
    """Whether a path stands in two of the libraries, which is a mistake: reading all of them together says where."""
    for kind in ("calls", "values"):
        paths = [model.path for library in libraries for model in getattr(library, kind)]
        if len(set(paths)) < len(paths):
            return True
    aliases = [alias for library in libraries for alias, _ in library.aliases]
    return len(set(aliases)) < len(aliases)
