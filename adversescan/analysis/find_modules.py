"""Which file a dotted module name means, seen from a file that imports it, over several source roots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath

ENDINGS = (".py", ".pyi", ".ipynb")


class Links:
    """Module names and paths of a project. A name may be reached from several roots; the nearest file wins."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = sorted(paths)
        self._by_suffix: dict[str, list[str]] = defaultdict(list)
        self._found: dict[tuple[str, str], str | None] = {}
        for path in self._paths:
            parts = _parts(path)
            for index in range(len(parts)):
                self._by_suffix[".".join(parts[index:])].append(path)

    def name_of(self, path: str) -> str:
        """The dotted name of a file from the scanned root."""
        return ".".join(_parts(path))

    def absolute(self, module: str, level: int, importer: str) -> str:
        """The dotted name a relative import means."""
        if level == 0:
            return module
        parts = list(PurePosixPath(importer).parts[:-1])
        kept = parts[: len(parts) - (level - 1)] if level > 1 else parts
        return ".".join([*kept, *([module] if module else [])])

    def find(self, dotted: str, importer: str) -> str | None:
        """The file of a module, or None for a module of somebody else."""
        key = (dotted, importer.rpartition("/")[0])
        if key not in self._found:
            self._found[key] = self._nearest(dotted, importer)
        return self._found[key]

    def _nearest(self, dotted: str, importer: str) -> str | None:
        found = self.find_all(dotted, importer)
        return found[0] if found else None

    def find_all(self, dotted: str, importer: str) -> list[str]:
        """The files a module may be, the nearest first: which one is meant, the folder a program is started in decides."""
        folders = importer.split("/")[:-1]
        found: list[tuple[int, str]] = []
        for path in self._by_suffix.get(dotted, ()):
            parts = _parts(path)
            root = parts[: len(parts) - dotted.count(".") - 1]
            shared = _shared(root, folders)
            # A root is the importer's own folder or one above it, or a source folder beside them.
            if path != importer and (shared == len(root) or len(root) - shared <= 1):
                found.append((shared - (len(root) - shared), path))
        return [path for _, path in sorted(found, key=lambda each: -each[0])]


def _parts(path: str) -> list[str]:
    pure = PurePosixPath(path)
    parts = list(pure.parts[:-1])
    stem = pure.stem if pure.suffix in ENDINGS else pure.name
    return parts if stem == "__init__" else [*parts, stem]


def _shared(left: list[str], right: list[str]) -> int:
    count = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        count += 1
    return count
