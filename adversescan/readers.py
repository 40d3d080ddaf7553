"""The readers of texts found inside programs: SQL, prompts and label lists, given to the engine so that it knows no syntax."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from adversescan.frontends.sql.looks_like_sql import looks_like_sql
from adversescan.graph.program import Program
from adversescan.graph.query import QueryReading
from adversescan.knowledge.rule_book import RuleBook
from adversescan.language.reading import PromptReading
from adversescan.sources.problem import Problem
from adversescan.sources.source import Language, Source

SETTINGS = (".yaml", ".yml", ".json")
"""Endings of files that hold settings."""

if TYPE_CHECKING:
    from adversescan.frontends.program_store import ProgramStore
    from adversescan.language.tasks import Tasks


class TextReaders:
    """Each imports what it needs when it is first called, and remembers what it has read."""

    def __init__(self, book: RuleBook, folder: Path, files: ProgramStore | None = None) -> None:
        """`folder` holds the words of tasks, `files` the settings files of the project."""
        self._files = files
        self._settings: dict[str, object] = {}
        self._book = book
        self._folder = folder
        self._statements: dict[str, tuple[QueryReading, ...]] = {}

    def sql(self, text: str) -> tuple[QueryReading, ...]:
        """What the statements of a text do."""
        from adversescan.frontends.sql.read_statements import read_statements

        if text not in self._statements:
            self._statements[text] = read_statements(text)[0]
        return self._statements[text]

    def is_sql(self, text: str) -> bool:
        return looks_like_sql(text)

    def prompt(self, text: str) -> PromptReading:
        """What a prompt asks for."""
        from adversescan.language.prompts import read_prompt

        return read_prompt(text, self._book.vocabulary, self._tasks)

    def labels(self, texts: list[str]) -> tuple[str, ...]:
        """The attributes a list of labels sorts people by."""
        from adversescan.language.prompts import read_labels

        return read_labels(texts, self._book.vocabulary, self._tasks)

    def settings(self, name: str) -> object:
        """What the project's settings file of that name says, as plain values; None where there is none, or several."""
        if self._files is None or not name.endswith(SETTINGS):
            return None
        if name not in self._settings:
            found = [path for path in self._files if path == name] or [path for path in self._files if path.endswith(f"/{name}")]
            self._settings[name] = self._files.settings(found[0]) if len(found) == 1 else None
        return self._settings[name]

    def command(self, text: str, line: int) -> Program | None:
        """A command line as a program at the line; None where it runs nothing."""
        from adversescan.frontends.program_text import ProgramText
        from adversescan.frontends.python.read_program import read_program
        from adversescan.frontends.workflow.shell import Shell

        made = ProgramText(Source("", Language.SHELL, text))
        Shell(made).run(text, 1)
        if not made.calls:
            return None
        read = read_program(Source("", Language.PYTHON, "\n" * (line - 1) + "; ".join(made.lines)))
        return None if isinstance(read, Problem) else read

    @cached_property
    def _tasks(self) -> Tasks:
        from adversescan.language.tasks import read_tasks

        return read_tasks(self._folder)
