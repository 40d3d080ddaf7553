"""A rules folder over another: a file of the upper one stands in place of the lower one's of the same name, or beside its others."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import IO, Any


class Layered(Traversable):
    """The files of both folders as one; what is opened is always a real file."""

    def __init__(self, upper: Path, lower: Path) -> None:
        self.upper, self.lower = upper, lower

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Layered) and (self.upper, self.lower) == (other.upper, other.lower)

    def __hash__(self) -> int:
        return hash((self.upper, self.lower))

    def __str__(self) -> str:
        return str(self.upper)

    @property
    def name(self) -> str:
        return self.upper.name

    def joinpath(self, *descendants: Any) -> Traversable:  # noqa: ANN401 - as the interface has it
        upper, lower = self.upper.joinpath(*descendants), self.lower.joinpath(*descendants)
        if upper.is_dir() or lower.is_dir():
            return Layered(upper, lower)
        return upper if upper.exists() else lower

    def iterdir(self) -> Iterator[Traversable]:
        names = {path.name for folder in (self.upper, self.lower) if folder.is_dir() for path in folder.iterdir()}
        return (self.joinpath(name) for name in sorted(names))

    def is_dir(self) -> bool:
        return self.upper.is_dir() or self.lower.is_dir()

    def is_file(self) -> bool:
        return False

    def read_bytes(self) -> bytes:
        raise IsADirectoryError(str(self))

    def read_text(self, encoding: str | None = None) -> str:
        raise IsADirectoryError(str(self))

    def open(self, mode: Any = "r", *args: Any, **kwargs: Any) -> IO[Any]:  # noqa: ANN401 - as the interface has it
        raise IsADirectoryError(str(self))
