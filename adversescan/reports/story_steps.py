"""Which steps of a finding a reader needs: every stage, and the hops that lead to another place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from adversescan.findings.finding import Finding, Step

_HOPS_BETWEEN_STAGES = 3


def story_steps(finding: Finding) -> tuple[Step, ...]:
    """The stages in order, each with up to three hops before it that cross into another file or function."""
    return tuple(_thinned(finding.steps))


def _thinned(steps: tuple[Step, ...]) -> Iterator[Step]:
    here = ("", "")
    for is_hop, group in groupby(steps, key=lambda step: step.stage is None):
        run = tuple(group)
        if is_hop:
            run = tuple(_crossing(run, here))
            run = _shortened(run)
        yield from run
        here = _place(run[-1]) if run else here


def _crossing(hops: tuple[Step, ...], here: tuple[str, str]) -> Iterator[Step]:
    for hop in hops:
        if _place(hop) != here or hop.notes:
            yield hop
        here = _place(hop)


def _shortened(hops: tuple[Step, ...]) -> tuple[Step, ...]:
    """The first two and the last; the second says how many it stands for."""
    if len(hops) <= _HOPS_BETWEEN_STAGES:
        return hops
    left_out = len(hops) - _HOPS_BETWEEN_STAGES
    second = replace(hops[1], text=f"{hops[1].text} ... and {left_out} more")
    return hops[0], second, hops[-1]


def _place(step: Step) -> tuple[str, str]:
    return step.location.path, step.function
