"""Decisions about designs as a chain: each entry holds the hash of the one before, so that a change anywhere shows.

What a chain cannot show is that its last entries were taken off; a head kept beside it, or elsewhere, does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from enum import StrEnum

from adversescan.record import dataclass

START = "0" * 64
"""What stands in the first entry for the hash of the one before."""


UPHELD = "upheld"
"""The outcome of an appeal that leaves the decision as it is."""


class Act(StrEnum):
    """What an entry records."""

    DECISION = "decision"
    APPEAL = "appeal"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry. `content` is the SHA-256 of the document decided about, `of` the number of the entry an appeal or outcome is about.

    `contract` is the seal of the design that was approved, as `.adversescan/design.yaml` holds it.
    """

    number: int
    previous: str
    on: str
    act: str
    document: str
    content: str
    verdict: str
    by: str
    why: str
    until: str = ""
    of: int = 0
    contract: str = ""

    @property
    def hash(self) -> str:
        """The SHA-256 of the entry as canonical JSON, which names the entry before it."""
        return hashlib.sha256(_canonical(asdict(self)).encode()).hexdigest()

    @property
    def line(self) -> str:
        """The entry as a line of the file."""
        return _canonical({**asdict(self), "hash": self.hash}) + "\n"


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of the file that is not what was written, and why that shows."""

    line: int
    reason: str


def read_decisions(text: str, head: str = "") -> tuple[tuple[Decision, ...], tuple[Fault, ...]]:
    """The entries that can be read, and all that shows a change. `head` is the hash of the last entry, as it was kept elsewhere."""
    found: list[Decision] = []
    faults: list[Fault] = []
    previous = START
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        entry, hash_ = _read(line)
        if entry is None:
            faults.append(Fault(number, "is no entry of decisions"))
            continue
        faults.extend(Fault(number, reason) for reason in _wrong(entry, hash_, previous, number))
        found.append(entry)
        previous = hash_
    if text and not text.endswith("\n"):
        faults.append(Fault(len(lines), "is cut off"))
    if head and previous != head:
        faults.append(Fault(len(lines) + 1, "the last entry is not the one the head names: entries were taken off, or the head is older"))
    return tuple(found), tuple(faults)


def following(known: Iterable[Decision], **said: object) -> Decision:
    """The entry that comes next in the chain."""
    last = max(known, key=lambda entry: entry.number, default=None)
    number, previous = (1, START) if last is None else (last.number + 1, last.hash)
    return Decision(number=number, previous=previous, **said)  # type: ignore[arg-type]


def content_hash(content: bytes) -> str:
    """What tells one version of a document from another."""
    return hashlib.sha256(content).hexdigest()


def _read(line: str) -> tuple[Decision | None, str]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return None, ""
    kinds = {field.name: int if field.name in ("number", "of") else str for field in fields(Decision)}
    if not isinstance(said, dict) or said.keys() != {*kinds, "hash"} or not all(type(said[name]) is kind for name, kind in kinds.items()):
        return None, ""
    return Decision(**{name: said[name] for name in kinds}), str(said["hash"])


def _wrong(entry: Decision, hash_: str, previous: str, number: int) -> Iterable[str]:
    if entry.hash != hash_:
        yield "was changed: its hash is not that of what it says"
    if entry.previous != previous:
        yield "does not follow the entry before it: entries were changed, put in, taken out or put in another order"
    if entry.number != number:
        yield f"says it is entry {entry.number}"


def _canonical(said: dict[str, object]) -> str:
    return json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
