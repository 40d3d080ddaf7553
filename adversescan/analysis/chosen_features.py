"""The columns an estimator takes from a table, where the steps it is made of list them."""

from __future__ import annotations

from adversescan.analysis.frames import frames_in, is_frame
from adversescan.analysis.labels import Facts, join
from adversescan.analysis.members import read_key
from adversescan.analysis.run import Run
from adversescan.analysis.values import Kind, Record, Value

MOST_DEPTH = 6


def chosen_features(run: Run, estimator: Value | None, data: list[Value], line: int) -> Facts:
    """What is known of the columns that the transformers of an estimator name, read from the tables it learns from."""
    names = dict.fromkeys(name for record in estimator.records() for name in _listed(record, MOST_DEPTH)) if estimator is not None else {}
    frames = [frame for value in data if is_frame(value) for frame in frames_in(value)]
    return join(*(read_key(run, frame, name, line).all_facts() for frame in frames for name in names))


def _listed(record: Record, depth: int) -> list[str]:
    """The texts in lists inside what an object was made with."""
    found: list[str] = []
    members = [*record.settings.values(), *record.fields.values()] if depth else []
    for value in members:
        if record.kind is Kind.LIST:
            found += value.texts()
        for inner in value.records():
            found += _listed(inner, depth - 1)
    return found
