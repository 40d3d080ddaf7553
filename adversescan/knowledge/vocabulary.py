"""What names, texts and sets of labels stand for. Loaded once from rules/vocabulary/ and rules/lexicon/."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib.resources.abc import Traversable

from adversescan.knowledge.concepts import Concept, ConceptKind, Strength
from adversescan.knowledge.labels import attributes_of_labels
from adversescan.knowledge.lexicon import Meaning, Tier, read_lexicon
from adversescan.knowledge.matches import Match, Matcher, words_and_places
from adversescan.knowledge.terms import Attribute, read_terms
from adversescan.knowledge.words import normalise, split_name


def read_vocabulary(folder: Traversable) -> Vocabulary:
    """The vocabulary of a rules folder. Raises InvalidFiles with every mistake in it."""
    terms = read_terms(folder)
    return Vocabulary(terms.attributes, Matcher(read_lexicon(folder, terms)))


class Vocabulary:
    """Looks words up; readings are kept, so that a name or text is taken apart once."""

    __slots__ = ("_matcher", "_names", "_texts", "attributes", "minimums")

    def __init__(self, attributes: tuple[Attribute, ...], matcher: Matcher) -> None:
        self.attributes = attributes
        self.minimums = {attribute.id: attribute.minimum for attribute in attributes if attribute.minimum}
        self._matcher = matcher
        self._names = _Readings(self._take_name_apart)
        self._texts = _Readings(self._take_text_apart)

    def read_name(self, name: str) -> tuple[Concept, ...]:
        """All concepts an identifier, column, dict key or attribute name may stand for."""
        return self._names[name]

    def read_text(self, text: str) -> tuple[Concept, ...]:
        """The concepts of the words and phrases in a short text; "not approved" is adverse, "not rejected" is nothing."""
        return self._texts[text]

    def read_values(self, values: Iterable[str]) -> tuple[str, ...]:
        """The attributes whose categories a set of labels enumerates: two different ones, and a third of all labels or more."""
        return attributes_of_labels(values, self._matcher, self.attributes)

    def _take_name_apart(self, name: str) -> tuple[Concept, ...]:
        words = split_name(name)
        found = self._matcher.find(words)
        return _concepts(_in_name(words, found, self._matcher)) if any(match.meanings for match in found) else ()

    def _take_text_apart(self, text: str) -> tuple[Concept, ...]:
        words, places = words_and_places(text)
        found = self._matcher.drop_patterns(self._matcher.find(words), normalise(text), places)
        return _concepts(_in_text(found))


class _Readings(dict[str, tuple[Concept, ...]]):
    """A reading by its name; read on the first look-up."""

    def __init__(self, read: Callable[[str], tuple[Concept, ...]]) -> None:
        super().__init__()
        self.read = read

    def __missing__(self, name: str) -> tuple[Concept, ...]:
        reading = self[name] = self.read(name)
        return reading


_TRAITS = frozenset({ConceptKind.ATTRIBUTE, ConceptKind.PROXY, ConceptKind.IDENTITY})
_NEVER_COUNTED = frozenset({ConceptKind.PERSON, ConceptKind.THING, ConceptKind.QUANTITY, ConceptKind.EXTERNAL, ConceptKind.INTERNAL})
_CATEGORIES = frozenset({Tier.VALUES, Tier.LABELS, Tier.HINTS})
_ORDER = {strength: place for place, strength in enumerate((Strength.VALUE, Strength.WEAK, Strength.STRONG))}
_BARE = frozenset({Tier.LABELS, Tier.HINTS})
_ANYWHERE = frozenset({Tier.STRONG, Tier.VALUES, Tier.LABELS, Tier.HINTS})


def _in_name(words: list[str], found: list[Match], matcher: Matcher) -> Iterator[Concept]:
    """Readings of an identifier: a count holds no trait, and a trait that is not sure needs company that fits."""
    particles = matcher.lexicon.particles
    counted = _is_count(words, found, particles["measures"])
    person = _strongest_person(found)
    alone = person is not None or not _has_stranger(words, found, particles["neutral"])
    for meaning in _standing(found):
        if counted and meaning.kind not in _NEVER_COUNTED:
            continue
        if meaning.kind not in _TRAITS or meaning.tier in _ANYWHERE:
            yield from _readings(meaning, found)
        elif person is Strength.STRONG:
            yield Concept(meaning.kind, meaning.id)
        elif alone or _has_category(found, meaning):
            yield from _readings(meaning, found)


def _in_text(found: list[Match]) -> Iterator[Concept]:
    """Readings of all words of a text."""
    return (concept for meaning in _standing(found) for concept in _readings(meaning, found))


def _standing(found: list[Match]) -> Iterator[Meaning]:
    """The meanings that count: bare labels only where the name of their attribute stands, some words only beside a person."""
    named = {m.id for match in found for m in match.meanings if m.kind is ConceptKind.ATTRIBUTE and m.tier not in _CATEGORIES}
    person = _strongest_person(found)
    for meaning in (meaning for match in found for meaning in match.meanings):
        if meaning.tier in _BARE and meaning.id not in named:
            continue
        if meaning.tier is Tier.BESIDE and person is not Strength.STRONG:
            continue
        yield meaning


def _readings(meaning: Meaning, found: list[Match]) -> Iterator[Concept]:
    """A category makes the name of its attribute beside it sure."""
    if meaning.tier in _CATEGORIES:
        yield Concept(meaning.kind, meaning.id, Strength.VALUE)
    elif meaning.tier is Tier.WEAK and not _has_category(found, meaning):
        yield Concept(meaning.kind, meaning.id, Strength.WEAK)
    else:
        yield Concept(meaning.kind, meaning.id)


def _is_count(words: list[str], found: list[Match], measures: frozenset[str]) -> bool:
    """Whether the name begins or ends with a word for a count that is no part of a phrase."""
    covered = {place for match in found for place in range(match.start, match.stop)}
    return any(words[place] in measures and place not in covered for place in (0, len(words) - 1))


def _strongest_person(found: list[Match]) -> Strength | None:
    tiers = {meaning.tier for match in found for meaning in match.meanings if meaning.kind is ConceptKind.PERSON}
    return Strength.STRONG if Tier.STRONG in tiers else Strength.WEAK if tiers else None


def _has_stranger(words: list[str], found: list[Match], neutral: frozenset[str]) -> bool:
    """Whether the name holds a word that is neither known nor neutral, or a word for a thing."""
    covered = {place for match in found if not _is_thing(match.meanings) for place in range(match.start, match.stop)}
    return any(place not in covered and word not in neutral and not word.isdigit() for place, word in enumerate(words))


def _is_thing(meanings: tuple[Meaning, ...]) -> bool:
    kinds = {meaning.kind for meaning in meanings}
    return not kinds or (ConceptKind.PERSON not in kinds and any(m.kind is ConceptKind.THING and m.tier is Tier.STRONG for m in meanings))


def _has_category(found: list[Match], meaning: Meaning) -> bool:
    """Whether a category of the same attribute stands there."""
    return any(m.id == meaning.id and m.tier in _CATEGORIES for match in found for m in match.meanings)


def _concepts(readings: Iterable[Concept]) -> tuple[Concept, ...]:
    """Each concept once, as strong as it gets; a category is kept beside its attribute."""
    best: dict[tuple[ConceptKind, str, bool], Concept] = {}
    for concept in readings:
        key = (concept.kind, concept.id, concept.strength is Strength.VALUE)
        if key not in best or _ORDER[best[key].strength] < _ORDER[concept.strength]:
            best[key] = concept
    return tuple(sorted(best.values()))
