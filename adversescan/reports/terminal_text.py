"""Text on a terminal: safe to show whatever the scanned files hold, and the same on every machine."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from rich.text import Text

from adversescan.reports.report import ReportOptions

if TYPE_CHECKING:
    from rich.console import Console


def visible(text: str) -> str:
    """Text of a scanned file on one line: control characters and marks that turn the direction of reading are written out."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text.expandtabs(4))


def shown(lines: Iterable[Text], options: ReportOptions) -> str:
    """The lines as text, with colour if asked; one that a CI service would take for a command of its own is defused."""
    if not options.colour:
        return "".join(f"{line.rstrip()}\n" for text in lines for line in _defused(text).plain.split("\n"))
    from rich.console import Console

    written = io.StringIO()
    console = Console(
        file=written,
        width=options.width,
        force_terminal=True,
        # The sixteen colours follow the reader's own theme.
        color_system="standard",
        legacy_windows=False,
        _environ={},
    )
    for line in lines:
        console.print(_defused(line), end="\n", no_wrap=True, overflow="ignore", crop=False, highlight=False)
    return "".join(f"{line.rstrip()}\n" for line in written.getvalue().split("\n")[:-1])


def wrapped(text: Text, width: int) -> list[Text]:
    """The text in lines of a width, words kept whole where they fit."""
    # Only justified text asks its console anything, and importing one would double the cost of a clean report.
    return list(text.wrap(cast("Console", None), max(width, 1)))


def labelled(
    label: str, texts: Iterable[Text], options: ReportOptions, indent: int = 0, column: int = 12, *, bullet: str = ""
) -> list[Text]:
    """A label, and texts beside it, each starting a line, with a bullet before it where one is given."""
    width = options.width - indent - column - len(bullet)
    starts = [(bullet if number == 0 else " " * len(bullet), row) for text in texts for number, row in enumerate(wrapped(text, width))]
    heads = [label, *[""] * len(starts)]
    return [Text.assemble(" " * indent, (head.ljust(column), "bold"), *start) for head, start in zip(heads, starts, strict=False)]


def _defused(line: Text) -> Text:
    if not line.plain.lstrip().startswith("::"):
        return line
    return Text(line.plain.replace("::", ": :", 1))
