"""The examples that stand in the files of a rule book, each with its place there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from adversescan.errors import Mistake
from adversescan.knowledge.yaml_file import Mapping, Text, read_yaml, yaml_files


@dataclass(frozen=True, slots=True)
class Example:
    """A program in a file of rules; `subject` is the library or rule it belongs to."""

    file: str
    line: int
    """The line of the key; the program begins on the next."""
    key: str
    subject: str
    text: str
    design: str = ""
    """The approved design a rule about designs is held against."""

    @property
    def module(self) -> str:
        """The name of the file it is scanned as."""
        subject = re.sub(r"\W", "_", self.subject)
        return f"{self.key}_{subject}.py"

    def mistake(self, line: int, text: str) -> Mistake:
        """A mistake at a line of the program."""
        return Mistake(self.file, self.line + line, self.key, text)


def library_examples(folder: Path) -> list[Example]:
    """The programs under `match` and `other` of every library."""
    return list(_examples(folder / "libraries" / "python", "library", ("match", "other")))


def rule_examples(folder: Path) -> list[Example]:
    """The programs under `bad` and `good` of every rule."""
    return list(_examples(folder / "patterns", "id", ("bad", "good")))


def _examples(folder: Path, name: str, keys: tuple[str, ...]) -> Iterator[Example]:
    for path, file in yaml_files(folder):
        tree = read_yaml(path, file)
        for key in keys:
            text = tree.entries.get(key)
            if isinstance(text, Text):
                yield Example(file, text.line, key, _text(tree, name), text.text, _text(tree, "design"))


def _text(tree: Mapping, key: str) -> str:
    node = tree.entries.get(key)
    return node.text if isinstance(node, Text) else ""
