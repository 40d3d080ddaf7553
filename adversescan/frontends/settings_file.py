"""The content of a settings file as plain values: texts, numbers, lists and mappings."""

from __future__ import annotations

from adversescan.frontends.yaml_tree import Items, Keys, Node, Text, read_yaml_tree
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Source

Said = str | int | float | bool | None | list["Said"] | dict[str, "Said"]
MOST_LINES = 40
"""Lines of a file with one value to a line that are read: they are alike."""
_TOML = ".toml"
_LINES = ".jsonl"
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


def read_settings(source: Source) -> tuple[Said, tuple[Problem, ...]]:
    """What the first document says, or the lines of a file with one to a line, None where there is none; and what cannot be read."""
    if source.path.endswith(_TOML):
        return _toml(source)
    if source.path.endswith(_LINES):
        lines = [line for line in source.text.splitlines() if line.strip()][:MOST_LINES]
        read = [read_settings(Source(source.path.removesuffix(_LINES), source.language, line)) for line in lines]
        unread = Problem(source.locate(1), ProblemKind.PARTLY_READ, "lines that are no JSON are left out")
        return [said for said, _ in read], (unread,) if any(problems for _, problems in read) else ()
    documents, problems = read_yaml_tree(source)
    return _said(documents[0]) if documents else None, tuple(problems)


def _toml(source: Source) -> tuple[Said, tuple[Problem, ...]]:
    import tomllib

    try:
        return _plain(tomllib.loads(source.text)), ()
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return None, (Problem(source.locate(1), ProblemKind.SYNTAX, f"not readable as TOML: {error}"),)


def _plain(value: object) -> Said:
    """A day or a time is given as text."""
    if isinstance(value, dict):
        return {str(key): _plain(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_plain(member) for member in value]
    return value if isinstance(value, str | int | float | bool) else str(value)


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
