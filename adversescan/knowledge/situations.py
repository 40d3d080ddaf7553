"""What names around a step say of the situation a person is in: rules/situations.yaml."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources.abc import Traversable

from adversescan.knowledge.concepts import Concept, ConceptKind, Strength
from adversescan.knowledge.contexts import rows_of_words
from adversescan.knowledge.decode import decode_record, nearest
from adversescan.knowledge.traits import read_traits
from adversescan.knowledge.words import split_name
from adversescan.knowledge.yaml_file import read_yaml, refuse
from adversescan.record import dataclass

ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Situation:
    """Who is in it, and words that speak for it, surely or a little, or against it."""

    people: frozenset[str]
    sure: frozenset[str]
    words: frozenset[str]
    against: frozenset[str]
    far: bool = False
    """What is named elsewhere in the module, or by the place the result is kept in, speaks as well if it is sure."""

    def fits_surely(self, names: Iterable[str], concepts: Iterable[Concept]) -> bool:
        """Whether names further away surely speak for it: of several words that each say a little none does."""
        words = {row for name in names for row in rows_of_words(name)}
        named = any(c.kind is ConceptKind.PERSON and c.id in self.people and c.strength is Strength.STRONG for c in concepts)
        return self.far and not words & self.against and (named or bool(words & self.sure))

    def fits(self, names: Iterable[str], concepts: Iterable[Concept], beside: Iterable[str] | None = None) -> bool:
        """Whether these names, and the concepts read in them, speak for the situation. Where it is one of certain people, one of those
        `beside` must: texts, and names of data that name a person. Names of code alone (a class, a job) say little of people.
        """
        words = {row for name in names for row in rows_of_words(name)}
        if words & self.against:
            return False
        people = [c for c in concepts if c.kind is ConceptKind.PERSON and c.id in self.people]
        if words & self.sure or any(c.strength is Strength.STRONG for c in people):
            return True
        if self.people and beside is not None and not self.words & {row for name in beside for row in rows_of_words(name)}:
            return False
        return len(words & self.words) + (not words & self.words and bool(people)) >= ENOUGH


def read_situations(folder: Traversable) -> dict[str, Situation]:
    """The situations by the trait they stand for. Raises InvalidFiles with the mistakes of the file."""
    path = folder / "situations.yaml"
    tree = read_yaml(path, str(path))
    traits = read_traits(folder)
    for trait in tree.entries:
        if trait not in traits:
            refuse(tree, trait, f"unknown trait{nearest(trait, traits)}")
    return {trait: _situation(decode_record(node, SituationWords, trait)) for trait, node in tree.entries.items()}


@dataclass(frozen=True, slots=True)
class SituationWords:
    people: tuple[str, ...]
    sure: tuple[str, ...]
    words: tuple[str, ...]
    against: tuple[str, ...]
    far: bool = False


def _situation(said: SituationWords) -> Situation:
    sure, words, against = (frozenset(" ".join(split_name(word)) for word in group) for group in (said.sure, said.words, said.against))
    return Situation(frozenset(said.people), sure, words, against, said.far)
