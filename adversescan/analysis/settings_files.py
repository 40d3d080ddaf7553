"""Settings files and texts of the project as constants: what a program reads from them is what they say."""

from __future__ import annotations

from adversescan.analysis.kept_stores import Place
from adversescan.analysis.run import Run
from adversescan.analysis.values import Kind, Record, Value, constant, of
from adversescan.knowledge.library import Store

MOST_DEPTH = 12


def settings_in(run: Run, name: Place) -> Value | None:
    """The content of the project's settings file of that name; None where it has none."""
    if name[0] != Store.FILE.value:
        return None
    said = run.readers.settings(name[1], run.frame.module.path)
    return None if said is None else _value(run, said, 0)


def opened_texts(run: Run, names: list[Place]) -> list[Value]:
    """The texts the project keeps under the names, as constants."""
    texts = [run.readers.text(name, run.frame.module.path) for kind, name in names if kind == Store.FILE.value]
    return [constant(text, run.depth) for text in texts if text is not None]


def _value(run: Run, said: object, depth: int) -> Value:
    if isinstance(said, dict | list) and depth < MOST_DEPTH:
        record = Record(Kind.DICT if isinstance(said, dict) else Kind.LIST)
        members = said.items() if isinstance(said, dict) else enumerate(said)
        record.fields = {key: _value(run, member, depth + 1) for key, member in members}
        return of(record, depth=run.depth)
    return constant(said, run.depth) if isinstance(said, str | int | float | None) else Value(open=True)
