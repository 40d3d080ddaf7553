"""Finds what stands in a rule book and can never count: ids no rule asks for, concepts without a word, words no reader ever looks up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources.abc import Traversable

from adversescan.errors import Mistake
from adversescan.knowledge.concepts import ConceptKind
from adversescan.knowledge.contexts import LONGEST
from adversescan.knowledge.dead_clauses import dead_clauses
from adversescan.knowledge.decode import nearest
from adversescan.knowledge.library import Libraries
from adversescan.knowledge.models import LONGEST_FAMILY
from adversescan.knowledge.rule import Absent, Rule
from adversescan.knowledge.terms import FILES
from adversescan.knowledge.words import split_name
from adversescan.knowledge.yaml_file import Items, Mapping, Node, Text, read_yaml, yaml_files


def dead_entries(folder: Traversable, rules: Iterable[Rule], libraries: Libraries) -> tuple[Mistake, ...]:
    """What can never count in the book below the folder, which reads well otherwise."""
    rules = tuple(rules)
    situations = _tree(folder / "situations.yaml").entries
    checks = (
        _traits(folder, rules), _mitigations(folder, rules), _twins(folder, rules), _concepts(folder), _hosts(folder), _models(folder),
        _contexts(folder), _situations(folder), _libraries(folder), _jurisdictions(folder),
        dead_clauses(folder, rules, libraries, situations),
    )  # fmt: skip
    return tuple(mistake for check in checks for mistake in check)


def _traits(folder: Traversable, rules: tuple[Rule, ...]) -> Iterator[Mistake]:
    asked = {trait for rule in rules for event in rule.events for trait in event.traits}
    tree = _tree(folder / "traits.yaml")
    for trait, line in tree.lines.items():
        if trait not in asked:
            yield Mistake(tree.file, line, trait, f"no rule asks for this trait{nearest(trait, asked)}")


def _mitigations(folder: Traversable, rules: tuple[Rule, ...]) -> Iterator[Mistake]:
    settling = {str(each) for rule in rules for each in rule.settled_by}
    settling |= {str(each) for rule in rules for relation in rule.where if isinstance(relation, Absent) for each in relation.mitigations}
    section = _mapping(_tree(folder / "vocabulary" / "mitigations.yaml").entries["mitigation"])
    for mitigation, line in section.lines.items():
        if mitigation not in settling:
            yield Mistake(section.file, line, f"mitigation.{mitigation}", f"settles no rule{nearest(mitigation, settling)}")


def _twins(folder: Traversable, rules: tuple[Rule, ...]) -> Iterator[Mistake]:
    """A rule that matches what another matches says nothing of its own."""
    seen: dict[object, str] = {}
    for rule in rules:
        first = seen.setdefault((rule.events, rule.where, rule.act), rule.id)
        if first != rule.id:
            file = str(folder / "patterns" / f"{rule.id}.yaml")
            yield Mistake(file, 1, "where", f"matches exactly what {first} matches")


def _concepts(folder: Traversable) -> Iterator[Mistake]:
    """Concepts that no lexicon has a word for."""
    spoken = set(_spoken(folder))
    for name, kinds in FILES.items():
        tree = _tree(folder / "vocabulary" / f"{name}.yaml")
        for kind in kinds:
            yield from _unspoken(_mapping(tree.entries[kind]), kind, spoken)
    attributes = _tree(folder / "vocabulary" / "attributes.yaml")
    yield from _unspoken(_mapping(attributes.entries["proxies"]), ConceptKind.PROXY, spoken)
    for item in _items(attributes.entries["attributes"]):
        id_ = _text(_mapping(item), "id")
        if (ConceptKind.ATTRIBUTE, id_) not in spoken:
            yield Mistake(item.file, item.line, f"attributes.{id_}", "no lexicon has a word for it")


def _unspoken(section: Mapping, kind: ConceptKind, spoken: set[tuple[str, str]]) -> Iterator[Mistake]:
    words = [id_ for spoken_kind, id_ in spoken if spoken_kind == kind]
    for id_, line in section.lines.items():
        if (kind, id_) not in spoken:
            yield Mistake(section.file, line, f"{kind}.{id_}", f"no lexicon has a word for it{nearest(id_, words)}")


def _spoken(folder: Traversable) -> Iterator[tuple[str, str]]:
    for file in yaml_files(folder / "lexicon"):
        tree = read_yaml(*file)
        for kind in ConceptKind:
            if kind in tree.entries:
                yield from ((kind, id_) for id_ in _mapping(tree.entries[kind]).entries)


def _hosts(folder: Traversable) -> Iterator[Mistake]:
    """Hosts are looked up in small letters, a label at a time."""
    for file in yaml_files(folder / "hosts"):
        tree = read_yaml(*file)
        for service in _items(tree.entries.get("services")):
            entries = _mapping(service).entries
            for key in ("domains", "labels"):
                for word in _words(entries.get(key)):
                    if word.text != word.text.lower() or (key == "labels" and "." in word.text):
                        yield Mistake(word.file, word.line, f"services.{key}", f"{word.text!r} is never looked up: {_HOST_FORM[key]}")


_HOST_FORM = {"domains": "write a domain in small letters", "labels": "a label is one part of a host, in small letters"}


def _models(folder: Traversable) -> Iterator[Mistake]:
    for file in yaml_files(folder / "models"):
        tree = read_yaml(*file)
        for family in _items(tree.entries.get("families")):
            for word in _words(_mapping(family).entries.get("words")):
                if len(split_name(word.text)) > LONGEST_FAMILY:
                    text = f"{word.text!r} is never looked up: a family is told by up to {LONGEST_FAMILY} words in a row"
                    yield Mistake(word.file, word.line, "families.words", text)
        for key in ("prefixes", "suffixes"):
            pairs = tree.entries.get(key)
            for text, line in pairs.lines.items() if isinstance(pairs, Mapping) else ():
                if text != text.casefold():
                    yield Mistake(tree.file, line, f"{key}.{text}", "is never looked up: write it in small letters")


def _contexts(folder: Traversable) -> Iterator[Mistake]:
    tree = _tree(folder / "contexts.yaml")
    for context, node in tree.entries.items():
        yield from _never_looked_up(_words(node), context)


def _situations(folder: Traversable) -> Iterator[Mistake]:
    """People of a situation are ids of the vocabulary, its words are looked up like those of a context."""
    people = _mapping(_tree(folder / "vocabulary" / "people.yaml").entries["person"]).entries
    tree = _tree(folder / "situations.yaml")
    for trait, node in tree.entries.items():
        entries = _mapping(node).entries
        for word in _words(entries.get("people")):
            if word.text not in people:
                yield Mistake(word.file, word.line, f"{trait}.people", f"unknown person {word.text!r}{nearest(word.text, people)}")
        yield from _never_looked_up((word for key in ("sure", "words", "against") for word in _words(entries.get(key))), trait)


def _never_looked_up(words: Iterable[Text], key: str) -> Iterator[Mistake]:
    for word in words:
        if not 0 < len(split_name(word.text)) <= LONGEST:
            yield Mistake(word.file, word.line, key, f"{word.text!r} is never looked up: up to {LONGEST} words in a row are")


def _libraries(folder: Traversable) -> Iterator[Mistake]:
    """Two files of one name: an example could not say of which one it is."""
    first: dict[str, str] = {}
    for file in yaml_files(folder / "libraries" / "python"):
        tree = read_yaml(*file)
        name = _text(tree, "library")
        if name in first:
            yield Mistake(tree.file, tree.lines["library"], "library", f"{name!r} stands in {first[name]} too")
        first.setdefault(name, tree.file)


def _jurisdictions(folder: Traversable) -> Iterator[Mistake]:
    """Law that no profile shows."""
    profiles = [read_yaml(*file) for file in yaml_files(folder / "profiles")]
    shown = {word.text for tree in profiles for word in _words(tree.entries.get("jurisdictions"))}
    for file in yaml_files(folder / "law"):
        tree = read_yaml(*file)
        code = _text(tree, "jurisdiction")
        if code not in shown:
            yield Mistake(tree.file, tree.lines["jurisdiction"], "jurisdiction", f"no profile shows {code!r}{nearest(code, shown)}")


def _tree(path: Traversable) -> Mapping:
    return read_yaml(path, str(path))


def _mapping(node: Node) -> Mapping:
    assert isinstance(node, Mapping), "the readers have seen to that"
    return node


def _items(node: Node | None) -> list[Node]:
    return node.items if isinstance(node, Items) else []


def _words(node: Node | None) -> list[Text]:
    return [item for item in _items(node) if isinstance(item, Text)]


def _text(tree: Mapping, key: str) -> str:
    node = tree.entries.get(key)
    return node.text if isinstance(node, Text) else ""
