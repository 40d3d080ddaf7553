"""The law a rule is relevant to, as readers of a report see it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from adversescan.findings.result import LawReference
from adversescan.knowledge.law import Provision
from adversescan.knowledge.rule import Citation


def law_references(cited: Iterable[tuple[Citation, Provision]], day: date) -> tuple[LawReference, ...]:
    """A reference for each provision cited, in the order of the rule, as it stands on the day."""
    return tuple(
        LawReference(provision.id, f"{_instrument(provision)}, {provision.provision}", provision.url, provision.standing(day), citation.why)
        for citation, provision in cited
    )


def _instrument(provision: Provision) -> str:
    """The name it is cited by; what amended it is told in the rule book."""
    return provision.instrument.split(", as amended")[0]
