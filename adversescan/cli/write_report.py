"""Writes a report: to the screen, or to a file that is there whole or not at all."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

from adversescan.errors import AdversescanError

_SCREEN = Path("-")


def check_output(output: Path | None) -> None:
    """Refuse, before anything is scanned, a place where no report can be written."""
    if output is None or output == _SCREEN:
        return
    if output.is_dir():
        raise AdversescanError(f"--output {output} is a folder; name a file in it")
    if not output.parent.is_dir():
        raise AdversescanError(f"--output {output}: the folder {output.parent} does not exist")


def write_report(text: str, output: Path | None) -> None:
    """Write the report. A file that was there is replaced when the new one is complete; a pipe or device is written to."""
    if output is None or output == _SCREEN:
        _print(text)
    elif output.exists() and not output.is_file():
        output.write_text(text, encoding="utf-8")
    else:
        try:
            _replace(output.resolve(), text)
        except OSError as error:
            raise AdversescanError(f"--output {output} cannot be written: {error.strerror}") from error


def _print(text: str) -> None:
    if isinstance(sys.stdout, io.TextIOWrapper):
        # What the terminal has no sign for is written out.
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.stdout.write(text)
    sys.stdout.flush()


def _replace(output: Path, text: str) -> None:
    partial = output.with_name(f".{output.name}.{os.getpid()}.part")
    try:
        with partial.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
        partial.replace(output)
    finally:
        partial.unlink(missing_ok=True)
