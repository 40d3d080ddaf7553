"""A finding told in full, stage by stage with every note; and a line of code with how near each rule came to holding there."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from adversescan.findings.explanation import LineAccount, NearMiss
from adversescan.findings.finding import Finding, Step
from adversescan.findings.result import Result

_WIDTH = 100


def explained_finding(finding: Finding, result: Result) -> Iterator[str]:
    """Every step from the origin to the act, then why it matters and what settles it."""
    rule = result.rule(finding.rule)
    yield f"{finding.rule} {rule.name} ({finding.level.value}, {finding.confidence.name.lower()})"
    yield from _wrapped(finding.message)
    yield f"  at {finding.location}{_inside(finding.function)}"
    yield f"  fingerprint {finding.fingerprint}"
    yield from ("", "How it was found")
    yield from _numbered(finding.steps, result)
    if finding.related:
        yield from ("", "On other ways to the same act", *(line for each in finding.related for line in _step("-", each, result)))
    if finding.notes:
        yield from ("", "Notes", *(line for note in finding.notes for line in _wrapped(note, "- ")))
    yield from ("", "Why", *_wrapped(rule.why))
    yield from ("", "What to do instead", *(line for each in rule.instead for line in _wrapped(each, "- ")))
    if rule.settled_by:
        yield from ("", "What settles it", *(f"  - {each.value}" for each in rule.settled_by))


def explained_line(account: LineAccount, result: Result) -> Iterator[str]:
    """The findings at a line in full; then what else was seen there, the near misses, and what was not seen."""
    for finding in account.findings:
        yield from explained_finding(finding, result)
        yield ""
    yield f"{account.path}:{account.line}{_inside(account.function)}"
    if not account.findings:
        yield "  no finding stands at this line"
    for finding in account.passing:
        yield f"  on the way to {finding.rule} at {finding.location} ({finding.fingerprint[:12]})"
    if account.seen:
        yield from ("", "Seen here", *(line for step in account.seen for line in _step("-", step, result)))
    for miss in account.near_misses:
        yield from ("", *_near_miss(miss, result))
    if account.unseen:
        yield from ("", "Not seen", *(line for each in account.unseen for line in _wrapped(each, "- ")))
    if not (account.findings or account.passing or account.seen or account.near_misses or account.unseen):
        yield from _wrapped("Nothing here collects, infers, decides about or shares data about people, as far as is known.")


def _near_miss(miss: NearMiss, result: Result) -> Iterator[str]:
    yield f"Near miss: {miss.rule} at {miss.location}"
    yield from _wrapped(miss.title)
    yield "  reached"
    yield from _numbered(miss.steps, result)
    yield "  missing"
    for part in miss.missing or ("nothing: a rule that says more, or a weightier act of the same branch, stands for it",):
        yield from _wrapped(part, "  - ")


def _numbered(steps: Iterable[Step], result: Result) -> Iterator[str]:
    for number, step in enumerate(steps, start=1):
        yield from _step(f"{number}.", step, result)


def _step(sign: str, step: Step, result: Result) -> Iterator[str]:
    stage = f"{step.stage.value}: " if step.stage is not None else ""
    yield from _wrapped(f"{stage}{step.text}", f"{sign} ")
    indent = "  " + " " * (len(sign) + 1)
    yield f"{indent}at {step.location}{_inside(step.function)}"
    line = result.lines.get((step.location.path, step.location.line))
    if line is not None and line.statement:
        yield f"{indent}{_visible(line.statement)}"
    for note in step.notes:
        yield from _wrapped(note, " " * (len(sign) + 1) + "~ ")


def _inside(function: str) -> str:
    return f" in {_visible(function)}" if function else ""


def _wrapped(text: str, sign: str = "") -> list[str]:
    return textwrap.wrap(_visible(" ".join(text.split())), _WIDTH, initial_indent="  " + sign, subsequent_indent="  " + " " * len(sign))


def _visible(text: str) -> str:
    """Control characters and marks that turn the direction of reading are written out."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)
