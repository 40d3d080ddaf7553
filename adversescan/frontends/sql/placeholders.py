"""Puts names the parser accepts in the place of parameters and holes."""

from __future__ import annotations

import re
from dataclasses import replace

from adversescan.graph.query import HOLE, Placeholder
from adversescan.record import dataclass

_TOKENS = re.compile(
    r"""(?P<string>'(?:[^'\\]|''|\\.)*')
      | (?P<quoted>"[^"\n]*"|`[^`\n]*`)
      | (?P<comment>--[^\n]*|/\*.*?\*/)
      | (?P<jinja>\{\{.*?\}\})
      | (?P<tag>\{%.*?%\}|\{\#.*?\#\})
      | (?P<hole>HOLE|\{[A-Za-z_][\w.\[\]'"]*(?:![rsa])?(?::[^{}\n]*)?\}|\{\})
      | (?P<named>%\((?P<percent>\w+)\)s|(?<![:\w\]]):(?P<colon>[A-Za-z_]\w*)|(?<![\w@])@(?P<at>[A-Za-z_]\w*)(?!\w*\s*:?=))
      | (?P<numbered>(?<![\w$])\$(?P<dollar>\d+)|(?<![:\w\]]):(?P<oracle>\d+))
      | (?P<next>%s|%b|\?(?![|&?]))
      | (?P<percents>%%)""".replace("HOLE", HOLE),
    re.VERBOSE | re.DOTALL,
)
_NAME = re.compile(r"qzph(\d+)z")
_EXPECTING = frozenset(
    (
        "select",
        "distinct",
        "from",
        "join",
        "into",
        "update",
        "table",
        "set",
        "where",
        "and",
        "or",
        "not",
        "on",
        "by",
        "having",
        "qualify",
        "values",
        "in",
        "is",
        "like",
        "between",
        "then",
        "else",
        "when",
        "case",
        "limit",
        "offset",
        "as",
        "using",
        "with",
        "view",
        "exists",
        "returning",
        "interval",
    )
)
"""Words after which a value, a name or a condition must follow."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A text in which names stand for parameters; the number in a name is the index into `placeholders`."""

    text: str
    placeholders: tuple[Placeholder, ...] = ()
    counted: frozenset[int] = frozenset()
    """Indices of the placeholders that are numbered by where they stand."""

    def find(self, text: str) -> tuple[Placeholder, ...]:
        """The placeholders whose names occur in the text."""
        if not self.placeholders:
            return ()
        return tuple(self.placeholders[int(number)] for number in _NAME.findall(text))

    def is_hole(self, text: str) -> bool:
        """Whether the text is one hole and nothing else."""
        match = _NAME.fullmatch(text)
        return match is not None and _of_hole(self.placeholders[int(match[1])])

    def restore(self, name: str) -> str:
        """The name with the hole character where names of placeholders stand."""
        return _NAME.sub(HOLE, name) if self.placeholders else name


def mask_placeholders(text: str) -> Masked:
    """The text with every parameter and hole replaced by a name. Lines are kept; positional parameters are numbered from 0."""
    if not any(mark in text for mark in ("%", "?", ":", "$", "{", "@", HOLE)):
        return Masked(text)
    masker = _Masker()
    replaced = _TOKENS.sub(masker.replace, text)
    return Masked(replaced, tuple(masker.found), frozenset(masker.counted))


def renumber(masked: Masked, text: str, before: int) -> Masked:
    """The same placeholders for one statement of several: positions start at 0 again after the `before` ones used up."""
    if not before:
        return replace(masked, text=text)
    moved = tuple(_moved(masked, index, before) for index in range(len(masked.placeholders)))
    return replace(masked, text=text, placeholders=moved)


def count_positional(masked: Masked, text: str) -> int:
    """How many positional parameters stand in this part of the masked text."""
    return sum(int(number) in masked.counted for number in _NAME.findall(text)) if masked.counted else 0


def without_holes(masked: Masked, text: str, everywhere: bool) -> str:
    """The text without the holes that stand for a whole clause: those after a finished expression, or all of them."""
    return _NAME.sub(lambda match: _blank(masked, match, everywhere), text)


class _Masker:
    def __init__(self) -> None:
        self.found: list[Placeholder] = []
        self.counted: list[int] = []
        self.holes = 0

    def replace(self, match: re.Match[str]) -> str:
        match match.lastgroup:
            case "string":
                return self.string(match[0])
            case "quoted":
                return re.sub(rf"{HOLE}|\{{\w*\}}", lambda _: self.hole(), match[0])
            case "jinja":
                return self.hole() + "\n" * match[0].count("\n")
            case "tag":
                return re.sub(r"[^\n]", " ", match[0])
            case "hole":
                return self.hole()
            case "percents":
                return "%"
            case "comment" | None:
                return match[0]
            case _:
                return self.parameter(match)

    def parameter(self, match: re.Match[str]) -> str:
        named = match["percent"] or match["colon"] or match["at"]
        numbered = match["dollar"] or match["oracle"]
        if named:
            return self.name(named)
        if numbered:
            return self.name(max(int(numbered) - 1, 0))
        self.counted.append(len(self.found))
        return self.name(len(self.counted) - 1)

    def string(self, text: str) -> str:
        if text == "'%s'":
            return f"'{self.hole()}'"
        return re.sub(rf"{HOLE}|\{{\{{.*?\}}\}}|\{{\w*\}}", lambda _: self.hole(), text)

    def hole(self) -> str:
        self.holes += 1
        return self.name(f"hole{self.holes - 1}")

    def name(self, key: int | str) -> str:
        self.found.append(Placeholder(key))
        return f"qzph{len(self.found) - 1}z"


def _moved(masked: Masked, index: int, before: int) -> Placeholder:
    placeholder = masked.placeholders[index]
    if index in masked.counted and isinstance(placeholder.key, int):
        return Placeholder(placeholder.key - before)
    return placeholder


def _of_hole(placeholder: Placeholder) -> bool:
    return isinstance(placeholder.key, str) and re.fullmatch(r"hole\d+", placeholder.key) is not None


def _blank(masked: Masked, match: re.Match[str], everywhere: bool) -> str:
    if not _of_hole(masked.placeholders[int(match[1])]):
        return match[0]
    before = match.string[: match.start()].rstrip()
    finished = not before or before[-1:].isalnum() or before[-1:] in (")", "'", '"', "*", "_")
    word = re.search(r"\w*$", before)
    expected = word is not None and word[0].lower() in _EXPECTING
    return " " if everywhere or (finished and not expected) else match[0]
