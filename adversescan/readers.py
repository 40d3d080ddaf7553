"""The readers of texts found inside programs: SQL, prompts and label lists, given to the engine so that it knows no syntax."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, TypeVar

from adversescan.frontends.opened_files import find_file, is_settings
from adversescan.frontends.sql.looks_like_sql import looks_like_sql
from adversescan.frontends.template_parts import whole_template
from adversescan.graph.formula import FormulaReading
from adversescan.graph.program import Program
from adversescan.graph.query import HOLE, QueryReading
from adversescan.knowledge.rule_book import RuleBook
from adversescan.language.kept_readings import KeptReadings
from adversescan.language.reading import PromptReading
from adversescan.sources.language_of import is_page
from adversescan.sources.problem import Problem
from adversescan.sources.source import Language, Source

if TYPE_CHECKING:
    from adversescan.frontends.program_store import ProgramStore
    from adversescan.language.tasks import Tasks


Read = TypeVar("Read")
PLACE = "{}"
"""Where a label is put into a text."""


MOST_PAGES = 40
"""Pages that one module may name."""


class TextReaders:
    """Each imports what it needs when it is first called, and remembers what it has read."""

    def __init__(self, book: RuleBook, folder: Traversable, files: ProgramStore | None = None) -> None:
        """`folder` holds the words of tasks, `files` the settings files of the project."""
        self._files = files
        self._settings: dict[str, object] = {}
        self._texts: dict[str, str | None] = {}
        self._being_read: list[str] = []
        self._names: dict[str, tuple[str, ...]] | None = None
        self._headers: dict[str, tuple[str, ...]] = {}
        self._book = book
        self._folder = folder
        self._readings = KeptReadings(book.parts.kept)
        self._statements: dict[str, tuple[QueryReading, ...]] = {}

    def sql(self, text: str) -> tuple[QueryReading, ...]:
        """What the statements of a text do."""
        from adversescan.frontends.sql.read_statements import read_statements

        if text not in self._statements:
            self._statements[text] = read_statements(text)[0]
        return self._statements[text]

    def formula(self, text: str) -> FormulaReading | None:
        """The names on both sides of a formula of statistics; None where the text is none."""
        from adversescan.frontends.formula import read_formula

        return read_formula(text)

    def is_sql(self, text: str) -> bool:
        return looks_like_sql(text)

    def prompt(self, text: str) -> PromptReading:
        """What a prompt asks for."""
        return self._readings.reading(text, self._read_prompt)

    def _read_prompt(self, text: str) -> PromptReading:
        from adversescan.language.prompts import read_prompt

        return read_prompt(text, self._book.vocabulary, self._tasks)

    def keep(self) -> None:
        """Keep what was read of prompts for the next run."""
        self._readings.keep()

    def labels(self, texts: list[str]) -> tuple[str, ...]:
        """The attributes a list of labels sorts people by; a text with a place for a label is what they are put into."""
        from adversescan.language.prompts import read_labels

        template = next((text for text in texts if PLACE in text), "")
        return read_labels([text for text in texts if text is not template], self._book.vocabulary, self._tasks, template)

    def settings(self, name: str, reader: str) -> object:
        """What the project's settings file of that name says to the module that reads it, as plain values; None where there is none."""
        return self._opened(name, reader, self._settings, lambda files, path: files.settings(path), settings=True)

    def text(self, name: str, reader: str) -> str | None:
        """The text the project keeps under that name, for the module that opens it; None where there is none, or it is not known which."""
        return self._opened(name, reader, self._texts, self._whole_text, settings=False)

    def _whole_text(self, files: ProgramStore, path: str) -> str | None:
        """The text of a file with the templates it names; one that leads back to itself is left as it stands."""
        said = files.text(path)
        if said is None or path in self._being_read:
            return said
        self._being_read.append(path)
        try:
            return whole_template(said, lambda name: self.text(name, path))
        finally:
            self._being_read.remove(path)

    def _opened(
        self, name: str, reader: str, known: dict[str, Read | None], read: Callable[[ProgramStore, str], Read | None], *, settings: bool
    ) -> Read | None:
        if self._files is None or is_settings(name) is not settings:
            return None
        alike = self._by_name(name)
        path = find_file(name, reader, self._files.root(reader), alike if settings else tuple(p for p in alike if p in self._files.texts))
        if path and path not in known:
            known[path] = read(self._files, path)
        return known.get(path)

    def _by_name(self, name: str) -> tuple[str, ...]:
        """The files and texts of the project that are called as the last part of the name says."""
        if self._names is None:
            names: dict[str, list[str]] = {}
            for path in (*(self._files or ()), *(self._files.texts if self._files is not None else ())):
                names.setdefault(path.rpartition("/")[2], []).append(path)
            self._names = {last: tuple(paths) for last, paths in names.items()}
        return self._names.get(name.rpartition("/")[2], ())

    def form_fields(self, reader: str, function: str) -> tuple[str, ...]:
        """The fields of the form that is sent to a function of a module, on a page the module names; none where it is not known which."""
        from adversescan.frontends.form_fields import read_forms

        if self._files is None:
            return ()
        said = self._files[reader].text
        pages = [path for path in self._files.texts if is_page(path) and path.rpartition("/")[2] in said][:MOST_PAGES]
        forms = {form for path in pages for form in read_forms(self._files.text(path) or "")}
        meant = {form.fields for form in forms if form.action == function} or {form.fields for form in forms}
        return next(iter(meant)) if len(meant) == 1 else ()

    def header(self, name: str) -> tuple[str, ...]:
        """The names in the first line of the project's file of rows of that name; none where there is none, or several."""
        name = name.replace("\\", "/").rpartition(HOLE)[2].lstrip("./")
        if self._files is None or not name:
            return ()
        if name not in self._headers:
            self._headers[name] = self._files.header(found) if (found := self._only(name)) else ()
        return self._headers[name]

    def columns(self) -> frozenset[str]:
        """The names in the first lines of all files of rows."""
        return (
            frozenset(name for path in self._files.tables for name in self._files.header(path)) if self._files is not None else frozenset()
        )

    def _only(self, name: str) -> str:
        """The one file a name may mean: of that path, of one that ends so, or of that last part."""
        tables = list(self._files.tables) if self._files is not None else []
        last = name.rpartition("/")[2]
        likeness = (
            [path == name for path in tables],
            [path.endswith(f"/{name}") for path in tables],
            [path.rpartition("/")[2] == last for path in tables],
        )
        found = next(([path for path, fits in zip(tables, alike, strict=True) if fits] for alike in likeness if any(alike)), [])
        return found[0] if len(found) == 1 else ""

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
        from adversescan.language.kept_tasks import kept_tasks

        return kept_tasks(self._folder, self._book.parts.kept)
