"""From files to findings. Read this first: the names of the steps are the architecture."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from types import ModuleType

from adversescan import __version__
from adversescan.analysis.design_problems import design_problems
from adversescan.analysis.find_modules import Links
from adversescan.analysis.follow_stages import follow_stages
from adversescan.analysis.judge import judge
from adversescan.analysis.match_rules import match_rules
from adversescan.analysis.models_used import models_used
from adversescan.analysis.processing import processing
from adversescan.analysis.run import Run
from adversescan.analysis.stages_seen import stage_graph
from adversescan.cache import Cache
from adversescan.config import Options
from adversescan.findings.approved_design import Approvals, find_approvals, read_approvals
from adversescan.findings.code_lines import code_lines
from adversescan.findings.finding import Coverage, Finding
from adversescan.findings.fingerprint import with_fingerprints
from adversescan.findings.law_references import law_references
from adversescan.findings.result import LawReference, Result, in_order
from adversescan.findings.waivers import apply_waivers, read_waivers
from adversescan.frontends.file_facts import FileFacts
from adversescan.frontends.program_store import ProgramStore
from adversescan.frontends.read_files import read_files
from adversescan.graph.outline import Outline
from adversescan.knowledge.book_parts import BookParts
from adversescan.knowledge.rule_book import RuleBook, load_rule_book
from adversescan.readers import TextReaders
from adversescan.record import dataclass
from adversescan.sources.discover import Discovery, common_folder, discover

FEW_FUNCTIONS = 300


@dataclass(frozen=True, slots=True)
class Trace:
    """A scan with all that was followed on the way to its result."""

    result: Result
    run: Run
    outlines: Mapping[str, Outline]


def scan(paths: Sequence[str | Path], options: Options | None = None) -> Result:
    """Scans files and folders. Raises AdversescanError for a mistake of the user; unreadable places are problems of the result."""
    return trace(paths, options).result


@dataclass(frozen=True, slots=True)
class Opened:
    """The files of a scan as they were found and read, before anything is known about them."""

    paths: Sequence[str | Path]
    found: Discovery
    facts: list[FileFacts]
    outlines: Mapping[str, Outline]
    store: ProgramStore
    approvals: Approvals | None


def trace(paths: Sequence[str | Path], options: Options | None = None, *, whole: bool = False) -> Trace:
    """The steps of a scan, with what is needed to explain a line of it; `whole` follows what the gate would leave out."""
    settings = options or Options()
    opened = open_files(paths, settings)
    book = load_rule_book(settings.profile, settings.rules, _names(opened.outlines.values()), Cache(settings.cache))
    return follow(opened, book, settings, whole=whole)


def open_files(paths: Sequence[str | Path], settings: Options) -> Opened:
    """The files to scan, read."""
    left_out, marks = BookParts(settings.rules, Cache(settings.cache)).discovery()
    found = discover(
        [Path(p) for p in paths], left_out, marks,
        base=settings.base, exclude=settings.exclude, exclude_in=settings.exclude_in, largest=settings.largest,
    )  # fmt: skip
    facts = read_files(found.files, left_out, Cache(settings.cache), settings.jobs, settings.largest)
    outlines = {fact.path: fact.outline for fact in facts if fact.outline is not None}
    store = ProgramStore(found.files, left_out, settings.largest, found.tables, found.texts)
    return Opened(paths, found, facts, outlines, store, _approvals(paths))


def follow(opened: Opened, book: RuleBook, settings: Options, *, whole: bool = False) -> Trace:
    """What the rule book makes of files that were read."""
    approvals, store = opened.approvals, opened.store
    book = book if approvals else book.without_design_rules()
    readers, covers = TextReaders(book, book.folder, store), _covers(opened.paths, approvals)
    run = Run(book, store, store.program, readers, Links(opened.outlines), settings.internal, approvals, covers)
    _follow(run, opened.outlines, whole=whole)
    readers.keep()
    return Trace(_result(run, judge(match_rules(run, book.active)), opened, settings), run, opened.outlines)


def _approvals(paths: Sequence[str | Path]) -> Approvals | None:
    file = find_approvals(common_folder(tuple(Path(path) for path in paths)))
    return read_approvals(file) if file else None


def _covers(paths: Sequence[str | Path], approvals: Approvals | None) -> bool:
    """Whether the whole folder the designs are about is scanned."""
    given = {Path(path).resolve() for path in paths}
    return approvals is None or bool(given & {approvals.folder.resolve(), *approvals.folder.resolve().parents})


def _follow(run: Run, outlines: Mapping[str, Outline], *, whole: bool) -> None:
    """A small project is followed whole; of a large one what passes the gate, which costs more than it saves in a small one."""
    if whole or sum(len(outline.functions) for outline in outlines.values()) <= FEW_FUNCTIONS:
        follow_stages(run, outlines)
        return
    from adversescan.analysis.gate import gate
    from adversescan.analysis.link_names import link

    passed = gate(outlines, link(outlines, run.links), run.book, run.readers.columns())
    if passed.acts:
        follow_stages(run, passed.paths, passed.slice)


def _names(outlines: Iterable[Outline]) -> frozenset[str]:
    """First parts of all names: the libraries a project imports are among them, and only those are loaded."""
    return frozenset(name.lstrip("@$:?").partition(".")[0] for outline in outlines for name in _mentioned(outline))


def _mentioned(outline: Outline) -> Iterator[str]:
    yield from outline.names
    yield from outline.stars
    yield from (meaning for _, meaning in outline.meanings)
    for definition in outline.classes:
        yield from (*definition.bases, *definition.decorators)


def _result(run: Run, findings: Iterable[Finding], opened: Opened, options: Options) -> Result:
    """Findings in order, with fingerprints, less what is waived; and what was not seen."""
    found, facts = opened.found, opened.facts
    ordered = in_order(findings)
    lines = code_lines(ordered, opened.store.content)
    waivers, wrong = read_waivers(comment for fact in facts for comment in fact.comments)
    today = options.today or date.today()  # noqa: DTZ011
    kept, waived, idle = apply_waivers(with_fingerprints(ordered, lines), waivers, today)
    designs = design_problems(run, found.base, today)
    problems = sorted([*found.problems, *(p for fact in facts for p in fact.problems), *wrong, *idle, *designs, *opened.store.problems])
    return Result(
        str(found.base), options.profile, __version__, kept, waived, tuple(problems), _coverage(run, found, facts),
        stage_graph(run, ordered), processing(run), models_used(run), run.book.active, _law(run.book, options.as_of or today), lines,
    )  # fmt: skip


def _coverage(run: Run, found: Discovery, facts: list[FileFacts]) -> Coverage:
    left_out = dict(found.left_out)
    for fact in facts:
        if fact.left_out:
            left_out[fact.left_out] = left_out.get(fact.left_out, 0) + 1
    return Coverage(
        files=len(facts),
        lines=sum(fact.lines for fact in facts),
        functions=sum(len(fact.outline.functions) for fact in facts if fact.outline is not None),
        functions_followed=len(run.called),
        left_out=tuple(sorted(left_out.items())),
        unknown_calls=len(run.unknown_calls),
        prompts_resolved=len(run.prompts_resolved),
        prompts_unknown=len(run.prompts_unknown - run.prompts_resolved),
        limits_reached=tuple(sorted(run.limits)),
    )


def _law(book: RuleBook, day: date) -> dict[str, tuple[LawReference, ...]]:
    return {rule.id: law_references(book.citations(rule), day) for rule in book.active}


class _Scan(ModuleType):
    """Importing this module makes `adversescan.scan` the module; the public API promises a function, so the module can be called."""

    def __call__(self, paths: Sequence[str | Path], options: Options | None = None) -> Result:
        return scan(paths, options)


sys.modules[__name__].__class__ = _Scan
