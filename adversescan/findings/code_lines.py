"""The lines of code findings point at, taken from the files once, so that reports need no file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from adversescan.findings.finding import Finding
from adversescan.findings.statement_text import statement_text
from adversescan.findings.upload_hash import upload_hashes
from adversescan.record import dataclass
from adversescan.sources.source import Location

_LINE_END = re.compile(r"\r\n|\r|\n")
_LONGEST_STATEMENT = 20
"""Lines."""


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One line: `raw` as it stands in the file, `text` as its author wrote it (a notebook keeps it as a JSON string).

    `statement` is the statement that starts there, on one line; `upload_hash` what the upload action of code scanning computes
    for the line, "" where that cannot be known.
    """

    raw: str
    text: str
    statement: str
    upload_hash: str = ""


CodeLines = Mapping[tuple[str, int], CodeLine]
"""By path and line."""


def code_lines(findings: Iterable[Finding], read: Callable[[str], bytes]) -> dict[tuple[str, int], CodeLine]:
    """Every line a finding names. `read` gives the bytes of a path, and b"" for a file that is gone by now."""
    lines: dict[tuple[str, int], CodeLine] = {}
    for path, locations in sorted(_by_path(findings).items()):
        lines |= _lines_of(path, locations, read(path))
    return lines


def _by_path(findings: Iterable[Finding]) -> dict[str, set[Location]]:
    places: dict[str, set[Location]] = {}
    for finding in findings:
        for location in _places(finding):
            places.setdefault(location.path, set()).add(location)
    return places


def _places(finding: Finding) -> Iterator[Location]:
    yield finding.location
    for step in (*finding.steps, *finding.related):
        yield step.location


def _lines_of(path: str, places: Iterable[Location], content: bytes) -> dict[tuple[str, int], CodeLine]:
    raw = _LINE_END.split(_decoded(content))
    hashes = upload_hashes(content)
    return {
        (path, place.line): _code_line(raw, place, hashes[place.line - 1] if hashes else "")
        for place in sorted(places)
        if place.line <= len(raw)
    }


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Any bytes are Latin-1, and the lines are counted alike.
        return content.decode("latin-1")


def _code_line(raw: list[str], place: Location, upload_hash: str) -> CodeLine:
    following = raw[place.line - 1 : place.line - 1 + _LONGEST_STATEMENT]
    written = [_cell_line(line) for line in following] if place.cell else following
    return CodeLine(following[0], written[0], statement_text(written), upload_hash)


def _cell_line(raw: str) -> str:
    """A line of a notebook's cell, which the file holds as a JSON string of its own; any other line is no code."""
    try:
        line = json.loads(raw.strip().removesuffix(","))
    except ValueError:
        return ""
    return line.rstrip("\n") if isinstance(line, str) else ""
