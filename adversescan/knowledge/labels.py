"""Recognises sets of labels that enumerate the categories of an attribute."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import field

from adversescan.knowledge.concepts import ConceptKind
from adversescan.knowledge.lexicon import Tier
from adversescan.knowledge.matches import Match, Matcher
from adversescan.knowledge.terms import Attribute
from adversescan.knowledge.words import split_name
from adversescan.record import dataclass

LONGEST_LABEL = 8
"""Words in a label; a longer one is a sentence."""

SHARE_OF_LABELS = 3
"""One label in so many must be a category: a word list of a game is no list of emotions."""


@dataclass(slots=True)
class _Seen:
    """What the labels of a set say about one attribute."""

    sure: set[str] = field(default_factory=set)
    hints: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    denied: set[str] = field(default_factory=set)

    def enumerated(self) -> int:
        """How many labels are categories: hints count beside a sure one, the name of the attribute beside its denial."""
        labels = set(self.sure)
        if self.denied and self.named:
            labels |= self.denied | self.named
        return len(labels | self.hints) if labels else 0


def attributes_of_labels(values: Iterable[object], matcher: Matcher, attributes: Iterable[Attribute]) -> tuple[str, ...]:
    """The ids of the attributes that the labels enumerate, in order; values that are no text are passed over."""
    labels = {value for value in values if isinstance(value, str)}
    if len(labels) < 2:
        return ()
    seen: dict[str, _Seen] = {}
    spoken = {label: matcher.languages(split_name(label)) for label in labels}
    times = Counter(language for languages in spoken.values() for language in languages)
    for label in labels:
        near = frozenset(language for language, count in times.items() if count > (language in spoken[label]))
        for id_, tier, negated in {*_categories(label, matcher, near), *_shapes(label, attributes)}:
            _note(seen.setdefault(id_, _Seen()), label, tier, negated=negated)
    counts = {id_: what.enumerated() for id_, what in seen.items()}
    return tuple(sorted(id_ for id_, count in counts.items() if count >= 2 and count * SHARE_OF_LABELS >= len(labels)))


def _note(seen: _Seen, label: str, tier: Tier, *, negated: bool) -> None:
    label = " ".join(split_name(label)) or label
    if tier in (Tier.VALUES, Tier.LABELS):
        seen.sure.add(label)
    elif tier is Tier.HINTS:
        seen.hints.add(label)
    else:
        (seen.denied if negated else seen.named).add(label)


def _categories(label: str, matcher: Matcher, near: frozenset[str]) -> Iterator[tuple[str, Tier, bool]]:
    """Attribute, tier and negation of each category, where nothing else stands in the label; `near` are languages of the other labels."""
    particles = matcher.lexicon.particles
    words = _without_wrapping(split_name(label), particles["fillers"])
    if not words or len(words) > LONGEST_LABEL:
        return
    found = matcher.find(words, near)
    rest = set(range(len(words))) - {place for match in found for place in range(match.start, match.stop)}
    if all(words[place] in particles["fillers"] or words[place] in particles["negations"] for place in rest):
        negated = any(words[place] in particles["negations"] for place in rest)
        yield from ((id_, tier, negated) for match in found for id_, tier in _attributes(match))


def _without_wrapping(words: list[str], fillers: frozenset[str]) -> list[str]:
    """The label without what is put around a category: "the person is muslim"."""
    start, stop = 0, len(words)
    while start < stop - 1 and words[start] in fillers:
        start += 1
    while stop > start + 1 and words[stop - 1] in fillers:
        stop -= 1
    return words[start:stop]


def _attributes(match: Match) -> Iterator[tuple[str, Tier]]:
    return ((meaning.id, meaning.tier) for meaning in match.meanings if meaning.kind is ConceptKind.ATTRIBUTE)


def _shapes(label: str, attributes: Iterable[Attribute]) -> Iterator[tuple[str, Tier, bool]]:
    """Attributes one of whose categories is written in the shape of the label, as age bands are."""
    for attribute in attributes:
        if any(re.fullmatch(shape, label.strip(), re.IGNORECASE) for shape in attribute.shapes):
            yield attribute.id, Tier.LABELS, False
