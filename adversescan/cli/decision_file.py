"""The file decisions are kept in: lines are added to its end, and nothing else is ever done to it."""

from __future__ import annotations

import os
from pathlib import Path

from adversescan.errors import AdversescanError
from adversescan.findings.decisions import Decision, Fault, following, read_decisions

FOLDER = Path(".adversescan")
FILE = FOLDER / "decisions.jsonl"
HEAD = FOLDER / "decisions.head"


def kept_decisions(head: str = "") -> tuple[tuple[Decision, ...], tuple[Fault, ...]]:
    """The entries of this folder and what is wrong with the file; the head beside it counts where none is given."""
    return read_decisions(_text(FILE), head or _text(HEAD).strip())


def add_decision(**said: object) -> Decision:
    """Adds an entry. Raises AdversescanError where the file was changed: a chain that is broken is not gone on with."""
    known, faults = kept_decisions()
    if faults:
        raise AdversescanError(f"{FILE}:{faults[0].line}: {faults[0].reason}; see `adversescan decisions verify`")
    entry = following(known, **said)
    FOLDER.mkdir(exist_ok=True)
    with FILE.open("a", encoding="utf-8", newline="\n") as file:
        file.write(entry.line)
        file.flush()
        os.fsync(file.fileno())
    HEAD.write_text(f"{entry.hash}\n", encoding="utf-8")
    return entry


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="surrogateescape") if path.is_file() else ""
    except OSError as error:
        raise AdversescanError(f"{path} cannot be read: {error.strerror}") from error
