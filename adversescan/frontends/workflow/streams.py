"""Catalogues of streams, as connectors of Airbyte and Singer state them: each stream is a table of the columns that are taken.

A catalogue that stands beside a source and a destination says what goes from one to the other; one that stands alone says what the
tables hold that a loader fills.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from adversescan.frontends.program_text import ProgramText
from adversescan.frontends.yaml_tree import Items, Keys, Node, Text
from adversescan.record import dataclass
from adversescan.sources.source import runner

RUNNER = runner("sync")
_STREAMS = "streams"
_SCHEMAS = ("json_schema", "schema")
_LISTED = ("fields", "columns", "selected_fields")
_NAMES = ("table_name", "stream", "name", "tap_stream_id")
_TAKEN = re.compile(r"select(?:ed)?")
_NO = "false"


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream: the expression of its rows, the name it is loaded under, and its line."""

    name: str
    rows: str
    line: int


def streams_of(node: Keys) -> Iterator[Stream]:
    """The streams a mapping lists, itself or in the catalogue it holds."""
    inner = [value for _, value in node.entries if isinstance(value, Keys)]
    held = [node, *inner, *(value for each in inner for _, value in each.entries if isinstance(value, Keys))]
    for catalogue in held:
        found = catalogue.get(_STREAMS)
        for item in found.items if isinstance(found, Items) else ():
            if isinstance(item, Keys) and (stream := _stream(item)) is not None:
                yield stream


def keep_streams(node: Keys, program: ProgramText) -> None:
    """Adds the table each stream of a catalogue is loaded into."""
    for stream in streams_of(Keys(tuple(entry for entry in node.entries if entry[0] == _STREAMS), node.line)):
        program.use(RUNNER)
        program.add(f"{RUNNER}.keep({stream.name!r}, {stream.rows})", stream.line)


def _stream(item: Keys) -> Stream | None:
    """A stream that is taken; the description of one may stand in a mapping of its own beside how it is synchronised."""
    inner = item.get("stream")
    said = inner if isinstance(inner, Keys) else item
    settings = item.get("config")
    known = [each for each in (item, said, settings) if isinstance(each, Keys)]
    name = next((text for each in (said, item) for key in _NAMES if (text := each.text(key))), "")
    if not name or any(_is_taken(each) == _NO for each in known) or _is_left_out(item):
        return None
    place = f"{said.text('namespace')}.{name}" if said.text("namespace") else name
    columns = [each for each in _columns(known) if each not in _without(item)]
    return Stream(place, f"{RUNNER}.rows({place!r}){f'[{columns!r}]' if columns else ''}", said.line)


def _columns(known: list[Keys]) -> list[str]:
    listed = [name for each in known for key in _LISTED for name in _listed(each.get(key))]
    if listed:
        return list(dict.fromkeys(listed))
    schemas = [schema for each in known if isinstance(schema := each.get(*_SCHEMAS), Keys)]
    return list(dict.fromkeys(name for schema in schemas for name in _listed(schema.get("properties"))))


def _listed(node: Node | None) -> Iterator[str]:
    match node:
        case Keys(entries=entries):
            yield from (name for name, _ in entries)
        case Items(items=items):
            for item in items:
                if isinstance(item, Text):
                    yield item.text
                elif isinstance(item, Keys):
                    yield item.text("name", "field") or _path(item.get("fieldPath", "field_path"))[-1]


def _is_left_out(item: Keys) -> bool:
    """Singer says in the metadata of the empty path whether a stream is taken."""
    return any(not path and taken == _NO for path, taken in _metadata(item))


def _without(item: Keys) -> set[str]:
    return {path[-1] for path, taken in _metadata(item) if path and taken == _NO}


def _metadata(item: Keys) -> Iterator[tuple[list[str], str]]:
    found = item.get("metadata")
    for each in found.items if isinstance(found, Items) else ():
        said = each.get("metadata") if isinstance(each, Keys) else None
        if isinstance(each, Keys) and isinstance(said, Keys):
            yield [name for name in _path(each.get("breadcrumb")) if name], _is_taken(said)


def _is_taken(said: Keys) -> str:
    return next((value.text for key, value in said.entries if _TAKEN.fullmatch(key) and isinstance(value, Text)), "")


def _path(node: Node | None) -> list[str]:
    return [item.text for item in node.items if isinstance(item, Text)] or [""] if isinstance(node, Items) else [""]
