"""How programs say who may use a model, what use is recorded and that answers are checked: rules/answers/governance.yaml."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from adversescan.knowledge.decode import decode_block, decode_record, list_of
from adversescan.knowledge.safe_patterns import pattern_mistake
from adversescan.knowledge.stages import Mitigation
from adversescan.knowledge.words import rows, split_name
from adversescan.knowledge.yaml_file import Node, collect, expect_mapping, join, read_yaml, refuse
from adversescan.record import dataclass
from adversescan.sources.expression import Expression

GOVERNANCE = (Mitigation.ACCESS_CONTROL, Mitigation.USAGE_LOG, Mitigation.OUTPUT_REVIEW)
"""What may govern the use of a model."""
LONGEST = 5


@dataclass(frozen=True, slots=True)
class Measure:
    """What tells of one measure: words within names, whole names, and what a person is asked; all in lower case."""

    words: frozenset[str]
    names: frozenset[str]
    texts: tuple[Expression, ...]

    def is_told_by(self, name: str) -> bool:
        """Whether a name of the code says it."""
        return name.lower() in self.names or not self.words.isdisjoint(rows(split_name(name), LONGEST))

    def is_asked_by(self, text: str) -> bool:
        """Whether a question to a person says it."""
        return any(p.search(text.lower()) for p in self.texts)


@dataclass(frozen=True, slots=True)
class Governance:
    """`run_first` are decorators of functions run before every request; `log_calls` what is called to log, `askers` words of who asked."""

    measures: dict[Mitigation, Measure]
    run_first: frozenset[str]
    log_calls: frozenset[str]
    askers: frozenset[str]

    def says(self, measure: Mitigation, name: str) -> bool:
        """Whether a name of the code tells of the measure."""
        return measure in self.measures and self.measures[measure].is_told_by(name)

    def is_asked(self, measure: Mitigation, text: str) -> bool:
        """Whether a question to a person does."""
        return measure in self.measures and self.measures[measure].is_asked_by(text)

    def names_asker(self, name: str) -> bool:
        """Whether a name or key stands for who asked."""
        return not self.askers.isdisjoint(rows(split_name(name), LONGEST))


@dataclass(frozen=True, slots=True)
class GovernanceWords:
    """The file as it stands."""

    measures: dict[Mitigation, Measure]
    run_first: tuple[str, ...]
    log_calls: tuple[str, ...]
    askers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """One measure as its file states it."""

    words: tuple[str, ...]
    names: tuple[str, ...]
    texts: tuple[Expression, ...]


def read_governance(folder: Traversable) -> Governance:
    """Raises InvalidFiles with the mistakes of the file."""
    path = folder / "answers" / "governance.yaml"
    read = decode_record(read_yaml(path, str(path)), GovernanceWords, special={"measures": _measures})
    return Governance(read.measures, frozenset(read.run_first), frozenset(read.log_calls), _folded(read.askers))


def patterns(node: Node, key: str) -> tuple[Expression, ...]:
    """A list of regular expressions. Raises InvalidFiles for those that are none, or that some text keeps busy for ever."""

    def read(text: str) -> Expression:
        if wrong := pattern_mistake(text):
            refuse(node, key, f"{text!r} {wrong}")
        return Expression(text)

    return tuple(collect(read, list_of(decode_block)(node, key)))


def _measures(node: Node, key: str) -> dict[Mitigation, Measure]:
    found = {}
    for name, inner in expect_mapping(node, key).entries.items():
        if name not in GOVERNANCE:
            refuse(inner, join(key, name), f"is no measure; there are {', '.join(GOVERNANCE)}")
        read = decode_record(inner, MeasureWords, join(key, name), special={"texts": patterns})
        found[Mitigation(name)] = Measure(_folded(read.words), frozenset(n.lower() for n in read.names), read.texts)
    return found


def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(" ".join(split_name(word)) for word in words)
