"""Reads rules/libraries/python/: what the calls of other people's code do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from adversescan.knowledge.attribute_ids import read_attribute_ids
from adversescan.knowledge.check_libraries import ALWAYS, LibraryFile, check_libraries, check_library
from adversescan.knowledge.decode import decode_pairs, decode_record, known_word
from adversescan.knowledge.library import CallModel, Does, Libraries, Library
from adversescan.knowledge.yaml_file import Items, Mapping, Node, Text, collect, expect_mapping, join, read_yaml, refuse, yaml_files
from adversescan.record import dataclass
from adversescan.sources.source import Language, runner

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

NEEDS: dict[Does, tuple[str, ...]] = {
    Does.COLLECT: ("origin",),
    Does.INFER: ("attributes", "fields", "labels", "model", "only"),
    Does.READ: ("store",),
    Does.WRITE: ("store",),
    Does.QUERY: ("query",),
    Does.CALL: ("function",),
    Does.FRAME: ("operation",),
    Does.MITIGATE: ("mitigation",),
}
"""What an entry must also say: one of these keys, or it could never do anything."""
_NAME = r"[A-Za-z_][\w.]*"
_PLAIN = re.compile(
    rf"library: [\w. -]+\ndocumentation: https://[\w./~-]+\nimports: \[({_NAME}(?:, {_NAME})*)\]\n".encode(),
    re.ASCII,
)
"""How nearly all files begin: those are told by their first lines, so that hundreds of files cost a scan little."""


def read_libraries(folder: Traversable, only: frozenset[str] | None = None) -> tuple[Library, ...]:
    """All libraries below the rules folder; with `only`, those a project with these imports can reach.

    A library is reached by its own import names, and by the types that a reached library returns. `only` holds dotted
    names as imported; what needs no import is always reached. Raises InvalidFiles with the mistakes of all files read.
    """
    files = yaml_files(folder / "libraries" / "python")
    attributes = read_attribute_ids(folder)
    if only is None:
        read = collect(lambda file: _read_file(*file, attributes), files)
    else:
        read = list(_reachable(files, only | {ALWAYS}, attributes))
    check_libraries(read, complete=only is None)
    return tuple(file.library for file in read)


def index_libraries(libraries: Iterable[Library]) -> Libraries:
    """The libraries, looked up by dotted path."""
    libraries = tuple(libraries)
    return Libraries(
        libraries,
        {model.path: model for library in libraries for model in library.calls},
        {model.path: model for library in libraries for model in library.values},
        {alias: path for library in libraries for alias, path in library.aliases},
        tuple(re.compile(library.templates) for library in libraries if library.templates),
        tuple(name for library in libraries if library.subcommands for name in library.imports),
        frozenset(alias.rpartition(".")[0] for library in libraries for alias, _ in library.aliases if "*" in alias),
        frozenset(key for library in libraries for model in library.calls for key in model.judges if isinstance(key, str) and "." in key),
    )


@dataclass(frozen=True, slots=True)
class LibraryForm:
    """The keys of a library file."""

    library: str
    documentation: str
    imports: tuple[str, ...]
    match: str
    other: str
    aliases: tuple[tuple[str, str], ...] = ()
    calls: tuple[CallModel, ...] = ()
    values: tuple[CallModel, ...] = ()
    templates: str = ""
    subcommands: bool = False


def _read_file(path: Traversable, name: str, attributes: frozenset[str]) -> LibraryFile:
    tree = read_yaml(path, name)
    library = _name(tree)
    form = decode_record(
        tree,
        LibraryForm,
        special={
            "aliases": decode_pairs,
            "calls": lambda node, key: _models(node, key, library, attributes),
            "values": lambda node, key: _models(node, key, library, attributes),
        },
    )
    read = Library(
        form.library, form.documentation, form.imports, form.aliases, form.calls, form.values, form.match, form.other,
        form.subcommands, form.templates,
    )  # fmt: skip
    check_library(read, tree)
    return LibraryFile(read, tree)


def _name(tree: Mapping) -> str:
    node = tree.entries.get("library")
    return node.text if isinstance(node, Text) else ""


def _models(node: Node, key: str, library: str, attributes: frozenset[str]) -> tuple[CallModel, ...]:
    entries = expect_mapping(node, key).entries
    return tuple(collect(lambda path: _model(entries[path], join(key, path), path, library, attributes), entries))


def _model(node: Node, key: str, path: str, library: str, attributes: frozenset[str]) -> CallModel:
    model = decode_record(node, CallModel, key, given={"path": path, "library": library})
    entries = expect_mapping(node, key).entries
    words = [(join(key, name), word) for name in ("attributes", "fields") for word in _words(entries.get(name))]
    collect(lambda item: known_word(item[1], attributes, item[0], "attribute"), words)
    needed = NEEDS.get(model.does, ())
    if needed and not any(name in entries for name in needed):
        refuse(node, key, f"does: {model.does.value} also needs {' or '.join(needed)}")
    return model


def _words(node: Node | None) -> list[Node]:
    match node:
        case Items(items=items):
            return items
        case Mapping(entries=entries):
            return list(entries.values())
        case _:
            return []


def read_library(folder: Traversable, file: str) -> Library:
    """The library one file of a rules folder holds. Raises InvalidFiles with the mistakes of the file."""
    path = folder / "libraries" / "python" / file
    return _read_file(path, str(path), read_attribute_ids(folder)).library


def imports_of_files(folder: Traversable) -> dict[str, tuple[str, ...]]:
    """The import names that each library file of a rules folder states."""
    return {path.name: imports_of(path.read_bytes()) for path, _ in yaml_files(folder / "libraries" / "python")}


def in_reach(files: dict[str, tuple[str, ...]], names: frozenset[str]) -> tuple[str, ...]:
    """The files that state an import among the names, above one of them or below it."""
    above = frozenset(folder for name in names for folder in _above(name))
    return tuple(file for file, stated in files.items() if any(a in above or any(b in names for b in _above(a)) for a in stated))


def _reachable(files: list[tuple[Traversable, str]], names: frozenset[str], attributes: frozenset[str]) -> Iterator[LibraryFile]:
    """The files whose imports are among the names, then those whose types these return, and so on."""
    places = {path.name: (path, name) for path, name in files}
    waiting = {path.name: imports_of(path.read_bytes()) for path, _ in files}
    while names:
        found = in_reach(waiting, names)
        waiting = {file: stated for file, stated in waiting.items() if file not in found}
        read = collect(lambda file: _read_file(*places[file], attributes), found)
        yield from read
        names = frozenset(name for file in read for name in types_of(file.library))


def _above(name: str) -> Iterator[str]:
    """The dotted name and all it stands below."""
    parts = name.split(".")
    yield from (".".join(parts[:length]) for length in range(len(parts), 0, -1))


def types_of(library: Library) -> Iterator[str]:
    """The types a library returns, and what else it leads to."""
    if any(model.does is Does.SHELL for model in library.calls):
        # A command line is read when it is met.
        yield runner(Language.SHELL)
    yield from (path for _, path in library.aliases)
    yield from (model.returns for model in (*library.calls, *library.values) if model.returns)


def imports_of(text: bytes) -> tuple[str, ...]:
    """The import names a library file states, read without the rest of the file; a wrong file counts as always imported,
    so that its mistakes are seen.
    """
    plain = _PLAIN.match(text)
    if plain:
        return tuple(plain[1].decode("ascii").split(", "))
    import yaml

    names: list[str] = []
    depth, stated = 0, False
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(event, yaml.ScalarEvent) and depth == 1:
                stated = event.value == "imports"
            elif isinstance(event, yaml.ScalarEvent) and stated:
                names.append(event.value)
            elif isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
                if stated:
                    break
    except yaml.YAMLError:
        return (ALWAYS,)
    return tuple(names) or (ALWAYS,)
