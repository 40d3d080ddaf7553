"""The law a rule is relevant to, as readers of a report see it."""

from __future__ import annotations

from collections.abc import Iterable

from adversescan.findings.result import LawReference
from adversescan.knowledge.law import Provision, Status
from adversescan.knowledge.rule import Citation


def law_references(cited: Iterable[tuple[Citation, Provision]]) -> tuple[LawReference, ...]:
    """A reference for each provision cited, in the order of the rule."""
    return tuple(
        LawReference(provision.id, f"{_instrument(provision)}, {provision.provision}", provision.url, _status(provision), citation.why)
        for citation, provision in cited
    )


def _instrument(provision: Provision) -> str:
    """The name it is cited by; what amended it is told in the rule book."""
    return provision.instrument.split(", as amended")[0]


def _status(provision: Provision) -> str:
    words = provision.status.value.replace("_", " ")
    if provision.status is Status.NOT_YET_APPLICABLE and provision.applies_from:
        return f"{words}, from {provision.applies_from}"
    return words
