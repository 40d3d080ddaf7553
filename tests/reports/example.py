"""A small result with everything a report can show, and the code it speaks of."""

from __future__ import annotations

from adversescan.findings.code_lines import code_lines
from adversescan.findings.finding import Confidence, Coverage, Finding, Level, Step, WaivedFinding
from adversescan.findings.fingerprint import with_fingerprints
from adversescan.findings.result import LawReference, Result
from adversescan.graph.stage_graph import FlowKind, NodeKind, StageEdge, StageGraph, StageNode
from adversescan.knowledge.rule import EventPattern, Flows, Rule
from adversescan.knowledge.stages import Origin, Stage
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Location

FILES = {
    "collect.py": b"import requests\n\n\ndef posts_of(handle):\n    page = requests.get(PAGE.format(handle=handle))\n",
    "my traits/ask.py": (
        b"def traits_of(text):\n"
        b"    answer = client.create(  # hosted\n"
        b'        model="m",\n'
        b"        messages=[QUESTION + text],\n"
        b"    )\n"
        b"    return answer\n"
    ),
    "share.py": b'def report(dossier):\n    requests.post(URL, json={"subject": dossier})\n    requests.put(URL, json=dossier)\n',
    "grade.ipynb": b'{"cells": [{"cell_type": "code", "source": [\n  "score = rate(cv)\\n",\n  "if score < 3: reject(cv)"\n ]}]}\n',
}

COLLECT = Step(Location("collect.py", 5), Stage.COLLECT, "the page of a named person is fetched", function="collect.posts_of")
HOP = Step(Location("main.py", 9), None, "passed to traits_of", function="main.main")
INFER = Step(
    Location("my traits/ask.py", 2),
    Stage.INFER,
    "a prompt asks for religion-belief",
    attributes=("religion-belief",),
    function="traits_of",
    notes=("the answer's keys are taken from the prompt",),
)
SHARE = Step(Location("share.py", 2), Stage.SHARE, "sent to access.example", attributes=("religion-belief",), function="share.report")
AGAIN = Step(Location("share.py", 3), Stage.SHARE, "sent to access.example", attributes=("religion-belief",), function="share.report")
SCORE = Step(Location("grade.ipynb", 2, cell=1, cell_line=1), Stage.PROFILE, "a score of the applicant")
REJECT = Step(Location("grade.ipynb", 3, cell=1, cell_line=2), Stage.DECIDE, "the applicant is rejected by a score")

_UNMARKED = (
    Finding(
        rule="AP102",
        level=Level.ERROR,
        confidence=Confidence.LIKELY,
        location=SHARE.location,
        attributes=("religion-belief",),
        steps=(COLLECT, HOP, INFER, SHARE),
        function="share.report",
        message="The religion of a person, inferred from scraped posts, is sent to access.example.",
        notes=("the host is read from a constant",),
    ),
    Finding(
        rule="AP102",
        level=Level.ERROR,
        confidence=Confidence.CERTAIN,
        location=AGAIN.location,
        attributes=("religion-belief",),
        steps=(COLLECT, INFER, AGAIN),
        function="share.report",
        message="The religion of a person, inferred from scraped posts, is sent to access.example.",
        related=(SHARE,),
    ),
    Finding(
        rule="AP306",
        level=Level.WARNING,
        confidence=Confidence.LIKELY,
        location=REJECT.location,
        attributes=(),
        steps=(SCORE, REJECT),
        function="",
        message="An applicant is rejected by a score alone.",
    ),
)
LINES = code_lines(_UNMARKED, lambda path: FILES.get(path, b""))
FINDINGS = with_fingerprints(_UNMARKED, LINES)

AP102 = Rule(
    id="AP102",
    name="scrape-infer-share",
    title="Traits inferred from scraped data are shared",
    level="error",
    events=(EventPattern("start", Stage.COLLECT), EventPattern("guess", Stage.INFER), EventPattern("act", Stage.SHARE)),
    where=(Flows(("start", "guess", "act")),),
    act="act",
    why="People never gave these traits; whoever gets them can refuse a person for them.",
    instead=("Do not infer protected attributes.", "Ask the person, for a stated purpose."),
    terms=("dpv:Scraping",),
)
AP306 = Rule(
    id="AP306",
    name="automated-decision",
    title="A decision is taken by a model alone",
    level="warning",
    events=(EventPattern("profile", Stage.PROFILE), EventPattern("act", Stage.DECIDE)),
    where=(Flows(("profile", "act")),),
    act="act",
    why="Nobody can be asked for a reason.",
    instead=("Let a person review before the act.",),
)
LAW = {
    "AP102": (
        LawReference("eu-gdpr-9", "GDPR Art. 9", "https://example.org/gdpr/9", "in force", "special categories"),
        LawReference("us-bill-1", "Bill 1", "https://example.org/bill", "not enacted"),
    ),
}

GRAPH = StageGraph(
    nodes=(
        StageNode(
            "e1",
            NodeKind.EVENT,
            COLLECT.text,
            "certain",
            stage="collect",
            origin=Origin.SCRAPED.value,
            location=COLLECT.location,
            function=COLLECT.function,
        ),
        StageNode("e2", NodeKind.EVENT, INFER.text, "likely", stage="infer", attributes=("religion-belief",), location=INFER.location),
        StageNode("s1", NodeKind.STORE, "file://dossiers/{}.json", "likely"),
    ),
    edges=(
        StageEdge("e1", "e2", FlowKind.DATA, "certain", HOP.location),
        StageEdge("e2", "s1", FlowKind.STORE, "likely"),
    ),
)

RESULT = Result(
    root=".",
    profile="default",
    tool_version="0.1.0",
    findings=FINDINGS[1:],
    waived=(WaivedFinding(FINDINGS[0], "the recipient is the person", "privacy-team", "2027-03-01", Location("share.py", 2, 60)),),
    problems=(
        Problem(Location("old.py", 3), ProblemKind.SYNTAX, "Python 2 print statement"),
        Problem(
            Location("grade.ipynb", 9, cell=2, cell_line=1),
            ProblemKind.WAIVER,
            "this waiver of AP205 waives nothing any more; remove it",
        ),
    ),
    coverage=Coverage(
        files=4,
        lines=1_204,
        functions=85,
        functions_followed=1,
        left_out=(("git-ignored", 120), ("generated", 3)),
        unknown_calls=1,
        prompts_resolved=3,
        prompts_unknown=2,
        limits_reached=("slice of share.report cut at 2,000 values",),
    ),
    stage_graph=GRAPH,
    rules=(AP102, AP306),
    law=LAW,
    lines=LINES,
)

NOTHING = Result(root=".", profile="default", tool_version="0.1.0", coverage=Coverage(files=1, lines=1, functions=1), rules=(AP102, AP306))
