"""Quotes the help texts of today in docs/command-line.md. Run from the top: python docs/quote_help.py."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from adversescan.cli import main

PAGE = Path(__file__).parent / "command-line.md"
WIDTH = 100

QUOTED = re.compile(r"^```console\n\$ adversescan (?P<arguments>.*--help)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def help_of(arguments: str) -> str:
    """What a call prints on a terminal of a fixed width."""
    return CliRunner().invoke(main, shlex.split(arguments), prog_name="adversescan", terminal_width=WIDTH).output


def quote(page: str) -> str:
    """The page with every block that begins with a call of --help holding what the call prints."""
    return QUOTED.sub(lambda block: f"```console\n$ adversescan {block['arguments']}\n{help_of(block['arguments'])}```", page)


if __name__ == "__main__":
    PAGE.write_text(quote(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"quoted {PAGE.name}")
