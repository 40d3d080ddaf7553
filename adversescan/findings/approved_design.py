"""What a review approved, kept beside the code: a later scan reports what the code does beyond it.

The file is written by `review --approve` and read by every scan of its folder. It is no place for changes: each design has a seal that its
entry in the record of decisions names, so that one written by hand shows.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from adversescan.findings.decisions import UPHELD, Act, read_decisions
from adversescan.knowledge.decode import decode_record
from adversescan.knowledge.stages import Mitigation, Stage
from adversescan.knowledge.yaml_file import Items, expect_mapping, read_yaml, refuse
from adversescan.record import dataclass

FOLDER = ".adversescan"
FILE = "design.yaml"
DECISIONS = "decisions.jsonl"
_DESIGNS = "designs"
_REPOSITORY = ".git"


@dataclass(frozen=True, slots=True)
class ApprovedStage:
    """A stage of the plan, with the words that carry it and their line; `sure` where the review counted on it for its verdict."""

    stage: Stage
    line: int
    quote: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class ApprovedSafeguard:
    """A safeguard the plan has or promises."""

    kind: Mitigation
    line: int
    quote: str


@dataclass(frozen=True, slots=True)
class ApprovedDesign:
    """One design. `content` is the SHA-256 of the document, `until` the last day of the approval, `recipients` those named on approval."""

    document: str
    content: str
    verdict: str
    by: str
    until: str
    attributes: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    stages: tuple[ApprovedStage, ...] = ()
    safeguards: tuple[ApprovedSafeguard, ...] = ()
    text: tuple[str, ...] = ()
    """What the document plans, word for word: recipients are named in it."""

    @property
    def seal(self) -> str:
        """The SHA-256 of all that was approved, which the record of decisions keeps."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Approval:
    """A design with its line in the file, and whether the record of decisions names it."""

    design: ApprovedDesign
    line: int
    recorded: bool


@dataclass(frozen=True, slots=True)
class Approvals:
    """The approved designs of a folder."""

    file: Path
    entries: tuple[Approval, ...]

    @property
    def folder(self) -> Path:
        """The folder the designs are about."""
        return self.file.parent.parent


def find_approvals(folder: Path) -> Path | None:
    """The file of approved designs of a folder: in it or above it, up to the folder of the repository."""
    for place in (folder, *folder.parents):
        if (place / FOLDER / FILE).is_file():
            return place / FOLDER / FILE
        if (place / _REPOSITORY).exists():
            break
    return None


def read_approvals(file: Path, shown: str = "") -> Approvals:
    """The designs a file holds; `shown` is what mistakes call it. Raises InvalidFiles with every mistake in it."""
    tree = read_yaml(file, shown or str(file))
    designs = tree.entries.get(_DESIGNS)
    if not isinstance(designs, Items) or set(tree.entries) != {_DESIGNS}:
        refuse(tree, _DESIGNS, "must be the one key, a list of designs as `adversescan review --approve` writes it")
    seals = _seals(file.parent / DECISIONS)
    read = [(decode_record(item, ApprovedDesign, _DESIGNS), expect_mapping(item, _DESIGNS).line) for item in designs.items]
    return Approvals(file, tuple(Approval(design, line, design.seal in seals) for design, line in read))


def designs_data(designs: tuple[ApprovedDesign, ...]) -> dict[str, object]:
    """The designs as the file holds them, for a writer of YAML."""
    return {_DESIGNS: [_plain(asdict(design)) for design in designs]}


def _plain(value: object) -> object:
    """Tuples and enums as lists and texts."""
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case tuple() | list():
            return [_plain(item) for item in value]
        case str():
            return str(value)
        case _:
            return value


def _seals(file: Path) -> frozenset[str]:
    """The seals of all decisions that stand after appeals; a record that was changed vouches for nothing."""
    if not file.is_file():
        return frozenset()
    entries, faults = read_decisions(file.read_text(encoding="utf-8", errors="surrogateescape"))
    if faults:
        return frozenset()
    appealed = {entry.number: entry.of for entry in entries if entry.act == Act.APPEAL}
    overruled = {appealed.get(entry.of) for entry in entries if entry.act == Act.OUTCOME and entry.verdict != UPHELD}
    return frozenset(entry.contract for entry in entries if entry.contract and entry.number not in overruled)
