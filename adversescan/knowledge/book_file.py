"""Reads book.yaml of a rules folder: what the book is called, where its pages are, and which book it adds to."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from adversescan.knowledge.decode import Decode, decode_block, decode_record
from adversescan.knowledge.yaml_file import Node, read_yaml, refuse
from adversescan.record import dataclass

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

FILE = "book.yaml"


class Base(StrEnum):
    """The book another one adds to."""

    SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class BookFile:
    """What a rules folder says of itself; with `extends` it holds only what it adds to that book or replaces in it."""

    title: str = ""
    pages: str = ""
    extends: Base | None = None

    def page(self, rule: str) -> str:
        """The address of the page about a rule, empty where the book does not say."""
        return f"{self.pages.rstrip('/')}/{rule}.md" if self.pages else ""


def read_book_file(folder: Traversable) -> BookFile:
    """What the folder says of itself; a folder without the file is a whole book. Raises InvalidFiles with every mistake."""
    path = folder / FILE
    if not path.is_file():
        return BookFile()
    special: dict[str, Decode] = {"title": decode_block, "pages": _address}
    return decode_record(read_yaml(path, str(path)), BookFile, special=special)


def _address(node: Node, key: str) -> str:
    text = decode_block(node, key)
    if not text.startswith("https://"):
        refuse(node, key, "must be an https:// address")
    return text
