"""The words rules and libraries may use for attributes: the ids of rules/vocabulary/attributes.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adversescan.knowledge.decode import decode_text
from adversescan.knowledge.yaml_file import Items, Node, collect, expect_mapping, read_yaml, refuse

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def read_attribute_ids(folder: Traversable) -> frozenset[str]:
    """The attribute ids of a rules folder. Raises InvalidFiles where the file does not list any."""
    path = folder / "vocabulary" / "attributes.yaml"
    tree = read_yaml(path, str(path))
    attributes = tree.entries.get("attributes", tree)
    if not isinstance(attributes, Items):
        refuse(attributes, "attributes", "must be a list")
    return frozenset(collect(_id, attributes.items))


def _id(node: Node) -> str:
    entries = expect_mapping(node, "attributes").entries
    if "id" not in entries:
        refuse(node, "attributes", "id is missing")
    return decode_text(entries["id"], "attributes.id")
