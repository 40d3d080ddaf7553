"""Quotes the help texts of today in docs/command-line.md."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from adversescan.cli.verbs import adversescan

PAGE = Path(__file__).parent / "command-line.md"
WIDTH = 100

QUOTED = re.compile(r"^```console\n\$ adversescan (?P<arguments>[^\n]*--help)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def help_of(arguments: str) -> str:
    """What a call prints on a terminal of a fixed width."""
    return CliRunner().invoke(adversescan, shlex.split(arguments), prog_name="adversescan", terminal_width=WIDTH).output


def quote() -> str:
    """The page with every block that begins with a call of --help holding what the call prints."""
    page = PAGE.read_text(encoding="utf-8")
    return QUOTED.sub(lambda block: f"```console\n$ adversescan {block['arguments']}\n{help_of(block['arguments'])}```", page)
