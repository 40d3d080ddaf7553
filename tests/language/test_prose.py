"""Single sentences of designs say what their words and frames say."""

from __future__ import annotations

import pytest

from adversescan.knowledge.prose import Section, read_prose
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


@pytest.mark.parametrize(
    ("language", "harmless", "harmful"),
    [
        ("en", "A call is rejected if its token is older than two hours.", "An applicant is rejected if the score is low."),
        ("es", "Una llamada sin firma se rechaza.", "La solicitud de la familia se rechaza."),
    ],
)
def test_a_clause_about_things_alone_is_no_detriment(language, harmless, harmful, readers):
    """The words are those of a refusal; only who is refused tells."""
    detriments = [bool(readers[language].read(text).cues & {"decide", "perhaps-decide"}) for text in (harmless, harmful)]

    assert detriments == [False, True]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Health, faith and party are filtered out of the note."),
        ("de", "Alter, Familie, Religion und Gesundheit werden weggelassen."),
        ("fr", "L'âge et la religion sont retirés de la fiche."),
    ],
)
def test_a_trait_taken_out_of_the_data_is_not_in_it(language, text, readers):
    """Traits that are removed are no attributes of the plan, and removing them does nothing to anybody."""
    read = readers[language].read(text)

    assert (read.attributes, bool(read.cues & {"decide", "perhaps-decide"})) == (frozenset(), False)


def test_people_who_are_taken_out_are_still_refused(readers):
    """The same words about people are a refusal for what they are."""
    read = readers["en"].read("Applicants with a disability are filtered out.")

    assert ("disability" in read.attributes, "decide" in read.cues) == (True, True)


@pytest.mark.parametrize(
    ("language", "limit", "length"),
    [
        ("en", "Couriers above 70 are told.", "Messages of the first 60 days are read."),
        ("de", "Fahrer unter 30 werden informiert.", "Unter 30 Sekunden geschieht nichts."),
        ("pt", "Clientes acima de 70 são avisados.", "Acima de 70 quilômetros há um aviso."),
    ],
)
def test_a_number_of_days_or_metres_is_no_limit_of_a_score(language, limit, length, readers):
    """What follows from a limit of a score is a decision; a length of time or way is none."""
    assert ["limit" in readers[language].read(text).cues for text in (limit, length)] == [True, False]


def test_a_denial_within_quotation_marks_denies_nothing(readers):
    """The letter that refuses says no; the plan does not."""
    read = readers["pt"].read('O pedido é recusado com o texto "não há vagas".')

    assert "decide" in read.cues


@pytest.mark.parametrize(
    ("language", "text", "cue"),
    [
        ("ar", "يرسل الملف إلى الأرشيف.", "automatic"),
        ("ar", "بشرط ألا يقل العدد عن عشرين.", "police"),
        ("hi", "परिणाम सहेजा जाता है।", "decide"),
    ],
)
def test_a_word_is_not_found_within_another(language, text, cue, readers):
    """Arabic and Hindi words are told by where they begin and end."""
    assert cue not in readers[language].read(text).cues


def test_a_key_may_say_what_it_belongs_to(readers):
    """The inputs of a model are inputs, in every language that says so in two words."""
    titles = [("de", "eingaben des modells"), ("en", "inputs of the model"), ("fr", "entrées du modèle")]

    assert [readers[language].is_key(Section.INPUTS, title) for language, title in titles] == [True, True, True]
