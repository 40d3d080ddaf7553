"""What is kept of a file from one scan to the next: its outline, its comments to the scanner, and what is wrong with it.

Facts depend on the content and on how it is read, never on a rule, so they outlive every change of the rule book.
"""

from __future__ import annotations

import marshal
from dataclasses import astuple

from adversescan.frontends.dbt.python_model import is_python_model, read_python_model
from adversescan.frontends.notebook import read_notebook
from adversescan.frontends.python.databricks import is_databricks, read_databricks
from adversescan.frontends.python.outline import outline
from adversescan.frontends.python.salvage import salvage
from adversescan.graph import outline as form
from adversescan.graph.outline import Outline, pack, unpack
from adversescan.record import dataclass
from adversescan.sources.comments import Comment, comments
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Language, Location, Source

VERSION = f"9.{form.VERSION}"
"""Raised whenever the same content gives other facts."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One file. Without an outline nothing in it can be followed; the problems say why."""

    path: str
    outline: Outline | None
    lines: int
    comments: tuple[Comment, ...] = ()
    problems: tuple[Problem, ...] = ()
    left_out: str = ""


def read_facts(source: Source, problems: tuple[Problem, ...], left_out: str) -> FileFacts:
    """The facts of one source, whatever it is written in."""
    if left_out:
        return FileFacts(source.path, None, 0, (), problems, left_out)
    program, unread = program_source(source)
    read = outline(program) if program is not None else None
    if isinstance(read, Problem) and program is not None and (saved := salvage(program)) is not None:
        program, partly = saved
        read, unread = outline(program), (*unread, partly)
    wrong = (read,) if isinstance(read, Problem) else ()
    kept = read if isinstance(read, Outline) else None
    lines = source.text.count("\n") + 1
    return FileFacts(
        source.path, kept, lines, comments(source if source.language is Language.SQL else program or source), (*problems, *unread, *wrong)
    )


def program_source(source: Source) -> tuple[Source | None, tuple[Problem, ...]]:
    """The program in a source, if there is one: the source itself, the cells of a notebook, the statements of an SQL file, as one each."""
    match source.language:
        case Language.PYTHON if is_python_model(source.text):
            return read_python_model(source), ()
        case Language.PYTHON if is_databricks(source.text):
            return read_databricks(source), ()
        case Language.PYTHON:
            return source, ()
        case Language.NOTEBOOK:
            read = read_notebook(source, program_source)
            return read.source, read.problems
        case Language.SQL:
            from adversescan.frontends.sql.file_program import read_sql_file

            statements = read_sql_file(source)
            return statements.source, statements.problems
        case Language.YAML:
            return _settings_file(source)
        case Language.SHELL:
            from adversescan.frontends.workflow.read_workflow import read_script_file

            return read_script_file(source)
        case Language.MAKE:
            from adversescan.frontends.workflow.rule_files import read_makefile

            return read_makefile(source)
        case Language.SNAKEMAKE:
            from adversescan.frontends.workflow.rule_files import read_snakefile

            return read_snakefile(source)
        case Language.LINEAGE:
            from adversescan.frontends.lineage.read_lineage import read_lineage_file

            return read_lineage_file(source)
        case Language.TABLE:
            from adversescan.frontends.dbt.seed import read_seed

            return read_seed(source)
        case Language.TEXT:
            return None, ()


def _settings_file(source: Source) -> tuple[Source | None, tuple[Problem, ...]]:
    """What a YAML file runs and says, as one program; a file in which no key says that it does either is not parsed."""
    from adversescan.frontends.dbt.project_file import may_describe, read_project_file
    from adversescan.frontends.program_text import ProgramText
    from adversescan.frontends.workflow.data_sets import may_name_data_sets, read_data_sets
    from adversescan.frontends.workflow.gateway import may_route, read_routes
    from adversescan.frontends.workflow.read_workflow import may_run, read_steps
    from adversescan.frontends.workflow.state_machine import is_state_machine, read_state_machine
    from adversescan.frontends.yaml_tree import read_yaml_tree

    runs, describes = may_run(source.text) or '"StartAt"' in source.text, may_describe(source.text)
    routes, names = may_route(source.text), may_name_data_sets(source.text)
    if not (runs or describes or routes or names):
        return None, ()
    documents, problems = read_yaml_tree(source)
    program = ProgramText(source)
    for document in documents:
        if is_state_machine(document):
            read_state_machine(document, program)
        elif runs:
            read_steps(document, program)
        if describes:
            read_project_file(document, program)
        if routes:
            read_routes(document, program)
        if names:
            read_data_sets(document, program)
    return program.finished(), (*problems, *program.problems)


def pack_facts(facts: FileFacts) -> bytes:
    """The facts as bytes, for this version of Python and of the facts only. The path is left out: a copy has the same facts."""
    kept = pack(facts.outline) if facts.outline is not None else b""
    spoken = tuple(astuple(c) for c in facts.comments)
    wrong = tuple((astuple(p.location), p.kind.value, p.reason) for p in facts.problems)
    return marshal.dumps((kept, facts.lines, spoken, wrong, facts.left_out))


def unpack_facts(data: bytes, path: str) -> FileFacts:
    """The facts of a file with this content at another path."""
    kept, lines, spoken, wrong, left_out = marshal.loads(data)  # noqa: S302 - our own cache, never a scanned file
    found = tuple(Comment(_at(location, path), _at(covers, path), text) for location, covers, text in spoken)
    problems = tuple(Problem(_at(location, path), ProblemKind(kind), reason) for location, kind, reason in wrong)
    return FileFacts(path, unpack(kept) if kept else None, lines, found, problems, left_out)


def _at(location: tuple[str, int, int, int, int, int], path: str) -> Location:
    return Location(path, *location[1:])
