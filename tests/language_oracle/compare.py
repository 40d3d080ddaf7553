"""Follows made-up programs statically and holds what is found against what their runs show."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from adversescan.analysis.labels import Facts
from adversescan.analysis.run import Run
from adversescan.config import Options
from adversescan.knowledge.stages import Stage
from adversescan.scan import trace
from tests.language_oracle.observe import Flow, Observed, Place

ATTRIBUTES = {"sex-gender": "gender", "race-ethnicity": "race", "age": "age"}


@dataclass(frozen=True, slots=True)
class Found:
    """The lines of acts that each inference reaches, as data and as what governs them."""

    data: frozenset[tuple[str, Place]]
    control: frozenset[tuple[str, Place]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Of one program: the flows seen, those of them that are missed, and what was found that no run shows."""

    seen: int
    missed: tuple[tuple[str, Flow], ...]
    found: int
    unseen: tuple[tuple[str, str, Place], ...]


def follow(files: dict[str, str], folder: Path) -> Found:
    """What following a program says."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return found_in(trace([folder], Options(jobs=1, base=folder), whole=True).run)


def found_in(run: Run) -> Found:
    """The inferences that reach each act, by its line."""
    data, control = set(), set()
    for act in run.acts.values():
        if act.event.stage is Stage.INFER:
            continue
        place = Place(act.event.location.path, act.event.location.line)
        data |= {(source, place) for source in _sources(act.data)}
        control |= {(source, place) for source in _sources(act.governing)}
    return Found(frozenset(data), frozenset(control))


def compare(observed: Observed, found: Found) -> Comparison:
    """A flow is found where any call on the way to its act is an act of that inference: which of them it is, binding decides."""
    kinds = (("data", observed.data, found.data), ("control", observed.control, found.control | found.data))
    missed = [(kind, flow) for kind, flows, places in kinds for flow in flows if not any((flow.source, p) in places for p in flow.lines)]
    shown = {kind: {(flow.source, place) for flow in flows for place in flow.lines} for kind, flows, _ in kinds}
    unseen = [("data", *each) for each in found.data - shown["data"]]
    unseen += [("control", *each) for each in found.control - shown["control"] - shown["data"]]
    seen = len(observed.data) + len(observed.control)
    return Comparison(seen, tuple(sorted(missed)), len(found.data) + len(found.control), tuple(sorted(unseen)))


def _sources(facts: Facts) -> set[str]:
    return {ATTRIBUTES[label.attribute] for label in facts if Stage.INFER in label.passed and label.attribute in ATTRIBUTES}
