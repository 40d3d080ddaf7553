"""Which mistakes in the vocabulary and the lexicons are reported."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from adversescan.errors import InvalidFiles
from adversescan.knowledge.attribute_ids import read_attribute_ids
from adversescan.knowledge.vocabulary import read_vocabulary

SHIPPED = Path(__file__).parents[2] / "rules"
IDS = [
    "race-ethnicity",
    "national-origin",
    "religion-belief",
    "sex-gender",
    "gender-identity",
    "sexual-orientation",
    "age",
    "disability",
    "health",
    "mental-health",
    "genetic",
    "pregnancy",
    "marital-family-status",
    "political-opinion",
    "trade-union",
    "immigration-citizenship",
    "caste",
    "veteran",
    "criminal-record",
    "emotion",
]


@pytest.fixture
def rules(tmp_path):
    """A copy of the shipped vocabulary, and a lexicon with nothing in it yet."""
    shutil.copytree(SHIPPED / "vocabulary", tmp_path / "vocabulary")
    (tmp_path / "lexicon").mkdir()
    return tmp_path


def mistakes(rules: Path, lexicon: str) -> list[str]:
    """The mistakes in a lexicon with this text, without their folder."""
    (rules / "lexicon" / "en.yaml").write_text(lexicon, encoding="utf-8")
    with pytest.raises(InvalidFiles) as raised:
        read_vocabulary(rules)
    return [str(mistake).replace(f"{rules}/lexicon/", "") for mistake in raised.value.mistakes]


def test_the_shipped_attributes_are_those_of_the_contract():
    """Rules and libraries may name these and no others."""
    assert read_attribute_ids(SHIPPED) == frozenset(IDS)


def test_every_attribute_has_words_in_every_language():
    """No language lacks a word for a protected attribute, but for the ones named here."""
    missing = {
        (path.stem, id_)
        for path in (SHIPPED / "lexicon").glob("*.yaml")
        for id_ in IDS
        if not re.search(rf"^  {id_}:$", path.read_text(encoding="utf-8"), re.MULTILINE)
    }

    assert missing == set()


@pytest.mark.parametrize(
    ("lexicon", "expected"),
    [
        ("attribute: {age: {strong: old age}}\n", "en.yaml:1: language: is missing"),
        ("language: en\nattributes: {}\n", "en.yaml:2: attributes: unknown key; did you mean 'attribute'?"),
        ("language: en\nattribute:\n  agee: {strong: dob}\n", "en.yaml:3: attribute.agee: unknown attribute; did you mean 'age'?"),
        ("language: en\nattribute:\n  age: {stronk: dob}\n", "en.yaml:3: attribute.age.stronk: unknown tier; did you mean 'strong'?"),
        ("language: en\nidentity:\n  name: {values: bob}\n", "en.yaml:3: identity.name.values: unknown tier"),
        ("language: en\nattribute:\n  age: {strong: 'dob, dob'}\n", "en.yaml:3: attribute.age.strong: 'dob' stands twice"),
        ("language: en\nattribute:\n  age: {strong: '--'}\n", "en.yaml:3: attribute.age.strong: '--' has no letter in it"),
        ("language: en\nsenses:\n  agee: {cues: cache}\n", "en.yaml:3: senses.agee: is no word of this lexicon"),
        ("language: en\nfalse_friends: alter\n", "en.yaml:2: false_friends: 'alter' is no word of this lexicon"),
        (
            "language: en\nattribute:\n  age: {strong: 'age, ice age'}\nsenses:\n  age: {phrases: ice age}\n",
            "en.yaml:5: senses.age.phrases: 'ice age' is also given a meaning",
        ),
        (
            "language: en\nattribute:\n  age: {strong: age}\nsenses:\n  age: {phrases: golden time}\n",
            "en.yaml:5: senses.age.phrases: 'golden time' does not hold the word",
        ),
        (
            "language: en\nattribute:\n  age: {strong: age}\nsenses:\n  age: {patterns: ['(']}\n",
            "en.yaml:5: senses.age.patterns: is no regular expression: missing ), unterminated subpattern at position 0",
        ),
        (
            "language: en\nattribute:\n  age: {strong: age}\nsenses:\n  age: {cue: cache}\n",
            "en.yaml:5: senses.age.cue: unknown key; did you mean 'cues'?",
        ),
    ],
)
def test_mistakes_in_a_lexicon(rules, lexicon, expected):
    """A mistake is named with file, line, key and the nearest valid word."""
    assert any(mistake.startswith(expected) for mistake in mistakes(rules, lexicon))


def test_all_mistakes_are_reported_at_once(rules):
    """Three mistakes are three lines."""
    text = "language: en\nattribute:\n  agee: {strong: dob}\n  age: {stronk: dob}\nsense: {}\n"

    assert len(mistakes(rules, text)) == 3


def test_a_pattern_of_another_sense_drops_a_word(rules):
    """A word inside a text that a pattern matches does not count; elsewhere in the text it does."""
    (rules / "lexicon" / "en.yaml").write_text(
        "language: en\nadverse:\n  ban: {strong: banned}\nsenses:\n  banned: {patterns: ['banned \\d+ addresses']}\n", encoding="utf-8"
    )
    vocabulary = read_vocabulary(rules)

    assert [len(vocabulary.read_text(text)) for text in ("banned 20 addresses", "user banned")] == [0, 1]


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("attributes.yaml", "parents: [sex-gender]", "parents: [sex-gendr]", "unknown attribute 'sex-gendr'; did you mean 'sex-gender'?"),
        ("attributes.yaml", "proxies: [pronouns]", "proxies: [pronoun]", "unknown proxy 'pronoun'; did you mean 'pronouns'?"),
        ("attributes.yaml", "minimum: 21", "minimum: young", "must be a whole number"),
        ("mitigations.yaml", "consent:", "consents:", "unknown mitigation; did you mean 'consent'?"),
        ("people.yaml", "thing:", "things:", "unknown key; did you mean 'thing'?"),
    ],
)
def test_mistakes_in_the_vocabulary(rules, file, old, new, expected):
    """Attributes, proxies and mitigations must exist."""
    path = rules / "vocabulary" / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    with pytest.raises(InvalidFiles, match=re.escape(expected)):
        read_vocabulary(rules)
