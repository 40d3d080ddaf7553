"""Which files discovery leaves out, as rules/discovery/left_out.yaml says it, ready to be asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate

from adversescan.record import dataclass
from adversescan.sources.expression import Expression
from adversescan.sources.source import Language

IGNORED = "git-ignored"
EXCLUDED = "excluded by settings"
LINKED = "link to a place in the tree"

_HEAD = 4_096
"""Characters in which a file says that it was generated."""
_LONG = 50_000
"""Characters from which on the length of lines says anything: a short file of long lines may be written by hand."""
_LONG_LINES = frozenset({Language.NOTEBOOK, Language.LINEAGE})
"""Languages that machines write in long lines."""
_COMMENT = re.compile(r"\s*(?:#|--|//|/\*|\*)(.*)")


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason to leave something out, with what is left out for it."""

    name: str
    folders: tuple[str, ...] = ()
    holding: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    mean_line: int = 0


@dataclass(frozen=True, slots=True)
class Names:
    """The reason whose patterns match a name; "" for a name that none matches."""

    reasons: tuple[str, ...]
    expression: Expression

    def __call__(self, name: str) -> str:
        match = self.expression.match(name)
        return self.reasons[match.lastindex - 1] if match and match.lastindex else ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Answers for every folder, file and text why it is left out; "" where it is not."""

    reasons: tuple[Reason, ...]
    of_folder: Names
    """Of the path of a folder, with forward slashes."""
    of_file: Names
    """Of the name of a file."""
    holding: tuple[tuple[str, str], ...]
    """Names that mark the folder they stand in, each with the reason."""

    def of_names(self, names: Iterable[str]) -> str:
        """Why a folder with these names in it is left out."""
        present = frozenset(names)
        return next((reason for name, reason in self.holding if name in present), "")

    def of_text(self, text: str, language: Language) -> str:
        """Why a file with this text is left out."""
        head = "\n".join(_head_comments(text)) if language not in _LONG_LINES else ""
        return next((reason.name for reason in self.reasons if _written_by_machine(reason, text, head, language)), "")


def compile_left_out(reasons: Iterable[Reason]) -> LeftOut:
    """The reasons, ready to be asked."""
    reasons = tuple(reasons)
    return LeftOut(
        reasons,
        _names({reason.name: reason.folders for reason in reasons}, "(?s:.*/)?"),
        _names({reason.name: reason.files for reason in reasons}, ""),
        tuple((name, reason.name) for reason in reasons for name in reason.holding),
    )


def _names(patterns: dict[str, tuple[str, ...]], before: str) -> Names:
    """One expression, with a group for each reason."""
    reasons = tuple(reason for reason, globs in patterns.items() if globs)
    groups = ["|".join(translate(glob) for glob in patterns[reason]) for reason in reasons]
    return Names(reasons, Expression(before + "(?:" + "|".join(f"({group})" for group in groups) + ")" if groups else r"(?!)"))


def _head_comments(text: str) -> Iterable[str]:
    """The comments above the first line of code, without their signs."""
    for line in text[:_HEAD].lstrip("\ufeff").splitlines():
        if comment := _COMMENT.match(line):
            yield comment[1]
        elif line.strip():
            return


def _written_by_machine(reason: Reason, text: str, head: str, language: Language) -> bool:
    if any(re.search(header, head, re.IGNORECASE) for header in reason.headers):
        return True
    long = reason.mean_line and len(text) > _LONG and language not in _LONG_LINES
    return bool(long) and len(text) > reason.mean_line * (text.count("\n") + 1)
