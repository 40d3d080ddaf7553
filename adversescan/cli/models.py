"""`adversescan models`: every call of a model, what it is asked about whom, and who is watching."""

from __future__ import annotations

from pathlib import Path

import click

from adversescan.cli.follow_paths import follow_paths
from adversescan.cli.write_report import check_output, write_report
from adversescan.reports.models_used import ModelsFormat, render_models


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "--format",
    "format_",
    type=click.Choice([each.value for each in ModelsFormat]),
    default=ModelsFormat.TERMINAL.value,
    show_default=True,
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it there; it appears when it is complete.")
def models(*, paths: tuple[Path, ...], format_: str, output: Path | None) -> int:
    """List the calls of models below the paths, or below this folder.

    Each with its provider, model, where it runs, the prompt or UNKNOWN, the data about people that goes in, what the answer is used for,
    and the governance seen in the project.
    """
    check_output(output)
    write_report(render_models(ModelsFormat(format_), follow_paths(paths)), output)
    return 0
