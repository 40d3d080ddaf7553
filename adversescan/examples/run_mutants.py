"""Proves the examples of a rule book: entries are changed, one at a time, and an example that is worth its name notices."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from random import Random

from adversescan.config import PROFILE
from adversescan.examples.collect import library_examples, rule_examples, shared_examples
from adversescan.examples.library_mutants import library_mutants
from adversescan.examples.mutations import Mutant
from adversescan.examples.rule_mutants import rule_mutants
from adversescan.examples.told import told_examples
from adversescan.examples.told_mutants import host_mutants, model_mutants
from adversescan.knowledge.rule_book import RuleBook, load_rule_book, rules_folder
from adversescan.knowledge.traits import read_traits
from adversescan.record import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """Of so many changes of one kind so many were tried, and these were not noticed."""

    kind: str
    possible: int
    tried: int
    survivors: tuple[Mutant, ...]

    @property
    def caught(self) -> int:
        return self.tried - len(self.survivors)


def run_mutants(folder: Path | None, sample: int, seed: int, only: str = "") -> tuple[Score, ...]:
    """Tries a sample of the changes of each family (libraries, rules, ...), drawn with the seed. Raises InvalidFiles for a wrong folder."""
    place = folder or rules_folder()
    random = Random(seed)  # noqa: S311 - a sample, no secret
    scores: list[Score] = []
    for mutants in _families(load_rule_book(PROFILE, folder), place, random):
        wanted = [mutant for mutant in mutants if only in mutant.place]
        scores += _scores(wanted, random.sample(wanted, min(sample, len(wanted))))
    return tuple(scores)


def _families(book: RuleBook, place: Path, random: Random) -> tuple[list[Mutant], ...]:
    attributes = [attribute.id for attribute in book.vocabulary.attributes]
    ids = [rule.id for rule in book.active]
    words = {
        **dict.fromkeys(("attributes", "not_attributes", "fields", "infers"), attributes),
        "traits": sorted(read_traits(place)),
        "swallows": ids,
        "silent_beside": ids,
    }
    return (
        list(library_mutants(library_examples(place), book, words, random)),
        list(rule_mutants([*rule_examples(place), *shared_examples(place, ids)], book, words, random)),
        list(host_mutants(told_examples(place, "hosts"), book.hosts, words, random)),
        list(model_mutants(told_examples(place, "models"), book.models, words, random)),
    )


def _scores(possible: Sequence[Mutant], tried: Sequence[Mutant]) -> list[Score]:
    kinds, counted = Counter(mutant.kind for mutant in possible), Counter(mutant.kind for mutant in tried)
    survivors: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in sorted(tried, key=str):
        if not mutant.caught():
            survivors[mutant.kind].append(mutant)
    return [Score(kind, kinds[kind], counted[kind], tuple(survivors[kind])) for kind in sorted(counted)]
