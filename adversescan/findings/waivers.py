"""Waivers: findings somebody answers for, with a reason, an owner and an end.

    # adversescan: allow[AP205] reason="age limits are set by law" owner="credit-risk" until=2027-03-01

The comment stands on the first line of the finding's statement or alone above it. All three are required.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches

from adversescan.findings.finding import Finding, WaivedFinding
from adversescan.record import dataclass
from adversescan.sources.comments import Comment
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Location

_ALLOW = re.compile(r"(?P<verb>\w+)\s*(?:\[(?P<rules>[^\]]*)\])?\s*(?P<rest>.*)")
_SETTING = re.compile(r"""\s*(?P<key>[\w-]+)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"',]+))\s*,?""")
_REQUIRED = ("reason", "owner", "until")


@dataclass(frozen=True, slots=True)
class Waiver:
    """A complete waiver: these rules are allowed at `covers`, up to and on the day `until`."""

    rules: tuple[str, ...]
    reason: str
    owner: str
    until: date
    location: Location
    covers: Location


def read_waivers(comments: Iterable[Comment]) -> tuple[tuple[Waiver, ...], tuple[Problem, ...]]:
    """The waivers comments state, and a problem for each comment that states none, or not all of one."""
    waivers, problems = [], []
    for comment in comments:
        match _waiver(comment):
            case Waiver() as waiver:
                waivers.append(waiver)
            case str() as reason:
                problems.append(_problem(comment.location, reason))
    return tuple(waivers), tuple(problems)


def apply_waivers(
    findings: Iterable[Finding], waivers: Iterable[Waiver], today: date
) -> tuple[tuple[Finding, ...], tuple[WaivedFinding, ...], tuple[Problem, ...]]:
    """The findings that stand, those that are waived, and the waivers that are over or waive nothing any more."""
    given = tuple(waivers)
    valid = {(*_line(waiver.covers), rule): waiver for waiver in given if waiver.until >= today for rule in waiver.rules}
    kept, waived, used = [], [], set()
    for finding in findings:
        key = (*_line(finding.location), finding.rule)
        if key in valid:
            used.add(key)
            waived.append(_waived(finding, valid[key]))
        else:
            kept.append(finding)
    return tuple(kept), tuple(waived), tuple(_idle(given, used, today))


def _waiver(comment: Comment) -> Waiver | str:
    """The waiver, or why it is none."""
    parts = _ALLOW.fullmatch(comment.text)
    if not parts or parts["verb"] != "allow":
        return _no_verb(comment.text)
    rules = tuple(rule for rule in re.split(r"[\s,]+", parts["rules"] or "") if rule)
    settings = _settings(parts["rest"])
    if isinstance(settings, str):
        return settings
    missing = [name for name in _REQUIRED if not settings.get(name, "").strip()]
    if not rules or missing:
        return f"this waiver does not waive: {', '.join((*([] if rules else ['allow[RULE]']), *missing))} missing"
    until = _day(settings["until"])
    if until is None:
        return f"this waiver does not waive: until={settings['until']} is no date; write it as YYYY-MM-DD"
    return Waiver(rules, settings["reason"], settings["owner"], until, comment.location, comment.covers)


def _day(text: str) -> date | None:
    """The day, in the one form every reader reads alike."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None


def _no_verb(text: str) -> str:
    word = re.match(r"\w*", text)
    return f'this comment says nothing to the scanner: "{word[0] if word else ""}" is not "allow"'


def _settings(text: str) -> dict[str, str] | str:
    """The settings behind `allow[...]`, or what is wrong with them."""
    settings: dict[str, str] = {}
    place = 0
    while match := _SETTING.match(text, place):
        key = match["key"]
        if key not in _REQUIRED:
            near = get_close_matches(key, _REQUIRED, 1)
            return f"this waiver does not waive: unknown setting {key}" + (f"; did you mean {near[0]}?" if near else "")
        settings[key] = match["double"] or match["single"] or match["bare"] or ""
        place = match.end()
    if text[place:].strip():
        return f'this waiver does not waive: cannot read {text[place:].strip()!r}; write reason="..." owner="..." until=YYYY-MM-DD'
    return settings


def _line(location: Location) -> tuple[str, int]:
    return location.path, location.line


def _waived(finding: Finding, waiver: Waiver) -> WaivedFinding:
    return WaivedFinding(finding, waiver.reason, waiver.owner, waiver.until.isoformat(), waiver.location)


def _idle(waivers: Iterable[Waiver], used: set[tuple[str, int, str]], today: date) -> Iterator[Problem]:
    for waiver in waivers:
        unused = [rule for rule in waiver.rules if (*_line(waiver.covers), rule) not in used]
        if waiver.until < today:
            yield _problem(waiver.location, f"this waiver of {', '.join(waiver.rules)} ended on {waiver.until}; it waives no longer")
        elif unused:
            yield _problem(waiver.location, f"this waiver of {', '.join(unused)} waives nothing any more; remove it")


def _problem(location: Location, reason: str) -> Problem:
    return Problem(location, ProblemKind.WAIVER, reason)
