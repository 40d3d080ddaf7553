"""What the command line takes from its surroundings: the terminal, the user's cache folder, the working directory."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from adversescan.record import dataclass
from adversescan.sources.discover import common_folder

_WIDTH = 100
_WIDEST = 140


@dataclass(frozen=True, slots=True)
class Terminal:
    """What a report for people may use."""

    colour: bool
    width: int


def terminal(environment: Mapping[str, str], stream: TextIO, output: Path | None) -> Terminal:
    """Colour only for a terminal, unless the environment says otherwise (https://no-color.org, https://force-color.org)."""
    if output or environment.get("NO_COLOR"):
        return Terminal(colour=False, width=_WIDTH)
    is_terminal = stream.isatty()
    colour = bool(environment.get("FORCE_COLOR")) or (is_terminal and environment.get("TERM") != "dumb")
    return Terminal(colour, min(shutil.get_terminal_size((_WIDTH, 0)).columns, _WIDEST) if is_terminal else _WIDTH)


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Where the user's programs keep what they can make again."""
    if (given := environment.get("XDG_CACHE_HOME", "")) and Path(given).is_absolute():
        return Path(given) / "adversescan"
    if sys.platform == "win32" and (local := environment.get("LOCALAPPDATA")):
        return Path(local) / "adversescan" / "cache"
    return Path("~/.cache/adversescan").expanduser()


def common_base(paths: tuple[Path, ...], working_directory: Path) -> Path:
    """Locations are relative to the working directory, as in other tools and as code scanning expects, if it holds all paths."""
    folder = common_folder(paths)
    return working_directory if folder.is_relative_to(working_directory) else folder
