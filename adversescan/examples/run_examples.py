"""Runs the examples of a rule book through the scan itself, and says where they do not come out as they say."""

from __future__ import annotations

import ast
import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from weakref import finalize

from adversescan.config import PROFILE, Options
from adversescan.errors import Mistake
from adversescan.examples.collect import Example, library_examples, rule_examples, shared_examples
from adversescan.examples.reading import nodes_by_line, readings, without_type
from adversescan.examples.told import host_reading, model_reading, told_examples, wrong_told
from adversescan.findings.approved_design import FILE, FOLDER
from adversescan.knowledge.library import CallModel, Libraries
from adversescan.knowledge.rule_book import RuleBook, load_rule_book, rules_folder
from adversescan.knowledge.stated import Stated, stated
from adversescan.record import dataclass
from adversescan.scan import Trace, follow, open_files

_EXPECT = re.compile(r"#\s*expect:\s*(AP\d+(?:\s*,\s*AP\d+)*)")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many examples were run, how many of their comments say what a line is, and which did not come out."""

    examples: int
    comments: int
    mistakes: tuple[Mistake, ...]


def run_examples(folder: Path | None = None) -> Outcome:
    """All examples of libraries, rules, hosts and models. Raises InvalidFiles where the folder cannot be read."""
    place = folder or rules_folder()
    book = load_rule_book(PROFILE, folder)
    libraries = library_examples(place)
    rules = [*rule_examples(place), *shared_examples(place, [rule.id for rule in book.rules])]
    hosts, models = told_examples(place, "hosts"), told_examples(place, "models")
    told = [*wrong_told(hosts, partial(host_reading, book.hosts)), *wrong_told(models, partial(model_reading, book.models))]
    mistakes = [*told, *_libraries(libraries, folder, book), *_rules(rules, folder, book)]
    comments = sum(1 for example in libraries for _ in stated(example.text)) + sum(len(_EXPECT.findall(rule.text)) for rule in rules)
    texts = len(hosts) + len(models)
    return Outcome(len(libraries) + len(rules) + texts, comments + texts, tuple(mistakes))


def _libraries(examples: list[Example], folder: Path | None, book: RuleBook) -> Iterator[Mistake]:
    """One scan of all of them: what a call resolves to depends on its own module alone."""
    called: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for path, line, entry in Scanned(examples, folder).follow(book).run.library_calls:
        called[path].add((line, entry))
    for example in examples:
        if example.key == "match":
            yield from wrong_match(example, called[example.module], book.libraries)
        else:
            yield from _wrong_other(example, called[example.module], book.libraries)


def wrong_match(example: Example, called: set[tuple[int, str]], libraries: Libraries) -> Iterator[Mistake]:
    """The comments of an example of a library that its calls, as they were resolved, do not bear out."""
    try:
        tree = ast.parse(example.text)
    except SyntaxError as error:
        yield example.mistake(error.lineno or 1, f"is no Python: {error.msg}")
        return
    lines = nodes_by_line(tree)
    for comment in stated(example.text):
        yield from _unresolved(example, comment, {entry for line, entry in called if line == comment.line})
        model = _model(libraries, comment.paths[0])
        if comment.reading and model is not None:
            read = readings(model, lines[comment.line])
            if comment.reading not in read and comment.reading not in map(without_type, read):
                yield example.mistake(comment.line, f"{model.path} reads this as `{read[0]}`, not as `{comment.reading}`")


def _unresolved(example: Example, comment: Stated, entries: set[str]) -> Iterator[Mistake]:
    for path in comment.paths:
        if path not in entries:
            instead = f"to {', '.join(sorted(entries))}" if entries else "to no entry"
            yield example.mistake(comment.line, f"does not resolve to {path}, but {instead}")


def _wrong_other(example: Example, called: set[tuple[int, str]], libraries: Libraries) -> Iterator[Mistake]:
    for line, path in sorted(called):
        model = _model(libraries, path)
        if model is not None and model.library == example.subject:
            yield example.mistake(line, f"resolves to {path}, though nothing here is of this library")


def _model(libraries: Libraries, path: str) -> CallModel | None:
    return libraries.calls.get(path) or libraries.values.get(path)


def _rules(examples: list[Example], folder: Path | None, book: RuleBook) -> Iterator[Mistake]:
    """Each by itself: what one writes into a store another must not read."""
    active = {rule.id for rule in book.active}
    for example in examples:
        if example.subject in active or active.intersection(example.concerns):
            found = Scanned([example], folder).follow(book).result.findings
            yield from wrong_findings(example, {(each.location.line, each.rule) for each in found})


def wrong_findings(example: Example, found: set[tuple[int, str]]) -> Iterator[Mistake]:
    expected = set(_expected(example.text.splitlines()))
    for line, rule in sorted(expected - found):
        yield example.mistake(line, f"{rule} is not found here")
    for line, rule in sorted(found - expected):
        yield example.mistake(line, f"{rule} is found here, and no comment expects it")


def _expected(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(lines, 1):
        for rules in _EXPECT.findall(line):
            yield from ((number, rule.strip()) for rule in rules.split(","))


class Scanned:
    """Examples as the files of one project, read once; they may be followed with many rule books."""

    def __init__(self, examples: Sequence[Example], folder: Path | None) -> None:
        place = Path(tempfile.mkdtemp(prefix="adversescan-")).resolve()
        finalize(self, shutil.rmtree, place)
        for example in examples:
            (place / example.module).write_text(example.text, encoding="utf-8")
            if example.design:
                approved = place / FOLDER / FILE
                approved.parent.mkdir(exist_ok=True)
                approved.write_text(example.design, encoding="utf-8")
        self._options = Options(rules=folder, base=place, jobs=1)
        self._opened = open_files([place], self._options)

    def follow(self, book: RuleBook) -> Trace:
        """What the book makes of them."""
        return follow(self._opened, book, self._options, whole=True)
