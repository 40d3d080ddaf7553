"""SARIF 2.1.0 through sarif-om: the only module that knows that library.

Its classes have no types, so they are Any under the name SarifObject; what is written is checked against the published schema in the
tests.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias
from urllib.parse import quote

import attr
import sarif_om

from adversescan.findings.code_lines import CodeLine
from adversescan.sources.source import Location

SarifObject: TypeAlias = Any

_ALWAYS_WRITTEN = {
    ("Result", "level"),
    ("ReportingConfiguration", "level"),
    ("Notification", "level"),
    ("ThreadFlowLocation", "importance"),
}
_LONGEST_SNIPPET = 400
_LINK = re.compile(r"\[([^\[\]]*)\]\(")


# sarif-om follows a draft in which the `status` of a suppression was called `state`.
Suppression: SarifObject = attr.make_class(
    "Suppression", {"status": attr.ib(default=None, metadata={"schema_property_name": "status"})}, bases=(sarif_om.Suppression,)
)


def sarif_json(value: SarifObject) -> SarifObject:
    """A SARIF object as JSON values, without what equals the standard's default.

    Levels are written all the same: a rule may have changed the default of its results, and a reader would take that one.
    """
    match value:
        case list() | tuple():
            return [sarif_json(item) for item in value]
        case dict():
            return {key: sarif_json(item) for key, item in value.items()}
        case _ if attr.has(type(value)):
            return dict(_properties(value))
        case _:
            return value


def _properties(value: SarifObject) -> list[tuple[str, Any]]:
    kind = type(value).__name__
    return [
        (field.metadata["schema_property_name"], sarif_json(held))
        for field in attr.fields(type(value))
        if (held := getattr(value, field.name)) is not None and (held != _default(field) or (kind, field.name) in _ALWAYS_WRITTEN)
    ]


def _default(field: attr.Attribute[Any]) -> SarifObject:
    default: SarifObject = field.default
    return default.factory() if hasattr(default, "factory") else default


def sentence(text: str) -> str:
    """Text on one line, ending as a sentence does."""
    joined = " ".join(text.split())
    return joined if joined.endswith((".", "!", "?")) else f"{joined}."


def message(text: str) -> SarifObject:
    """A message; what looks like a link in it stands in the scanned code and leads nowhere."""
    return sarif_om.Message(text=_LINK.sub(r"\\[\1\\](", text))


def location(place: Location, line: CodeLine | None, function: str = "", text: str = "", id_: int = -1) -> SarifObject:
    """A place with its line of code; function and notebook cell are logical locations."""
    return sarif_om.Location(
        id=id_,
        physical_location=sarif_om.PhysicalLocation(artifact_location=artifact(place.path), region=_region(place, line)),
        logical_locations=[*_function(function), *_cell(place)] or None,
        message=message(text) if text else None,
    )


def artifact(path: str) -> SarifObject:
    """A file by its path relative to the root, percent-encoded byte by byte, so that any name is a valid URI."""
    return sarif_om.ArtifactLocation(uri=quote(path.encode("utf-8", "surrogateescape")), uri_base_id="%SRCROOT%")


def _region(place: Location, line: CodeLine | None) -> SarifObject:
    """One line: code scanning shows an alert in a pull request only if all its lines are part of the change."""
    if line is None or not line.raw.strip():
        return sarif_om.Region(start_line=place.line, start_column=1, end_line=place.line)
    code = line.raw.rstrip()
    return sarif_om.Region(
        start_line=place.line,
        start_column=len(code) - len(code.lstrip()) + 1,
        end_line=place.line,
        end_column=len(code) + 1,
        snippet=sarif_om.ArtifactContent(text=line.text.strip()[:_LONGEST_SNIPPET]),
    )


def _function(name: str) -> list[SarifObject]:
    return [sarif_om.LogicalLocation(fully_qualified_name=name, name=name.rpartition(".")[2], kind="function")] if name else []


def _cell(place: Location) -> list[SarifObject]:
    if not place.cell:
        return []
    name = f"cell {place.cell}, line {place.cell_line}"
    return [sarif_om.LogicalLocation(name=name, kind="cell", properties={"cell": place.cell, "line": place.cell_line})]
