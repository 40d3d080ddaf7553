"""How identifiers and texts are cut into folded words."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from adversescan.knowledge.words import Word, split_name, split_text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("birth_date", ["birth", "date"]),
        ("birthDate", ["birth", "date"]),
        ("HTTPServer", ["http", "server"]),
        ("userIDs", ["user", "ids"]),
        ("data-user-id", ["data", "user", "id"]),
        ("icd10Code", ["icd", "10", "code"]),
        ("__name__", ["name"]),
        ("prénomClient", ["prenom", "client"]),
        ("Straßenname", ["strassenname"]),
        ("用户姓名2", ["用", "户", "姓", "名", "2"]),
        ("जन्म_तिथि", ["जन्म", "तिथि"]),
        ("ज़मीन", ["जमीन"]),
        ("الجِنسيّة", ["الجنسيه"]),
        ("أصل", ["اصل"]),
        ("ＮＡＭＥ", ["name"]),
        ("", []),
        ("_", []),
    ],
)
def test_names_are_cut_and_folded(name, words):
    """A name is cut at case changes, digits and separators, and folded in its script."""
    assert split_name(name) == words


def test_words_know_their_places():
    """Places are those of the text as it was written."""
    assert split_text("Entry DENIED") == [Word("entry", 0, 5), Word("denied", 6, 12)]


@given(st.text(max_size=60))
def test_any_text_can_be_cut(text):
    """No text makes the cutting fail, and words hold no separator."""
    words = split_text(text)

    assert all(word.text and not word.text.isspace() and word.start < word.stop for word in words)
