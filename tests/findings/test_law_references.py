"""The law a rule is relevant to, as readers see it."""

from __future__ import annotations

from datetime import date

import pytest

from adversescan.findings.law_references import law_references
from adversescan.findings.result import LawReference
from adversescan.knowledge.law import Certainty, Kind, Provision, Status
from adversescan.knowledge.rule import Citation


def provision(instrument: str, status: Status, applies_from: date | None = None) -> Provision:
    return Provision(
        "p1", "eu", instrument, "Art. 9", "t", Kind.DUTY, "s", status, "https://example.org", Certainty.HIGH, "v", applies_from=applies_from
    )


@pytest.mark.parametrize(
    ("given", "label", "status"),
    [
        (provision("Regulation (EU) 1", Status.IN_FORCE, date(2020, 1, 1)), "Regulation (EU) 1, Art. 9", "in force"),
        (provision("AI Act, as amended by X", Status.UNCERTAIN), "AI Act, Art. 9", "uncertain"),
        (provision("AI Act", Status.NOT_YET_APPLICABLE, date(2027, 8, 2)), "AI Act, Art. 9", "upcoming, from 2027-08-02"),
    ],
)
def test_a_citation_says_what_it_is_and_whether_it_applies(given, label, status):
    """Instrument and article, whether it is in force, and what it has to do with the rule."""
    assert law_references([(Citation("p1", "why it matters"), given)], date(2026, 11, 27)) == (
        LawReference("p1", label, "https://example.org", status, "why it matters"),
    )
