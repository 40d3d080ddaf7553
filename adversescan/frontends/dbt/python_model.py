"""A Python model of dbt as a program: its function is called with what dbt gives it, and the result is the table of the file's name."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from adversescan.sources.source import LinePlace, Source, runner

RUNNER = runner("dbt")

_MODEL = re.compile(r"^def\s+model\s*\(\s*dbt\b", re.MULTILINE)


def is_python_model(text: str) -> bool:
    """Whether a text defines a model of dbt."""
    return _MODEL.search(text) is not None


def read_python_model(source: Source) -> Source:
    """The program with the call dbt makes at its end, at the line of the function."""
    found = _MODEL.search(source.text)
    assert found is not None
    own = source.text.count("\n") + 1
    called_at = source.text.count("\n", 0, found.start()) + 1
    call = f"import {RUNNER}\n{RUNNER}.keep({PurePosixPath(source.path).stem!r}, model({RUNNER}.Context(), {RUNNER}.Session()))\n"
    places = (*(LinePlace(line) for line in range(1, own + 1)), *(LinePlace(called_at),) * 3)
    return Source(source.path, source.language, f"{source.text}\n{call}", source.root, places)
