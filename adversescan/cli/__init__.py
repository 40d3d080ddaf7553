"""The command line: the only place that prints, reads the environment and exits."""

from __future__ import annotations

import gc
import os
import sys
import traceback

import click

from adversescan.cli.verbs import adversescan
from adversescan.errors import AdversescanError

WRONG = 2
"""The exit code of wrong use and of internal errors; neither leaves a report behind."""

_SELDOM = 50_000
"""Objects made between two looks for cycles; Python's own 700 suit programs that make and drop objects all the time."""

__all__ = ["main"]


def main() -> None:
    """Run the command the arguments ask for, and exit with its code."""
    _collect_seldom()
    _forget_the_callers_repository()
    try:
        code = adversescan.main(prog_name="adversescan", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as asked:
        asked.show()
        code = WRONG
    except click.ClickException as wrong:
        code = _refuse(wrong.format_message())
    except AdversescanError as wrong:
        code = _refuse(str(wrong))
    except click.Abort:
        code = _refuse("interrupted; no report was written")
    except BrokenPipeError:
        # Whoever read the report has seen enough. Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = WRONG
    except Exception as error:
        traceback.print_exc()
        _refuse("this is a mistake of adversescan itself; no report was written")
        raise SystemExit(WRONG) from error
    sys.exit(code)


def _refuse(reason: str) -> int:
    print(f"adversescan: {reason}", file=sys.stderr)
    return WRONG


def _collect_seldom() -> None:
    """Nearly all that is read lives to the end: looking through it again and again for cycles would cost a tenth of a start."""
    gc.set_threshold(_SELDOM, *gc.get_threshold()[1:])


def _forget_the_callers_repository() -> None:
    """A git hook is run with the repository in the environment, but what is scanned may lie in another."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"):
        os.environ.pop(name, None)
