"""The examples that stand in the files of a rule book, each with its place there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from adversescan.errors import Mistake
from adversescan.knowledge.decode import decode_record, nearest
from adversescan.knowledge.yaml_file import Items, Mapping, Text, collect, expect_mapping, read_yaml, refuse, yaml_files
from adversescan.record import dataclass


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
    concerns: tuple[str, ...] = ()
    """The rules a program of `examples/` is about."""

    @property
    def module(self) -> str:
        """The name of the file it is scanned as."""
        name = re.sub(r"\W", "_", f"{self.key}_{self.subject}")
        return f"{name}.py"

    def mistake(self, line: int, text: str) -> Mistake:
        """A mistake at a line of the program."""
        return Mistake(self.file, self.line + line, self.key, text)


def library_examples(folder: Path) -> list[Example]:
    """The programs under `match` and `other` of every library."""
    return list(_examples(folder / "libraries" / "python", "library", ("match", "other")))


def rule_examples(folder: Path) -> list[Example]:
    """The programs under `bad` and `good` of every rule."""
    return list(_examples(folder / "patterns", "id", ("bad", "good")))


def shared_examples(folder: Path, rules: Collection[str]) -> list[Example]:
    """The programs of `examples/`, which concern several rules each. Raises InvalidFiles with every mistake in them."""
    if not (folder / "examples").is_dir():
        return []
    read = collect(lambda file: list(_shared(read_yaml(*file), file[0].name.partition(".")[0], rules)), yaml_files(folder / "examples"))
    return [example for examples in read for example in examples]


@dataclass(frozen=True, slots=True)
class _Shared:
    """A program, the rules it is about, and the approved design it is held against if it is about designs."""

    concerns: tuple[str, ...]
    program: str
    design: str = ""


@dataclass(frozen=True, slots=True)
class _SharedFile:
    examples: tuple[_Shared, ...]


def _shared(tree: Mapping, name: str, rules: Collection[str]) -> Iterator[Example]:
    form = decode_record(tree, _SharedFile)
    nodes = tree.entries["examples"]
    for place, (shared, node) in enumerate(zip(form.examples, nodes.items if isinstance(nodes, Items) else [], strict=True)):
        key = f"examples[{place}]"
        for rule in shared.concerns:
            if rule not in rules:
                refuse(node, f"{key}.concerns", f"unknown rule {rule!r}{nearest(rule, rules)}")
        line = expect_mapping(node, key).entries["program"].line
        yield Example(tree.file, line, f"{key}.program", f"{name}_{place}", shared.program, shared.design, shared.concerns)


def _examples(folder: Path, name: str, keys: tuple[str, ...]) -> Iterator[Example]:
    for path, file in yaml_files(folder) if folder.is_dir() else ():
        tree = read_yaml(path, file)
        for key in keys:
            text = tree.entries.get(key)
            if isinstance(text, Text):
                yield Example(file, text.line, key, _text(tree, name), text.text, _text(tree, "design"))


def _text(tree: Mapping, key: str) -> str:
    node = tree.entries.get(key)
    return node.text if isinstance(node, Text) else ""
