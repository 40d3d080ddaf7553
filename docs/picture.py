"""Draws the picture in the README: the report of the first scan, as it stands today."""

from __future__ import annotations

import io
from pathlib import Path

from adversescan.reports import Format, ReportOptions, render
from adversescan.scan import scan

TOP = Path(__file__).parent.parent
PROJECT = "fixtures/projects/people-dossier"
PICTURE = Path(__file__).parent / "first-scan.svg"
WIDTH = 110

# The frame of rich's own picture without its web fonts: a page that shows it asks nobody else for anything.
FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: {char_height}px;
  line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def draw() -> str:
    """The report of the first scan as SVG, the same on every machine."""
    from rich.console import Console
    from rich.text import Text

    result = scan([TOP / PROJECT])
    report = render(Format.TERMINAL, result, ReportOptions(colour=True, width=WIDTH))
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="standard", legacy_windows=False)
    console.print(Text.from_ansi(report), highlight=False, end="")
    return console.export_svg(title=f"adversescan scan {PROJECT}", code_format=FRAME, unique_id="adversescan")
