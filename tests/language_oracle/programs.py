"""Puts steps together to programs of one or two modules; the same ones for the same choices."""

from __future__ import annotations

import random
import re
import textwrap
from dataclasses import dataclass, field

from tests.language_oracle.steps import ACTS, CHOICES, DATA, ENDINGS, TESTS, Step

MAIN, PARTS = "main.py", "parts.py"
HEADER = """\
import abc, asyncio, collections, contextlib, contextvars, copy, enum, functools, io, itertools, json, logging, operator, os, queue, re
import threading, typing
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from string import Template
from types import SimpleNamespace

import requests
from deepface import DeepFace

PARTNER = "https://partner.example/people"


def reject(row):
    logging.info("rejected %s", row)


def keep(row):
    return row
"""
SOURCES = {"gender": "dominant_gender", "race": "dominant_race", "age": "age"}
START = "\n".join(f'{name[0]}0 = DeepFace.analyze(photo, actions=["{name}"])[0]["{key}"]' for name, key in SOURCES.items())
SHAPES = {"g0": "s", "r0": "s", "a0": "n", "k0": "s"}
"""The names every program starts with: three of what is inferred, and one that says nothing."""
READS = {
    "s": ("{0}",), "n": ("{0}",), "b": ("{0}",), "c": ("{0}",), "l": ("{0}[0]", "{0}[1]", "{0}[-1]"), "i": ("list({0})",), "f": ("{0}()",),
    "d": ("{0}['left']", "{0}['right']", "{0}.get('third')"), "t": ("{0}[0]", "{0}[1]"), "o": ("{0}.left", "{0}.right"),
    "p": ("{0}.left", "{0}.right"), "m": ("{0}('so')",),
}  # fmt: skip
"""What is told to the outside of a value of each shape."""
CALLS = {"from": "from parts import *", "names": "from parts import {names}", "module": "import parts", "as": "import parts as other"}
DEEPEST = 2


def program(choice: random.Random) -> dict[str, str]:
    """The files of a program: steps on what is inferred, then an act for each value, or acts that a test on one chooses."""
    maker = _Maker(choice)
    known = dict(SHAPES)
    lines = [START, "k0 = 'so'", *maker.steps(known, choice.randint(1, 5))]
    lines += maker.endings(known) if choice.random() < 0.5 else _tellings(known)
    return _files(choice, maker.definitions, "\n".join(lines))


def single(step: Step, choice: random.Random) -> dict[str, str]:
    """The program of one step alone, on values that are made as simply as can be."""
    maker = _Maker(choice)
    known = dict(SHAPES)
    lines = [START, "k0 = 'so'", *maker.taking(known, step)]
    lines += maker.steps(known, 1, [s for s in ENDINGS if s.takes == step.gives]) if step.gives in ("b", "c") else _tellings(known)
    return _files(choice, maker.definitions, "\n".join(lines))


@dataclass(slots=True)
class _Maker:
    choice: random.Random
    definitions: list[str] = field(default_factory=list)
    made: int = 0
    depth: int = 0

    def steps(self, known: dict[str, str], number: int, pool: list[Step] = DATA) -> list[str]:
        """So many steps on known names, which each may add to; newer names are taken rather than older ones."""
        lines = []
        for _ in range(number):
            fitting = [step for step in pool if self._fits(known, step)]
            # A shape has more steps the more constructs it has; each should come up as often as the next.
            shapes = sorted({step.takes for step in fitting})
            shape = self.choice.choice(shapes)
            lines.append(self.fill(known, self.choice.choice([step for step in fitting if step.takes == shape])))
        return lines

    def taking(self, known: dict[str, str], step: Step) -> list[str]:
        """The steps that give what this one takes, and the step."""
        lines = []
        for shape in step.takes:
            if shape not in known.values() or (step.takes.count(shape) > list(known.values()).count(shape)):
                lines += self._give(known, shape)
        return [*lines, self.fill(known, step)]

    def endings(self, known: dict[str, str]) -> list[str]:
        """One or two chains of a test, perhaps a word it chooses, and an act under it."""
        lines = []
        for _ in range(self.choice.randint(1, 2)):
            here = dict(known)
            if self.choice.random() < 0.8:
                lines += self.steps(here, 1, [s for s in TESTS if s.takes != "b"])
                lines += self.steps(here, 1, [s for s in TESTS if s.takes == "b"]) if self.choice.random() < 0.3 else []
                lines += self.steps(here, 1, CHOICES) if self.choice.random() < 0.4 else []
            fresh = set(here) - set(known)
            wanted = {here[name] for name in fresh} or {"s", "l"}
            pool = [s for s in ENDINGS if s.takes in wanted]
            lines += self.steps(here, 1, [s for s in pool if self._fits(here, s)])
        return lines

    def fill(self, known: dict[str, str], step: Step) -> str:
        self.made += 1
        taken = self._taken(known, step)
        names = dict(zip("ab", taken, strict=False)) | {"o": f"v{self.made}", "n": str(self.made)}
        act = self.choice.choice(ACTS)
        body, result = self._body(step) if step.has_body else ("", "")
        text, define = (_filled(part, names, body, result, act) for part in (step.text, step.define))
        if define:
            self.definitions.append(define)
        if step.gives:
            known[names["o"]] = step.gives
        return text

    def _body(self, step: Step) -> tuple[str, str]:
        """Further steps on the names of inside, and the name of what they give."""
        known = dict(pair.split(":") for pair in step.inner.split())
        self.depth += 1
        pool = DATA if self.depth <= DEEPEST else [s for s in DATA if not s.has_body]
        lines = self.steps(known, self.choice.randint(1, 2), pool)
        self.depth -= 1
        if step.needs not in known.values():
            lines += self._give(known, step.needs)
        return "\n".join(lines), [name for name, shape in known.items() if shape == step.needs][-1]

    def _give(self, known: dict[str, str], shape: str) -> list[str]:
        """The steps that make a value of a shape out of texts."""
        direct = [s for s in DATA if s.gives == shape and not s.has_body and s.takes and set(s.takes) <= {"s"}]
        if direct and "s" in known.values():
            return [self.fill(known, self.choice.choice(direct))]
        if shape in known.values():
            return [self.fill(known, self.choice.choice([s for s in DATA if s.gives == s.takes == shape]))]
        if shape == "s":
            other = next(iter(known.values()))
            return [self.fill(known, self.choice.choice([s for s in DATA if s.gives == "s" and s.takes == other]))]
        steps = [s for s in [*DATA, *TESTS, *CHOICES] if s.gives == shape and not s.has_body and shape not in s.takes]
        step = self.choice.choice(steps)
        return self.taking(known, step)

    def _taken(self, known: dict[str, str], step: Step) -> list[str]:
        taken: list[str] = []
        for shape in step.takes:
            names = [name for name, other in known.items() if other == shape and name not in taken]
            weights = [index + 1 for index in range(len(names))]
            taken.append(self.choice.choices(names, weights)[0])
        return taken

    def _fits(self, known: dict[str, str], step: Step) -> bool:
        shapes = list(known.values())
        return all(shapes.count(shape) >= step.takes.count(shape) for shape in set(step.takes))


def _filled(text: str, names: dict[str, str], body: str, result: str, act: str) -> str:
    """The text with its places filled; what is put in for a block is indented as deep as it stands or is told to."""
    plain = re.sub(r"\{([abon])\}|\{\{|\}\}", lambda m: names.get(m[1], "{}") if m[1] else m[0][0], text)
    plain = re.sub(r"^( *)\{act\}", lambda m: textwrap.indent(act, m[1]), plain, flags=re.MULTILINE)
    plain = re.sub(r"\{body(?::(\d+))?\}", lambda m: textwrap.indent(body, " " * int(m[1] or 4)), plain)
    return plain.replace("{result}", result)


def _tellings(known: dict[str, str]) -> list[str]:
    """An act for each part of each value, each on its own line."""
    reads = [read.format(name) for name, shape in known.items() if name[0] == "v" for read in READS[shape]]
    return [f"requests.post(PARTNER, json={{'value': {read}}})" for read in reads]


def _files(choice: random.Random, definitions: list[str], body: str) -> dict[str, str]:
    """One module, or two of which the main one takes some of its definitions from the other."""
    run = "def run(photo, row):\n" + textwrap.indent(body, "    ") + "\n"
    apart = choice.randint(1, len(definitions)) if definitions and choice.random() < 0.4 else 0
    if not apart:
        return {MAIN: "\n\n".join([HEADER, *definitions, run])}
    names = [name for text in definitions[:apart] for name in _defined(text)]
    taken = CALLS[choice.choice(sorted(CALLS))]
    here = "\n\n".join([*definitions[apart:], run])
    if taken.startswith("import"):
        owner = taken.split()[-1]
        here = re.sub(r"\b(" + "|".join(names) + r")\b", lambda m: f"{owner}.{m[1]}", here)
    head = HEADER.replace("import requests\n", f"import requests\n{taken.format(names=', '.join(names))}\n")
    return {MAIN: f"{head}\n\n{here}", PARTS: "\n\n".join([HEADER, *definitions[:apart]])}


def _defined(text: str) -> list[str]:
    return [a or b for a, b in re.findall(r"^(?:async def|def|class) (\w+)|^(\w+) = ", text, re.MULTILINE)]
