"""Reads rules/prose/unread.yaml: languages that are told apart, and in which no plan is read."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from adversescan.knowledge.decode import decode_record
from adversescan.knowledge.yaml_file import collect, read_yaml, refuse
from adversescan.record import dataclass

UNREAD = "unread.yaml"


@dataclass(frozen=True, slots=True)
class UnreadLanguage:
    """A language by its commonest words, or by a range of characters that only it is written in."""

    code: str
    name: str
    common: str = ""
    letters: str = ""

    @property
    def words(self) -> frozenset[str]:
        return frozenset(word.strip() for word in self.common.split(",") if word.strip())


def read_unread_languages(folder: Traversable) -> tuple[UnreadLanguage, ...]:
    """The languages of a rules folder. Raises InvalidFiles with every mistake."""
    tree = read_yaml(folder / "prose" / UNREAD, UNREAD)
    read = collect(lambda item: decode_record(item[1], UnreadLanguage, item[0], given={"code": item[0]}), tree.entries.items())
    for language in read:
        if bool(language.common) == bool(language.letters) or (language.letters and len(language.letters) != 3):
            refuse(tree.entries[language.code], language.code, "needs either common words or a range of letters such as α-ω")
    return tuple(read)
