"""What the engine asks of the readers of texts that it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from adversescan.graph.formula import FormulaReading
    from adversescan.graph.program import Program
    from adversescan.graph.query import QueryReading
    from adversescan.language.reading import PromptReading


class Readers(Protocol):
    """Readers of texts found inside programs, so that the engine knows no syntax of theirs."""

    def sql(self, text: str) -> tuple[QueryReading, ...]: ...

    def formula(self, text: str) -> FormulaReading | None: ...

    def is_sql(self, text: str) -> bool: ...

    def prompt(self, text: str) -> PromptReading: ...

    def labels(self, texts: list[str]) -> tuple[str, ...]: ...

    def settings(self, name: str, reader: str) -> object: ...

    def text(self, name: str, reader: str) -> str | None: ...

    def form_fields(self, reader: str, function: str) -> tuple[str, ...]: ...

    def header(self, name: str) -> tuple[str, ...]: ...

    def columns(self) -> frozenset[str]: ...

    def command(self, text: str, line: int) -> Program | None: ...
