"""The inventory of processing: which data about which people, from where, concluded how, kept where, sent to whom.

A row is one thing that ends a flow: a store that is written, something sent, a file about a person, a decision, an inference.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from enum import StrEnum
from io import StringIO
from types import MappingProxyType

from adversescan.findings.result import Result
from adversescan.graph.stage_graph import NodeKind, StageGraph, StageNode
from adversescan.record import dataclass
from adversescan.reports.json_text import json_text

VERSION = 1
_ACTS = frozenset({"share", "profile", "decide"})


class InventoryFormat(StrEnum):
    """The formats there are."""

    TERMINAL = "terminal"
    CSV = "csv"
    MARKDOWN = "markdown"
    JSON = "json"


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """One processing of people. `what` is what is done in the end, `place` where; the others may hold nothing."""

    what: str
    place: str
    data: tuple[str, ...]
    people: tuple[str, ...]
    origins: tuple[str, ...]
    inferred: tuple[str, ...]
    kept: tuple[str, ...]
    recipient: str


def render_inventory(format_: InventoryFormat, result: Result) -> str:
    """The inventory of a result in a format, ending with a line end."""
    return _FORMATS[format_](inventory(result.processing))


def inventory(graph: StageGraph) -> tuple[Row, ...]:
    """The rows, in order: each end of a flow, with all that leads to it."""
    nodes = {node.id: node for node in graph.nodes}
    before, after = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for edge in graph.edges:
        before[edge.target].append(edge.origin)
        after[edge.origin].append(edge.target)
    rows = []
    for node in graph.nodes:
        leads_on = any(nodes[i].kind is NodeKind.EVENT for i in after[node.id])
        if node.kind is NodeKind.STORE or node.stage in _ACTS or (node.stage == "infer" and not leads_on):
            way = [nodes[i] for i in sorted(_reach(node.id, before))]
            kept = {nodes[i].text for each in way for i in after[each.id] if nodes[i].kind is NodeKind.STORE}
            rows.append(_row(node, way, kept))
    return tuple(sorted(set(rows)))


def _reach(start: str, before: dict[str, list[str]]) -> set[str]:
    found, pending = {start}, [start]
    while pending:
        new = [each for each in before[pending.pop()] if each not in found]
        found.update(new)
        pending.extend(new)
    return found


def _row(node: StageNode, way: list[StageNode], kept: set[str]) -> Row:
    is_store = node.kind is NodeKind.STORE
    inferred = {f"{', '.join(each.attributes) or 'something'} at {each.location}" for each in way if each.stage == "infer"}
    return Row(
        what="store" if is_store else node.stage,
        place=node.text if is_store else str(node.location or ""),
        data=_sorted(attribute for each in way if each.stage != "infer" for attribute in each.attributes),
        people=_sorted(kind for each in way for kind in each.people),
        origins=_sorted(f"{each.party or each.origin} at {each.location}" for each in way if each.origin),
        inferred=_sorted(inferred),
        kept=_sorted([node.text] if is_store else kept),
        recipient=node.party if node.stage == "share" else "",
    )


def _sorted(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts)))


_HEADINGS = ("what", "place", "data", "people", "from", "inferred", "kept in", "sent to")


def _cells(row: Row) -> Iterator[str]:
    for value in (row.what, row.place, row.data, row.people, row.origins, row.inferred, row.kept, row.recipient):
        yield value if isinstance(value, str) else "; ".join(value)


def _terminal(rows: tuple[Row, ...]) -> str:
    if not rows:
        return "No processing of people was followed; this does not say there is none.\n"
    blocks = []
    for row in rows:
        first, place, *rest = _cells(row)
        lines = [f"  {heading:<9} {text}" for heading, text in zip(_HEADINGS[2:], rest, strict=True) if text]
        blocks.append("\n".join([f"{first}  {place}", *lines]))
    return "\n\n".join(blocks) + "\n"


def _csv(rows: tuple[Row, ...]) -> str:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADINGS)
    writer.writerows([no_formula(cell) for cell in _cells(row)] for row in rows)
    return out.getvalue()


def no_formula(cell: str) -> str:
    """A spreadsheet would run a cell that begins like a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell


def _markdown(rows: tuple[Row, ...]) -> str:
    lines = [_HEADINGS, tuple("---" for _ in _HEADINGS)]
    lines += [tuple(cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ") for cell in _cells(row)) for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _json(rows: tuple[Row, ...]) -> str:
    return json_text({"report": "adversescan inventory", "version": VERSION, "processing": [asdict(row) for row in rows]})


_FORMATS: MappingProxyType[InventoryFormat, Callable[[tuple[Row, ...]], str]] = MappingProxyType(
    {
        InventoryFormat.TERMINAL: _terminal,
        InventoryFormat.CSV: _csv,
        InventoryFormat.MARKDOWN: _markdown,
        InventoryFormat.JSON: _json,
    }
)
