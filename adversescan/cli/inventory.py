"""`adversescan inventory`: the record of processing of a project as a table."""

from __future__ import annotations

from pathlib import Path

import click

from adversescan.cli.follow_paths import follow_paths
from adversescan.cli.write_report import check_output, write_report
from adversescan.reports.inventory import InventoryFormat, render_inventory


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "--format",
    "format_",
    type=click.Choice([each.value for each in InventoryFormat]),
    default=InventoryFormat.TERMINAL.value,
    show_default=True,
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it there; it appears when it is complete.")
def inventory(*, paths: tuple[Path, ...], format_: str, output: Path | None) -> int:
    """List the processing of people below the paths, or below this folder."""
    check_output(output)
    write_report(render_inventory(InventoryFormat(format_), follow_paths(paths)), output)
    return 0
