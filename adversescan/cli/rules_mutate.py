"""`adversescan rules mutate`: whether the examples of a rule book would notice a wrong entry."""

from __future__ import annotations

from pathlib import Path

import click

ENOUGH = 95


@click.command("mutate")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True), metavar="[DIR]", required=False)
@click.option(
    "--sample", type=click.IntRange(1), default=100, show_default=True, help="How many changes of libraries, rules, ... are tried."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Of the sample: the same seed draws the same changes.")
@click.option("--only", default="", metavar="TEXT", help="Only entries and files whose name holds the text.")
@click.option(
    "--enough", type=click.IntRange(0, 100), default=ENOUGH, show_default=True, help="Of a hundred changes so many must be noticed."
)
def mutate(folder: Path | None, sample: int, seed: int, only: str, enough: int) -> int:
    """Change entries one at a time, and list the changes that no example notices."""
    from adversescan.examples.run_mutants import run_mutants

    scores = run_mutants(folder, sample, seed, only)
    for score in scores:
        for mutant in score.survivors:
            click.echo(f"not noticed: {mutant}")
    for score in scores:
        click.echo(f"{score.kind:<24} {score.caught} of {score.tried} noticed ({score.possible} possible)")
    caught, tried = sum(score.caught for score in scores), sum(score.tried for score in scores)
    click.echo(f"{caught} of {tried} changes noticed, seed {seed}")
    return 0 if 100 * caught >= enough * tried else 1
