"""What identifiers, columns and keys stand for, and what only looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from adversescan.knowledge.vocabulary import read_vocabulary

SHIPPED = Path(__file__).parents[2] / "rules"
SURNAME = "identity name strong, proxy national-origin strong, proxy race-ethnicity strong"
POSTCODE = "proxy race-ethnicity strong"
ORIGIN = "proxy national-origin strong, proxy race-ethnicity strong"


@pytest.fixture(scope="module")
def vocabulary():
    return read_vocabulary(SHIPPED)


def shown(concepts) -> str:
    return ", ".join(f"{concept.kind} {concept.id} {concept.strength}" for concept in concepts)


@pytest.mark.parametrize(
    ("name", "concepts"),
    [
        ("expected_birth", "attribute pregnancy strong"),
        ("isPregnant", "attribute pregnancy strong"),
        ("hiv_status", "attribute health strong"),
        ("is_smoker", "attribute health strong"),
        ("depression-score", "attribute mental-health strong"),
        ("disability_grade", "attribute disability strong"),
        ("orientation", "attribute sexual-orientation weak"),
        ("sexual_orientation", "attribute sexual-orientation strong"),
        ("same_sex_couple", "attribute sexual-orientation strong"),
        ("gender", "attribute sex-gender strong"),
        ("predictedGender", "attribute sex-gender strong"),
        ("SEX", "attribute sex-gender strong"),
        ("has_job_experience", "person employee weak"),
        ("job_runner", "thing software strong"),
        ("is_female", "attribute sex-gender strong"),
        ("sex_male", "attribute sex-gender strong, attribute sex-gender value"),
        ("religion_wish", "attribute religion-belief strong"),
        ("faith", "attribute religion-belief weak"),
        ("race", "attribute race-ethnicity weak"),
        ("race_code", "attribute race-ethnicity strong"),
        ("race_asian", "attribute race-ethnicity strong, attribute race-ethnicity value"),
        ("applicant_race", "attribute race-ethnicity strong"),
        ("dob", "attribute age strong"),
        ("birth_date", "attribute age strong"),
        ("birthDate", "attribute age strong"),
        ("age", "attribute age weak"),
        ("age_group", "attribute age strong"),
        ("patientAge", "attribute age strong, person patient strong"),
        ("marital_status", "attribute marital-family-status strong"),
        ("num_children", "attribute marital-family-status strong"),
        ("citizenship", "attribute immigration-citizenship strong, attribute national-origin strong"),
        ("asylum", "attribute immigration-citizenship value"),
        ("union_member", "attribute trade-union strong"),
        ("party_affiliation", "attribute political-opinion strong"),
        ("political_leaning", "attribute political-opinion strong"),
        ("is_veteran", "attribute veteran strong"),
        ("priors_count", "attribute criminal-record strong"),
        ("caste", "attribute caste strong"),
        ("brca1", "attribute genetic strong"),
        ("dominant_emotion", "attribute emotion strong"),
    ],
)
def test_names_of_attributes(vocabulary, name, concepts):
    """A name that holds an attribute of a person says so, however it is written."""
    assert shown(vocabulary.read_name(name)) == concepts


@pytest.mark.parametrize(
    "name",
    [
        "max_age", "cache_age", "image_age", "log_age_days", "cert_age", "page", "stage", "usage", "average",
        "race_count", "race_detected", "RaceDetected", "infer_race", "race_condition", "data_race", "race_lap",
        "gender_neutral", "gender_form", "gender_count", "pay_gap_by_gender_count",
        "leader_election", "elected", "page_orientation", "screen_orientation", "party_size", "third_party_lib_size", "union_all",
        "health_check", "healthz", "if_condition_met", "join_condition", "disabled_button", "essex", "sextant",
        "black_box", "white_space", "left_index", "right_join", "single_quote", "male_connector",
        "attr_name", "type_id", "column_names", "zip_longest", "ZipFile", "handle_request", "can_handle", "hive", "guide", "alter", "kind",
        "x", "m", "f", "n_rows", "",
    ],
)  # fmt: skip
def test_look_alikes_hold_no_trait(vocabulary, name):
    """A name that only looks like a person's trait holds none."""
    kinds = {str(concept.kind) for concept in vocabulary.read_name(name)}

    assert not kinds & {"attribute", "proxy", "identity"}


@pytest.mark.parametrize(
    ("name", "concepts"),
    [
        ("surname", SURNAME),
        ("last_name", SURNAME),
        ("lastName", SURNAME),
        ("firstName", SURNAME),
        ("full_name", SURNAME),
        ("postcode", POSTCODE),
        ("zipcode", POSTCODE),
        ("zip", "proxy race-ethnicity weak"),
        ("zipCode", POSTCODE),
        ("birthplace", ORIGIN),
        ("country_of_birth", ORIGIN),
        ("first_language", ORIGIN),
        ("mother_tongue", ORIGIN),
        ("applicant_dialect", "person applicant strong, proxy national-origin strong, proxy race-ethnicity strong"),
        ("salutation", "proxy sex-gender strong"),
    ],
)
def test_proxies(vocabulary, name, concepts):
    """What stands in for an attribute says for which."""
    assert shown(vocabulary.read_name(name)) == concepts


@pytest.mark.parametrize(
    ("name", "concepts"),
    [
        ("handle", "identity handle strong"),
        ("username", "identity handle strong"),
        ("email", "identity email strong"),
        ("hashed_email", "identity email strong"),
        ("phoneNumber", "identity phone strong"),
        ("profile_url", "identity profile strong"),
        ("avatar_url", "identity profile strong"),
        ("user_id", "identity id-number strong"),
        ("patient_id", "identity id-number strong"),
        ("staff_no", "identity id-number strong"),
        ("member_ref", "identity id-number strong, person member strong"),
        ("customer_name", "identity name strong"),
        ("name", "identity name weak"),
        ("id", "identity id-number weak"),
        ("face_encoding", "identity face strong"),
        ("device_id", "identity device strong"),
        ("ref", ""),
        ("product_name", "thing goods strong"),
    ],
)
def test_identities(vocabulary, name, concepts):
    """What ties a record to a person; a bare name or id only weakly, that of a thing not at all."""
    assert shown(vocabulary.read_name(name)) == concepts


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("bio", "content bio strong"),
        ("tweets", "content post strong"),
        ("caption", "content post strong"),
        ("applicant", "person applicant strong"),
        ("courier", "person worker strong"),
        ("user", "person user weak"),
        ("worker", "person employee weak"),
        ("worker", "thing software weak"),
        ("server", "thing software strong"),
        ("city", "thing place strong"),
        ("status", "status outcome strong"),
        ("state", "status outcome weak"),
        ("verdict", "status outcome strong"),
        ("instalments_allowed", "status permission strong"),
        ("terminate", "adverse terminate strong"),
        ("is_banned", "adverse ban strong"),
        ("not_eligible", "adverse deny strong"),
        ("approved", "favourable approve strong"),
        ("priority", "favourable priority strong"),
        ("premium", "quantity cost strong"),
        ("deposit", "quantity cost strong"),
        ("credit_limit", "quantity benefit strong"),
        ("grade", "quantity benefit strong"),
        ("dossier", "dossier dossier strong"),
        ("risk_score", "dossier score strong"),
        ("partner_bucket", "external partner strong"),
        ("internal_bucket", "internal own strong"),
        ("has_consent", "mitigation consent strong"),
        ("review_queue", "mitigation human-review strong"),
    ],
)
def test_other_kinds(vocabulary, name, concept):
    """People, things, outcomes, quantities, recipients and mitigations are told apart."""
    assert concept in shown(vocabulary.read_name(name)).split(", ")


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("edad", "attribute age strong"),
        ("género", "attribute sex-gender strong"),
        ("apellido", "proxy race-ethnicity strong"),
        ("correo", "identity email strong"),
        ("nombre", "identity name weak"),
        ("usuario", "identity handle strong"),
        ("rechazada", "adverse reject strong"),
        ("herkunft", "attribute race-ethnicity weak"),
        ("bewerber_alter", "attribute age strong"),
        ("Geburtsort", "proxy national-origin strong"),
        ("kündigung", "adverse terminate strong"),
        ("kuendigung", "adverse terminate strong"),
        ("absage", "adverse reject strong"),
        ("einladen", "favourable invite strong"),
        ("profil_url", "identity profile strong"),
        ("sexe", "attribute sex-gender strong"),
        ("prénom", "identity name strong"),
        ("date_de_naissance", "attribute age strong"),
        ("refusée", "adverse deny strong"),
        ("raça", "attribute race-ethnicity strong"),
        ("sobrenome", "identity name strong"),
        ("rejeitado", "adverse reject strong"),
        ("性别", "attribute sex-gender strong"),
        ("用户姓名", "identity name strong"),
        ("籍贯", "proxy national-origin strong"),
        ("拒绝", "adverse deny strong"),
        ("الديانة", "attribute religion-belief strong"),
        ("الجنسية", "attribute immigration-citizenship strong"),
        ("مرفوض", "adverse deny strong"),
        ("जाति", "attribute caste strong"),
        ("धर्म", "attribute religion-belief strong"),
        ("अस्वीकृत", "adverse deny strong"),
    ],
)
def test_other_languages(vocabulary, name, concept):
    """Names in the eight languages are read, with or without their accents."""
    assert concept in shown(vocabulary.read_name(name)).split(", ")


def test_a_name_is_taken_apart_once(vocabulary):
    """The second reading of a name is the very same object."""
    assert vocabulary.read_name("first_reading_of_age") is vocabulary.read_name("first_reading_of_age")


def test_the_age_has_a_statutory_minimum(vocabulary):
    """Only for the age does the law draw a limit."""
    assert vocabulary.minimums == {"age": 21}
