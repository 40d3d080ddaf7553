"""What short texts say, and which sets of labels enumerate an attribute."""

from __future__ import annotations

from pathlib import Path

import pytest

from adversescan.knowledge.vocabulary import read_vocabulary

SHIPPED = Path(__file__).parents[2] / "rules"


@pytest.fixture(scope="module")
def vocabulary():
    return read_vocabulary(SHIPPED)


def shown(concepts) -> set[str]:
    return {f"{concept.kind} {concept.id} {concept.strength}" for concept in concepts}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("entry denied", "adverse deny strong"),
        ("%s closed", "adverse terminate weak"),
        ("Your application was not approved.", "adverse deny strong"),
        ("you were not shortlisted", "adverse reject strong"),
        ("UPDATE courier SET status = 'deactivated' WHERE id = ?", "adverse suspend strong"),
        ("❌ Not Approved", "adverse deny strong"),
        ("moved to the waiting list", "adverse exclude strong"),
        ("no access", "adverse deny strong"),
        ("Solicitud denegada", "adverse deny strong"),
        ("Ihr Antrag wurde leider abgelehnt", "adverse deny strong"),
        ("candidature non retenue", "adverse reject strong"),
        ("申请被拒绝", "adverse deny strong"),
        ("طلبك مرفوض", "adverse deny strong"),
        ("interview invited", "favourable invite strong"),
        ("free refill", "favourable discount strong"),
        ("div.about p", "content bio weak"),
        ("/api/v1/people/", "person person strong"),
        ("the applicant's ethnicity", "attribute race-ethnicity strong"),
        ("muslim", "attribute religion-belief value"),
    ],
)
def test_texts(vocabulary, text, concept):
    """The words and phrases of a text are found, longest first."""
    assert concept in shown(vocabulary.read_text(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("not rejected", "adverse"),
        ("never banned", "adverse"),
        ("cache eviction policy", "adverse"),
        ("permission denied: /etc/passwd", "adverse"),
        ("feature flag", "adverse"),
        ("race condition in the lock", "attribute"),
        ("grammatical gender of the noun", "attribute"),
        ("git push origin main", "attribute"),
        ("arms race", "attribute"),
        ("third party library", "attribute"),
        ("Cache-Control: max-age=3600", "attribute"),
        ("portrait orientation", "attribute"),
        ("the weather condition", "attribute"),
        ("", "adverse"),
    ],
)
def test_other_senses_are_left_out(vocabulary, text, kind):
    """Negated outcomes and words in another sense do not count."""
    assert not {concept.id for concept in vocabulary.read_text(text) if concept.kind == kind}


@pytest.mark.parametrize(
    ("labels", "attributes"),
    [
        ({"muslim", "hindu", "sikh"}, ("religion-belief",)),
        (("greens", "conservatives", "socialists"), ("political-opinion",)),
        (["Angry", "Happy", "Sad"], ("emotion",)),
        (["ang", "hap", "neu", "sad"], ("emotion",)),
        (["male", "female"], ("sex-gender",)),
        (["m", "f"], ("sex-gender",)),
        (["mr", "ms", "mx"], ("sex-gender",)),
        (["a person is gay", "a person is straight"], ("sexual-orientation",)),
        (["pregnant", "not pregnant"], ("pregnancy",)),
        (["Criminal", "Non-Criminal"], ("criminal-record",)),
        (["asian", "white", "black", "other", "hispanic"], ("race-ethnicity",)),
        (["<18", "18-34", "35-49", "50-64", "65+"], ("age",)),
        (["married", "single", "divorced"], ("marital-family-status",)),
        (["far-left", "left", "center", "right"], ("political-opinion",)),
        (["deutsch", "türkisch", "arabisch", "unklar"], ("race-ethnicity",)),
        (["izquierda", "centro", "derecha"], ("political-opinion",)),
        (["男", "女"], ("sex-gender",)),
        (["ذكر", "أنثى"], ("sex-gender",)),
        (["हिंदू", "मुस्लिम"], ("religion-belief",)),
        (["muslim man", "hindu woman"], ("religion-belief", "sex-gender")),
    ],
)
def test_labels_that_enumerate_an_attribute(vocabulary, labels, attributes):
    """Two different categories of one attribute in a set of labels enumerate it."""
    assert vocabulary.read_values(labels) == attributes


@pytest.mark.parametrize(
    "labels",
    [
        {"wording that appeals to men", "neutral wording"},
        [0, 1],
        ["black", "white"],
        ["left", "right"],
        ["left", "center", "right"],
        ["positive", "negative", "neutral"],
        ["single", "double"],
        ["gender", "sex"],
        ["age", "gender", "race", "emotion"],
        ["open", "closed"],
        ["disabled", "enabled"],
        ["conservative", "moderate", "aggressive"],
        ["senior", "junior", "lead"],
        ["h", "m", "s", "ms", "us"],
        ["a", "b", "c", "d", "e", "f"],
        ["10-20", "20-30"],
        ["muslim"],
        ["muslim", "Muslim"],
        ["happy", "sad", "apple", "river", "stone", "cloud", "table"],
        [],
    ],
)
def test_labels_that_enumerate_nothing(vocabulary, labels):
    """Colours, sides, columns, modes, units and word lists are no categories of people."""
    assert vocabulary.read_values(labels) == ()
