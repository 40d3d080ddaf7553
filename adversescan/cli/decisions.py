"""`adversescan decisions`: what was decided about designs, by whom and why, and whether the record is as it was written."""

from __future__ import annotations

from datetime import date

import click

from adversescan.cli.decision_file import FILE, add_decision, kept_decisions
from adversescan.errors import AdversescanError
from adversescan.findings.decisions import START, UPHELD, Act, Decision

_OUTCOMES = (UPHELD, "overruled", "replaced")


@click.group()
def decisions() -> None:
    """List, verify or appeal decisions about designs."""


@decisions.command("list")
def list_() -> int:
    """List the decisions kept in this folder, with appeals and their outcomes."""
    entries, faults = kept_decisions()
    for entry in entries:
        click.echo(_shown(entry))
    if not entries:
        click.echo(f"No decision is kept in {FILE}.")
    for fault in faults:
        click.echo(f"{FILE}:{fault.line}: {fault.reason}", err=True)
    return int(bool(faults))


@decisions.command()
@click.option("--head", default="", metavar="HASH", help="The hash of the last entry, as it was kept elsewhere.")
def verify(head: str) -> int:
    """Say whether the record is as it was written: nothing changed, put in, taken out or reordered.

    That its last entries were taken off shows by the head, which is kept beside the file. Who can change both can hide it: give a head
    that was kept elsewhere.
    """
    entries, faults = kept_decisions(head)
    for fault in faults:
        click.echo(f"{FILE}:{fault.line}: {fault.reason}")
    if not faults:
        click.echo(f"{len(entries)} entries, none changed; the head is {entries[-1].hash if entries else START}")
    return int(bool(faults))


@decisions.command()
@click.argument("number", type=click.IntRange(min=1))
@click.option("--by", required=True, metavar="WHO", help="Who appeals, or decides about the appeal.")
@click.option("--why", required=True, metavar="TEXT", help="The reason.")
@click.option("--outcome", type=click.Choice(_OUTCOMES), help="Decide about the appeal NUMBER instead of making one.")
def appeal(number: int, by: str, why: str, outcome: str | None) -> int:
    """Appeal decision NUMBER, or record the outcome of appeal NUMBER."""
    entries, _ = kept_decisions()
    entry = next((each for each in entries if each.number == number), None)
    wanted = Act.APPEAL if outcome else Act.DECISION
    if entry is None or entry.act != wanted:
        raise AdversescanError(f"{FILE} has no {wanted} {number}; see `adversescan decisions list`")
    added = add_decision(
        on=date.today().isoformat(),  # noqa: DTZ011
        act=(Act.OUTCOME if outcome else Act.APPEAL).value,
        document=entry.document,
        content=entry.content,
        verdict=outcome or entry.verdict,
        by=by,
        why=why,
        of=number,
    )
    click.echo(_shown(added))
    return 0


def _shown(entry: Decision) -> str:
    about = f" of {entry.of}" if entry.of else ""
    until = f" until {entry.until}" if entry.until else ""
    says = f"{entry.number}. {entry.on} {entry.act}{about}: {entry.verdict}{until}, {entry.document}, by {entry.by}: {entry.why}"
    return "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in says)
