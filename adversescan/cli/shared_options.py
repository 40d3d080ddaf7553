"""Options and arguments that several verbs share."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


def _day(_context: click.Context, _option: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


as_of = click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), callback=_day, metavar="DATE", help="Tell the law of this day. [default: today]"
)
rules = click.option("--rules", type=FOLDER, metavar="DIR", help="Use the rules of this folder instead of the shipped ones.")
rules_folder = click.option("--rules", "folder", type=FOLDER, metavar="DIR", help="The rules of this folder instead of the shipped ones.")
