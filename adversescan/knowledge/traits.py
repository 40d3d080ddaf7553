"""Reads rules/traits.yaml: the words that narrow an event of a rule beyond its stage, origin and attributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adversescan.knowledge.decode import decode_pairs
from adversescan.knowledge.yaml_file import read_yaml, refuse

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


OF_ENGINE = frozenset({"biometric", "face-index", "model-call", "other-model", "local-model", "guardrail-off"})
"""Traits the engine gives by what it sees; the others stand for a situation, which names tell (rules/situations.yaml)."""


def read_traits(folder: Traversable) -> frozenset[str]:
    """The trait words of a rules folder."""
    return frozenset(trait_meanings(folder))


def trait_meanings(folder: Traversable) -> dict[str, str]:
    """The trait words of a rules folder, each with what it says."""
    path = folder / "traits.yaml"
    tree = read_yaml(path, str(path))
    traits = decode_pairs(tree, "")
    for word, meaning in traits:
        if not meaning.strip():
            refuse(tree.entries[word], word, "must say what it means")
    return dict(traits)
