"""Reads the snippets of fixtures/conformance/: each is one construct, once with the flow and once as its twin without."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "fixtures" / "conformance"


@dataclass(frozen=True, slots=True)
class Snippet:
    """One construct: its sentence, and the text of its files with `# twin:` lines still in."""

    topic: str
    name: str
    sentence: str
    text: str

    def __str__(self) -> str:
        return f"{self.topic}/{self.name}"

    def flow(self) -> dict[str, str]:
        """The files in which the flow is there, as their comments expect."""
        return _files(_without_twins(self.text))

    def twin(self) -> dict[str, str]:
        """The files of nearly the same shape in which there is no flow."""
        return _files(_with_twins(self.text))

    @property
    def changed(self) -> int:
        """How many lines tell the twin from the flow."""
        return len(_TWIN.findall(self.text))


def read_snippets(folder: Path = FOLDER) -> list[Snippet]:
    """All snippets, in the order of the files. What stands before the first one of a file is put in front of each."""
    return [snippet for path in sorted(folder.glob("*.py.txt")) for snippet in _snippets(path)]


def write_files(files: dict[str, str], folder: Path) -> None:
    """Writes the files of a variant as a project."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


_NAME = re.compile(r"^# --- ([a-z0-9-]+): (.+)\n", re.MULTILINE)
_FILE = re.compile(r"^# file: (\S+)\n", re.MULTILINE)
_TWIN = re.compile(r"^( *)# twin: ?(.*)$", re.MULTILINE)
_EXPECTED = re.compile(r" *# expect(?:\([a-z]+\))?:[^#\n]*")
_MAIN = "main.py"


def _snippets(path: Path) -> list[Snippet]:
    head, *parts = _NAME.split(path.read_text(encoding="utf-8"))
    topic = path.name.removesuffix(".py.txt")
    return [Snippet(topic, name, sentence, head + body) for name, sentence, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True)]


def _without_twins(text: str) -> str:
    kept = ("" if _TWIN.match(line) else re.sub(r" *# twin-expect.*", "", line) for line in text.split("\n"))
    return "\n".join(kept)


def _with_twins(text: str) -> str:
    """A `# twin:` line takes the place of the line above it; of comments only `# twin-expect(spurious)` stays."""
    lines = [_EXPECTED.sub("", line).replace("# twin-expect", "# expect") for line in text.split("\n")]
    for index, line in enumerate(lines):
        match = _TWIN.match(line)
        if match is not None:
            lines[index - 1], lines[index] = match[1] + match[2] if match[2] else "", ""
    return "\n".join(lines)


def _files(text: str) -> dict[str, str]:
    main, *parts = _FILE.split(text)
    return {_MAIN: main, **dict(zip(parts[::2], parts[1::2], strict=True))}
