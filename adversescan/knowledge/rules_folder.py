"""Where rules are read from: the shipped folder, a folder of the user's, or the user's over the shipped one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from adversescan.cache import folder_state

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def rules_folder() -> Path:
    """The rules that are shipped: inside the package where it was installed from a wheel, beside it in a checkout."""
    package = Path(__file__).parents[1]
    shipped = package / "_rules"
    return shipped if shipped.is_dir() else package.parent / "rules"


def rules_source(folder: Path | None) -> Traversable:
    """What the rules of a folder are read from: with `extends: shipped` in its book.yaml it lies over the shipped ones.

    Raises InvalidFiles where book.yaml is wrong.
    """
    from adversescan.knowledge.book_file import read_book_file
    from adversescan.knowledge.layered import Layered

    if folder is None:
        return rules_folder()
    return Layered(folder, rules_folder()) if read_book_file(folder).extends else folder


def rules_state(folder: Path | None) -> Iterator[str]:
    """All files that rules of this folder can be read from, with what is in them."""
    yield from folder_state(rules_folder())
    if folder is not None:
        yield from folder_state(folder)
