"""Which labelled public repositories are found at their evidence, and which benign ones are alarmed.

    python benchmarks/real_repositories.py LABELS.json CHECKOUTS

LABELS is a list of entries: `repo` (owner/name), `subpath` (a path or several), `class` (positive or benign), `grey`, `patterns` and
`evidence` (file and line). CHECKOUTS holds a folder `owner+name` for each, at the labelled commit.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NEAR = 3
RULES = {
    "scrape-infer": {"AP201", "AP101", "AP102", "AP103"},
    "scrape-infer-deny": {"AP101"},
    "scrape-infer-share": {"AP102"},
    "scrape-infer-dossier": {"AP103"},
    "scrape-dossier": {"AP202", "AP103"},
    "scrape-deny": {"AP203", "AP101"},
    "scrape-share": {"AP204", "AP102"},
    "infer-deny": {"AP205", "AP306"},
    "infer-share": {"AP206"},
    "protected-feature-decision": {"AP207"},
    "proxy-feature-decision": {"AP208", "AP207"},
    "sensitive-to-third-party": {"AP209"},
    "face-scraping": {"AP301"},
    "biometric-categorisation": {"AP302"},
    "emotion-workplace-education": {"AP303"},
    "social-scoring": {"AP304"},
    "predictive-policing": {"AP305"},
    "automated-decision": {"AP306"},
    "refusal-bypass": {"AP401"},
    "guardrail-disabled": {"AP402"},
    "ungoverned-local-model": {"AP403"},
}


@dataclass(frozen=True, slots=True)
class Found:
    """A finding at an error or warning: its rule, its own line, and the lines of its chain."""

    rule: str
    level: str
    place: tuple[str, int]
    steps: frozenset[tuple[str, int]]

    def __str__(self) -> str:
        return f"{self.rule} {self.place[0]}:{self.place[1]}"


def main() -> None:
    """Print a line an entry, then the shares."""
    labels, checkouts = Path(sys.argv[1]), Path(sys.argv[2])
    entries = [entry for entry in json.loads(labels.read_text(encoding="utf-8")) if not entry["grey"] and entry["class"] != "popular"]
    counts = {"positive": 0, "at its line": 0, "by a step": 0, "benign": 0, "alarmed": 0}
    for entry in entries:
        found = scan(checkouts / entry["repo"].replace("/", "+"), entry["subpath"])
        verdict = judge(entry, found)
        counts[entry["class"]] += 1
        if verdict in counts:
            counts[verdict] += 1
        print(f"{entry['class']:9} {verdict:13} {entry['repo']} {', '.join(sorted({str(one) for one in found}))}", flush=True)
    print(counts)


def scan(checkout: Path, subpath: str | list[str]) -> list[Found]:
    """The errors and warnings of one entry."""
    paths = [path for path in ([subpath] if isinstance(subpath, str) else subpath) if (checkout / path).exists()]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.sarif"
        options = ["--format", "sarif", "--output", str(report), "--no-cache"]
        command = [sys.executable, "-m", "adversescan", "scan", *(path or "." for path in paths), *options]
        if subprocess.run(command, cwd=checkout, capture_output=True, check=False).returncode > 1:
            raise SystemExit(f"the scan of {checkout} failed")
        results = json.loads(report.read_text(encoding="utf-8"))["runs"][0]["results"]
    return [_found(result) for result in results if result["level"] != "note"]


def judge(entry: dict[str, Any], found: list[Found]) -> str:
    """What the findings are worth, held against the labels."""
    if entry["class"] == "benign":
        return "alarmed" if found else "silent"
    rules = set[str]().union(*(RULES[pattern] for pattern in entry["patterns"]))
    right = [one for one in found if one.rule in rules]
    evidence = [(line["file"], line["line"]) for line in entry["evidence"]]
    if any(_near(one.place, evidence) for one in right):
        return "at its line"
    if any(_near(step, evidence) for one in right for step in one.steps):
        return "by a step"
    return "at another" if right else "missed"


def _found(result: dict[str, Any]) -> Found:
    flows = [place["location"] for flow in result.get("codeFlows", []) for thread in flow["threadFlows"] for place in thread["locations"]]
    steps = frozenset(_place(location) for location in [*flows, *result.get("relatedLocations", [])])
    return Found(result["ruleId"], result["level"], _place(result["locations"][0]), steps)


def _place(location: dict[str, Any]) -> tuple[str, int]:
    physical = location["physicalLocation"]
    return physical["artifactLocation"]["uri"].replace("%20", " "), physical["region"]["startLine"]


def _near(place: tuple[str, int], evidence: list[tuple[str, int]]) -> bool:
    return any(place[0] == file and abs(place[1] - line) <= NEAR for file, line in evidence)


if __name__ == "__main__":
    main()
