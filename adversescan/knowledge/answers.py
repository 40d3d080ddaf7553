"""How refusals and switched-off safeguards are told: rules/answers/."""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.resources.abc import Traversable
from typing import TypeVar

from adversescan.knowledge.decode import Decode, decode_record
from adversescan.knowledge.measures import Governance, patterns, read_governance
from adversescan.knowledge.words import split_name
from adversescan.knowledge.yaml_file import Node, expect_mapping, join, read_yaml
from adversescan.record import dataclass
from adversescan.sources.expression import Expression

T = TypeVar("T")
LONGEST_PHRASE = 400
"""A longer text is no phrase to look for."""
_SIGNS = re.compile(r"\\[bBAZsSdDwW]|\(\?[a-z:]+|[\\^$()\[\]{}|?*+]+")


@dataclass(frozen=True, slots=True)
class Switch:
    """Setting one of the names to one of the values, in lower case."""

    names: tuple[str, ...]
    """A name may have that of what is called before it: `toxiclanguage.on_fail`."""
    values: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    """What is set to one of the values inside, where the setting is a mapping; one that holds nothing at all is off as well."""
    idle: bool = False
    """Whether a function that looks at nothing it is given counts as off."""


@dataclass(frozen=True, slots=True)
class Answers:
    """All words are in lower case."""

    phrases: tuple[Expression, ...]
    values: frozenset[str]
    fields: frozenset[str]
    exceptions: frozenset[str]
    names: frozenset[str]
    statuses: frozenset[str]
    status_keys: frozenset[str]
    targets: frozenset[str]
    switches: dict[str, tuple[Switch, ...]]
    checks: frozenset[str]
    instructions: tuple[Expression, ...]
    models: tuple[Expression, ...]
    guards: frozenset[str]
    governance: Governance

    def is_refusal(self, text: str) -> bool:
        """Whether a text of the code is what a refusal says, or a regular expression for it."""
        if not 2 < len(text) <= LONGEST_PHRASE:
            return False
        folded = _folded(text)
        plain = " ".join(_SIGNS.sub(" ", folded).split())
        return any(p.search(folded) or p.search(plain) for p in self.phrases)

    def is_reason(self, text: str) -> bool:
        """Whether it is the value of a field that says an answer was refused."""
        return text.lower().rpartition(".")[2] in self.values

    def is_field(self, name: str) -> bool:
        return name.lower() in self.fields

    def names_refusal(self, name: str) -> bool:
        """Whether a function or list is called after refusals."""
        return name.lower() in self.names or not self.names.isdisjoint(split_name(name))

    def switches_of(self, name: str, called: str = "") -> tuple[Switch, ...]:
        """The switches a setting of this name may be, where it stands in a call of this name."""
        last = name.lower().rpartition(".")[2]
        return self.switches.get(last, ()) + (self.switches.get(f"{called.lower()}.{last}", ()) if called else ())

    def is_check(self, name: str) -> bool:
        """Whether a function is called after looking at what is asked or answered."""
        return name.lower().strip("_") in self.checks

    def guards_in(self, names: Iterable[str]) -> set[str]:
        """The arguments among these that put a safeguard before or behind a call."""
        return {name.lower() for name in names} & self.guards

    def is_without_refusals(self, model: str) -> bool:
        """Whether the id of a model says that it was made to refuse nothing."""
        return any(p.search(model.lower()) for p in self.models)

    def lifts_limits(self, text: str) -> bool:
        """Whether an instruction tells a model to drop its safeguards."""
        folded = _folded(text)
        return any(p.search(folded) for p in self.instructions)


def read_answers(folder: Traversable) -> Answers:
    """Raises InvalidFiles with the mistakes of a file."""
    refusals = _read(folder, "refusals.yaml", Refusals)
    guardrails = _read(folder, "guardrails.yaml", Guardrails)
    switches: dict[str, tuple[Switch, ...]] = {}
    for switch in guardrails.switches:
        for name in switch.names:
            switches[name] = (*switches.get(name, ()), switch)
    groups = (refusals.values, refusals.fields, refusals.exceptions, refusals.names)
    values, fields, exceptions, names = (frozenset(w.lower() for w in group) for group in groups)
    return Answers(
        refusals.phrases, values, fields, exceptions, names,
        frozenset(refusals.statuses), frozenset(refusals.status_keys), frozenset(refusals.targets),
        switches, frozenset(guardrails.checks), guardrails.instructions, guardrails.models,
        frozenset(guardrails.guards), read_governance(folder),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refusals:
    phrases: tuple[Expression, ...]
    values: tuple[str, ...]
    fields: tuple[str, ...]
    exceptions: tuple[str, ...]
    names: tuple[str, ...]
    statuses: tuple[str, ...]
    status_keys: tuple[str, ...]
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guardrails:
    switches: tuple[Switch, ...]
    checks: tuple[str, ...]
    instructions: tuple[Expression, ...]
    models: tuple[Expression, ...]
    guards: tuple[str, ...]


def _read(folder: Traversable, name: str, kind: type[T]) -> T:
    path = folder / "answers" / name
    special: dict[str, Decode] = {"phrases": _by_language, "instructions": patterns, "models": patterns}
    return decode_record(read_yaml(path, str(path)), kind, special=special)


def _by_language(node: Node, key: str) -> tuple[Expression, ...]:
    entries = expect_mapping(node, key).entries
    return tuple(p for language, inner in entries.items() for p in patterns(inner, join(key, language)))


def _folded(text: str) -> str:
    return text.lower().replace("’", "'").replace("\\'", "'")
