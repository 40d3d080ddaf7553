"""The text of a program that says what a source does which is none, each of its lines at a line of the file."""

from __future__ import annotations

import ast
from dataclasses import field

from adversescan.record import dataclass
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Language, LinePlace, Source


@dataclass(slots=True)
class ProgramText:
    """Lines as they are added. `calls` says whether any does more than import."""

    source: Source
    lines: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    calls: int = 0

    def use(self, module: str) -> None:
        """The module is imported, once."""
        if (line := f"import {module}") not in self.lines:
            self.lines.insert(0, line)
            self.places.insert(0, 1)

    def add(self, line: str, place: int) -> None:
        """One statement on one line."""
        self.calls += 1
        self.lines.append(line)
        self.places.append(place)

    def embed(self, code: str, place: int, *, kept: bool) -> None:
        """A program that stands in the file; where its lines are `kept` each has a line of its own there."""
        try:
            ast.parse(code)
        except (SyntaxError, ValueError, RecursionError) as error:
            at = place + (getattr(error, "lineno", None) or 1) - 1 if kept else place
            self.problems.append(Problem(self.source.locate(at), ProblemKind.PARTLY_READ, f"script not read: {error.__class__.__name__}"))
            return
        for number, line in enumerate(code.splitlines()):
            self.add(line, place + number if kept else place)

    def finished(self) -> Source | None:
        """The program; nothing where it does nothing."""
        if not self.calls:
            return None
        places = tuple(LinePlace(place) for place in (*self.places, self.places[-1]))
        return Source(self.source.path, Language.PYTHON, "\n".join(self.lines) + "\n", self.source.root, places)
