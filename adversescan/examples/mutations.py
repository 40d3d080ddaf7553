"""Small changes of what a record of the rule book says: a word left out, another word, a place moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, fields, replace
from enum import Enum
from random import Random
from typing import Any

from adversescan.record import dataclass

Words = Mapping[str, Sequence[str]]
"""The valid words of the fields whose words stand in another file: attributes, traits."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed entry. `caught` runs the examples concerned and says whether one of them does not come out any more."""

    kind: str
    """What was changed, e.g. `library address`."""
    place: str
    """The file and the entry."""
    said: str
    caught: Callable[[], bool]

    def __str__(self) -> str:
        return f"{self.place}: {self.said}"


def changed(record: Any, names: Sequence[str], words: Words, random: Random) -> Iterator[tuple[str, str, Any]]:  # noqa: ANN401 - any dataclass
    """Each change of what these fields of a record state: the field, the change in words, the changed record."""
    stated = {field.name: field for field in fields(record)}
    for name in names:
        value = getattr(record, name)
        if value == _default(stated[name]):
            continue
        for said, other in _others(value, words.get(name, ()), random):
            yield name, f"{name}: {said}", replace(record, **{name: other})


def _default(field: Field[Any]) -> object:
    return None if field.default is MISSING else field.default


def _others(value: object, words: Sequence[str], random: Random) -> Iterator[tuple[str, object]]:
    match value:
        case bool():
            yield f"{not value} instead of {value}".lower(), not value
        case Enum():
            other = random.choice([each for each in type(value) if each is not value])
            yield f"{other.value} instead of {value.value}", other
        case int():
            yield f"{value + 1} instead of {value}", value + 1
        case str():
            other_word = _word(value, words, random)
            yield f"{other_word} instead of {value}", other_word
        case tuple():
            yield from _other_items(value, words, random)


def _other_items(items: tuple[Any, ...], words: Sequence[str], random: Random) -> Iterator[tuple[str, object]]:
    for place, item in enumerate(items):
        before, after = items[:place], items[place + 1 :]
        yield f"without {_shown(item)}", (*before, *after)
        other = _other_item(item, words, random)
        if other not in items:
            yield f"{_shown(other)} instead of {_shown(item)}", (*before, other, *after)


def _other_item(item: object, words: Sequence[str], random: Random) -> object:
    match item:
        case int():
            return item + 1
        case Enum():
            return random.choice([each for each in type(item) if each is not item])
        case str():
            return _word(item, words, random)
        case (str() as key, str() as value):
            return (key, _word(value, words, random))
        case _:
            return item


def _word(word: str, words: Sequence[str], random: Random) -> str:
    """Another valid word; where any is valid, one nobody writes."""
    others = [each for each in words if each != word]
    return random.choice(others) if others else f"{word}_"


def _shown(item: object) -> str:
    match item:
        case (key, value):
            return f"{key}: {value}"
        case Enum():
            return str(item.value)
        case _:
            return str(item)
