"""What a rule file may say, and what the shipped rules say."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from adversescan.errors import InvalidFiles
from adversescan.knowledge.law import read_law
from adversescan.knowledge.read_rules import read_rules
from adversescan.knowledge.rule import (
    Absent,
    BeyondDesign,
    Citation,
    Count,
    EventPattern,
    Flows,
    Governs,
    Implementation,
    Rule,
    SameInput,
    SameRecord,
)
from adversescan.knowledge.stages import ACQUIRED, Mitigation, Origin, Stage

SHIPPED = Path(__file__).parents[2] / "rules"

ACTIVE = [
    "AP101",
    "AP102",
    "AP103",
    "AP201",
    "AP202",
    "AP203",
    "AP204",
    "AP205",
    "AP206",
    "AP207",
    "AP208",
    "AP209",
    "AP301",
    "AP302",
    "AP303",
    "AP304",
    "AP305",
    "AP306",
    "AP401",
    "AP402",
    "AP403",
    "AP501",
    "AP502",
    "AP503",
    "AP504",
]
DRAFTS: list[str] = []
ERRORS = ["AP101", "AP102", "AP103", "AP203", "AP205", "AP206", "AP207", "AP301", "AP302", "AP303", "AP304", "AP305", "AP401"]

VALID = """\
id: AP901
name: late-parcel
title: A late parcel decides
level: warning
events:
  source:
    - {origins: [model]}
    - {stage: profile, traits: [heavy]}
  guess: {stage: infer, not_attributes: [age], linked: true}
  act: {stage: decide}
where:
  - flows: [source, guess, act]
  - governs: {event: guess, act: act}
  - same_record: [source, act]
  - same_input: [source, act]
  - absent: {mitigations: [notice], event: act}
  - count: {of: source, event: guess, at_least: 2}
act: act
settled_by: [consent]
why: Because.
instead: [Do otherwise.]
law: [{provision: xx-1, why: it is relevant}]
terms: ["dpv:Infer"]
bad: |
  decide()  # expect: AP901
good: |
  print()
implementation: draft
"""


@pytest.fixture
def rules(tmp_path):
    """A rules folder with two attributes, a trait and no rule."""
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary" / "attributes.yaml").write_text("attributes: [{id: age}, {id: health}]\n")
    (tmp_path / "traits.yaml").write_text("heavy: it weighs much\n")
    (tmp_path / "patterns").mkdir()
    return tmp_path


def read(rules, text, name="AP901"):
    (rules / "patterns" / f"{name}.yaml").write_text(text)
    return read_rules(rules, ["xx-1"])


def test_a_rule_file(rules):
    """Events, alternatives and every relation are read into their types."""
    assert read(rules, VALID) == (
        Rule(
            "AP901",
            "late-parcel",
            "A late parcel decides",
            "warning",
            events=(
                EventPattern("source", origins=(Origin.MODEL,)),
                EventPattern("source", stage=Stage.PROFILE, traits=("heavy",)),
                EventPattern("guess", stage=Stage.INFER, not_attributes=("age",), linked=True),
                EventPattern("act", stage=Stage.DECIDE),
            ),
            where=(
                Flows(("source", "guess", "act")),
                Governs("guess", "act"),
                SameRecord(("source", "act")),
                SameInput(("source", "act")),
                Absent((Mitigation.NOTICE,), "act"),
                Count("source", "guess", 2),
            ),
            act="act",
            settled_by=(Mitigation.CONSENT,),
            why="Because.",
            instead=("Do otherwise.",),
            law=(Citation("xx-1", "it is relevant"),),
            terms=("dpv:Infer",),
            bad="decide()  # expect: AP901\n",
            good="print()\n",
            implementation=Implementation.DRAFT,
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        pytest.param("stage: decide", "stage: decode", "10: events.act.stage: unknown stage 'decode'; did you mean 'decide'?", id="stage"),
        pytest.param(
            "origins: [model]",
            "origins: [modle]",
            "7: events.source[0].origins[0]: unknown origin 'modle'; did you mean 'model'?",
            id="origin",
        ),
        pytest.param("[age]", "[aged]", "9: events.guess.not_attributes[0]: unknown attribute 'aged'; did you mean 'age'?", id="attribute"),
        pytest.param("[heavy]", "[heavvy]", "8: events.source[1].traits[0]: unknown trait 'heavvy'; did you mean 'heavy'?", id="trait"),
        pytest.param("{origins: [model]}", "{}", "7: events.source[0]: matches everything; give a stage, origins or traits", id="anything"),
        pytest.param("guess, act]", "gues, act]", "12: where[0].flows: unknown event 'gues'; did you mean 'guess'?", id="event"),
        pytest.param("governs:", "govern:", "13: where[1].govern: unknown relation; did you mean 'governs'?", id="relation"),
        pytest.param(
            "act: act}", "act: act, acts: act}", "13: where[1].governs.acts: unknown key; did you mean 'act'?", id="key of a relation"
        ),
        pytest.param(
            "[notice]",
            "[notise]",
            "16: where[4].absent.mitigations[0]: unknown mitigation 'notise'; did you mean 'notice'?",
            id="mitigation",
        ),
        pytest.param(
            "at_least: 2", "at_least: 1", "17: where[5].count.at_least: must be at least 2; every chain has one", id="count of one"
        ),
        pytest.param("act: act\nsettled", "act: gues\nsettled", "18: act: unknown event 'gues'; did you mean 'guess'?", id="act"),
        pytest.param("xx-1", "xx-2", "22: law[0].provision: unknown provision 'xx-2'; did you mean 'xx-1'?", id="provision"),
        pytest.param("level: warning", "level: waning", "4: level: unknown level 'waning'; did you mean 'warning'?", id="level"),
        pytest.param("expect: AP901", "expect: AP902", "24: bad: needs a comment `# expect: AP901` at the line of the act", id="bad"),
        pytest.param("print()", "print()  # expect: AP901", "26: good: must stay silent, so it cannot expect a finding", id="good"),
        pytest.param("instead: [Do otherwise.]", "instead: []", "21: instead: must not be empty", id="instead"),
        pytest.param("why: Because.", "why: ''", "20: why: must not be empty", id="why"),
        pytest.param(
            "act: act\nsettled_by", "act: act\nswallows: [AP999]\nsettled_by", "19: swallows: unknown rule 'AP999'", id="swallowed rule"
        ),
        pytest.param(
            "  act: {stage: decide}",
            "  act: {stage: decide}\n  other: {stage: share}",
            "11: events.other: stands in no relation of `where`",
            id="unused event",
        ),
    ],
)
def test_mistakes(rules, old, new, mistake):
    """Each mistake names line, key and the nearest valid word."""
    with pytest.raises(InvalidFiles) as raised:
        read(rules, VALID.replace(old, new, 1))

    found = [str(each).removeprefix(f"{rules / 'patterns' / 'AP901.yaml'}:") for each in raised.value.mistakes]
    assert found == [mistake]


def test_the_file_is_named_after_the_rule(rules):
    """A rule in a file of another name is a mistake."""
    with pytest.raises(InvalidFiles, match="1: id: must be the name of the file, 'AP900'"):
        read(rules, VALID, "AP900")


def test_mistakes_of_all_files(rules):
    """Two wrong files are reported together."""
    (rules / "patterns" / "AP900.yaml").write_text(VALID.replace("stage: decide", "stage: decode").replace("AP901", "AP900"))

    with pytest.raises(InvalidFiles) as raised:
        read(rules, VALID.replace("level: warning", "level: grave"))

    assert [Path(each.file).name for each in raised.value.mistakes] == ["AP900.yaml", "AP901.yaml"]


@pytest.fixture(scope="module")
def shipped():
    """The rules that are shipped, by id."""
    return {rule.id: rule for rule in read_rules(SHIPPED, read_law(SHIPPED).provisions)}


def test_all_rules_are_shipped(shipped):
    """All 25 rules are there; all are active, with the levels of the contract."""
    assert [rule.id for rule in shipped.values() if rule.implementation is Implementation.ACTIVE] == ACTIVE
    assert [rule.id for rule in shipped.values() if rule.implementation is Implementation.DRAFT] == DRAFTS
    assert [rule.id for rule in shipped.values() if rule.level == "error"] == ERRORS
    assert {rule.level for rule in shipped.values()} == {"error", "warning"}


def test_all_relations_are_used(shipped):
    """The form carries every relation, so the engine has an example of each."""
    used = {type(relation) for rule in shipped.values() for relation in rule.where}

    assert used == {Flows, Governs, SameRecord, SameInput, Absent, Count, BeyondDesign}


def test_the_most_specific_rule_stands(shipped):
    """A full chain swallows the rules of its parts."""
    assert {rule.id: rule.swallows for rule in shipped.values() if rule.id in ACTIVE and rule.swallows} == {
        "AP101": ("AP201", "AP203", "AP205"),
        "AP102": ("AP201", "AP204", "AP206"),
        "AP103": ("AP201", "AP202"),
        "AP301": ("AP201", "AP202"),
        "AP302": ("AP201",),
        "AP304": ("AP203", "AP205", "AP207", "AP208"),
        "AP305": ("AP203", "AP204", "AP205", "AP206", "AP207", "AP208", "AP209"),
    }


def test_inference_rules_tell_acquired_data_apart(shipped):
    """No origin starts both a chain of acquired data and one of an inferred attribute in own data."""
    starts = {rule.id: {origin for event in rule.events if event.name == "source" for origin in event.origins} for rule in shipped.values()}

    assert {id_ for id_ in ACTIVE if starts[id_] == ACQUIRED} == {"AP101", "AP102", "AP103", "AP201", "AP202", "AP203", "AP204"}
    assert {id_ for id_ in ("AP205", "AP206") if starts[id_] & ACQUIRED} == set()


@pytest.mark.parametrize("id_", ACTIVE + DRAFTS)
def test_texts_of_a_rule(shipped, id_):
    """Examples are Python, the reason is a paragraph, the steps are this rule's own, and nothing is called a violation."""
    rule = shipped[id_]
    others = {step for other in shipped.values() if other.id != id_ for step in other.instead}

    ast.parse(rule.bad)
    ast.parse(rule.good)
    assert len(rule.why.split()) >= 40
    assert len(rule.instead) >= 3
    assert set(rule.instead) & others == set()
    assert len(rule.law) >= 3
    texts = " ".join((rule.title, rule.why, *rule.instead, *(citation.why for citation in rule.law)))
    assert re.findall(r"violat\w*|illegal\w*|unlawful\w*|\bbreach(?:es)? of\b", texts) == []


def test_every_trait_is_used(shipped):
    """A trait no rule asks for is dead."""
    used = {trait for rule in shipped.values() for event in rule.events for trait in event.traits}

    assert used == {line.split(":")[0] for line in (SHIPPED / "traits.yaml").read_text().splitlines() if not line.startswith("#")}
