"""What a model's id, path or family says: what it infers, from what, and where it runs. Data in rules/models/."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field, replace
from enum import StrEnum
from functools import cache
from importlib.resources.abc import Traversable

from adversescan.errors import InvalidFiles, Mistake
from adversescan.knowledge.attribute_ids import read_attribute_ids
from adversescan.knowledge.concepts import Concept, ConceptKind
from adversescan.knowledge.decode import decode_record, nearest
from adversescan.knowledge.vocabulary import Vocabulary, read_vocabulary
from adversescan.knowledge.words import rows, split_name
from adversescan.knowledge.yaml_file import Items, Mapping, Node, collect, read_yaml, yaml_files
from adversescan.record import dataclass

LONGEST_FAMILY = 4
"""Words in a row that a family is told by."""


class Locality(StrEnum):
    """Where a model runs."""

    HOSTED = "hosted"
    LOCAL = "local"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ModelReading:
    """What is known of a model.

    `biometric`: it reads faces, voices or gait. `encodes`: it makes of a face what the person is recognised by.
    `general`: it answers prompts.
    """

    attributes: tuple[str, ...] = ()
    biometric: bool = False
    locality: Locality = Locality.UNKNOWN
    uncensored: bool = False
    general: bool = False
    encodes: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """Models whose id holds one of the `words` in a row, or is one of the `ids`; what is said here adds up."""

    words: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    infers: tuple[str, ...] = ()
    biometric: bool = False
    locality: Locality = Locality.UNKNOWN
    uncensored: bool = False
    general: bool = False
    encodes: bool = False


@dataclass(frozen=True, slots=True)
class ModelsFile:
    families: tuple[Family, ...] = ()
    prefixes: tuple[tuple[str, str], ...] = ()
    suffixes: tuple[tuple[str, str], ...] = ()
    examples: tuple[tuple[str, str], ...] = ()
    """Names of models, and what they are read as."""


@dataclass(slots=True)
class Models:
    """Looks models up by id or path."""

    read_text: Callable[[str], tuple[Concept, ...]]
    ids: dict[str, ModelReading] = field(default_factory=dict)
    words: dict[str, ModelReading] = field(default_factory=dict)
    prefixes: dict[str, Locality] = field(default_factory=dict)
    suffixes: dict[str, Locality] = field(default_factory=dict)
    readings: dict[str, ModelReading] = field(default_factory=dict)

    def reading_of(self, model_id_or_path: str) -> ModelReading:
        """What a model id, file name or path says about the model; nothing is known of most."""
        reading = self.readings.get(model_id_or_path)
        if reading is None:
            reading = self.readings[model_id_or_path] = self._read(model_id_or_path)
        return reading

    def _read(self, name: str) -> ModelReading:
        folded = name.strip().casefold()
        known = [self.ids[folded]] if folded in self.ids else []
        said = _joined([*known, *self._families(split_name(folded))])
        attributes = tuple(dict.fromkeys((*said.attributes, *self._words(_own_name(name)))))
        return replace(said, attributes=attributes, locality=self._locality(folded, said.locality))

    def _families(self, words: list[str]) -> Iterator[ModelReading]:
        return (self.words[row] for row in sorted(rows(words, LONGEST_FAMILY) & self.words.keys()))

    def _words(self, name: str) -> list[str]:
        return [concept.id for concept in self.read_text(name) if concept.kind is ConceptKind.ATTRIBUTE]

    def _locality(self, name: str, said: Locality) -> Locality:
        """Where it runs: what is written before or behind the name goes before what the family is known for."""
        for prefix, locality in self.prefixes.items():
            if name.startswith(prefix):
                return locality
        return next((locality for suffix, locality in self.suffixes.items() if name.endswith(suffix)), said)


def read_models(folder: Traversable, vocabulary: Vocabulary | None = None) -> Models:
    """The models of a rules folder; their names are read with the vocabulary, which is read when first needed unless given.

    Raises InvalidFiles with every mistake in the models.
    """
    own = cache(lambda: vocabulary or read_vocabulary(folder))
    models = Models(lambda text: own().read_text(text))
    attributes = read_attribute_ids(folder)
    trees = collect(lambda file: read_yaml(*file), yaml_files(folder / "models"))
    mistakes = [mistake for tree in trees for mistake in _take(tree, models, attributes)]
    if mistakes:
        raise InvalidFiles(mistakes)
    return models


def _own_name(name: str) -> str:
    """The last part of a path or id without its ending: folders and owners do not say what a model does."""
    last = name.strip().replace("\\", "/").rstrip("/").rpartition("/")[2]
    return last.partition(".")[0] or last


def _joined(readings: list[ModelReading]) -> ModelReading:
    attributes = tuple(dict.fromkeys(id_ for reading in readings for id_ in reading.attributes))
    locality = next((reading.locality for reading in readings if reading.locality is not Locality.UNKNOWN), Locality.UNKNOWN)
    return ModelReading(
        attributes,
        biometric=any(reading.biometric for reading in readings),
        locality=locality,
        uncensored=any(reading.uncensored for reading in readings),
        general=any(reading.general for reading in readings),
        encodes=any(reading.encodes for reading in readings),
    )


def _take(tree: Mapping, models: Models, attributes: frozenset[str]) -> Iterator[Mistake]:
    """Enter a file; yields unknown attributes and localities, families without a name, and names that stand twice."""
    try:
        file = decode_record(tree, ModelsFile)
    except InvalidFiles as invalid:
        yield from invalid.mistakes
        return
    for place, (family, node) in enumerate(zip(file.families, _nodes(tree), strict=True)):
        key = f"families[{place}]"
        for id_ in family.infers:
            if id_ not in attributes:
                yield Mistake(node.file, node.line, key, f"unknown attribute {id_!r}{nearest(id_, attributes)}")
        if not family.words and not family.ids:
            yield Mistake(node.file, node.line, key, "has neither words nor ids")
        yield from _enter(node, key, family, models)
    for pairs, index, name in ((file.prefixes, models.prefixes, "prefixes"), (file.suffixes, models.suffixes, "suffixes")):
        for text, locality in pairs:
            if locality not in list(Locality):
                yield Mistake(tree.file, tree.line, f"{name}.{text}", f"unknown locality {locality!r}{nearest(locality, Locality)}")
            else:
                index[text] = Locality(locality)


def _nodes(tree: Mapping) -> list[Node]:
    families = tree.entries.get("families")
    return families.items if isinstance(families, Items) else []


def _enter(node: Node, key: str, family: Family, models: Models) -> Iterator[Mistake]:
    reading = ModelReading(family.infers, family.biometric, family.locality, family.uncensored, family.general, family.encodes)
    words = [" ".join(split_name(word)) for word in family.words]
    for names, index in ((words, models.words), ([id_.casefold() for id_ in family.ids], models.ids)):
        for name in names:
            if name in index:
                yield Mistake(node.file, node.line, key, f"{name!r} stands twice")
            index[name] = reading
