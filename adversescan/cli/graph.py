"""`adversescan graph`: the stages and stores of a project as a graph."""

from __future__ import annotations

from pathlib import Path

import click

from adversescan.cli.follow_paths import follow_paths
from adversescan.cli.write_report import check_output, write_report
from adversescan.reports.graphs import GraphFormat, render_graph


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "--format", "format_", type=click.Choice([each.value for each in GraphFormat]), default=GraphFormat.MERMAID.value, show_default=True
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it there; it appears when it is complete.")
def graph(*, paths: tuple[Path, ...], format_: str, output: Path | None) -> int:
    """Draw or export how data about people flows through the paths, or through this folder."""
    check_output(output)
    write_report(render_graph(GraphFormat(format_), follow_paths(paths)), output)
    return 0
