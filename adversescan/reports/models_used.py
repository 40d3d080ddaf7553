"""The inventory of models as text: every call, what it is asked, about whom, and who is watching."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import asdict
from enum import StrEnum
from io import StringIO
from types import MappingProxyType

from adversescan.findings.model_use import ModelUse
from adversescan.findings.result import Result
from adversescan.reports.inventory import no_formula
from adversescan.reports.json_text import json_text

VERSION = 1
_NOT_TOLD = "UNKNOWN: not told by the code"
LONGEST = 200


class ModelsFormat(StrEnum):
    """The formats there are."""

    TERMINAL = "terminal"
    CSV = "csv"
    JSON = "json"


def render_models(format_: ModelsFormat, result: Result) -> str:
    """The calls of models of a result in a format, ending with a line end."""
    return _FORMATS[format_](result.models)


_HEADINGS = ("place", "provider", "model", "locality", "prompt", "task", "about people", "used for", "governance seen", "safeguard off at")


def _cells(use: ModelUse) -> Iterator[str]:
    yield f"{use.location}"
    yield use.provider
    yield "; ".join(use.models or use.addresses) or _NOT_TOLD
    yield use.locality
    yield _NOT_TOLD if use.prompt is None else _short(use.prompt)
    for value in (use.tasks, use.data, use.used_for, use.governance, use.off):
        yield "; ".join(value)


def _short(text: str) -> str:
    line = " ".join(text.split())
    line = "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in line)
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def _terminal(uses: tuple[ModelUse, ...]) -> str:
    if not uses:
        return "No call of a model was followed; this does not say there is none.\n"
    blocks = []
    for use in uses:
        place, provider, *rest = _cells(use)
        lines = [f"  {heading:<16} {text}" for heading, text in zip(_HEADINGS[2:], rest, strict=True) if text]
        blocks.append("\n".join([f"{place} in {use.function}  {provider}", *lines]))
    unknown = sum(use.prompt is None for use in uses)
    return "\n\n".join(blocks) + f"\n\n{len(uses)} calls of models, the prompt of {unknown} not resolved\n"


def _csv(uses: tuple[ModelUse, ...]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADINGS)
    writer.writerows([no_formula(cell) for cell in _cells(use)] for use in uses)
    return out.getvalue()


def _json(uses: tuple[ModelUse, ...]) -> str:
    return json_text({"report": "adversescan models", "version": VERSION, "models": [asdict(use) for use in uses]})


_FORMATS: MappingProxyType[ModelsFormat, Callable[[tuple[ModelUse, ...]], str]] = MappingProxyType(
    {ModelsFormat.TERMINAL: _terminal, ModelsFormat.CSV: _csv, ModelsFormat.JSON: _json}
)
