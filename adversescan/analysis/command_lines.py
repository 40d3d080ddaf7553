"""Command lines a program runs: read as calls at the line of the call that runs them."""

from __future__ import annotations

import shlex

from adversescan.analysis.library_calls import Site, typed_result, wrapped
from adversescan.analysis.run import Run
from adversescan.analysis.values import Kind, Scope, Value
from adversescan.graph.query import HOLE
from adversescan.knowledge.library import CallModel

MOST_LINES = 4


def run_command(run: Run, model: CallModel, site: Site) -> Value:
    """What the command does, and the data given with it as the result."""
    from adversescan.analysis.execute import execute

    for text in dict.fromkeys(text for value in site.select(model.query) for text in _texts(value)):
        program = run.readers.command(text, site.line)
        if program is not None:
            frame = run.frame
            outer, frame.scope = frame.scope, Scope(frame.module, frame.scope, None)
            try:
                execute(run, program.body)
            finally:
                frame.scope, frame.line = outer, site.line
    data = site.select(model.data)
    return wrapped(run, model, site, data) if data else typed_result(run, model, site, {})


def _texts(value: Value) -> list[str]:
    """The command as one text; of a list of words the words, with holes for what is not known."""
    found = value.texts()[:MOST_LINES]
    for record in value.records():
        if record.kind in (Kind.LIST, Kind.TUPLE) and record.fields:
            words = [(record.fields[k].named().texts() or [HOLE])[0] for k in sorted(k for k in record.fields if isinstance(k, int))]
            found.append(shlex.join(words))
    return found
