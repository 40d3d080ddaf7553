"""Reads rules/law/: the provisions a rule can be relevant to, one file a jurisdiction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from adversescan.errors import InvalidFiles, Mistake
from adversescan.knowledge.decode import Decode, decode_block, decode_record, list_of
from adversescan.knowledge.yaml_file import Mapping, Node, collect, expect_mapping, read_yaml, refuse, yaml_files
from adversescan.record import dataclass

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


class Kind(StrEnum):
    """What a provision does."""

    PROHIBITION = "prohibition"
    RESTRICTION = "restriction"
    HIGH_RISK = "high_risk"
    DUTY = "duty"
    RIGHT = "right"
    DEFINITION = "definition"
    EXCEPTION = "exception"
    CASE_LAW = "case_law"
    ENFORCEMENT = "enforcement"
    STATUS = "status"
    TREATY = "treaty"


class Status(StrEnum):
    """Whether a provision applies."""

    IN_FORCE = "in_force"
    NOT_YET_APPLICABLE = "not_yet_applicable"
    UNCERTAIN = "uncertain"
    REPEALED = "repealed"
    NOT_ENACTED = "not_enacted"
    TREATY_NOT_IN_FORCE = "treaty_not_in_force"


_ENACTED = (Status.IN_FORCE, Status.NOT_YET_APPLICABLE)
"""Law that was made; the date says from when it applies."""


class Certainty(StrEnum):
    """How well the entry is checked."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Covers:
    """What sets a provision off; without attributes it needs none."""

    data_origin: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """That somebody held the entry against a public text, when, and against which."""

    on: date
    against: str


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision of law, in our own words."""

    id: str
    jurisdiction: str
    instrument: str
    provision: str
    title: str
    kind: Kind
    summary: str
    status: Status
    url: str
    confidence: Certainty
    verified: str
    covers: Covers = Covers()
    exceptions: tuple[str, ...] = ()
    applies_from: date | None = None
    dates_note: str = ""
    dpv: tuple[str, ...] = ()
    rule_hint: str = ""
    checked: Checked | None = None
    unconfirmed: str = ""
    """What of the entry could not be confirmed when it was checked, and why."""

    def applies(self, day: date) -> bool:
        """Whether it can be cited for something done that day; where not, it is upcoming, repealed or no law."""
        started = self.applies_from is not None and self.applies_from <= day
        return started and self.status in _ENACTED

    def standing(self, day: date) -> str:
        """What a reader is told of it on that day: in force, upcoming with its date, or what else its status says."""
        if self.status in _ENACTED and self.applies_from is not None:
            return "in force" if self.applies_from <= day else f"upcoming, from {self.applies_from}"
        return self.status.value.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """The provisions of one jurisdiction; `within` is the wider one whose law applies there too."""

    jurisdiction: str
    name: str
    as_of: date
    provisions: tuple[Provision, ...]
    within: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    """All provisions by id, and all jurisdictions by id."""

    provisions: dict[str, Provision]
    jurisdictions: dict[str, Jurisdiction]


def read_law(folder: Traversable) -> Law:
    """The law below the rules folder. Raises InvalidFiles with the mistakes of all files."""
    read = collect(_read_file, yaml_files(folder / "law"))
    mistakes = list(_repeated(read))
    if mistakes:
        raise InvalidFiles(mistakes)
    jurisdictions = {jurisdiction.jurisdiction: jurisdiction for jurisdiction, _ in read}
    provisions = {provision.id: provision for jurisdiction, _ in read for provision in jurisdiction.provisions}
    return Law(provisions, jurisdictions)


def _read_file(file: tuple[Traversable, str]) -> tuple[Jurisdiction, Mapping]:
    tree = read_yaml(*file)
    code = file[0].name.removesuffix(".yaml")
    special: dict[str, Decode] = {"as_of": _day, "provisions": list_of(lambda node, key: _provision(node, key, code))}
    jurisdiction = decode_record(tree, Jurisdiction, special=special)
    if jurisdiction.jurisdiction != code:
        refuse(tree.entries["jurisdiction"], "jurisdiction", f"must be {code!r}, as the file is named")
    return jurisdiction, tree


def _provision(node: Node, key: str, jurisdiction: str) -> Provision:
    special: dict[str, Decode] = {"applies_from": _day, "url": _address, "summary": decode_block, "checked": _checked}
    provision = decode_record(node, Provision, key, given={"jurisdiction": jurisdiction}, special=special)
    if not provision.id.startswith(f"{jurisdiction}-"):
        refuse(expect_mapping(node, key).entries["id"], f"{key}.id", f"must start with {jurisdiction!r} and a hyphen")
    return provision


def _checked(node: Node, key: str) -> Checked:
    return decode_record(node, Checked, key, special={"on": _day, "against": decode_block})


def _day(node: Node, key: str) -> date:
    try:
        return date.fromisoformat(decode_block(node, key))
    except ValueError:
        refuse(node, key, "must be a day such as 2027-03-01")


def _address(node: Node, key: str) -> str:
    text = decode_block(node, key)
    if not text.startswith(("https://", "http://")):
        refuse(node, key, "must be a web address")
    return text


def _repeated(read: list[tuple[Jurisdiction, Mapping]]) -> Iterator[Mistake]:
    names = {jurisdiction.jurisdiction for jurisdiction, _ in read}
    for jurisdiction, tree in read:
        ids = [provision.id for provision in jurisdiction.provisions]
        for id_ in sorted({id_ for id_ in ids if ids.count(id_) > 1}):
            yield Mistake(tree.file, tree.lines["provisions"], "provisions", f"{id_} stands here twice")
        if jurisdiction.within and jurisdiction.within not in names:
            yield Mistake(tree.file, tree.lines["within"], "within", f"unknown jurisdiction {jurisdiction.within!r}")
