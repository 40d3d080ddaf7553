"""Which share of the words of tests/data/known_words.yaml the lexicons know, language by language, and what must stay silent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from adversescan.knowledge.concepts import Concept, Strength
from adversescan.knowledge.vocabulary import Vocabulary, read_vocabulary

ROOT = Path(__file__).parents[2]
WORDS = yaml.safe_load((ROOT / "tests" / "data" / "known_words.yaml").read_text(encoding="utf-8"))
LANGUAGES = sorted({language for by_language in WORDS["names"].values() for language in by_language})
ORIGIN = {"race-ethnicity", "national-origin", "immigration-citizenship"}
"""One word often stands for several of these (`origen`, `inmigrante`)."""
SHARE = 0.9
"""Of the words of a language. Those that are not known are ambiguous in code (`disabled_flag`, `presse`)."""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return read_vocabulary(ROOT / "rules")


def read_all(vocabulary: Vocabulary, language: str) -> Iterator[tuple[str, bool]]:
    """The entries of a language, and whether each is read as what the list says."""
    for key, words in of_language("names", language):
        yield from ((word, _says(vocabulary.read_name(word), key.split(".")[1])) for word in words)
    for id_, sets in of_language("labels", language):
        yield from ((", ".join(labels), id_ in vocabulary.read_values(labels)) for labels in sets)
    for kind, texts in of_language("texts", language):
        yield from ((text, any(c.kind == kind for c in vocabulary.read_text(text))) for text in texts)
    for kind in ("person", "thing", "external"):
        words = WORDS[kind].get(language, [])
        yield from ((word, any(c.kind == kind for c in vocabulary.read_name(word))) for word in words)


def of_language(section: str, language: str) -> Iterator[tuple[str, list]]:
    return ((key, by_language[language]) for key, by_language in WORDS[section].items() if language in by_language)


def _says(concepts: tuple[Concept, ...], id_: str) -> bool:
    return any(concept.id in (ORIGIN if id_ in ORIGIN else {id_}) for concept in concepts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_most_words_of_a_language_are_known(vocabulary, language):
    """Of every language at least nine in ten entries are read as what they stand for."""
    entries = list(read_all(vocabulary, language))

    missed = [word for word, known in entries if not known]
    assert len(missed) <= (1 - SHARE) * len(entries), missed


def test_a_list_without_words_would_be_noticed():
    """There are entries of every kind in every language of the contract."""
    assert {"ar", "de", "en", "es", "fr", "hi", "pt", "zh"} <= set(LANGUAGES)
    assert all(WORDS[kind].keys() >= {"en", "de", "es"} for kind in ("person", "thing", "external"))


def test_look_alikes_of_these_words_stay_silent(vocabulary):
    """Names and texts that hold such a word in another sense say neither a trait nor an outcome."""
    traits = {"attribute", "proxy", "identity", "adverse"}
    names = [name for name in WORDS["silent_names"] if any(c.kind in traits for c in vocabulary.read_name(name))]
    outcomes = {text: [c for c in vocabulary.read_text(text) if c.kind == "adverse"] for text in WORDS["silent_texts"]}
    texts = [text for text, found in outcomes.items() if any(c.strength is Strength.STRONG for c in found)]

    assert (names, texts) == ([], [])
