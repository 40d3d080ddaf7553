"""Reads rules/profiles/: which law is shown, and what a house changes about the rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from adversescan.errors import AdversescanError, InvalidFiles, Mistake
from adversescan.knowledge.decode import Decode, decode_block, decode_record, known_word, nearest
from adversescan.knowledge.law import Law
from adversescan.knowledge.read_rules import LEVELS
from adversescan.knowledge.rule import Rule
from adversescan.knowledge.yaml_file import Mapping, Node, collect, expect_mapping, join, read_yaml, yaml_files
from adversescan.record import dataclass

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

VERDICTS = ("proceed", "conditions", "escalate", "refuse")


@dataclass(frozen=True, slots=True)
class Profile:
    """A named choice: the jurisdictions whose law is shown, other levels and verdicts for some rules, and rules switched off."""

    name: str
    title: str
    jurisdictions: tuple[str, ...] = ()
    levels: tuple[tuple[str, str], ...] = ()
    disabled: tuple[str, ...] = ()
    verdicts: tuple[tuple[str, str], ...] = ()
    """What a review says of a plan with the chain of a rule, in place of its own verdict."""
    extends: str = ""


def read_profiles(folder: Traversable, rules: tuple[Rule, ...], law: Law) -> dict[str, Profile]:
    """All profiles below the rules folder by name, each with what it extends merged in.

    Where rules or law are empty they are wrong themselves, and their words are not checked here. Raises InvalidFiles with
    the mistakes of all files.
    """
    read = collect(_read_file, yaml_files(folder / "profiles"))
    written = {profile.name: profile for profile, _ in read}
    ids = [rule.id for rule in rules]
    mistakes = [mistake for profile, tree in read for mistake in _wrong_words(profile, tree, ids, law, written)]
    if mistakes:
        raise InvalidFiles(mistakes)
    return {name: _merged(profile, written) for name, profile in written.items()}


def choose_profile(profiles: dict[str, Profile], name: str) -> Profile:
    """The profile of this name; the nearest is named where there is none."""
    if name not in profiles:
        raise AdversescanError(f"unknown profile {name!r}{nearest(name, profiles)}")
    return profiles[name]


def apply_profile(rules: tuple[Rule, ...], profile: Profile) -> tuple[Rule, ...]:
    """The rules as the profile has them: without those switched off, with its levels and verdicts."""
    levels, verdicts = dict(profile.levels), dict(profile.verdicts)
    kept = (rule for rule in rules if rule.id not in profile.disabled)
    return tuple(replace(rule, level=levels.get(rule.id, rule.level), verdict=verdicts.get(rule.id, "")) for rule in kept)


def _read_file(file: tuple[Traversable, str]) -> tuple[Profile, Mapping]:
    tree = read_yaml(*file)
    special: dict[str, Decode] = {"title": decode_block, "levels": _words_of(LEVELS, "level"), "verdicts": _words_of(VERDICTS, "verdict")}
    return decode_record(tree, Profile, given={"name": file[0].name.removesuffix(".yaml")}, special=special), tree


def _words_of(words: tuple[str, ...], what: str) -> Decode:
    """How a word for each of some rules is read."""

    def read(node: Node, key: str) -> tuple[tuple[str, str], ...]:
        entries = expect_mapping(node, key).entries
        return tuple(collect(lambda rule: (rule, known_word(entries[rule], words, join(key, rule), what)), entries))

    return read


def _wrong_words(profile: Profile, tree: Mapping, ids: list[str], law: Law, written: dict[str, Profile]) -> Iterator[Mistake]:
    used: dict[str, tuple[tuple[str, ...], list[str]]] = {
        "jurisdictions": (profile.jurisdictions if law.jurisdictions else (), list(law.jurisdictions)),
        "levels": (tuple(rule for rule, _ in profile.levels) if ids else (), ids),
        "verdicts": (tuple(rule for rule, _ in profile.verdicts) if ids else (), ids),
        "disabled": (profile.disabled if ids else (), ids),
        "extends": ((profile.extends,) if profile.extends else (), list(written)),
    }
    for key, (words, valid) in used.items():
        for word in words:
            if word not in valid:
                yield Mistake(tree.file, tree.lines[key], key, f"unknown {word!r}{nearest(word, valid)}")
    if profile.name in _ancestors(profile, written):
        yield Mistake(tree.file, tree.lines["extends"], "extends", "comes back to this profile")


def _ancestors(profile: Profile, written: dict[str, Profile]) -> list[str]:
    """The names a profile extends, directly and not; a name that comes twice ends the list."""
    found: list[str] = []
    while profile.extends in written and profile.extends not in found:
        found.append(profile.extends)
        profile = written[profile.extends]
    return found


def _merged(profile: Profile, written: dict[str, Profile]) -> Profile:
    """The profile over the one it extends: it replaces jurisdictions it states, and adds levels, verdicts and switched-off rules."""
    if not profile.extends:
        return profile
    base = _merged(written[profile.extends], written)
    return replace(
        profile,
        jurisdictions=profile.jurisdictions or base.jurisdictions,
        levels=tuple({**dict(base.levels), **dict(profile.levels)}.items()),
        verdicts=tuple({**dict(base.verdicts), **dict(profile.verdicts)}.items()),
        disabled=tuple(dict.fromkeys((*base.disabled, *profile.disabled))),
    )
