"""Mutants of the entries of libraries, and what their `match` says to them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cached_property
from random import Random

from adversescan.examples.collect import Example
from adversescan.examples.mutations import Mutant, Words, changed
from adversescan.examples.reading import nodes_by_line, readings, without_type
from adversescan.examples.run_examples import Scanned, wrong_match
from adversescan.knowledge.library import CallModel, Libraries
from adversescan.knowledge.read_libraries import NEEDS
from adversescan.knowledge.rule_book import RuleBook
from adversescan.knowledge.stated import Stated, stated
from adversescan.record import dataclass

_FIELDS = tuple(field.name for field in fields(CallModel) if field.name not in ("path", "library"))


def library_mutants(examples: list[Example], book: RuleBook, words: Words, random: Random) -> Iterator[Mutant]:
    """Each change of each entry and alias of a library."""
    tried = {example.subject: _Tried(example, book) for example in examples if example.key == "match"}
    for library in book.libraries.libraries:
        own = tried[library.name]
        for model in (*library.calls, *library.values):
            for name, said, other in changed(model, _FIELDS, words, random):
                if _is_valid(other):
                    yield Mutant(f"library {name}", f"{own.example.file}: {model.path}", said, own.entry(model, other))
        for alias, path in library.aliases:
            yield Mutant("library alias", f"{own.example.file}: {alias}", f"does not lead to {path}", own.alias(alias))


def _is_valid(model: CallModel) -> bool:
    """Whether the reader of libraries would take it."""
    needed = NEEDS.get(model.does, ())
    return not needed or any(getattr(model, name) for name in needed)


@dataclass(frozen=True)
class _Tried:
    """The example of a library, read once for all its mutants."""

    example: Example
    book: RuleBook

    def entry(self, model: CallModel, other: CallModel) -> _Caught:
        return _Caught(self, model, other)

    def alias(self, alias: str) -> _CaughtAlias:
        return _CaughtAlias(self, alias)

    @cached_property
    def lines(self) -> dict[int, list[ast.AST]]:
        return nodes_by_line(ast.parse(self.example.text))

    @cached_property
    def comments(self) -> dict[str, list[Stated]]:
        """The readings stated, by their entry."""
        found: dict[str, list[Stated]] = {}
        for comment in stated(self.example.text):
            if comment.reading:
                found.setdefault(comment.paths[0], []).append(comment)
        return found

    @cached_property
    def scanned(self) -> Scanned:
        return Scanned([self.example], self.book.named)

    def misread(self, model: CallModel) -> bool:
        """Whether the entry reads a line of the example in another way than is stated."""
        read = ((comment.reading, readings(model, self.lines.get(comment.line, []))) for comment in self.comments.get(model.path, ()))
        return any(said not in found and said not in map(without_type, found) for said, found in read)

    def unresolved(self, libraries: Libraries) -> bool:
        """Whether a line of the example resolves to another entry than is stated."""
        trace = self.scanned.follow(replace(self.book, libraries=libraries))
        called = {(line, path) for _, line, path in trace.run.library_calls}
        return any(True for _ in wrong_match(self.example, called, libraries))


@dataclass(frozen=True)
class _Caught:
    """What an entry says of its lines is looked at first: the example is followed only for what that does not show."""

    tried: _Tried
    model: CallModel
    other: CallModel

    def __call__(self) -> bool:
        if self.tried.misread(self.other):
            return True
        known = self.tried.book.libraries
        calls = {**known.calls, self.model.path: self.other} if self.model.path in known.calls else known.calls
        values = {**known.values, self.model.path: self.other} if self.model.path in known.values else known.values
        return self.tried.unresolved(replace(known, calls=calls, values=values))


@dataclass(frozen=True)
class _CaughtAlias:
    tried: _Tried
    alias: str

    def __call__(self) -> bool:
        known = self.tried.book.libraries
        return self.tried.unresolved(replace(known, aliases={key: path for key, path in known.aliases.items() if key != self.alias}))
