"""Events of OpenLineage as a program that copies the columns they name from one data set to another.

Which kind of store a namespace is, is for the library to say: the scheme of the namespace is part of the name that is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from typing import TypeGuard

from adversescan.frontends.program_text import ProgramText
from adversescan.record import dataclass
from adversescan.sources.source import runner

RUNNER = runner("lineage")
_OWN = "urn:adversescan:"
"""Our own export says what the code says, which is read itself."""
_WORD = re.compile(r"\W+")

Event = dict[str, object]
Named = tuple[str, str]
"""The namespace and name of a data set."""


def is_event(document: object) -> TypeGuard[Event]:
    """Whether a document is an event of a job or run."""
    return isinstance(document, dict) and isinstance(document.get("job"), dict) and ("inputs" in document or "outputs" in document)


@dataclass(slots=True)
class Events:
    """The copies that events state, each once: a job tells the same at its start and its end."""

    program: ProgramText
    told: dict[str, None] = field(default_factory=dict)

    def add(self, event: Event, line: int) -> None:
        """Adds what one event states."""
        if str(event.get("producer")).startswith(_OWN):
            return
        inputs = list(_data_sets(event.get("inputs")))
        for output, facets in _data_sets(event.get("outputs")):
            for origin, columns in _copied(inputs, facets):
                self._copy(origin, output, columns, line)

    def _copy(self, origin: Named, output: Named, columns: list[tuple[str, str]], line: int) -> None:
        """One write for each set of columns that keep one name each; without columns the whole data set."""
        read = f"{_function(origin, 'read')}({_address(origin)!r}, {origin[1]!r})"
        for names in _layers(columns) if columns else [{}]:
            rows = f"{read}[{list(names)!r}].rename(columns={names!r})" if names else read
            self._say(f"{_function(output, 'write')}({_address(output)!r}, {output[1]!r}, {rows})", line)

    def _say(self, code: str, line: int) -> None:
        if code not in self.told:
            self.told[code] = None
            self.program.use(RUNNER)
            self.program.add(code, line)


def _data_sets(found: object) -> Iterator[tuple[Named, dict[str, object]]]:
    for each in found if isinstance(found, list) else []:
        if isinstance(each, dict) and isinstance(each.get("namespace"), str) and isinstance(each.get("name"), str):
            facets = each.get("facets")
            yield (each["namespace"], each["name"]), facets if isinstance(facets, dict) else {}


def _copied(inputs: list[tuple[Named, dict[str, object]]], facets: dict[str, object]) -> Iterator[tuple[Named, list[tuple[str, str]]]]:
    """From which data sets which columns come; where the event does not say, those that are called alike, or all if none is named."""
    lineage = facets.get("columnLineage")
    if isinstance(lineage, dict) and isinstance(lineage.get("fields"), dict):
        found: dict[Named, list[tuple[str, str]]] = {}
        for output, made_of in lineage["fields"].items():
            for origin, column in _sources(made_of):
                found.setdefault(origin, []).append((column, output))
        yield from found.items()
        return
    own = _schema(facets)
    for origin, described in inputs:
        alike = [name for name in _schema(described) if name in own]
        if alike or not (own and _schema(described)):
            yield origin, [(name, name) for name in alike]


def _sources(made_of: object) -> Iterator[tuple[Named, str]]:
    """The columns whose values are in a column; those that only chose rows or their order are left out."""
    given = made_of.get("inputFields") if isinstance(made_of, dict) else None
    for each in given if isinstance(given, list) else []:
        if isinstance(each, dict) and all(isinstance(each.get(key), str) for key in ("namespace", "name", "field")) and _is_direct(each):
            yield (each["namespace"], each["name"]), each["field"]


def _is_direct(column: dict[str, object]) -> bool:
    given = column.get("transformations")
    kinds = [each.get("type") for each in given if isinstance(each, dict)] if isinstance(given, list) else []
    return not kinds or "DIRECT" in kinds


def _schema(facets: dict[str, object]) -> list[str]:
    schema = facets.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    named = [each.get("name") for each in fields if isinstance(each, dict)] if isinstance(fields, list) else []
    return [name for name in named if isinstance(name, str)]


def _layers(columns: list[tuple[str, str]]) -> list[dict[str, str]]:
    """The pairs in as few mappings as hold each column once."""
    layers: list[dict[str, str]] = []
    for column, output in columns:
        layer = next((each for each in layers if column not in each), None)
        if layer is None:
            layers.append(layer := {})
        layer[column] = output
    return layers


def _function(place: Named, verb: str) -> str:
    scheme = _WORD.sub("_", place[0].partition(":")[0]).lower()
    return f"{RUNNER}.{scheme if scheme.isidentifier() else 'other'}.{verb}"


def _address(place: Named) -> str:
    namespace, name = place
    return f"{namespace.rstrip('/')}/{name.lstrip('/')}" if "://" in namespace else name
