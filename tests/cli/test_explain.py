"""`adversescan explain` about findings and lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

SOLD = """import requests
from bs4 import BeautifulSoup
from transformers import pipeline

classify = pipeline("zero-shot-classification", model="facebook/bart-large-mnli")


def leaning(handle):
    page = requests.get(f"https://www.instagram.com/{handle}/", timeout=10)
    text = BeautifulSoup(page.text, "html.parser").get_text()
    return classify(text, candidate_labels=["left-wing voter", "right-wing voter"])["labels"][0]


def hand_over(handles):
    for handle in handles:
        requests.post("https://api.audience-partner.example/v1", json={"handle": handle, "leaning": leaning(handle)}, timeout=10)
"""
STATED = """import csv

import requests


def members():
    with open("members.csv") as file:
        return list(csv.DictReader(file))


def newsletter():
    for member in members():
        requests.post("https://api.mailing-partner.example/v1", json={"religion": member["religion"]}, timeout=10)


def rules_of_the_house():
    return "please close the gate"
"""


@pytest.fixture
def project(command) -> Path:
    """The folder the command runs in, with one program that is reported and one that is nearly."""
    Path("sold.py").write_text(SOLD, encoding="utf-8")
    Path("stated.py").write_text(STATED, encoding="utf-8")
    return Path()


def test_a_finding_is_told_stage_by_stage(command, project: Path) -> None:
    """By its fingerprint or the beginning of it: every stage in order, each with its place."""
    report = json.loads(command("scan", "--format", "json").out)
    finding = next(each for each in report["findings"] if each["rule"] == "AP102")

    done = command("explain", finding["fingerprint"][:10])

    told = done.out.partition("How it was found\n")[2].partition("\n\n")[0].splitlines()
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("AP102 scrape-infer-share (error, certain)\n")
    assert [line.split()[1] for line in told if line.lstrip()[:1].isdigit()] == ["collect:", "infer:", "share:"]
    assert [line.split()[1] for line in told if line.lstrip().startswith("at ")] == ["sold.py:9", "sold.py:11", "sold.py:16"]
    assert "~ about people: the host is known for data about people; what identifies a person fills the" in done.out


def test_a_line_with_a_finding_tells_the_finding(command, project: Path) -> None:
    """What stands at the line comes first."""
    done = command("explain", "sold.py:16")

    assert done.out.startswith("AP102 scrape-infer-share (error, certain)\n")


def test_a_line_on_the_way_names_the_finding_it_leads_to(command, project: Path) -> None:
    """The collect of a chain is no act, but part of one."""
    done = command("explain", "sold.py:9")

    assert "  no finding stands at this line\n  on the way to AP102 at sold.py:16" in done.out


def test_a_line_without_a_finding_tells_the_near_misses(command, project: Path) -> None:
    """The stages that were reached, and what the rule lacks."""
    done = command("explain", "stated.py:13")

    near = done.out.partition("Near miss: AP209 at stated.py:13\n")[2].partition("\n\n")[0]
    assert "  no finding stands at this line\n" in done.out
    assert "religion-belief is recorded here" in near
    assert near.endswith("  missing\n    - nothing on the record that reaches the act says whose it is")


def test_an_idle_line_says_so(command, project: Path) -> None:
    """Nothing about people, nothing near."""
    done = command("explain", "stated.py:17")

    assert done.out.splitlines()[:2] == ["stated.py:17 in rules_of_the_house", "  no finding stands at this line"]
    assert "Near miss" not in done.out


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("abcdef0123", "no finding below . has the fingerprint abcdef0123"),
        ("gone.py:3", "gone.py: there is no such file"),
    ],
)
def test_what_is_not_there_is_one_sentence(command, project: Path, what: str, reason: str) -> None:
    """As every mistake of the user."""
    done = command("explain", what)

    assert (done.code, done.out, done.err) == (2, "", f"adversescan: {reason}\n")
