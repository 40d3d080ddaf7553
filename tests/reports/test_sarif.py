"""The report code scanning reads: valid, within the limits, and right where validators do not look."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import pytest

from adversescan.findings.finding import Level, Step
from adversescan.findings.result import LawReference, Result
from adversescan.findings.upload_hash import upload_hashes
from adversescan.reports import Format, ReportOptions, render, sarif_results
from adversescan.reports.sarif_notifications import notification_descriptors
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Location
from tests.reports.example import AP102, COLLECT, FILES, FINDINGS, HOP, INFER, NOTHING, RESULT, SHARE

EXPECTED = Path(__file__).parent / "expected"
SCHEMA = Path(__file__).parent.parent / "data" / "sarif-2.1.0.json"
ALL_PROBLEMS = tuple(Problem(Location("a b.py", 1), kind, "said") for kind in ProblemKind)
ODD_NAMES = replace(RESULT, findings=(replace(FINDINGS[0], location=Location("a:b/c d\\é\udcff#?.py", 1)),))
RESULTS = {
    "usual": RESULT,
    "nothing": NOTHING,
    "no law": replace(RESULT, law={}),
    "every problem": replace(RESULT, problems=ALL_PROBLEMS),
    "odd names": ODD_NAMES,
    "no lines": replace(RESULT, lines={}),
}
OPTIONS = [ReportOptions(), ReportOptions(include_waived=True, category="nightly")]


@cache
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def log(result: Result, **options):
    return json.loads(render(Format.SARIF, result, ReportOptions(**options)).encode("utf-8"))


def run(result: Result, **options):
    (only,) = log(result, **options)["runs"]
    return only


@pytest.mark.parametrize("options", OPTIONS, ids=["usual", "all options"])
@pytest.mark.parametrize("result", RESULTS.values(), ids=RESULTS)
def test_the_report_is_valid(result, options):
    """Every report follows the published schema."""
    report = json.loads(render(Format.SARIF, result, options))

    assert [error.message for error in validator().iter_errors(report)] == []


def test_the_whole_report():
    """A report with everything in it, waived finding and category included."""
    written = render(Format.SARIF, RESULT, ReportOptions(include_waived=True, category="nightly"))

    assert written == (EXPECTED / "report.sarif").read_text(encoding="utf-8")


def test_levels_are_always_written():
    """A level equal to the standard's default is written too: the rule's default may be another."""
    levels = {level: replace(FINDINGS[0], level=level) for level in Level}

    assert [each["level"] for each in run(replace(RESULT, findings=tuple(levels.values())))["results"]] == [level.value for level in levels]
    assert [rule["defaultConfiguration"] for rule in run(RESULT)["tool"]["driver"]["rules"]] == [{"level": "error"}, {"level": "warning"}]


def test_a_code_flow_has_a_place_for_each_stage_in_order():
    """Stages keep their order, file and line; hops stand between them."""
    (first, *_) = run(replace(RESULT, findings=FINDINGS[:1]))["results"]
    (thread,) = first["codeFlows"][0]["threadFlows"]

    places = [
        (
            step["location"]["physicalLocation"]["artifactLocation"]["uri"],
            step["location"]["physicalLocation"]["region"]["startLine"],
            step.get("properties", {}).get("stage"),
        )
        for step in thread["locations"]
    ]
    assert places == [("collect.py", 5, "collect"), ("main.py", 9, None), ("my%20traits/ask.py", 2, "infer"), ("share.py", 2, "share")]
    assert first["properties"] == {
        "attributes": ["religion-belief"],
        "stages": ["collect", "infer", "share"],
        "confidence": "likely",
        "notes": ["the host is read from a constant"],
    }


def test_a_long_flow_keeps_its_stages():
    """Of a flow with more than a hundred steps, hops are left out and no stage is."""
    hops = [Step(Location("long.py", number), None, "on", function="f") for number in range(1, 400)]
    finding = replace(FINDINGS[0], steps=(COLLECT, *hops, INFER, SHARE))

    (result,) = run(replace(RESULT, findings=(finding,)))["results"]
    (thread,) = result["codeFlows"][0]["threadFlows"]

    assert [step["properties"]["stage"] for step in thread["locations"] if "properties" in step] == ["collect", "infer", "share"]
    assert len(thread["locations"]) == 100
    assert len(result["relatedLocations"]) == 99


def test_the_act_is_one_narrow_line():
    """The region is the line's code, so that a pull request that touches the line shows the alert; its hash is the uploader's."""
    (result,) = run(replace(RESULT, findings=FINDINGS[:1]))["results"]

    assert [location["physicalLocation"] for location in result["locations"]] == [
        {
            "artifactLocation": {"uri": "share.py", "uriBaseId": "%SRCROOT%"},
            "region": {
                "startLine": 2,
                "startColumn": 5,
                "endLine": 2,
                "endColumn": 50,
                "snippet": {"text": 'requests.post(URL, json={"subject": dossier})'},
            },
        },
    ]
    assert result["partialFingerprints"] == {
        "primaryLocationLineHash": upload_hashes(FILES["share.py"])[1],
        "adversescan/v1": FINDINGS[0].fingerprint,
    }


def test_a_line_without_a_hash_has_only_our_fingerprint():
    """Where the uploader's hash cannot be known, its key is absent rather than guessed."""
    fingerprints = [result["partialFingerprints"] for result in run(replace(RESULT, lines={}))["results"]]

    assert fingerprints == [{"adversescan/v1": finding.fingerprint} for finding in RESULT.findings]


def test_names_of_files_become_valid_uris():
    """Any byte of a name is percent-encoded; no name becomes a scheme, a query or a fragment."""
    (result,) = run(ODD_NAMES)["results"]

    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a%3Ab/c%20d%5C%C3%A9%FF%23%3F.py"


def test_a_notebook_is_placed_in_the_file_and_in_the_cell():
    """The region is a line of the .ipynb file; the cell and its line are a logical location."""
    result = run(RESULT)["results"][1]

    (location,) = result["locations"]
    assert location["physicalLocation"]["region"]["startLine"] == 3
    assert location["logicalLocations"] == [{"kind": "cell", "name": "cell 1, line 2", "properties": {"cell": 1, "line": 2}}]


def test_waived_findings_are_left_out_unless_asked_for():
    """Code scanning ignores suppressions, so a waived finding is only written on request, with its justification."""
    assert len(run(RESULT)["results"]) == len(RESULT.findings)
    assert all("suppressions" not in result for result in run(RESULT)["results"])

    *standing, waived = run(RESULT, include_waived=True)["results"]

    assert [result["suppressions"] for result in standing] == [[], []]
    assert [{key: value for key, value in each.items() if key != "location"} for each in waived["suppressions"]] == [
        {"kind": "inSource", "status": "accepted", "justification": "the recipient is the person (owner: privacy-team, until 2027-03-01)"},
    ]


@pytest.mark.parametrize(("category", "details"), [("", None), ("nightly", {"id": "nightly/"}), ("a/b/", {"id": "a/b/"})])
def test_a_category_is_only_written_if_given(category, details):
    """The uploader names the category of a run that has none."""
    assert run(RESULT, category=category).get("automationDetails") == details


def test_every_reference_leads_somewhere():
    """Rule indices, notification descriptors and taxa point at what they name."""
    report = run(replace(RESULT, problems=ALL_PROBLEMS), include_waived=True)
    driver, (taxonomy,) = report["tool"]["driver"], report["taxonomies"]
    taxa = [taxon["id"] for taxon in taxonomy["taxa"]]
    descriptors = [descriptor["id"] for descriptor in driver["notifications"]]
    references = [
        *[taxon for result in report["results"] for taxon in result.get("taxa", [])],
        *[relationship["target"] for rule in driver["rules"] for relationship in rule.get("relationships", [])],
    ]
    (invocation,) = report["invocations"]

    assert all(driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] for result in report["results"])
    assert [taxa[reference["index"]] for reference in references] == [reference["id"] for reference in references]
    assert {reference["toolComponent"]["guid"] for reference in references} == {taxonomy["guid"]}
    assert descriptors == [f"problem/{kind.value}" for kind in ProblemKind]
    assert [note["descriptor"]["id"] for note in invocation["toolExecutionNotifications"]] == [*descriptors, "problem/limit"]
    assert all(
        descriptors[note["descriptor"].get("index", -1)] == note["descriptor"]["id"] for note in invocation["toolExecutionNotifications"]
    )


@pytest.mark.parametrize("descriptors", ["rules", "notifications"])
def test_every_descriptor_says_what_it_is(descriptors):
    """Rules and notifications have the three texts the viewer asks for, within its limits."""
    long = replace(AP102, why="Because. " * 500)
    law = {"AP102": tuple(LawReference(f"p{number}", f"Law {number}") for number in range(30))}
    driver = run(replace(RESULT, rules=(long, *RESULT.rules[1:]), law=law, problems=ALL_PROBLEMS))["tool"]["driver"]

    for descriptor in driver[descriptors]:
        assert 0 < len(descriptor["shortDescription"]["text"]) <= 1_024
        assert 0 < len(descriptor["fullDescription"]["text"]) <= 1_024
        assert descriptor["help"]["text"]
        assert len(descriptor["name"]) <= 255
        assert len(descriptor.get("properties", {}).get("tags", [])) <= 20


def test_no_more_results_than_an_upload_may_have(monkeypatch):
    """What is over the limit is left out, the least grave first, and said."""
    monkeypatch.setattr(sarif_results, "MOST_RESULTS", 2)

    report = run(replace(RESULT, findings=FINDINGS))
    (*_, last) = report["invocations"][0]["toolExecutionNotifications"]

    assert [result["level"] for result in report["results"]] == ["error", "error"]
    assert last["message"]["text"] == "code scanning takes no more results: 1 findings are left out here, and are in the JSON report."


def test_scanned_text_makes_no_link():
    """Code such as `f[x](y)` in a message is not taken for a link to another location."""
    (result,) = run(replace(RESULT, findings=(replace(FINDINGS[0], message="kept by RULES[name](row), a [list]"),)))["results"]

    assert result["message"]["text"] == r"kept by RULES\[name\](row), a [list]."


def test_hop_has_no_stage():
    """A hop is told without a stage and marked as unimportant."""
    (result,) = run(replace(RESULT, findings=FINDINGS[:1]))["results"]
    hop = result["codeFlows"][0]["threadFlows"][0]["locations"][1]

    assert (hop["importance"], hop["nestingLevel"], hop["location"]["message"]["text"]) == ("unimportant", 1, HOP.text)


def test_a_report_without_problems_has_no_descriptors():
    """Descriptors are those of the notifications in the report."""
    assert notification_descriptors(NOTHING) == []
