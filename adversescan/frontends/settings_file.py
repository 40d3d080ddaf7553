"""The content of a settings file as plain values: texts, numbers, lists and mappings."""

from __future__ import annotations

from adversescan.frontends.yaml_tree import Items, Keys, Node, Text, read_yaml_tree
from adversescan.sources.source import Source

Said = str | int | float | bool | None | list["Said"] | dict[str, "Said"]
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


def read_settings(source: Source) -> Said:
    """What the first document says; None where there is none."""
    documents, _ = read_yaml_tree(source)
    return _said(documents[0]) if documents else None


def _said(node: Node) -> Said:
    match node:
        case Keys(entries=entries):
            return {key: _said(value) for key, value in entries}
        case Items(items=items):
            return [_said(item) for item in items]
        case Text(text=text, plain=True):
            return _scalar(text)
        case Text(text=text):
            return text


def _scalar(text: str) -> Said:
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
