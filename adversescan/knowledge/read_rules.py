"""Reads rules/patterns/: one rule a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from adversescan.errors import InvalidFiles, Mistake
from adversescan.knowledge.attribute_ids import read_attribute_ids
from adversescan.knowledge.decode import Decode, decode_block, decode_record, known_word, list_of, nearest
from adversescan.knowledge.relations import decode_relation, events_of
from adversescan.knowledge.rule import BeyondDesign, Citation, EventPattern, Implementation, Relation, Rule
from adversescan.knowledge.stages import Mitigation
from adversescan.knowledge.traits import read_traits
from adversescan.knowledge.yaml_file import Items, Mapping, Node, collect, expect_mapping, join, read_yaml, refuse, yaml_files
from adversescan.record import dataclass

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

LEVELS = ("note", "warning", "error")

_ID = re.compile(r"AP[0-9]{3}")
_EXPECT = re.compile(r"#\s*expect:\s*([A-Z0-9, ]+)")


def read_rules(folder: Traversable, provisions: Iterable[str]) -> tuple[Rule, ...]:
    """All rules below the rules folder, in the order of their ids; `provisions` are the ids of the law they may cite.

    Where `provisions` is empty the law itself is wrong, and citations are not checked. Raises InvalidFiles with the mistakes of all files.
    """
    mistakes: list[Mistake] = []
    attributes, traits = (_words_of(read, folder, mistakes) for read in (read_attribute_ids, read_traits))
    words = _Words(attributes, traits, frozenset(provisions))
    try:
        read = collect(lambda file: _read_file(file, words), yaml_files(folder / "patterns"))
    except InvalidFiles as invalid:
        raise InvalidFiles([*mistakes, *invalid.mistakes]) from None
    mistakes += _unknown_rules(read)
    if mistakes:
        raise InvalidFiles(mistakes)
    return tuple(rule for rule, _ in read)


def _words_of(read: Callable[[Traversable], frozenset[str]], folder: Traversable, mistakes: list[Mistake]) -> frozenset[str]:
    """The words of another file; where it is wrong there are none, and the rules are read all the same."""
    try:
        return read(folder)
    except InvalidFiles as invalid:
        mistakes += invalid.mistakes
        return frozenset()


@dataclass(frozen=True, slots=True)
class _Words:
    """The words a rule may use that stand in other files; an empty set is not held against the rules."""

    attributes: frozenset[str]
    traits: frozenset[str]
    provisions: frozenset[str]


@dataclass(frozen=True, slots=True)
class RuleForm:
    """The keys of a rule file; all are required but the lists that may be empty."""

    id: str
    name: str
    title: str
    level: str
    events: tuple[EventPattern, ...]
    where: tuple[Relation, ...]
    act: str
    why: str
    instead: tuple[str, ...]
    law: tuple[Citation, ...]
    bad: str
    good: str
    implementation: Implementation
    swallows: tuple[str, ...] = ()
    silent_beside: tuple[str, ...] = ()
    settled_by: tuple[Mitigation, ...] = ()
    terms: tuple[str, ...] = ()
    design: str = ""


def _read_file(file: tuple[Traversable, str], words: _Words) -> tuple[Rule, Mapping]:
    tree = read_yaml(*file)
    names = frozenset(events.entries) if isinstance(events := tree.entries.get("events"), Mapping) else frozenset()
    special: dict[str, Decode] = {
        "level": lambda node, key: known_word(node, LEVELS, key, "level"),
        "events": lambda node, key: _events(node, key, words),
        "where": list_of(lambda node, key: decode_relation(node, key, names)),
        "act": lambda node, key: known_word(node, names, key, "event"),
        "law": list_of(lambda node, key: _citation(node, key, words.provisions)),
        **dict.fromkeys(("title", "why", "bad", "good", "design"), decode_block),
    }
    form = decode_record(tree, RuleForm, special=special)
    checks = (_wrong_events, _wrong_examples, _wrong_design, _empty)
    mistakes = [*_wrong_name(tree, form, file[0].name), *(mistake for check in checks for mistake in check(tree, form))]
    if mistakes:
        raise InvalidFiles(mistakes)
    return Rule(**{name: getattr(form, name) for name in RuleForm.__slots__}), tree


def _events(node: Node, key: str, words: _Words) -> tuple[EventPattern, ...]:
    """The events by name; a list under a name holds alternatives, each a pattern of that name."""
    patterns: list[tuple[str, Node, str]] = []
    for name, entry in expect_mapping(node, key).entries.items():
        path = join(key, name)
        if isinstance(entry, Items):
            patterns += [(name, item, f"{path}[{place}]") for place, item in enumerate(entry.items)]
        else:
            patterns.append((name, entry, path))
    return tuple(collect(lambda pattern: _event(*pattern, words), patterns))


def _event(name: str, node: Node, key: str, words: _Words) -> EventPattern:
    def known(what: str, valid: frozenset[str]) -> Decode:
        return list_of(lambda word, path: known_word(word, valid, path, what) if valid else decode_block(word, path))

    special = {
        "attributes": known("attribute", words.attributes),
        "not_attributes": known("attribute", words.attributes),
        "traits": known("trait", words.traits),
    }
    pattern = decode_record(node, EventPattern, key, given={"name": name}, special=special)
    if not (pattern.stage or pattern.origins or pattern.traits):
        refuse(node, key, "matches everything; give a stage, origins or traits")
    return pattern


def _citation(node: Node, key: str, provisions: frozenset[str]) -> Citation:
    special: dict[str, Decode] = {
        "provision": lambda word, path: known_word(word, provisions, path, "provision") if provisions else decode_block(word, path),
        "why": decode_block,
    }
    return decode_record(node, Citation, key, special=special)


def _wrong_name(tree: Mapping, form: RuleForm, file: str) -> Iterator[Mistake]:
    if not _ID.fullmatch(form.id):
        yield Mistake(tree.file, tree.lines["id"], "id", "must be AP and three digits")
    if file != f"{form.id}.yaml":
        yield Mistake(tree.file, tree.lines["id"], "id", f"must be the name of the file, {file.removesuffix('.yaml')!r}")


def _wrong_events(tree: Mapping, form: RuleForm) -> Iterator[Mistake]:
    """An event no relation names would match anywhere; a rule of one event needs no relation."""
    related = {name for relation in form.where for name in events_of(relation)}
    lines = expect_mapping(tree.entries["events"], "events").lines
    for name, line in lines.items():
        if name not in related and len(lines) > 1:
            yield Mistake(tree.file, line, f"events.{name}", "stands in no relation of `where`")


def _wrong_examples(tree: Mapping, form: RuleForm) -> Iterator[Mistake]:
    """`bad` says where the rule must report, `good` expects nothing."""
    expected = {word.strip() for found in _EXPECT.findall(form.bad) for word in found.split(",")}
    if form.id not in expected:
        yield Mistake(tree.file, tree.lines["bad"], "bad", f"needs a comment `# expect: {form.id}` at the line of the act")
    if _EXPECT.search(form.good):
        yield Mistake(tree.file, tree.lines["good"], "good", "must stay silent, so it cannot expect a finding")


def _wrong_design(tree: Mapping, form: RuleForm) -> Iterator[Mistake]:
    """The examples of a rule about designs are held against one; no other rule knows any."""
    about_design = any(isinstance(relation, BeyondDesign) for relation in form.where)
    if about_design and not form.design:
        yield Mistake(tree.file, tree.lines["where"], "design", "is missing: the approved design that the examples are held against")
    if form.design and not about_design:
        yield Mistake(tree.file, tree.lines["design"], "design", "is read only where `where` has a relation `beyond_design`")


def _empty(tree: Mapping, form: RuleForm) -> Iterator[Mistake]:
    for key in ("events", "instead", "law"):
        if not getattr(form, key):
            yield Mistake(tree.file, tree.lines[key], key, "must not be empty")


def _unknown_rules(read: list[tuple[Rule, Mapping]]) -> Iterator[Mistake]:
    ids = [rule.id for rule, _ in read]
    for rule, tree in read:
        others = [id_ for id_ in ids if id_ != rule.id]
        for key in ("swallows", "silent_beside"):
            for other in getattr(rule, key):
                if other not in others:
                    yield Mistake(tree.file, tree.lines[key], key, f"unknown rule {other!r}{nearest(other, others)}")
