"""A shell script as calls: each command is a call of its name with its words, options by name, and the files its words name."""

from __future__ import annotations

import keyword
import re
import textwrap
from dataclasses import field

from adversescan.frontends.program_text import ProgramText
from adversescan.frontends.workflow.shell_words import HELD, Command, read_commands
from adversescan.record import dataclass
from adversescan.sources.source import runner

RUNNER = runner("shell")
MOST_SUBCOMMANDS = 2

_NAME = re.compile(r"[A-Za-z_][\w.+-]*")
_SUBCOMMAND = re.compile(r"[a-z][a-z0-9-]*")
_OPTION = re.compile(r"--?([A-Za-z][\w-]*)(?:=(.*))?", re.DOTALL)
_VARIABLE = re.compile(r"\$\{\{\s*(?P<ci>[^}]*?)\s*\}\}|\{\{\s*(?P<jinja>[^}]*?)\s*\}\}|\$\{(?P<braced>\w+)[^}]*\}|\$(?P<plain>\w+)")
_FILE = re.compile(r"@?(?:[\w.~$*-]*/)*[\w*$-][\w.*$-]*\.[A-Za-z]\w{0,6}|@?[\w.~$*-]*(?:/[\w.*$-]*)+")
_PLACE = re.compile(r"[a-z][\w+.-]*://\S+|[\w.+-]+@[\w.-]+\.[a-z]+(?::\S*)?", re.IGNORECASE)
_PYTHON = re.compile(r"python[\d.]*w?")
_KEYWORDS = frozenset({"for", "case", "in", "function", "set", "export", "test", "return", "break", "continue"})


@dataclass(slots=True)
class Shell:
    """Variables whose text is known, and the program that grows."""

    program: ProgramText
    known: dict[str, str] = field(default_factory=dict)

    def run(self, text: str, line: int, *, kept: bool = True) -> None:
        """Adds the calls of a script; where its lines are not `kept` all stand at the one line."""
        self.program.use(RUNNER)
        commands = read_commands(text, line if kept else 1)
        for command in commands if kept else _at(commands, line):
            self._variables(command)
            self._python(command, kept)
        self._pipelines(commands)

    def _variables(self, command: Command) -> None:
        """Variables set on their own, and that of a loop: it is the first of what is gone through."""
        if not command.words:
            self.known.update({name: value for name, value in command.variables.items() if not HELD.search(value)})
        elif command.words[0] == "for" and len(command.words) > 3:
            self.known[command.words[1]] = command.words[3]

    def _python(self, command: Command, kept: bool) -> None:
        """A program that stands in the script: after `-c`, or as the input of `python -`."""
        if _is_python(command) and "-c" in command.words[:-1]:
            self.program.embed(textwrap.dedent(command.words[command.words.index("-c") + 1]), command.line, kept=False)
        elif _is_python(command) and command.text:
            self.program.embed(textwrap.dedent(command.text), command.text_line, kept=kept)

    def _pipelines(self, commands: list[Command]) -> None:
        """Each run of piped commands is one expression, at the line of its last command."""
        value = ""
        for place, command in enumerate(commands):
            value = self._call(command, value if command.piped else "")
            followed = place + 1 < len(commands) and commands[place + 1].piped
            if value and not followed:
                self.program.add(value, command.line)

    def _call(self, command: Command, given: str) -> str:
        name = command.words[0].rpartition("/")[2] if command.words else ""
        if not _NAME.fullmatch(name) or name in _KEYWORDS or _embeds(command):
            return ""
        own = {**self.known, **command.variables}
        # A program of the project is given all that follows its name; of other commands options are arguments by name.
        words = [self._text(word, command, own) for word in command.words[1:] if _is_python(command) or not _OPTION.match(word)]
        path = ".".join([RUNNER, _identifier(name), *_subcommands(command.words[1:])])
        arguments = [*words, *self._options(command, own), *self._places(command, own), *self._input(command, given, own)]
        called = f"{path}({', '.join(arguments)})"
        return f"{RUNNER}.save({self._text(command.writes, command, own)}, {called})" if command.writes else called

    def _options(self, command: Command, own: dict[str, str]) -> list[str]:
        found: dict[str, list[str]] = {}
        for place, word in enumerate(command.words[1:], start=1):
            option = _OPTION.fullmatch(word)
            following = command.words[place + 1] if place + 1 < len(command.words) else "-"
            if option and (option[2] is not None or not following.startswith("-")):
                value = self._text(option[2] if option[2] is not None else following, command, own)
                found.setdefault(_identifier(option[1]), []).append(value)
        return [f"{name}={values[0] if len(values) == 1 else '[' + ', '.join(values) + ']'}" for name, values in found.items()]

    def _places(self, command: Command, own: dict[str, str]) -> list[str]:
        """The addresses and files among the words, also those of a text given as input."""
        words = [part for word in command.words[1:] for part in _parts(_filled(word, own))]
        words += [part for word in command.text.split() for part in _parts(_filled(word, own))] if not _embeds(command) else []
        addresses = [word for word in words if _PLACE.fullmatch(word)]
        files = [
            word.removeprefix("@") for word in words if word not in addresses and _FILE.fullmatch(word) and not word.startswith("/dev/")
        ]
        files += [word for word in addresses[:-1] if "://" in word]
        found = [f"to={self._text(addresses[-1], command, own)}"] if addresses else []
        return [*found, f"files=[{', '.join(f'{RUNNER}.file({self._text(word, command, own)})' for word in files)}]"] if files else found

    def _input(self, command: Command, given: str, own: dict[str, str]) -> list[str]:
        if given:
            return [f"stdin={given}"]
        if command.reads:
            return [f"stdin={RUNNER}.file({self._text(command.reads, command, own)})"]
        return [f"stdin={self._text(command.text, command, own)}"] if command.text else []

    def _text(self, word: str, command: Command, own: dict[str, str]) -> str:
        """A word as an expression: text, variables and the output of commands, joined."""
        parts: list[str] = []
        at = 0
        filled = _filled(word, own)
        for found in re.finditer(f"{HELD.pattern}|{_VARIABLE.pattern}", filled):
            if found.start() > at:
                parts.append(repr(filled[at : found.start()]))
            parts.append(self._held(command, int(found[1])) if found[1] else f"{RUNNER}.variable({_name_in(found)!r})")
            at = found.end()
        if at < len(filled) or not parts:
            parts.append(repr(filled[at:]))
        return " + ".join(parts)

    def _held(self, command: Command, number: int) -> str:
        value = ""
        for inner in command.held[number] if number < len(command.held) else ():
            value = self._call(inner, value if inner.piped else "")
        return value or "''"


def _at(commands: list[Command], line: int) -> list[Command]:
    for command in commands:
        command.line = command.text_line = line
    return commands


def _is_python(command: Command) -> bool:
    return bool(command.words) and _PYTHON.fullmatch(command.words[0].rpartition("/")[2]) is not None


def _embeds(command: Command) -> bool:
    return _is_python(command) and ("-c" in command.words or bool(command.text))


def _identifier(name: str) -> str:
    made = re.sub(r"\W", "_", name).lstrip("_") or "_"
    made = f"_{made}" if made[0].isdigit() else made
    return f"{made}_" if keyword.iskeyword(made) else made


def _subcommands(words: list[str]) -> list[str]:
    """The plain words right after the name: `s3 cp` of `aws s3 cp a b`. Options may stand between, whose values look the same."""
    found: list[str] = []
    options = 0
    for word in words:
        if _OPTION.match(word):
            options += 1
        elif len(found) == MOST_SUBCOMMANDS + min(options, MOST_SUBCOMMANDS):
            break
        elif _SUBCOMMAND.fullmatch(word):
            found.append(_identifier(word))
        elif not options:
            break
    return found


def _parts(word: str) -> list[str]:
    """A word and the part of it that names a file: `file=@people.csv`."""
    after = word.rpartition("=")[2] if "://" not in word else word
    return [after] if after else []


def _filled(word: str, own: dict[str, str]) -> str:
    """The word with the variables whose text is known."""
    return _VARIABLE.sub(lambda found: own.get(found["plain"] or found["braced"] or _last(found["ci"] or ""), found[0]), word)


def _name_in(found: re.Match[str]) -> str:
    return found["ci"] or found["jinja"] or found["braced"] or found["plain"] or ""


def _last(expression: str) -> str:
    return expression.rpartition(".")[2]
