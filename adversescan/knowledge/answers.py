"""How refusals and switched-off safeguards are told: rules/answers/."""

from __future__ import annotations

import re
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
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """All words are in lower case."""

    phrases: tuple[Expression, ...]
    values: frozenset[str]
    fields: frozenset[str]
    exceptions: frozenset[str]
    names: frozenset[str]
    switches: dict[str, frozenset[str]]
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

    def is_switch(self, name: str) -> bool:
        return name.lower().rpartition(".")[2] in self.switches

    def is_off(self, name: str, value: object) -> bool:
        """Whether a setting switches a safeguard off."""
        off = self.switches.get(name.lower().rpartition(".")[2])
        return off is not None and str(value).lower().rpartition(".")[2] in off

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
    switches: dict[str, frozenset[str]] = {}
    for switch in guardrails.switches:
        for name in switch.names:
            switches[name] = switches.get(name, frozenset()) | frozenset(switch.values)
    words = [frozenset(w.lower() for w in group) for group in (refusals.values, refusals.fields, refusals.exceptions, refusals.names)]
    return Answers(
        refusals.phrases, words[0], words[1], words[2], words[3], switches, guardrails.instructions, guardrails.models,
        frozenset(guardrails.guards), read_governance(folder),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refusals:
    phrases: tuple[Expression, ...]
    values: tuple[str, ...]
    fields: tuple[str, ...]
    exceptions: tuple[str, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guardrails:
    switches: tuple[Switch, ...]
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
