"""Finds what is wrong in a library file that reads well, alone and beside the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from adversescan.errors import InvalidFiles, Mistake
from adversescan.knowledge.decode import did_you_mean
from adversescan.knowledge.library import Library
from adversescan.knowledge.safe_patterns import pattern_mistake
from adversescan.knowledge.stated import stated
from adversescan.knowledge.yaml_file import Mapping, join
from adversescan.record import dataclass

ALWAYS = "builtins"
"""The import name of what needs no import."""


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """A library with the file it was read from, for mistakes that show only beside other files."""

    library: Library
    tree: Mapping


def check_library(library: Library, tree: Mapping) -> None:
    """Raises the mistakes one file shows: empty texts, paths nothing leads to, examples that name nothing."""
    mistakes = [*_wrong_texts(library, tree), *_wrong_paths(library, tree), *_wrong_aliases(library, tree), *_wrong_examples(library, tree)]
    if mistakes:
        raise InvalidFiles(mistakes)


def check_libraries(read: list[LibraryFile], *, complete: bool) -> None:
    """A path may be modelled once; where all libraries are read, an alias must lead to something modelled."""
    mistakes: list[Mistake] = []
    first: dict[tuple[str, str], str] = {}
    for file in read:
        for kind in ("calls", "values", "aliases"):
            for path, line in _lines(file.tree, kind):
                if (kind, path) in first:
                    mistakes.append(Mistake(file.tree.file, line, join(kind, path), f"stands in {first[kind, path]} too; write it once"))
                first.setdefault((kind, path), file.tree.file)
    if complete:
        mistakes += _dead_aliases(read)
    if mistakes:
        raise InvalidFiles(mistakes)


def inside(path: str, root: str) -> bool:
    """Whether the dotted path is the root or stands below it."""
    return path == root or path.startswith(f"{root}.")


def _wrong_texts(library: Library, tree: Mapping) -> Iterator[Mistake]:
    """Texts that must say something."""
    for key in ("documentation", "match", "other"):
        if not getattr(library, key).strip():
            yield Mistake(tree.file, tree.lines[key], key, "must not be empty")
    if not library.documentation.startswith("https://"):
        yield Mistake(tree.file, tree.lines["documentation"], "documentation", "must be an https:// address")
    if not library.imports:
        yield Mistake(tree.file, tree.lines["imports"], "imports", "must name at least one import")
    if library.templates:
        yield from _wrong_templates(library, tree)


def _wrong_templates(library: Library, tree: Mapping) -> Iterator[Mistake]:
    if wrong := pattern_mistake(library.templates):
        yield Mistake(tree.file, tree.lines["templates"], "templates", wrong)
    elif "name" not in re.compile(library.templates).groupindex:
        yield Mistake(tree.file, tree.lines["templates"], "templates", "must have a group (?P<name>...)")


def _wrong_paths(library: Library, tree: Mapping) -> Iterator[Mistake]:
    """Calls and values that no import, alias or returned type of the file leads to."""
    types = {model.returns for model in (*library.calls, *library.values)} | {path for _, path in library.aliases}
    roots = {*library.imports, *types} - {""}
    for key in ("calls", "values"):
        for path, line in _lines(tree, key):
            if library.imports and not any(inside(path, root) for root in roots):
                text = f"starts with none of the imports, returned types and aliases of this file{did_you_mean(path, roots)}"
                yield Mistake(tree.file, line, join(key, path), text)


def _wrong_aliases(library: Library, tree: Mapping) -> Iterator[Mistake]:
    """Aliases under a name no project of this library writes."""
    for alias, line in _lines(tree, "aliases"):
        if library.imports and ALWAYS not in library.imports and not any(inside(alias, root) for root in library.imports):
            text = f"starts with none of the imports, so it is never looked up{did_you_mean(alias, library.imports)}"
            yield Mistake(tree.file, line, join("aliases", alias), text)


def _wrong_examples(library: Library, tree: Mapping) -> Iterator[Mistake]:
    """`# is:` comments that name nothing in the file, and nothing one of its aliases leads to."""
    elsewhere = {path for _, path in library.aliases}
    paths = {model.path for model in (*library.calls, *library.values)}
    comments = list(stated(library.match))
    named = [path for comment in comments for path in comment.paths]
    if not named and library.match.strip():
        yield Mistake(tree.file, tree.lines["match"], "match", "needs a comment `# is: PATH` at the line of a call")
    for path in named:
        if path not in paths and not any(inside(path, target) for target in elsewhere):
            yield Mistake(tree.file, tree.lines["match"], "match", f"`# is: {path}` names no entry{did_you_mean(path, paths)}")
    for comment in comments:
        if comment.reading and len(comment.paths) > 1:
            yield Mistake(tree.file, tree.lines["match"] + comment.line, "match", "a reading after `->` can be that of one entry only")


def _lines(tree: Mapping, key: str) -> Iterable[tuple[str, int]]:
    node = tree.entries.get(key)
    return node.lines.items() if isinstance(node, Mapping) else ()


def _dead_aliases(read: list[LibraryFile]) -> Iterator[Mistake]:
    models = [model for file in read for model in (*file.library.calls, *file.library.values)]
    known = {prefix for model in models for path in (model.path, model.returns) for prefix in _prefixes(path)}
    for file in read:
        lines = dict(_lines(file.tree, "aliases"))
        for alias, path in file.library.aliases:
            if path not in known:
                text = f"{path} is modelled nowhere{did_you_mean(path, known)}"
                yield Mistake(file.tree.file, lines[alias], join("aliases", alias), text)


def _prefixes(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition(".")[0]
