"""Single sentences of designs say what their words and frames say."""

from __future__ import annotations

import pytest

from adversescan.knowledge.prose import read_prose
from adversescan.knowledge.rule_book import load_rule_book
from adversescan.language.prose import ProseReader


@pytest.fixture(scope="module")
def readers():
    book = load_rule_book(imports=frozenset())
    return {words.language: ProseReader(words, book.vocabulary) for words in read_prose(book.folder)}


@pytest.mark.parametrize(
    ("language", "text", "cue"),
    [
        ("en", "Drivers in the lowest tenth lose two shifts a week.", "perhaps-decide"),
        ("en", "A worker visits the open pages of each applicant and keeps a copy.", "scraped"),
        ("en", "Landlords who pay can download a report on any name.", "share"),
        ("de", "Wer unter 30 liegt, dem wird der Rahmen halbiert.", "limit"),
        ("fr", "Les livreurs perdent deux créneaux par semaine.", "perhaps-decide"),
        ("es", "El programa genera una ficha de cada candidato.", "profile"),
        ("zh", "系统为每位候选人生成一页报告。", "profile"),
    ],
)
def test_words_of_several_classes_make_a_cue_together(language, text, cue, readers):
    """No phrase of the vocabulary holds these sentences; two classes of words that meet do."""
    assert cue in readers[language].read(text).cues


@pytest.mark.parametrize("text", ["No driver loses a shift because of it.", "We never reduce anybody's hours."])
def test_a_frame_is_denied_like_a_phrase(text, readers):
    """What stands behind a denial is not planned, also where two words make the cue."""
    assert not readers["en"].read(text).cues & {"decide", "perhaps-decide"}


def test_what_a_score_is_made_of_is_not_what_it_concludes(readers):
    """Age is the evidence in the first sentence and the conclusion in the second."""
    made = readers["en"].read("A score is computed from age and blood values.")
    told = readers["en"].read("The age of the writer is estimated from the posts.")

    assert ("age" in made.targets, "age" in told.targets) == (False, True)


def test_a_word_in_another_sense_names_no_attribute(readers):
    """The age of a car and a disabled button are about nobody."""
    assert readers["en"].read("The price depends on the car age, and the button is disabled.").attributes == frozenset()
