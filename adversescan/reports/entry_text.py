"""An entry of the rule book as text for the terminal: whatever kind it is, it is a mapping of texts, lists and mappings."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

_WIDTH = 100
_STEP = "  "


def entry_text(entry: dict[str, object]) -> str:
    """The kind and id, then what is said of it."""
    said = {key: value for key, value in entry.items() if key not in ("kind", "id")}
    return "\n".join([f"{entry['kind']} {entry['id']}", *_mapping(said, _STEP)]) + "\n"


def _mapping(entries: dict[str, object], indent: str) -> Iterator[str]:
    for key, value in entries.items():
        match value:
            case _ if value in ("", [], {}, None):
                continue
            case str() | bool() | int() if "\n" not in str(value).strip():
                yield from _wrapped(f"{key.replace('_', ' ')}: {value}", indent)
            case str():
                yield f"{indent}{key.replace('_', ' ')}:"
                yield textwrap.indent(value.rstrip(), indent + _STEP * 2)
            case _:
                yield f"{indent}{key.replace('_', ' ')}:"
                yield from _inside(value, indent + _STEP)


def _inside(value: object, indent: str) -> Iterator[str]:
    match value:
        case dict():
            yield from _mapping(value, indent)
        case list():
            for item in value:
                yield from _item(item, indent)


def _item(item: object, indent: str) -> Iterator[str]:
    match item:
        case dict():
            first, *others = _mapping(item, indent + _STEP) if item else [""]
            yield f"{indent}- {first.strip()}"
            yield from others
        case list():
            yield f"{indent}- {', '.join(map(str, item))}"
        case _:
            yield from _wrapped(str(item), indent, "- ")


def _wrapped(text: str, indent: str, sign: str = "") -> list[str]:
    after = indent + (" " * len(sign) or _STEP)
    wrapper = textwrap.TextWrapper(_WIDTH, indent + sign, after, break_long_words=False, break_on_hyphens=False)
    return wrapper.wrap(" ".join(text.split()))
