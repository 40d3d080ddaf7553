"""Finds what is to be read: the files below the paths that were asked for, and what is left out of them, counted."""

# os.path answers where pathlib raises: in a folder that may not be entered. A path keeps its links, so it is not resolved.
# ruff: noqa: PTH100, PTH112

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from adversescan.errors import AdversescanError
from adversescan.record import dataclass
from adversescan.sources.file import LARGEST, File, Inside, Rows, Words, look, place_problem
from adversescan.sources.language_of import may_be_read
from adversescan.sources.left_out import LINKED, LeftOut
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.projects import ProjectOf
from adversescan.sources.walk import Walk, walk

_Found = Iterator[tuple[str, File | Problem]]
"""Files and problems, each with its absolute path."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """What there is to read, in the order of the paths, and what is not read. A folder left out whole counts once.

    Of `tables`, which are data, nothing but the line of names is ever read; of `texts` those that a program opens.
    """

    base: Path
    files: tuple[File, ...]
    problems: tuple[Problem, ...]
    left_out: Mapping[str, int]
    tables: tuple[File, ...] = ()
    texts: tuple[File, ...] = ()


def discover(
    paths: Sequence[Path],
    left_out: LeftOut,
    marks: frozenset[str],
    *,
    base: Path | None = None,
    exclude: Iterable[str] = (),
    exclude_in: Path | None = None,
    largest: int = LARGEST,
) -> Discovery:
    """The files of the paths; a file that is named is always read. No link is followed out of the folder it is found in.

    `marks` are names that mark the folder of a project. `base` is what paths are relative to; by default the folder that holds
    all of them. `exclude` are patterns as in .gitignore, relative to `exclude_in` or else the base. Raises AdversescanError for a path that
    does not exist.
    """
    given = [_existing(path) for path in paths]
    below = Path(os.path.abspath(base)) if base else common_folder(given)
    search = _Search(
        below, left_out, ProjectOf(below, marks), _matcher(exclude), Path(os.path.abspath(exclude_in or below)), largest, Counter(), [], []
    )
    found: dict[str, File | Problem] = {}
    for path in given:
        for place, item in search.folder(path) if os.path.isdir(path) else search.named(path):
            found.setdefault(place, item)
    files = sorted(item for item in found.values() if isinstance(item, File))
    problems = sorted(item for item in found.values() if isinstance(item, Problem))
    tables, texts = (tuple(sorted(set(each))) for each in (search.tables, search.texts))
    return Discovery(below, tuple(files), tuple(problems), dict(sorted(search.counts.items())), tables, texts)


def common_folder(paths: Iterable[Path]) -> Path:
    """The folder that holds all the paths; of a single folder that folder itself."""
    folders = [path if os.path.isdir(path) else path.parent for path in map(Path, map(os.path.abspath, paths))]
    return Path(os.path.commonpath(folders)) if folders else Path.cwd()


def _existing(path: Path) -> Path:
    """The path, absolute and without dots; links in it stay."""
    if not os.path.lexists(path):
        raise AdversescanError(f"{path} does not exist")
    return Path(os.path.abspath(path))


def _matcher(patterns: Iterable[str]) -> Callable[[str], bool]:
    patterns = tuple(patterns)
    if not patterns:
        return lambda path: False
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns).match_file


@dataclass(frozen=True, slots=True)
class _Search:
    """One discovery, with all it needs to know; `counts`, `tables` and `texts` grow."""

    base: Path
    left_out: LeftOut
    project: ProjectOf
    excluded: Callable[[str], bool]
    exclude_in: Path
    largest: int
    counts: Counter[str]
    tables: list[File]
    texts: list[File]

    def folder(self, folder: Path) -> _Found:
        real = folder.resolve().as_posix().rstrip("/")
        prefix, below = _prefix(folder, self.base), _prefix(folder, self.exclude_in)
        met = walk(real, self.left_out, lambda path: self.excluded(below + path), may_be_read)
        self.counts.update(met.left_out)
        self.project.learn(prefix, met.names)
        for unreadable in met.unreadable:
            yield f"{real}/{unreadable.path}", place_problem(prefix + unreadable.path, ProblemKind.UNREADABLE, unreadable.reason)
        yield from self._entries(met, real, prefix)

    def _entries(self, met: Walk, real: str, prefix: str) -> _Found:
        for entry in met.entries:
            path, place = prefix + entry, f"{real}/{entry}"
            match look(place, path, self.project(path.rpartition("/")[0]), real, largest=self.largest):
                case File() | Problem() as item:
                    yield place, item
                case Inside():
                    self.counts[LINKED] += 1
                case Rows(file=file):
                    self.tables.append(file)
                case Words(file=file):
                    self.texts.append(file)

    def named(self, path: Path) -> _Found:
        """A file that was asked for by its name, also through a link."""
        name = _relative(path, self.base)
        place = Path(os.path.realpath(path)).as_posix()
        match look(place, name, self.project(name.rpartition("/")[0]), place, largest=self.largest, named=True):
            case File() | Problem() as item:
                yield place, item
            case _:
                yield place, place_problem(name, ProblemKind.UNREADABLE, "no language is known for this kind of file")


def _prefix(folder: Path, base: Path) -> str:
    relative = _relative(folder, base)
    return "" if relative == "." else f"{relative}/"


def _relative(path: Path, base: Path) -> str:
    return Path(os.path.relpath(path, base)).as_posix()
