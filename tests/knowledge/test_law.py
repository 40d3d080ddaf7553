"""What a law file may say, and what is shipped."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from adversescan.errors import InvalidFiles
from adversescan.knowledge.law import Certainty, Covers, Kind, Provision, Status, read_law

SHIPPED = Path(__file__).parents[2] / "rules"

VALID = """\
jurisdiction: xx
name: Exland
as_of: 2026-11-21
provisions:
- id: xx-1
  instrument: Act of Exland
  provision: s. 1
  title: Parcels
  kind: duty
  summary: Parcels are opened by hand.
  covers: {acts: [inform], note: all parcels}
  status: not_yet_applicable
  applies_from: '2027-01-01'
  url: https://law.example/1
  confidence: high
  verified: the text
"""


def read(tmp_path, text, name="xx"):
    (tmp_path / "law").mkdir(exist_ok=True)
    (tmp_path / "law" / f"{name}.yaml").write_text(text)
    return read_law(tmp_path)


def test_a_law_file(tmp_path):
    """A provision carries its jurisdiction, and applies from its day on."""
    provision = Provision(
        "xx-1",
        "xx",
        "Act of Exland",
        "s. 1",
        "Parcels",
        Kind.DUTY,
        "Parcels are opened by hand.",
        Status.NOT_YET_APPLICABLE,
        "https://law.example/1",
        Certainty.HIGH,
        "the text",
        covers=Covers(acts=("inform",), note="all parcels"),
        applies_from=date(2027, 1, 1),
    )

    law = read(tmp_path, VALID)

    assert law.provisions == {"xx-1": provision}
    assert law.jurisdictions["xx"].provisions == (provision,)
    assert (provision.applies(date(2026, 12, 31)), provision.applies(date(2027, 1, 1))) == (False, True)


def test_repealed_law_does_not_apply(tmp_path):
    """A provision that was repealed applies on no day."""
    law = read(tmp_path, VALID.replace("not_yet_applicable", "repealed"))

    assert not law.provisions["xx-1"].applies(date(2030, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "mistakes"),
    [
        pytest.param("kind: duty", "kind: dutty", ["9: provisions[0].kind: unknown kind 'dutty'; did you mean 'duty'?"], id="kind"),
        pytest.param("'2027-01-01'", "next year", ["13: provisions[0].applies_from: must be a day such as 2027-03-01"], id="day"),
        pytest.param("id: xx-1", "id: yy-1", ["5: provisions[0].id: must start with 'xx' and a hyphen"], id="id"),
        pytest.param("https://", "file://", ["14: provisions[0].url: must be a web address"], id="address"),
        pytest.param("jurisdiction: xx", "jurisdiction: yy", ["1: jurisdiction: must be 'xx', as the file is named"], id="jurisdiction"),
        pytest.param("name: Exland", "name: Exland\nwithin: zz", ["3: within: unknown jurisdiction 'zz'"], id="within"),
    ],
)
def test_mistakes(tmp_path, old, new, mistakes):
    """Each mistake names line and key."""
    with pytest.raises(InvalidFiles) as raised:
        read(tmp_path, VALID.replace(old, new, 1))

    assert [str(each).removeprefix(f"{tmp_path / 'law' / 'xx.yaml'}:") for each in raised.value.mistakes] == mistakes


def test_shipped_law():
    """185 provisions of 29 jurisdictions are shipped, each found by its id."""
    law = read_law(SHIPPED)

    assert (len(law.provisions), len(law.jurisdictions)) == (185, 29)
    assert law.provisions["eu-gdpr-22"].provision == "Art. 22"
    assert law.jurisdictions["us-ny-nyc"].within == "us-ny"
