"""Runs made-up programs for real, on values that show where they came from, and notes what was done with them.

A text that was inferred holds a letter of its own wherever it goes; a number counts in units that keep its origin. Each program is
run as it is and once more for each inference with another answer: an act that happens in one of two such runs only is chosen by it.
"""

from __future__ import annotations

import builtins
import inspect
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace
from typing import Any, NamedTuple

from tests.language_oracle.programs import MAIN, SOURCES

LETTERS = {"gender": "q", "race": "x", "age": "z"}
"""No other text of a program has these letters."""


class Place(NamedTuple):
    """A line of a file of the program."""

    path: str
    line: int


class Flow(NamedTuple):
    """What was inferred, and the lines of the calls that led to an act, the innermost first."""

    source: str
    lines: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Observed:
    """The flows that reached an act as data, and those that chose whether it happened."""

    data: frozenset[Flow]
    control: frozenset[Flow]


@dataclass(slots=True)
class _Journal:
    data: set[Flow] = field(default_factory=set)
    acts: set[tuple[Place, ...]] = field(default_factory=set)

    def act(self, value: object = None) -> None:
        lines = tuple(_lines())
        self.acts.add(lines)
        self.data |= {Flow(source, lines) for source in _origins(value)}


class Number(int):
    """A number that keeps where it came from."""

    def __str__(self) -> str:
        return f"z{int.__repr__(self)}"

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)


def _numeric(name: str) -> Any:
    def method(self: Number, *others: Any) -> Any:
        found = getattr(int, name)(self, *others)
        if isinstance(found, tuple):
            return tuple(map(Number, found))
        return found if found is NotImplemented else Number(found)

    return method


for _name in ("add", "radd", "sub", "rsub", "mul", "rmul", "neg", "abs", "round", "divmod", "floordiv", "mod"):
    setattr(Number, f"__{_name}__", _numeric(f"__{_name}__"))


class _Row(dict):
    def __init__(self, journal: _Journal) -> None:
        super().__init__()
        self.journal = journal

    def __setitem__(self, key: object, value: object) -> None:
        if key == "status" and value == "rejected":
            self.journal.act()

    def update(self, **named: object) -> None:  # type: ignore[override]
        for key, value in named.items():
            self[key] = value


def observe(files: dict[str, str]) -> Observed | None:
    """What the runs of a program show; None where it stops by itself."""
    try:
        plain, *others = (_run(files, changed) for changed in ("", *SOURCES))
    except RUNS_OUT:
        return None
    chosen = {Flow(source, lines) for source, other in zip(SOURCES, others, strict=True) for lines in plain.acts ^ other.acts}
    return Observed(frozenset(set().union(plain.data, *(o.data for o in others))), frozenset(chosen))


RUNS_OUT = (KeyError, AttributeError, TypeError, ValueError, IndexError, StopIteration, RuntimeError, UnboundLocalError, NameError)


def _run(files: dict[str, str], changed: str) -> _Journal:
    journal = _Journal()
    names = _import(files, MAIN.removesuffix(".py"), journal, changed, {})
    names["run"]("photo", _Row(journal))
    return journal


def _import(files: dict[str, str], name: str, journal: _Journal, changed: str, loaded: dict[str, Any]) -> dict[str, Any]:
    """The names of a module of the program; what it imports from libraries that do something to people are stand-ins."""
    kept: dict[str, Any] = {"": io.StringIO()}

    def importer(wanted: str, globals_: Any = None, locals_: Any = None, fromlist: Any = (), level: int = 0) -> Any:
        if f"{wanted}.py" in files:
            if wanted not in loaded:
                module = ModuleType(wanted)
                module.__dict__.update(_import(files, wanted, journal, changed, loaded))
                loaded[wanted] = module
            return loaded[wanted]
        return stand_ins.get(wanted) or builtins.__import__(wanted, globals_, locals_, fromlist, level)

    def opened(path: str, mode: str = "r") -> io.StringIO:
        kept[path] = file = _File() if "w" in mode else io.StringIO(kept[path].text)
        return file

    stand_ins = {
        "requests": SimpleNamespace(post=lambda address, json: journal.act(json)),
        "deepface": SimpleNamespace(DeepFace=SimpleNamespace(analyze=lambda photo, actions: [_answer(actions[0], changed)])),
        "logging": SimpleNamespace(info=lambda text, row: journal.act()),
    }
    names: dict[str, Any] = {"__name__": name, "__builtins__": {**vars(builtins), "__import__": importer, "open": opened}}
    exec(compile(files[f"{name}.py"], f"<program>/{name}.py", "exec", dont_inherit=True), names)
    return names


class _File(io.StringIO):
    text = ""

    def close(self) -> None:
        self.text = self.getvalue()
        super().close()


def _answer(source: str, changed: str) -> dict[str, object]:
    if source == "age":
        return {SOURCES[source]: Number(51 if changed == source else 41)}
    return {SOURCES[source]: LETTERS[source] + ("2" if changed == source else "1")}


def _lines() -> Iterator[Place]:
    frame: Any = inspect.currentframe()
    while frame is not None:
        path = frame.f_code.co_filename
        if path.startswith("<program>/"):
            yield Place(path.removeprefix("<program>/"), frame.f_lineno)
        frame = frame.f_back


def _origins(value: object) -> set[str]:
    """Of what a value was made, by the letters in it."""
    # What Python itself writes of an object (`<T object at 0x7f>`) has letters and digits of its own.
    text = re.sub(r"<[^<>]* at 0x[0-9a-f]+>", "", " ".join(_texts(value))).lower()
    return {source for source, letter in LETTERS.items() if letter in text}


def _texts(value: object) -> Iterator[str]:
    match value:
        case str() | int():
            yield str(value)
        case dict():
            for key, inner in value.items():
                yield from (*_texts(key), *_texts(inner))
        case list() | tuple() | set():
            for inner in value:
                yield from _texts(inner)
