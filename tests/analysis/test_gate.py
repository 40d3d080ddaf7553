"""What passes the gate: everything that could complete a rule, and little else."""

from __future__ import annotations

from functools import cache

import pytest

from adversescan.analysis.gate import gate
from adversescan.analysis.link_names import link
from adversescan.frontends.python.outline import outline
from adversescan.graph.outline import Outline
from adversescan.knowledge.rule_book import load_rule_book
from adversescan.sources.source import Language, Source


@cache
def book():
    return load_rule_book().without_design_rules()


def passed(files):
    outlines = {}
    for path, text in files.items():
        found = outline(Source(path, Language.PYTHON, text))
        assert isinstance(found, Outline)
        outlines[path] = found
    return outlines, gate(outlines, link(outlines), book())


def rules(files):
    return {rule for act in passed(files)[1].acts for rule in act.rules}


@pytest.mark.parametrize("rule", [rule for rule in book().active if rule.bad], ids=lambda rule: rule.id)
def test_the_bad_example_of_each_rule_passes(rule):
    """The rule is a candidate, and the function its finding stands in belongs to the slice."""
    outlines, found = passed({"bad.py": rule.bad})
    line = next(n for n, text in enumerate(rule.bad.splitlines(), 1) if f"expect: {rule.id}" in text)
    around = [f.name for f in outlines["bad.py"].functions if f.line <= line <= (f.end_line or line)]
    assert rule.id in {r for act in found.acts for r in act.rules}
    assert ("bad.py", around[-1]) in found.slice


DECISION = """
import sqlite3
from people import faith_of

db = sqlite3.connect("x.db")

def screen(applicant):
    if {condition}:
        db.execute("UPDATE applications SET status = 'rejected' WHERE id = ?", (applicant.id,))
"""
LOOKUP = """
import requests
from transformers import pipeline

classify = pipeline("zero-shot-classification")

def faith_of(handle):
    page = requests.get(f"https://www.instagram.com/{handle}/")
    return {result}
"""
PRICES = """
import requests

def sync():
    found = requests.get("https://prices.example/v1").json()
    requests.post("https://erp.example", json=found["amount"])
"""


@pytest.mark.parametrize(
    "result",
    [
        "classify(page.text, candidate_labels=['Christian', 'Muslim'])['labels'][0]",
        "(lambda c: c(wibble(page)))(classify)",
        "sorted([page], key=lambda p: classify(p.text))[0]",
        "next(map(classify, [page.text]))",
    ],
)
def test_unusual_ways_of_calling_drop_no_flow(result):
    """An unknown callee, a lambda, a callback and a mapped model still carry the inferred attribute to the other file."""
    files = {"people.py": LOOKUP.replace("{result}", result), "main.py": DECISION.replace("{condition}", "faith_of(applicant.handle)")}
    assert "AP101" in rules(files)


def test_a_decision_on_other_data_is_no_candidate():
    """The same branch on a product's stock completes no rule."""
    files = {"people.py": "def faith_of(x): return x\n", "main.py": DECISION.replace("{condition}", "applicant.stock_count < 3")}
    assert rules(files) == set()


def test_fetching_what_is_not_about_people_is_no_candidate():
    """Prices fetched and sent on complete no rule."""
    assert rules({"sync.py": PRICES}) == set()


def test_callers_stand_before_what_they_call():
    """The slice begins where the flow begins."""
    main = DECISION.replace("{condition}", "faith_of(applicant.handle)")
    files = {"people.py": LOOKUP.replace("{result}", "classify(page.text)"), "main.py": main}
    found = passed(files)[1]
    assert set(found.slice) >= {("main.py", "screen"), ("people.py", "faith_of")}
    assert found.functions == 4
