"""In which context of a life something was done, by the words of a name: rules/contexts.yaml."""

from __future__ import annotations

from dataclasses import field
from importlib.resources.abc import Traversable

from adversescan.knowledge.decode import decode_block, list_of
from adversescan.knowledge.words import rows, split_name
from adversescan.knowledge.yaml_file import read_yaml, refuse
from adversescan.record import dataclass


@dataclass(frozen=True, slots=True)
class Contexts:
    """Words and the context each speaks for; what was read is kept by name."""

    words: dict[str, str]
    order: tuple[str, ...]
    read: dict[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """The context a name speaks of, "" if none."""
        found = self.read.get(name)
        if found is None:
            spoken = {self.words[row] for row in rows_of_words(name) if row in self.words}
            found = self.read[name] = next((context for context in self.order if context in spoken), "")
        return found


LONGEST = 3
"""Words in a row that may stand for a context, counting each character of Chinese as one."""


def read_contexts(folder: Traversable) -> Contexts:
    """The contexts in their order. Raises InvalidFiles with the mistakes of the file."""
    path = folder / "contexts.yaml"
    tree = read_yaml(path, str(path))
    words: dict[str, str] = {}
    for context, node in tree.entries.items():
        for word in list_of(decode_block)(node, context):
            folded = " ".join(split_name(word))
            if folded in words:
                refuse(tree, context, f"{word!r} stands twice")
            words[folded] = context
    return Contexts(words, tuple(tree.entries))


def rows_of_words(name: str) -> set[str]:
    """The words of a name and the rows of up to three of them, as they are looked up."""
    return rows(split_name(name), LONGEST)
