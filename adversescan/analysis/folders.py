"""Folders: what lies in one is read under names nobody wrote down, with holes for what is not known of them."""

from __future__ import annotations

import posixpath
import re
from itertools import product
from pathlib import PurePosixPath

from adversescan.analysis.labels import NO_FACTS, join
from adversescan.analysis.library_calls import Site, settings_of
from adversescan.analysis.run import Run
from adversescan.analysis.texts import combine
from adversescan.analysis.values import TEXT, UNKNOWN, Kind, Record, Value, of
from adversescan.graph.query import HOLE
from adversescan.knowledge.library import CallModel

MOST_FOLDERS = 20
_BELOW = ("", HOLE, f"{HOLE}/{HOLE}")
_WILD = re.compile(r"[^/]*[*?\[][^/]*")


def list_folder(run: Run, model: CallModel, site: Site) -> Value:
    """The addresses of what fits a pattern; with `each` of a folder and all below it, the folder apart from the names in it."""
    parts = [v for v in site.select(model.address) if v.texts()]
    place = combine(run, "/", parts) if len(parts) > 1 else parts[0] if parts else UNKNOWN
    deep = [text.replace("**", below) for text in place.texts() for below in (_BELOW if "**" in text else ("",))]
    texts = [_WILD.sub(HOLE, text.replace("//", "/")) for text in deep]
    result = Record(Kind.LIST, "", place.facts or None)
    result.element = _folder(place, texts) if model.each else _address(model, site, place, _with_hole(texts, model))
    return of(result)


def folder_of(place: Value, times: list[Value]) -> Value:
    """The folder a path lies in; the folder of that where it is asked for once more for each number up to the one given."""
    more = next((n for v in times for n in v.literals() if isinstance(n, int)), 0)
    texts = place.texts()
    for _ in range(min(more, MOST_FOLDERS) + 1):
        texts = [posixpath.dirname(text.rstrip("/")) or "." for text in texts]
    return Value({(str, t): NO_FACTS for t in texts}, None, place.facts, place.depth, not texts)


def path_member(name: str, values: list[Value]) -> Value:
    """The path under another name, or a part of its name; `values` are the path and what the member is called with."""
    path, given = values[0], values[1:]
    facts = join(*(v.all_facts() for v in values))
    choices = product(path.texts(), *(v.texts() for v in given))
    found = [text for said in choices if (text := _said(name, *said)) is not None]
    return Value({(str, text): NO_FACTS for text in found}, None, facts, path.depth, not found)


def _said(name: str, text: str, *given: str) -> str | None:
    member = getattr(PurePosixPath(text), name)
    try:
        return str(member(*given) if callable(member) else member)
    except ValueError:
        # A path without a name has none to change.
        return None


def _with_hole(texts: list[str], model: CallModel) -> list[str]:
    """A folder that is listed, rather than a pattern that is looked for, gives names below it."""
    return [text if HOLE in text else f"{text}/{HOLE}" for text in texts]


def _address(model: CallModel, site: Site, place: Value, texts: list[str]) -> Value:
    text = Value({(str, t): place.facts for t in texts}, None, place.facts, place.depth, True)
    if not model.returns:
        return text
    record = Record(Kind.EXTERNAL, model.returns, place.facts)
    record.settings, record.made = {**settings_of(site), TEXT: text}, True
    return of(record)


def _folder(place: Value, texts: list[str]) -> Value:
    triple = Record(Kind.TUPLE)
    texts = [f"{text.rstrip('/')}{below}" for text in texts for below in ("", f"/{HOLE}", f"/{HOLE}/{HOLE}")]
    names = Record(Kind.LIST, "", place.facts or None)
    triple.fields = {0: Value({(str, t): place.facts for t in texts}, None, place.facts, place.depth, True), 1: of(names), 2: of(names)}
    return of(triple)
