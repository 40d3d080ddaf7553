"""Files of build rules as programs: the recipes of a Makefile, and the rules of a Snakefile with what they take and give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field

from adversescan.frontends.program_text import ProgramText
from adversescan.frontends.workflow.shell import RUNNER as SHELL, Shell
from adversescan.record import dataclass
from adversescan.sources.problem import Problem
from adversescan.sources.source import Source

_RULE = re.compile(r"(?:rule|checkpoint)\s+\w*\s*:")
_SECTION = re.compile(r"\s+(?P<name>\w+)\s*:(?P<rest>.*)")
_QUOTED = re.compile(r'"""(.*?)"""|\'\'\'(.*?)\'\'\'|"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'', re.DOTALL)
_FIELD = re.compile(r"\{(?:input|output|params)(?:\.\w+|\[\d+\])?\}")
_VARIABLE = re.compile(r"(?P<name>\w+)\s*[:?]?=\s*(?P<value>.*)")


def read_makefile(source: Source) -> tuple[Source | None, tuple[Problem, ...]]:
    """The recipes of a Makefile, one after the other, with the variables whose text is known."""
    program = ProgramText(source)
    known: dict[str, str] = {}
    for number, line in enumerate(source.text.split("\n"), start=1):
        if line.startswith("\t"):
            text = line.strip().lstrip("@-+").replace("$(", "${").replace(")", "}") if "$(" in line else line.strip().lstrip("@-+")
            Shell(program, dict(known)).run(text.replace("$$", "$"), number)
        elif found := _VARIABLE.fullmatch(line.strip()):
            known[found["name"]] = found["value"].strip()
    return program.finished(), tuple(program.problems)


@dataclass(slots=True)
class _Rule:
    line: int
    sections: dict[str, tuple[str, int]] = field(default_factory=dict)


def read_snakefile(source: Source) -> tuple[Source | None, tuple[Problem, ...]]:
    """The rules of a Snakefile: its shell lines, and its scripts with the files they are started with."""
    program = ProgramText(source)
    program.use(SHELL)
    for rule in _rules(source.text):
        taken, given = _files(rule, "input"), _files(rule, "output")
        if (script := _files(rule, "script")) or (script := _files(rule, "notebook")):
            started = f"{SHELL}.start({script[0]!r}, input={taken!r}, output={given!r}, params={_files(rule, 'params')!r})"
            program.add(started, _line(rule, "script"))
        if "shell" in rule.sections:
            Shell(program).run(_with_files("\n".join(_files(rule, "shell")), taken, given), _line(rule, "shell"), kept=False)
    return program.finished(), tuple(program.problems)


def _rules(text: str) -> Iterator[_Rule]:
    rule: _Rule | None = None
    section = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if line and not line[0].isspace():
            if rule is not None:
                yield rule
            rule, section = (_Rule(number) if _RULE.match(line) else None), ""
        elif rule is not None and (found := _SECTION.fullmatch(line)):
            section = found["name"]
            rule.sections[section] = (found["rest"], number)
        elif rule is not None and section:
            held, at = rule.sections[section]
            rule.sections[section] = (f"{held}\n{line}", at)
    if rule is not None:
        yield rule


def _files(rule: _Rule, section: str) -> list[str]:
    text = rule.sections.get(section, ("", 0))[0]
    return ["".join(part for part in found if part) for found in _QUOTED.findall(text)]


def _line(rule: _Rule, section: str) -> int:
    """The line of the first text of a section, which may stand below its name."""
    text, line = rule.sections.get(section, ("", rule.line))
    first = _QUOTED.search(text)
    return line + text.count("\n", 0, first.start()) if first else line


def _with_files(text: str, taken: list[str], given: list[str]) -> str:
    files = {"{i": " ".join(taken), "{o": " ".join(given), "{p": ""}
    return _FIELD.sub(lambda found: files[found[0][:2]], text)
