"""The programs of a project, read again in full when data is followed into them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from adversescan.frontends.file_facts import program_source
from adversescan.frontends.python.read_program import read_program
from adversescan.frontends.python.salvage import salvage
from adversescan.graph.program import Program
from adversescan.sources.file import File, place_problem
from adversescan.sources.language_of import is_sheet
from adversescan.sources.left_out import LeftOut
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.read_file import FIRST_BYTES, LARGEST_TEXT, read_beginning, read_bytes, read_text
from adversescan.sources.source import Language, Source


class ProgramStore(Mapping[str, Source]):
    """Sources by path, and the program of each; each file is read when it is first asked for."""

    def __init__(
        self, files: Iterable[File], left_out: LeftOut, largest: int, tables: Iterable[File] = (), texts: Iterable[File] = ()
    ) -> None:
        """`tables` are files of rows, which are data; `texts` are read where a program opens them."""
        self._files = {file.path: file for file in files}
        self.tables = {file.path: file for file in tables}
        self.texts = {file.path: file for file in texts}
        self.problems: list[Problem] = []
        self._left_out = left_out
        self._largest = largest
        self._sources: dict[str, Source] = {}
        self._programs: dict[str, Program | None] = {}
        self._headers: dict[str, tuple[str, ...]] = {}

    def __getitem__(self, path: str) -> Source:
        if path not in self._sources:
            self._sources[path] = self._read(self._files[path])
        return self._sources[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def program(self, path: str) -> Program | None:
        """The program of a source; None where it cannot be read, which its facts have reported."""
        if path not in self._programs:
            read = read_program(self[path])
            if isinstance(read, Problem) and (saved := salvage(self[path])) is not None:
                read = read_program(saved[0])
            self._programs[path] = None if isinstance(read, Problem) else read
        return self._programs[path]

    def content(self, path: str) -> bytes:
        """The bytes of a file; none if it is gone."""
        content = read_bytes(self._files[path], self._largest)
        return b"" if isinstance(content, Problem) else content

    def settings(self, path: str) -> object:
        """What a settings file says, as plain values."""
        from adversescan.frontends.settings_file import read_settings

        if path not in self.texts:
            # What is wrong with a file that is read anyway its facts have reported.
            return read_settings(read_text(self._files[path], self.content(path), self._left_out).source)[0]
        if (text := self.text(path)) is None:
            return None
        said, problems = read_settings(Source(path, Language.TEXT, text))
        self.problems += problems
        return said

    def root(self, path: str) -> str:
        """The folder of the project a source belongs to."""
        return self._files[path].root if path in self._files else ""

    def text(self, path: str) -> str | None:
        """The text a program opens; None where it cannot be read, which is a problem from then on."""
        file = self.texts[path]
        content = read_bytes(file, LARGEST_TEXT)
        if isinstance(content, Problem):
            self.problems.append(content)
            return None
        reading = read_text(replace(file, named=True), content, self._left_out)
        self.problems += reading.problems
        return None if reading.problems else reading.source.text

    def header(self, path: str) -> tuple[str, ...]:
        """The names in the first line of a file of rows."""
        from adversescan.frontends.table_header import read_header

        if path not in self._headers:
            beginning = b"" if is_sheet(path) else read_beginning(self.tables[path], FIRST_BYTES)
            self._headers[path] = self._first_row(path) if is_sheet(path) else read_header(beginning.decode("utf-8", "replace"))
        return self._headers[path]

    def _first_row(self, path: str) -> tuple[str, ...]:
        """The names in the first row of a workbook; what cannot be read is a problem."""
        from adversescan.frontends.sheet_header import read_sheet_header

        content = read_bytes(self.tables[path], self._largest)
        names = None if isinstance(content, Problem) else read_sheet_header(content)
        if isinstance(content, Problem):
            self.problems.append(content)
        elif names is None:
            self.problems.append(place_problem(path, ProblemKind.UNREADABLE, "is no workbook whose first row can be read"))
        return names or ()

    def _read(self, file: File) -> Source:
        content = read_bytes(file, self._largest)
        text = b"" if isinstance(content, Problem) else content
        source = read_text(file, text, self._left_out).source
        return program_source(source)[0] or source
