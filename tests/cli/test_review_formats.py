"""`adversescan review` as a record, a page and SARIF."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
MISSION = ROOT / "fixtures" / "designs" / "en-mission-page.md"
SCHEMA = Path(__file__).parent.parent / "data" / "sarif-2.1.0.json"
HOSTILE = """\
# Plan <script>alert(1)</script>

We scrape the [profiles](javascript:alert(1)) of <b onmouseover=x>applicants</b> & infer their religion with a model.
Applicants who are Muslim are rejected | automatically.
"""


def test_the_record_has_the_verdict_the_sentences_and_room_for_the_decision(command) -> None:
    """Why stands apart from how to proceed instead."""
    done = command("review", MISSION, "--format", "markdown")

    assert (done.code, done.err) == (1, "")
    assert re.match(r"# Review of .*en-mission-page\.md: refuse\n", done.out)
    headings = re.findall(r"^(#+ [^:\n]+)", done.out, re.MULTILINE)
    assert headings.index("### Why") < headings.index("### How to proceed instead")
    assert "| infer | 5 | From the posts a language model infers ethnicity, religion and sexual orientation" in done.out
    assert done.out.rstrip().endswith("| decided by | on | decision | reason |\n|---|---|---|---|\n|  |  |  |  |")


def test_every_step_of_the_page_leads_to_its_sentence_and_back(command) -> None:
    done = command("review", MISSION, "--format", "html")
    ids = re.findall(r'id="([^"]+)"', done.out)
    links = re.findall(r'href="#([^"]+)"', done.out)

    assert done.code == 1
    assert len(ids) == len(set(ids))
    assert set(links) == set(ids)
    assert not re.search(r'(?:src|href)="(?!#)', done.out)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.met: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.met.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]


def test_what_a_document_says_is_never_markup(command) -> None:
    """Tags, handlers and links of a hostile document are shown and do nothing, on the page and in the record."""
    Path("<img src=x onerror=y>.md").write_text(HOSTILE, encoding="utf-8")

    page = command("review", "<img src=x onerror=y>.md", "--format", "html").out
    record = command("review", "<img src=x onerror=y>.md", "--format", "markdown").out
    tags = _Tags()
    tags.feed(page)

    assert not tags.met & {"script", "b", "img"}
    assert "<" not in record.replace("\\<", "")
    assert "](" not in record.replace("\\](", "")


def test_sarif_points_at_the_lines_of_the_document(command) -> None:
    """The log follows the published schema, and a finding its sentences."""
    done = command("review", MISSION, "--format", "sarif")
    log = json.loads(done.out)
    (run,) = log["runs"]

    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(log)
    assert run["properties"]["verdict"] == "refuse"
    assert [result["ruleId"] for result in run["results"]] == ["AP101", "AP102", "AP103"]
    first = run["results"][0]
    assert first["locations"][0]["physicalLocation"]["region"]["startLine"] == 10
    steps = first["codeFlows"][0]["threadFlows"][0]["locations"]
    assert [step["location"]["physicalLocation"]["region"]["startLine"] for step in steps] == [3, 5, 10]


def test_several_documents_stand_in_one_report(command) -> None:
    care = ROOT / "fixtures" / "designs" / "en-care.md"

    page = command("review", MISSION, care, "--format", "html").out
    log = json.loads(command("review", MISSION, care, "--format", "sarif").out)

    assert page.count("<article>") == 2
    assert [run["properties"]["verdict"] for run in log["runs"]] == ["refuse", "proceed"]
