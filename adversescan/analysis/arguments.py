"""The arguments of a call, as far as they can be told apart."""

from __future__ import annotations

from dataclasses import field

from adversescan.analysis.members import elements
from adversescan.analysis.merge_values import merge
from adversescan.analysis.run import Run
from adversescan.analysis.values import Kind, Value
from adversescan.record import dataclass


@dataclass(slots=True)
class Arguments:
    """The arguments of one call; `rest` holds what was spread from objects whose members are not all known."""

    positional: list[Value] = field(default_factory=list)
    named: dict[str, Value] = field(default_factory=dict)
    rest: Value | None = None

    def spread(self, run: Run, value: Value) -> None:
        """`**value`."""
        for record in value.records():
            for key, member in record.fields.items():
                if isinstance(key, str):
                    self.named.setdefault(key, member)
        if not value.records() or any(r.rest is not None or r.element is not None for r in value.records()):
            self.rest = value if self.rest is None else merge(self.rest, value)

    def all(self) -> list[Value]:
        found = [*self.positional, *self.named.values()]
        return found if self.rest is None else [*found, self.rest]

    def select(self, selector: tuple[str | int, ...]) -> list[Value]:
        """The arguments a selector names: positions, keywords, "*" for all."""
        found: list[Value] = []
        for key in selector:
            if key == "*":
                found.extend(self.all())
            elif isinstance(key, int) and key < len(self.positional):
                found.append(self.positional[key])
            elif isinstance(key, str) and key in self.named:
                found.append(self.named[key])
        return found


def iterate_argument(run: Run, arguments: Arguments, value: Value) -> None:
    """`*value`: its positions where they are known, else any number of its elements."""
    for record in value.records():
        positions = sorted(k for k in record.fields if isinstance(k, int))
        if positions:
            arguments.positional.extend(record.fields[k] for k in positions)
            return
        row = record.element
        if row is not None:
            arguments.positional.append(row)
            return
        if record.kind is Kind.TUPLE and record.rest is None:
            return
    arguments.positional.append(elements(run, value))
