"""The programs of a project, read again in full when data is followed into them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from adversescan.frontends.file_facts import program_source
from adversescan.frontends.python.read_program import read_program
from adversescan.frontends.python.salvage import salvage
from adversescan.graph.program import Program
from adversescan.sources.file import File
from adversescan.sources.left_out import LeftOut
from adversescan.sources.problem import Problem
from adversescan.sources.read_file import FIRST_BYTES, read_beginning, read_bytes, read_text
from adversescan.sources.source import Source


class ProgramStore(Mapping[str, Source]):
    """Sources by path, and the program of each; each file is read when it is first asked for."""

    def __init__(self, files: Iterable[File], left_out: LeftOut, largest: int, tables: Iterable[File] = ()) -> None:
        """`tables` are files of rows, which are data."""
        self._files = {file.path: file for file in files}
        self.tables = {file.path: file for file in tables}
        self._left_out = left_out
        self._largest = largest
        self._sources: dict[str, Source] = {}
        self._programs: dict[str, Program | None] = {}

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

        return read_settings(read_text(self._files[path], self.content(path), self._left_out).source)

    def header(self, path: str) -> tuple[str, ...]:
        """The names in the first line of a file of rows."""
        from adversescan.frontends.table_header import read_header

        return read_header(read_beginning(self.tables[path], FIRST_BYTES).decode("utf-8", "replace"))

    def _read(self, file: File) -> Source:
        content = read_bytes(file, self._largest)
        text = b"" if isinstance(content, Problem) else content
        source = read_text(file, text, self._left_out).source
        return program_source(source)[0] or source
