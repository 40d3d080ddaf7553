"""Reads rules/vocabulary/: the concepts that the words of the lexicons may stand for."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable

from adversescan.errors import InvalidFiles, Mistake
from adversescan.knowledge.concepts import ConceptKind
from adversescan.knowledge.decode import decode_block, decode_pairs, decode_record, nearest
from adversescan.knowledge.safe_patterns import pattern_mistake
from adversescan.knowledge.stages import Mitigation
from adversescan.knowledge.yaml_file import Items, Mapping, Node, collect, expect_mapping, join, read_yaml, refuse
from adversescan.record import dataclass


@dataclass(frozen=True, slots=True)
class Attribute:
    """A protected or regulated attribute. `proxies` are ids of what stands in for it; `dpv` and `fideslang` name it elsewhere.

    `shapes` are regular expressions of labels that are no words: age bands. A comparison with a number up to `minimum`
    is a limit the law draws, as for a minimum age.
    """

    id: str
    label: str
    parents: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    dpv: tuple[str, ...] = ()
    fideslang: tuple[str, ...] = ()
    shapes: tuple[str, ...] = ()
    minimum: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """What words can stand for: attributes, and the labels of every other concept by kind and id."""

    attributes: tuple[Attribute, ...]
    labels: dict[ConceptKind, dict[str, str]]

    def stands_for(self, proxy: str) -> tuple[str, ...]:
        """The attributes a proxy stands in for."""
        return tuple(attribute.id for attribute in self.attributes if proxy in attribute.proxies)


FILES: dict[str, tuple[ConceptKind, ...]] = {
    "people": (ConceptKind.PERSON, ConceptKind.THING),
    "identity": (ConceptKind.IDENTITY, ConceptKind.CONTENT, ConceptKind.DOSSIER),
    "outcomes": (ConceptKind.ADVERSE, ConceptKind.FAVOURABLE, ConceptKind.STATUS, ConceptKind.QUANTITY),
    "recipients": (ConceptKind.EXTERNAL, ConceptKind.INTERNAL),
    "mitigations": (ConceptKind.MITIGATION,),
}
"""The files of the vocabulary beside attributes.yaml, and the kinds each defines."""


def read_terms(folder: Traversable) -> Terms:
    """The concepts of a rules folder. Raises InvalidFiles with every mistake."""
    vocabulary = folder / "vocabulary"
    tree = read_yaml(vocabulary / "attributes.yaml", str(vocabulary / "attributes.yaml"))
    attributes, proxies = _attributes(tree)
    labels = {ConceptKind.ATTRIBUTE: {attribute.id: attribute.label for attribute in attributes}, ConceptKind.PROXY: proxies}
    for kinds in collect(lambda name: _labels(vocabulary / f"{name}.yaml", FILES[name]), FILES):
        labels.update(kinds)
    return Terms(attributes, labels)


def _attributes(tree: Mapping) -> tuple[tuple[Attribute, ...], dict[str, str]]:
    _expect_keys(tree, ("attributes", "proxies"))
    items = tree.entries["attributes"]
    if not isinstance(items, Items):
        refuse(items, "attributes", "must be a list")
    nodes = items.items
    attributes = collect(lambda entry: decode_record(entry[1], Attribute, f"attributes[{entry[0]}]"), enumerate(nodes))
    proxies = dict(decode_pairs(tree.entries["proxies"], "proxies"))
    mistakes = list(_wrong_ids(attributes, nodes, proxies))
    if mistakes:
        raise InvalidFiles(mistakes)
    return tuple(attributes), proxies


def _wrong_ids(attributes: list[Attribute], nodes: list[Node], proxies: dict[str, str]) -> Iterator[Mistake]:
    """Attributes named twice, unknown parents and proxies, and proxies that stand for nothing."""
    ids = [attribute.id for attribute in attributes]
    for place, (attribute, node) in enumerate(zip(attributes, nodes, strict=True)):
        key = f"attributes[{place}]"
        if attribute.id in ids[:place]:
            yield Mistake(node.file, node.line, f"{key}.id", f"{attribute.id!r} stands twice")
        for parent in attribute.parents:
            if parent not in ids:
                yield Mistake(node.file, node.line, f"{key}.parents", f"unknown attribute {parent!r}{nearest(parent, ids)}")
        for shape in attribute.shapes:
            if wrong := pattern_mistake(shape):
                yield Mistake(node.file, node.line, f"{key}.shapes", f"{shape!r} {wrong}")
        for proxy in attribute.proxies:
            if proxy not in proxies:
                yield Mistake(node.file, node.line, f"{key}.proxies", f"unknown proxy {proxy!r}{nearest(proxy, proxies)}")
    used = {proxy for attribute in attributes for proxy in attribute.proxies}
    for proxy in proxies.keys() - used:
        yield Mistake(nodes[0].file, nodes[0].line, f"proxies.{proxy}", "stands in for no attribute")


def _labels(path: Traversable, kinds: tuple[ConceptKind, ...]) -> dict[ConceptKind, dict[str, str]]:
    tree = read_yaml(path, str(path))
    _expect_keys(tree, tuple(str(kind) for kind in kinds))
    return dict(collect(lambda kind: (kind, _kind_labels(tree, kind)), kinds))


def _kind_labels(tree: Mapping, kind: ConceptKind) -> dict[str, str]:
    entries = expect_mapping(tree.entries[kind], kind).entries
    if kind is ConceptKind.MITIGATION:
        known = [str(mitigation) for mitigation in Mitigation]
        for name in entries:
            if name not in known:
                refuse(entries[name], join(kind, name), f"unknown mitigation{nearest(name, known)}")
    return {name: decode_block(node, join(kind, name)) for name, node in entries.items()}


def _expect_keys(tree: Mapping, keys: tuple[str, ...]) -> None:
    mistakes = [
        Mistake(tree.file, tree.lines[name], name, f"unknown key{nearest(name, keys)}") for name in tree.entries if name not in keys
    ]
    mistakes += [Mistake(tree.file, tree.line, key, "is missing") for key in keys if key not in tree.entries]
    if mistakes:
        raise InvalidFiles(mistakes)
