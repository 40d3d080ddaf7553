"""A workflow file as a program: the scripts, command lines and statements its steps run, and the settings they run with.

Formats are told apart by nothing but the keys in use: what GitHub Actions calls `run`, GitLab `script`, DVC `cmd` and Kubernetes
`command` and `args` is read alike, wherever it stands.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import field

from adversescan.frontends.program_text import ProgramText
from adversescan.frontends.workflow.shell import RUNNER as SHELL, Shell
from adversescan.frontends.workflow.syncs import COLUMNS, read_sync
from adversescan.frontends.yaml_tree import Items, Keys, Node, Text
from adversescan.record import dataclass
from adversescan.sources.problem import Problem
from adversescan.sources.source import Language, Source, runner

SQL = runner(Language.SQL)
MOST_NODES = 50_000
_SCRIPTS = frozenset({
    "run", "script", "before_script", "after_script", "cmd", "cmds", "commands", "command", "entrypoint",
    "bash", "sh", "bash_command", "exec",
})  # fmt: skip
_STATEMENTS = frozenset({"sql", "query", "statement", "select_statement", "sql_query"})
_SETTINGS = ("env", "environment", "variables", "vars", "env_vars")
_STATEMENT = re.compile(r"\s*(?:select|with|insert|create|merge|update|delete|copy|unload|export)\b", re.IGNORECASE)
_PYTHON = re.compile(r"python[\d.]*")
_SHELL = re.compile(r"(?:ba|z|da|k)?sh")
_SHEBANG = re.compile(r"#!.*\bpython[\d.]*\b")
_KEYS = "|".join([*_SCRIPTS, *_STATEMENTS, *_SETTINGS, "args", "source", "destination", "loaders", "streams", r"connector\.class"])
_MAY_RUN = re.compile(rf"""^[\s{{,-]*["']?(?:{_KEYS})["']?\s*:""", re.MULTILINE)


def may_run(text: str) -> bool:
    """Whether a text has a key under which anything is run or handed over."""
    return _MAY_RUN.search(text) is not None


def read_steps(document: Node, program: ProgramText) -> None:
    """Adds what the steps of a document run."""
    walk = _Walk(program)
    walk.visit(document, {})
    walk.hand_over(document)


def read_script_file(source: Source) -> tuple[Source | None, tuple[Problem, ...]]:
    """The program of a file of shell commands."""
    program = ProgramText(source)
    Shell(program).run(source.text, 1)
    return program.finished(), tuple(program.problems)


@dataclass(slots=True)
class _Walk:
    """Goes over all keys of a tree in their order, with the settings in force."""

    program: ProgramText
    visited: int = 0
    declared: dict[tuple[str, str], None] = field(default_factory=dict)

    def visit(self, node: Node, settings: dict[str, str]) -> None:
        self.visited += 1
        if self.visited > MOST_NODES:
            return
        match node:
            case Items(items=items):
                for item in items:
                    self.visit(item, settings)
            case Keys():
                self._keys(node, settings)

    def _keys(self, node: Keys, settings: dict[str, str]) -> None:
        own = settings | self._settings(node)
        read_sync(node, self.program)
        self._step(node, own)
        for key, value in node.entries:
            if key in _STATEMENTS and isinstance(value, Text) and _STATEMENT.match(value.text):
                self.program.use(SQL)
                self.program.add(f"{SQL}.run({value.text!r})", value.line)
            elif key in _SCRIPTS and not isinstance(value, Keys):
                self._script(key, value, node, own)
            elif key not in _SETTINGS and key not in COLUMNS:
                self.visit(value, own)

    def _settings(self, node: Keys) -> dict[str, str]:
        """The settings of a step, which also fill holes in the code that it runs."""
        found = {name: text for key in _SETTINGS for name, text in _pairs(node.get(key)) if name.isidentifier()}
        given = {name: text for name, text in found.items() if (name, text.text) not in self.declared and "$" not in text.text}
        self.declared.update({(name, text.text): None for name, text in given.items()})
        for name, text in given.items():
            self.program.use(SHELL)
            self.program.add(f"{SHELL}.environment({name!r}, {text.text!r})", text.line)
        return {name: text.text for name, text in found.items()}

    def _step(self, node: Keys, settings: dict[str, str]) -> None:
        """A program whose text stands apart from what runs it: `command: [python]` with `source` or `args`."""
        words = _words(node.get("command"))
        code = node.get("source", "args")
        if isinstance(code, Items):
            code = code.items[-1] if code.items else None
        if words and isinstance(code, Text) and "\n" in code.text:
            self._text(code, settings, python=_PYTHON.fullmatch(words[0].rpartition("/")[2]) is not None)

    def _script(self, key: str, value: Node, step: Keys, settings: dict[str, str]) -> None:
        if isinstance(value, Text):
            self._text(value, settings, python=_PYTHON.match(step.text("shell", "interpreter", "language")) is not None)
            return
        words = _words(value)
        if key in ("command", "entrypoint", "cmd") or all(" " not in word for word in words):
            self._words(value, [*words, *(_words(step.get("args")) if key in ("command", "entrypoint") else [])], step, settings)
            return
        for item in value.items if isinstance(value, Items) else ():
            if isinstance(item, Text):
                self._text(item, settings)
            else:
                self.visit(item, settings)

    def _words(self, value: Node, words: list[str], step: Keys, settings: dict[str, str]) -> None:
        """A command given as a list of its words; `sh -c` has the script as its last one, which may stand under `args`."""
        if not words or ("\n" in words[-1] and step.get("source", "args") is not None):
            return
        last = _last_text(step.get("args")) or _last_text(value)
        line = last.line if last else value.line
        if _SHELL.fullmatch(words[0].rpartition("/")[2]) and "-c" in "".join(words[1:-1]):
            self._shell(words[-1], line, settings, kept=last is not None and last.kept)
        elif _PYTHON.fullmatch(words[0].rpartition("/")[2]) and "-c" in words[:-1]:
            self.program.embed(words[-1], line, kept=last is not None and last.kept)
        else:
            self._shell(shlex.join(words), line, settings, kept=False)

    def _text(self, text: Text, settings: dict[str, str], *, python: bool = False) -> None:
        if python or _SHEBANG.match(text.text):
            self.program.embed(text.text, text.line, kept=text.kept)
        else:
            self._shell(text.text, text.line, settings, kept=text.kept)

    def _shell(self, text: str, line: int, settings: dict[str, str], *, kept: bool) -> None:
        Shell(self.program, dict(settings)).run(text, line, kept=kept)

    def hand_over(self, document: Node) -> None:
        """What one step puts out under a name and another takes in at another path is copied there."""
        outputs: dict[str, str] = {}
        inputs: list[tuple[str, str, int]] = []
        pending: list[tuple[Node, str]] = [(document, "")]
        while pending:
            node, side = pending.pop()
            if isinstance(node, Items):
                pending.extend((item, side) for item in node.items)
            elif isinstance(node, Keys):
                name, path = node.text("name"), node.text("path")
                if side == "outputs" and name and path:
                    outputs[name] = path
                elif side == "inputs" and name and path:
                    inputs.append((name, path, node.line))
                pending.extend((value, key if key in ("inputs", "outputs") else side) for key, value in node.entries)
        for name, path, line in inputs:
            if name in outputs and outputs[name] != path:
                self.program.use(SHELL)
                self.program.add(f"{SHELL}.save({path!r}, {SHELL}.file({outputs[name]!r}))", line)


def _pairs(node: Node | None) -> list[tuple[str, Text]]:
    """Settings as `NAME: value`, `- NAME=value` or `- {name: NAME, value: value}`."""
    if isinstance(node, Keys):
        return [(key, value) for key, value in node.entries if isinstance(value, Text)]
    found: list[tuple[str, Text]] = []
    for item in node.items if isinstance(node, Items) else ():
        if isinstance(item, Text) and "=" in item.text:
            name, _, text = item.text.partition("=")
            found.append((name, Text(text, item.line)))
        elif isinstance(item, Keys) and isinstance(value := item.get("value"), Text):
            found.append((item.text("name"), value))
    return found


def _words(node: Node | None) -> list[str]:
    if isinstance(node, Text):
        return node.text.split()
    return [item.text for item in node.items if isinstance(item, Text)] if isinstance(node, Items) else []


def _last_text(node: Node | None) -> Text | None:
    texts = [item for item in node.items if isinstance(item, Text)] if isinstance(node, Items) else []
    return texts[-1] if texts else None
