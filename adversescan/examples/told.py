"""What addresses and models are said to be by the `examples` of their files, held against how they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from adversescan.errors import Mistake
from adversescan.knowledge.concepts import Strength
from adversescan.knowledge.hosts import Hosts
from adversescan.knowledge.models import Locality, Models
from adversescan.knowledge.yaml_file import Mapping, Text, read_yaml, yaml_files
from adversescan.record import dataclass

NOTHING = "nothing"
"""The reading of a look-alike."""


@dataclass(frozen=True, slots=True)
class Told:
    """An address or the name of a model, and what its file says it is read as."""

    file: str
    line: int
    text: str
    reading: str


def told_examples(folder: Path, kind: str) -> list[Told]:
    """The examples of all files of a folder of the rule book: `hosts` or `models`."""
    files = yaml_files(folder / kind) if (folder / kind).is_dir() else []
    return [told for path, file in files for told in _examples(read_yaml(path, file))]


def wrong_told(examples: list[Told], read: Callable[[str], str]) -> Iterator[Mistake]:
    """The examples that are read as something else."""
    for example in examples:
        if (found := read(example.text)) != example.reading:
            text = f"is read as `{found}`, not as `{example.reading}`"
            yield Mistake(example.file, example.line, f"examples.{example.text}", text)


def host_reading(hosts: Hosts, address: str) -> str:
    """What stands behind an address, e.g. `name-service Genderize; infers sex-gender; asked by name`."""
    match = hosts.kind_of(address)
    if match is None:
        return NOTHING
    weak = "" if match.strength is Strength.STRONG else "weak "
    said = [f"{weak}{match.kind.value} {match.service}"]
    said += [f"infers {', '.join(match.attributes)}"] if match.attributes else []
    said += [f"asked by {', '.join(match.asked_by)}"] if match.asked_by else []
    return "; ".join([*said, "enrols"] if match.enrols else said)


def model_reading(models: Models, name: str) -> str:
    """What the name of a model says, e.g. `local; infers emotion; biometric`."""
    reading = models.reading_of(name)
    said = [] if reading.locality is Locality.UNKNOWN else [reading.locality.value]
    said += [f"infers {', '.join(reading.attributes)}"] if reading.attributes else []
    said += [word for word in ("biometric", "uncensored", "general", "encodes") if getattr(reading, word)]
    return "; ".join(said) or NOTHING


def _examples(tree: Mapping) -> Iterator[Told]:
    node = tree.entries.get("examples")
    if isinstance(node, Mapping):
        for text, reading in node.entries.items():
            if isinstance(reading, Text):
                yield Told(tree.file, node.lines[text], text, reading.text)
