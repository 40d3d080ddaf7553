"""What a profile may say, and what it does to the rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from adversescan.errors import AdversescanError, InvalidFiles
from adversescan.knowledge.law import Jurisdiction, Law, read_law
from adversescan.knowledge.profiles import Profile, apply_profile, choose_profile, read_profiles
from adversescan.knowledge.read_rules import read_rules

SHIPPED = Path(__file__).parents[2] / "rules"


@pytest.fixture(scope="module")
def law():
    return read_law(SHIPPED)


@pytest.fixture(scope="module")
def rules(law):
    return read_rules(SHIPPED, law.provisions)


@pytest.fixture
def read(tmp_path, rules, law):
    """Reads profiles from their texts by name."""

    def read_texts(**texts: str) -> dict[str, Profile]:
        (tmp_path / "profiles").mkdir()
        for name, text in texts.items():
            (tmp_path / "profiles" / f"{name}.yaml").write_text(text)
        return read_profiles(tmp_path, rules, law)

    return read_texts


def test_a_profile_extends_another(read):
    """It replaces the jurisdictions it states and adds to levels and to the rules switched off."""
    read_ = read(
        base="title: Base\njurisdictions: [eu]\nlevels: {AP208: error, AP204: note}\ndisabled: [AP306]\n",
        house="title: House\nextends: base\nlevels: {AP204: error}\ndisabled: [AP209]\n",
    )

    assert read_["house"] == Profile(
        "house", "House", ("eu",), (("AP208", "error"), ("AP204", "error")), ("AP306", "AP209"), extends="base"
    )


def test_rules_as_a_profile_has_them(rules):
    """Rules switched off are gone, and levels are the profile's."""
    profile = Profile("house", "House", levels=(("AP208", "error"),), disabled=("AP209",))

    applied = {rule.id: rule.level for rule in apply_profile(rules, profile)}

    assert applied == {rule.id: rule.level for rule in rules if rule.id != "AP209"} | {"AP208": "error"}


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        pytest.param("title: x\njurisdictions: [eu, ux]\n", ["2: jurisdictions: unknown 'ux'"], id="jurisdiction"),
        pytest.param("title: x\nlevels: {AP999: error}\n", ["2: levels: unknown 'AP999'"], id="rule of a level"),
        pytest.param("title: x\nlevels: {AP208: eror}\n", ["2: levels.AP208: unknown level 'eror'"], id="level"),
        pytest.param("title: x\ndisabled: [AP2O8]\n", ["2: disabled: unknown 'AP2O8'"], id="disabled rule"),
        pytest.param("title: x\nextends: bse\n", ["2: extends: unknown 'bse'"], id="profile"),
        pytest.param("title: x\nextends: house\n", ["2: extends: comes back to this profile"], id="itself"),
        pytest.param("jurisdiction: [eu]\n", ["1: jurisdiction: unknown key", "1: title: is missing"], id="key"),
    ],
)
def test_mistakes(tmp_path, read, text, mistakes):
    """Each mistake names line and key."""
    with pytest.raises(InvalidFiles) as raised:
        read(house=text)

    found = [str(each).removeprefix(f"{tmp_path / 'profiles' / 'house.yaml'}:").partition(";")[0] for each in raised.value.mistakes]
    assert found == mistakes


def test_profiles_in_a_circle(read):
    """Profiles that extend each other are a mistake in both, not an endless loop."""
    with pytest.raises(InvalidFiles) as raised:
        read(a="title: a\nextends: b\n", b="title: b\nextends: a\n")

    assert [(Path(each.file).name, each.text) for each in raised.value.mistakes] == [
        ("a.yaml", "comes back to this profile"),
        ("b.yaml", "comes back to this profile"),
    ]


def test_unknown_profile():
    """An unknown name is answered with the nearest."""
    with pytest.raises(AdversescanError, match=r"^unknown profile 'defualt'; did you mean 'default'\?$"):
        choose_profile({"default": Profile("default", "x"), "eu": Profile("eu", "x")}, "defualt")


def test_shipped_profiles(rules, law):
    """One for each jurisdiction of the law, and a wide one that shows the law of the Union, the United Kingdom and the United States."""
    profiles = read_profiles(SHIPPED, rules, law)

    assert set(profiles) == {"default", *law.jurisdictions}
    assert set(profiles["default"].jurisdictions) == {one for name in ("eu", "uk", "us") for one in profiles[name].jurisdictions}


def test_every_rule_cites_law_in_every_profile(rules, law):
    """No profile of the Union, the United Kingdom or the United States leaves a rule without any provision."""
    profiles = read_profiles(SHIPPED, rules, law)

    bare = [
        (profile.name, rule.id)
        for profile in profiles.values()
        if profile.name in ("default", "eu", "uk", "us")
        for rule in rules
        if not any(law.provisions[citation.provision].jurisdiction in profile.jurisdictions for citation in rule.law)
    ]
    assert bare == []


def test_words_are_not_checked_against_law_that_could_not_be_read(tmp_path, rules):
    """Where the law is wrong itself, a profile is not blamed for its jurisdictions."""
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "house.yaml").write_text("title: House\njurisdictions: [eu]\n")
    nothing: dict[str, Jurisdiction] = {}

    assert list(read_profiles(tmp_path, rules, Law({}, nothing))) == ["house"]
