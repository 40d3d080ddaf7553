"""Reads rules/prose/weights.yaml: how much each sign of a design speaks for or against people."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from adversescan.knowledge.prose import Cue
from adversescan.knowledge.stages import Mitigation
from adversescan.knowledge.yaml_file import Mapping, Text, expect_mapping, join, read_yaml, refuse
from adversescan.record import dataclass

FILE = "weights.yaml"
_OTHERS = (
    "inferred", "attribute", "shared", "proxy", "statement", "never-recorded", "refused", "refused-twice", "denied-section",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProseWeights:
    """The weight of each cue, mitigation and other sign, and where the scales stand with nothing on them."""

    bias: int
    cues: dict[str, int]
    mitigations: dict[str, int]
    others: dict[str, int]


def read_prose_weights(folder: Traversable) -> ProseWeights:
    """The weights below the rules folder. Raises InvalidFiles with the first mistake."""
    tree = read_yaml(folder / "prose" / FILE, FILE)
    mitigations = [*(each.value for each in Mitigation), "other"]
    return ProseWeights(
        _number(tree, "bias", "bias"), _group(tree, "cues", list(Cue)), _group(tree, "mitigations", mitigations),
        _group(tree, "others", _OTHERS),
    )  # fmt: skip


def _group(tree: Mapping, key: str, known: list[Cue] | list[str] | tuple[str, ...]) -> dict[str, int]:
    group = expect_mapping(tree.entries[key], key) if key in tree.entries else refuse(tree, key, "is missing")
    for name in group.entries:
        if name not in known:
            refuse(group, name, f"must be one of {', '.join(known)}")
    return {name: _number(group, name, join(key, name)) for name in group.entries}


def _number(tree: Mapping, name: str, key: str) -> int:
    node = tree.entries.get(name)
    if not isinstance(node, Text) or not node.text.lstrip("-").isdigit():
        refuse(tree, name, f"{key} must be a whole number")
    return int(node.text)
