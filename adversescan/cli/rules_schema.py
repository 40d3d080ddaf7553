"""`adversescan rules schema`: JSON Schemas of the files of a rule book, for editors that complete and check YAML."""

from __future__ import annotations

from pathlib import Path

import click

from adversescan.cli.shared_options import FOLDER
from adversescan.errors import AdversescanError
from adversescan.knowledge.decode import nearest
from adversescan.knowledge.rules_folder import rules_source


@click.command()
@click.argument("kind", required=False)
@click.option("--rules", "folder", type=FOLDER, metavar="DIR", help="With the ids of this folder instead of the shipped ones.")
def schema(kind: str | None, folder: Path | None) -> int:
    """Print the JSON Schema of a KIND of file, or list the kinds and which files are of each."""
    from adversescan.knowledge.schemas import KINDS
    from adversescan.reports.json_text import json_text

    if kind is None:
        for each in KINDS.values():
            click.echo(f"{each.name:<14} {', '.join(each.files)}")
    elif kind in KINDS:
        click.echo(json_text(KINDS[kind].schema(rules_source(folder))), nl=False)
    else:
        raise AdversescanError(f"unknown kind of file {kind!r}{nearest(kind, KINDS)}")
    return 0
