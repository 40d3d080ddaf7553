"""A rules folder of one's own, from the command line: it adds to the shipped rules, and is checked, tested and compared like them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from adversescan.knowledge.rule_book import rules_folder

BOOK = "title: Our house\nextends: shipped\n"
LIBRARY = """\
library: ourfaces
documentation: https://ourfaces.example/api
imports: [ourfaces]
calls:
  ourfaces.gender_of: {does: infer, data: [0], attributes: [sex-gender], linked: true}
match: |
  import ourfaces
  ourfaces.gender_of("ann")  # is: ourfaces.gender_of -> infer linked sex-gender; data 'ann'
other: |
  def gender_of(name): ...
  gender_of("ann")
"""
HOSTS = """\
kind: broker
services:
  - {name: Ourbroker, domains: [ourbroker.example]}
examples: {'https://api.ourbroker.example/': broker Ourbroker}
"""
WORDS = "language: de\nattribute:\n  religion-belief:\n    strong: gottesdienstbesuch\n"
CODE = """\
import ourfaces
from flask import Flask, request

app = Flask(__name__)


@app.post("/applications")
def apply():
    application = {"first_name": request.form["first_name"], "status": "open"}
    if ourfaces.gender_of(application["first_name"]) == "female":
        application["status"] = "rejected"
    return application
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder that adds a library, a host and a word."""
    return written(
        tmp_path / "house",
        {"book.yaml": BOOK, "libraries/python/ourfaces.yaml": LIBRARY, "hosts/ours.yaml": HOSTS, "lexicon/house-de.yaml": WORDS},
    )


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def whole(folder: Path) -> Path:
    return Path(shutil.copytree(rules_folder(), folder))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_a_house_adds_counts(command, house: Path) -> None:
    """Its library makes a finding, by option and by setting; it is in order, and its examples are tests."""
    Path("app.py").write_text(CODE, encoding="utf-8")

    assert "AP205" not in command("scan", "app.py").out
    by_option = command("scan", "app.py", "--rules", house)
    Path(".adversescan.yaml").write_text(f"rules: {house}\n", encoding="utf-8")
    by_setting = command("scan", "app.py")

    assert (by_option.code, by_setting.code) == (1, 1)
    assert "AP205" in by_option.out
    assert command("rules", "check", house).code == 0
    assert command("rules", "test", house).out == "3 examples with 2 comments, 0 wrong\n"
    assert json.loads(command("rules", "show", "ourbroker.example", "--rules", house, "--format", "json").out)["stands for"] == "broker"


def test_a_review_reads_the_rules_of_the_settings(command, house: Path) -> None:
    """As a scan does: a wrong file of the folder that the settings name is a mistake of a review as well."""
    edit(house / "hosts" / "ours.yaml", "kind: broker", "kind: brokers")
    Path("plan.md").write_text("# Plan\n\nWe count letters by month.\n", encoding="utf-8")
    without = command("review", "plan.md")
    Path(".adversescan.yaml").write_text(f"rules: {house}\n", encoding="utf-8")
    done = command("review", "plan.md")

    assert (without.code, done.code) == (0, 2)
    assert "unknown kind of host 'brokers'; did you mean 'broker'?" in done.err


def test_examples_of_a_house_are_tests(command, house: Path) -> None:
    """A comment that does not hold is named, with the code 1."""
    edit(house / "libraries" / "python" / "ourfaces.yaml", "does: infer", "does: identify")

    done = command("rules", "test", house)

    assert done.code == 1
    assert "ourfaces.yaml:" in done.err


def test_what_is_shipped_stands_in_one_place_only(command, house: Path) -> None:
    """A path of a shipped library in another file of the house is a mistake."""
    edit(house / "libraries" / "python" / "ourfaces.yaml", "imports: [ourfaces]", "imports: [ourfaces, requests]")
    edit(house / "libraries" / "python" / "ourfaces.yaml", "calls:\n", "calls:\n  requests.get: {does: fetch, address: [0]}\n")

    done = command("rules", "check", house)

    assert done.code == 2
    assert "requests.get: stands in" in done.err


def test_all_bad_input_of_all_files_at_once(command, tmp_path: Path) -> None:
    """A misspelt stage, an unknown attribute, broken and endless expressions, a duplicate id, an alias bomb, a tag: a line each, exit 2."""
    folder = whole(tmp_path / "rules")
    edit(folder / "patterns" / "AP205.yaml", "stage: decide", "stage: decode")
    edit(folder / "patterns" / "AP206.yaml", "not_attributes: [emotion]", "not_attributes: [emotions]")
    edit(folder / "law" / "ke.yaml", "provisions:\n", "provisions:\n- id: &a ke-1\n  title: *a\n")
    edit(folder / "law" / "za.yaml", "jurisdiction: za", "jurisdiction: !!python/name:os.system za")
    edit(folder / "answers" / "guardrails.yaml", "models: [", "models: ['un(censored', '(a+)+$', ")
    edit(folder / "traits.yaml", "biometric: ", "biometric: again\nbiometric: ")

    done = command("rules", "check", folder)
    lines = {line.removeprefix("adversescan: ").removeprefix(f"{folder}/") for line in done.err.splitlines()}

    assert (done.code, done.out) == (2, "")
    for part in (
        "patterns/AP205.yaml:",
        "law/ke.yaml:",
        "law/za.yaml:",
        "answers/guardrails.yaml:",
        "traits.yaml:",
    ):
        assert any(line.startswith(part) for line in lines), part
    refused = ("aliases are not", "tags are not", "is no regular expression", "exponentially many", "stands here and on line")
    for text in refused:
        assert sum(text in line for line in lines) >= 1, text


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("traits.yaml", "biometric: ", "biometrics: a\nbiometric: ", "biometrics: no rule asks for this trait; did you mean 'biometric'?"),
        ("contexts.yaml", "[", "[one two three four, ", "'one two three four' is never looked up"),
        ("hosts/broker.yaml", "labels: [clearbit]", "labels: [clearbit.com]", "'clearbit.com' is never looked up"),
        ("vocabulary/people.yaml", "person:\n", "person:\n  nobody: Nobody\n", "person.nobody: no lexicon has a word for it"),
        ("profiles/ke.yaml", "[ke]", "[za]", "no profile shows 'ke'"),
    ],
)
def test_what_can_never_count_is_a_mistake(command, tmp_path: Path, file: str, old: str, new: str, said: str) -> None:
    """It is named with its place, and the nearest use where there is one; the shipped book has none."""
    folder = whole(tmp_path / "rules")
    edit(folder / file, old, new)

    done = command("rules", "check", folder)

    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_two_books_are_compared(command, house: Path) -> None:
    """By their entries, and by what they find in a project; the code says whether they differ."""
    Path("app.py").write_text(CODE, encoding="utf-8")

    same = command("rules", "diff", "shipped", "shipped", "app.py")
    more = command("rules", "diff", "shipped", house, "app.py", "--format", "json")
    data = json.loads(more.out)

    assert (same.code, same.out) == (0, "0 entries, 0 judgements of app.py differ\n")
    assert more.code == 1
    assert {entry["kind"] for entry in data["entries"]} == {"added"}
    assert ("hosts/ours.yaml", "services[Ourbroker].domains") in {(entry["file"], entry["key"]) for entry in data["entries"]}
    assert [(each["change"], each["old"], each["new"]) for each in data["judged"]] == [("added", "", "error"), ("gone", "warning", "")]
    assert [each["what"].split(":")[0] for each in data["judged"]] == ["AP205 at app.py", "AP208 at app.py"]


def test_levels_and_verdicts_are_compared(command, tmp_path: Path) -> None:
    """A profile that changes a level and a verdict shows in both directions of the comparison."""
    house = written(
        tmp_path / "house",
        {"book.yaml": BOOK, "profiles/default.yaml": (rules_folder() / "profiles" / "default.yaml").read_text(encoding="utf-8")
            + "levels: {AP101: warning}\nverdicts: {AP101: escalate}\n"},
    )  # fmt: skip
    plan = "# Plan\n\nWe look up every applicant on Instagram, infer their religion from the posts and reject Muslims.\n"
    Path("plan.md").write_text(plan, encoding="utf-8")

    done = command("rules", "diff", house, "shipped", "plan.md")

    assert done.code == 1
    assert "changed  AP101 in plan.md: warning -> error" in done.out
    assert "changed  verdict of plan.md: escalate -> refuse" in done.out


def test_a_book_that_is_not_there(command) -> None:
    """It is wrong use, and names what would do."""
    done = command("rules", "diff", "shipped", "nowhere")

    assert (done.code, done.out) == (2, "")
    assert "nowhere is no folder; name a folder of rules, or shipped" in done.err
