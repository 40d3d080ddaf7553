"""Stores join programs: one identity for a place however it is named, and what is put there and read again."""

from __future__ import annotations

import posixpath
import re
from itertools import product

from adversescan.analysis.arguments import Arguments
from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.kept_stores import Place
from adversescan.analysis.merge_values import merge
from adversescan.analysis.run import Run
from adversescan.analysis.situation import note_place
from adversescan.analysis.values import MOST_ALTERNATIVES, Kind, Value
from adversescan.graph.program import Constant
from adversescan.graph.query import HOLE
from adversescan.knowledge.library import CallModel, Store

_WEB = "http"
_LOCAL = "file"
_JOINED_BY = {Store.BUCKET: "/", Store.TABLE: "."}
_SEEN_FROM_THE_END = {Store.TABLE.value: ".", Store.PROGRAM.value: "/"}
"""Kinds of store whose names may be given with or without what they stand in."""


def words_of(name: str) -> list[str]:
    """The words in the name of a store."""
    return [w for w in name.replace("/", " ").replace(".", " ").replace("_", " ").split() if w.isalpha()]


def store_names(model: CallModel, address: list[Value]) -> list[Place]:
    """The identities of the places an address may mean: kind and name. Bucket and key, schema and table given apart are one name."""
    kind = model.store if model.store is not None else Store.FILE
    texts = [found for v in address if (found := v.texts() or (_listed(v) if kind is Store.FILE else []))]
    if kind in _JOINED_BY and texts:
        texts = [[_JOINED_BY[kind].join(parts) for parts in product(*texts)][:MOST_ALTERNATIVES]]
    # A text that is nothing but holes names no store.
    return [_identity(kind, t) for found in texts for t in found if t.replace(HOLE, "").strip("./:-_")]


def _listed(value: Value) -> list[str]:
    """The names in a list of files."""
    return [t for r in value.records() if r.kind in (Kind.LIST, Kind.TUPLE) for v in r.fields.values() for t in v.texts()]


def held(run: Run, name: Place, line: int) -> list[Value]:
    """What the project keeps in a store. A table is the same with and without the schema it is in, and another one in another schema."""
    name = run.stores.other_names.get(name, name)
    run.store_reads.setdefault(name, set()).add(run.location(line))
    return run.stores.read(name, is_same)


def held_in_folder(run: Run, name: Place) -> list[Value]:
    """What the project keeps in the places that an address with holes, or a folder, may mean."""
    return run.stores.read(name, may_mean) if name[0] in (Store.FILE, Store.BUCKET) else []


def held_in_files(run: Run, paths: list[str], line: int) -> list[Value]:
    """What the project wrote to the files of these paths, or to those that a path with holes may mean."""
    names = [_identity(Store.FILE, path) for path in paths]
    return [value for name in names for value in (*held(run, name, line), *held_in_folder(run, name))]


def put(run: Run, name: Place, payload: list[Value], line: int) -> None:
    """What a store holds from now on; programs that have read it are run again if that is new to them."""
    name = run.stores.other_names.get(name, name)
    note_place(run, payload, name[1])
    run.store_writes.setdefault(name, set()).add(run.location(line))
    run.stores.put(name, payload)


def also_called(run: Run, name: Place, place: Place) -> None:
    """From now on the name is one of the place, and what was kept under it is kept there."""
    if name != place:
        run.stores.rename(name, place)


def may_mean(name: Place, other: Place) -> bool:
    """Whether what is read under a name of a folder with holes may have been written under the other."""
    kind, text = name
    if kind not in (Store.FILE, Store.BUCKET) or other[0] != kind or other == name:
        return False
    if HOLE not in text:
        # A folder named as a whole.
        return "." not in posixpath.basename(text) and text.strip("./") != "" and other[1].startswith(f"{text}/")
    folder = posixpath.dirname(text)
    if not folder.replace(HOLE, "").strip("./") or posixpath.dirname(other[1]).count("/") != folder.count("/"):
        return False
    pattern = "[^/]+".join(re.escape(part) for part in text.split(HOLE))
    return re.fullmatch(pattern, other[1]) is not None


def keep_result(run: Run, path: str, name: str, result: Value, line: int) -> None:
    """The result of a task is kept under its name, where the library that runs the task does so."""
    model = run.book.libraries.calls.get(path)
    if model is not None and model.store is not None and deep_facts(result, 40):
        put(run, (model.store.value, name), [result], line)


def with_results(run: Run, arguments: Arguments, line: int) -> Arguments:
    """The arguments, with the results of other tasks where a text holds a template that stands for them."""
    if not run.book.libraries.templates:
        return arguments
    found = Arguments([_filled(run, v, line) for v in arguments.positional], {k: _filled(run, v, line) for k, v in arguments.named.items()})
    found.rest = arguments.rest
    return found


def _filled(run: Run, value: Value, line: int) -> Value:
    results = []
    for text in [
        *value.texts(),
        *(t for r in value.records() if r.kind in (Kind.LIST, Kind.TUPLE) for v in r.fields.values() for t in v.texts()),
    ]:
        for pattern in run.book.libraries.templates:
            for match in pattern.finditer(text):
                results += held(run, (Store.KEY.value, match["name"]), line)
    return merge(value, *results) if results else value


def with_contents(run: Run, arguments: Arguments, paths: tuple[str | int, ...], line: int) -> Arguments:
    """The arguments, with what the project wrote to the files they are the paths of."""
    found = Arguments(list(arguments.positional), dict(arguments.named), arguments.rest)
    for key in paths:
        for value in arguments.select((key,)):
            content = held_in_files(run, value.named().texts(), line)
            if isinstance(key, int):
                found.positional[key] = merge(value, *content)
            else:
                found.named[key] = merge(value, *content)
    return found


def in_bucket(text: Constant) -> Constant:
    """The name of an object in a bucket as an address, so that what is opened there stays there."""
    return f"{Store.BUCKET}://{text}" if isinstance(text, str) and "://" not in text else text


def is_same(one: Place, other: Place) -> bool:
    """Whether two names are of one place."""
    separator = _SEEN_FROM_THE_END.get(one[0])
    if one[0] != other[0] or separator is None:
        return one == other
    parts = zip(reversed(one[1].lower().split(separator)), reversed(other[1].lower().split(separator)), strict=False)
    return all(a == b or (index > 0 and HOLE in a + b) for index, (a, b) in enumerate(parts))


def _identity(kind: Store, text: str) -> Place:
    """An address with a scheme is the same place whether a library takes it as a file's name or asks for bucket and key."""
    scheme, sign, rest = text.partition("://")
    if not sign:
        name = posixpath.normpath(text) if kind in (Store.FILE, Store.BUCKET) else text.removeprefix("./")
        return kind.value, name
    if scheme.startswith(_WEB) or kind not in (Store.FILE, Store.BUCKET):
        return kind.value, text
    return (Store.FILE if scheme == _LOCAL else Store.BUCKET).value, posixpath.normpath(rest)
