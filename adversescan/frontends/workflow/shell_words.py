"""A shell script as commands with their words, where their input comes from and where their output goes."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import field

from adversescan.record import dataclass

HELD = re.compile("\x01(\\d+)\x01")
"""Stands in a word for the command whose output is put there."""

_HEREDOC = re.compile(r"<<-?\s*(['\"]?)(\w+)\1")
_PUNCTUATION = ";&|<>()"
_ENDS = frozenset({";", ";;", "&", "&&", "||", "(", ")", "|", "|&"})
_OPENING = frozenset({"if", "then", "else", "elif", "do", "while", "until", "!", "{", "time", "sudo", "exec", "nohup"})
_CLOSING = frozenset({"fi", "done", "esac", "}"})
_PYTHON = re.compile(r"python[\d.]*w?")
_ASSIGNED = re.compile(r"[A-Za-z_]\w*=")
MOST_DEPTH = 5


@dataclass(slots=True)
class Command:
    """One command. `piped` says that its input is the output of the command before; `text` is input that stands in the script."""

    line: int
    words: list[str] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    piped: bool = False
    text: str = ""
    text_line: int = 0
    reads: str = ""
    writes: str = ""
    held: list[list[Command]] = field(default_factory=list)
    """The commands whose output stands in a word."""


def read_commands(text: str, line: int = 1, depth: int = 0) -> list[Command]:
    """The commands of a script that begins at a line, in their order."""
    found: list[Command] = []
    for logical in _logical_lines(text, line):
        found.extend(_commands(logical, depth))
    return found


@dataclass(slots=True)
class _Line:
    text: str
    line: int
    body: str = ""
    body_line: int = 0


def _logical_lines(text: str, line: int) -> Iterator[_Line]:
    """Lines joined where one goes on, with the text that follows as input."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        here = _Line(lines[at], line + at)
        at += 1
        while at < len(lines) and (here.text.endswith("\\") or _is_open(here.text)):
            here.text = f"{here.text.removesuffix(chr(92))}\n{lines[at]}" if _is_open(here.text) else f"{here.text[:-1]} {lines[at]}"
            at += 1
        marker = _HEREDOC.search(here.text.replace("<<<", "\x02\x02\x02"))
        if marker:
            here.body_line = line + at
            body = []
            while at < len(lines) and lines[at].strip() != marker[2]:
                body.append(lines[at])
                at += 1
            at += 1
            here.body = "\n".join(body)
            here.text = here.text[: marker.start()] + here.text[marker.end() :]
        if here.text.strip():
            yield here


def _is_open(text: str) -> bool:
    try:
        list(_tokens(text))
    except ValueError:
        return True
    return False


def _tokens(text: str) -> list[str]:
    lexer = shlex.shlex(text, posix=True, punctuation_chars=_PUNCTUATION)
    lexer.whitespace_split, lexer.commenters = True, ""
    return list(lexer)


def _commands(logical: _Line, depth: int) -> Iterator[Command]:
    held: list[list[Command]] = []
    text = _hold(logical.text, held, logical.line, depth)
    try:
        tokens = _tokens(text)
    except ValueError:
        return
    command = Command(logical.line, held=held)
    wants = ""
    for token in tokens:
        if token.startswith("#"):
            break
        if token in _ENDS:
            if command.words or command.variables:
                command.words = _what_runs(command.words)
                yield command
            command = Command(logical.line, piped=token.startswith("|") and token != "||", held=held)
        elif token and set(token) <= set(_PUNCTUATION):
            wants = token
            if command.words and command.words[-1].isdigit():
                command.words.pop()
        elif wants:
            _redirect(command, wants, token, logical.line)
            wants = ""
        else:
            _add_word(command, token)
    command.text, command.text_line = command.text or logical.body, command.text_line or logical.body_line
    if command.words or command.variables:
        command.words = _what_runs(command.words)
        yield command


def _what_runs(words: list[str]) -> list[str]:
    """The words of the command that is run in the end: what starts another program gives way to it, and Python's own options go."""
    start = next((place for place, word in enumerate(words) if _PYTHON.fullmatch(word.rpartition("/")[2])), None)
    if start is not None and start + 1 < len(words):
        return [words[start], *_of_program(words[start + 1 :])]
    while len(words) > 1 and words[0].startswith("-"):
        takes_value = len(words) > 2 and not words[1].startswith("-") and not words[2].startswith("-")
        words = words[2 if takes_value and "=" not in words[0] else 1 :]
    return words


def _of_program(words: list[str]) -> list[str]:
    """What Python is given from the program on; a module is the file it stands in."""
    for place, word in enumerate(words):
        if word == "-m" and place + 1 < len(words):
            return [words[place + 1].replace(".", "/") + ".py", *words[place + 2 :]]
        if word in ("-c", "-") or not word.startswith("-"):
            return words[place:]
    return words


def _redirect(command: Command, sign: str, token: str, line: int) -> None:
    if sign == "<<<":
        command.text, command.text_line = token, line
    elif sign == "<":
        command.reads = token
    elif ">" in sign and not token.isdigit() and not token.startswith("/dev/"):
        command.writes = token


def _add_word(command: Command, token: str) -> None:
    if not command.words and token in _OPENING | _CLOSING:
        return
    if not command.words and _ASSIGNED.match(token):
        name, _, value = token.partition("=")
        command.variables[name] = value
        return
    command.words.append(token)


def _hold(text: str, held: list[list[Command]], line: int, depth: int) -> str:
    """The text with each `$(...)` and `` `...` `` replaced by a mark for its commands."""
    parts: list[str] = []
    at = 0
    while at < len(text):
        end = _end_of(text, at) if depth < MOST_DEPTH else 0
        if end:
            inner = text[at + (2 if text[at] == "$" else 1) : end]
            held.append(read_commands(inner, line, depth + 1))
            parts.append(f"\x01{len(held) - 1}\x01")
            at = end + 1
        else:
            parts.append(text[at])
            at += 1
    return "".join(parts)


def _end_of(text: str, at: int) -> int:
    """Where the command that begins here ends; 0 if none does."""
    if text[at] == "`":
        return max(0, text.find("`", at + 1))
    if not text.startswith("$(", at) or text.startswith("$((", at):
        return 0
    deep = 0
    for place in range(at + 1, len(text)):
        deep += {"(": 1, ")": -1}.get(text[place], 0)
        if not deep:
            return place
    return 0
