"""`adversescan rules show`, `rules pages` and `--as-of`: what the book says, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adversescan.knowledge.rule_book import load_rule_book

ROOT = Path(__file__).parents[2]
PLAN = "# Plan\n\nWe look up every applicant on Instagram, infer their religion from the posts and reject Muslims.\n"
CODE = """\
import gender_guesser.detector as gender
from flask import Flask, request

app = Flask(__name__)
detector = gender.Detector()


@app.post("/applications")
def apply():
    application = {"first_name": request.form["first_name"], "status": "open"}
    if detector.get_gender(application["first_name"]) == "female":
        application["status"] = "rejected"
    return application
"""


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("AP101", "rule"),
        ("infer-decide", "rule"),
        ("requests", "library"),
        ("requests.get", "call"),
        ("eu-gdpr-22", "provision"),
        ("us-ca", "jurisdiction"),
        ("caste", "attribute"),
        ("general-score", "trait"),
        ("consent", "mitigation"),
        ("surname", "proxy"),
        ("clearbit.com", "host"),
    ],
)
def test_an_entry_of_every_kind_is_shown(command, word: str, kind: str) -> None:
    """The terminal says it in the first line, JSON under a key."""
    shown, data = command("rules", "show", word), command("rules", "show", word, "--format", "json")

    assert (shown.code, data.code, shown.err) == (0, 0, "")
    assert shown.out.split()[0] == kind
    assert json.loads(data.out)["kind"] == kind


def test_a_rule_is_shown_with_all_that_is_said_of_it(command) -> None:
    """Why, what to do instead, law by jurisdiction with its standing, terms by vocabulary, mitigations and both examples."""
    entry = json.loads(command("rules", "show", "AP205", "--format", "json", "--as-of", "2026-11-27").out)
    rule = next(rule for rule in load_rule_book().rules if rule.id == "AP205")
    cited = [each["provision"] for provisions in entry["law"].values() for each in provisions]
    text = " ".join(command("rules", "show", "AP205").out.split())

    assert (entry["why"], entry["instead"]) == (rule.why, list(rule.instead))
    assert sorted(cited) == sorted(provision.id for _, provision in load_rule_book().citations(rule))
    assert {"dpv", "risk", "panoptic"} == set(entry["terms"])
    assert [each["id"] for each in entry["mitigations"]] == [each.value for each in rule.settled_by]
    assert (entry["reported"], entry["not reported"], "page" in entry) == (rule.bad, rule.good, False)
    assert "law: eu: - provision: eu-gdpr-9" in text
    assert "violat" not in text


def test_an_unknown_word_names_the_nearest(command) -> None:
    """A mistake of the user, with what may have been meant."""
    done = command("rules", "show", "eu-gdpr-222")

    assert (done.code, done.out) == (2, "")
    assert "nothing under 'eu-gdpr-222'; did you mean 'eu-gdpr-22" in done.err


def test_pages_are_written(command, tmp_path: Path) -> None:
    """One for each rule, the same as those that are kept in docs/rules/; no other page is there."""
    done = command("rules", "pages", tmp_path / "pages")
    written = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "pages").iterdir()}

    assert done.code == 0
    assert written == {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "rules").iterdir()}
    assert set(written) == {f"{rule.id}.md" for rule in load_rule_book().rules}


def test_findings_point_at_the_page(command) -> None:
    """SARIF's helpUri and `explain` say the same address where a book is published; the shipped one alone has none, and says why itself."""
    Path("app.py").write_text(CODE, encoding="utf-8")
    Path("house").mkdir()
    Path("house/book.yaml").write_text("extends: shipped\npages: https://rules.house.example/\n", encoding="utf-8")
    alone, published = (
        {each["id"]: each for each in json.loads(command("scan", "--format", "sarif", *more).out)["runs"][0]["tool"]["driver"]["rules"]}
        for more in ((), ("--rules", "house"))
    )

    assert [each["id"] for each in alone.values() if "helpUri" in each] == []
    assert all(each["help"]["markdown"] for each in alone.values())
    assert {each["helpUri"] for each in published.values()} == {f"https://rules.house.example/{id_}.md" for id_ in published}
    assert "Page\n  https://rules.house.example/AP101.md" in command("explain", "AP101", "--rules", "house").out


@pytest.mark.parametrize(("day", "standing"), [("2026-11-27", "upcoming, from 2027-12-02"), ("2027-12-02", "in force")])
def test_the_law_of_a_day(command, day: str, standing: str) -> None:
    """A provision that applies later is shown as upcoming, in a scan and in a review, and the day decides."""
    Path("app.py").write_text(CODE, encoding="utf-8")
    Path("plan.md").write_text(PLAN, encoding="utf-8")
    provision = "eu-ai-act-annex-iii-4-a"

    sarif = json.loads(command("scan", "--format", "sarif", "--as-of", day, "app.py").out)
    taxa = {each["id"]: each["properties"]["status"] for each in sarif["runs"][0]["taxonomies"][0]["taxa"]}
    review = json.loads(command("review", "plan.md", "--format", "json", "--as-of", day).out)
    text = json.dumps(review)
    entry = json.loads(command("rules", "show", provision, "--format", "json", "--as-of", day).out)

    assert (taxa[provision], entry["standing"]) == (standing, standing)
    assert provision not in text or standing in text


def test_a_house_profile_changes_level_and_verdict(command, tmp_path: Path) -> None:
    """It extends a shipped one from a folder that adds to the shipped rules; rules it switches off are gone."""
    house = tmp_path / "house"
    (house / "profiles").mkdir(parents=True)
    (house / "book.yaml").write_text("title: Our house\nextends: shipped\n", encoding="utf-8")
    (house / "profiles" / "bank.yaml").write_text(
        "title: Bank\nextends: eu\nlevels: {AP205: note}\nverdicts: {AP101: proceed}\ndisabled: [AP306]\n", encoding="utf-8"
    )
    Path("app.py").write_text(CODE, encoding="utf-8")
    Path("plan.md").write_text(PLAN, encoding="utf-8")

    assert (command("scan", "app.py").code, command("scan", "app.py", "--rules", house, "--profile", "bank").code) == (1, 0)
    assert (command("review", "plan.md").code, command("review", "plan.md", "--rules", house, "--profile", "bank").code) == (1, 0)
    assert "AP306" not in command("rules", "list", "--rules", house, "--profile", "bank").out


def test_every_jurisdiction_of_the_law_has_a_profile_that_shows_it() -> None:
    """Each profile that is named after a jurisdiction shows its law, and some rule is relevant to it."""
    book = load_rule_book()
    for code in book.law.jurisdictions:
        profile = load_rule_book(code)
        assert code in profile.profile.jurisdictions
        assert any(provision.jurisdiction == code for rule in profile.rules for _, provision in profile.citations(rule)), code
