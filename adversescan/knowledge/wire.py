"""What the parts of a network request say: rules/wire/requests.yaml."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from adversescan.knowledge.decode import decode_record
from adversescan.knowledge.measures import patterns
from adversescan.knowledge.yaml_file import read_yaml
from adversescan.record import dataclass
from adversescan.sources.expression import Expression


def read_wire(folder: Traversable) -> Wire:
    """Raises InvalidFiles with all mistakes of the file."""
    path = folder / "wire" / "requests.yaml"
    words = decode_record(read_yaml(path, str(path)), WireWords, special={"secrets": patterns})
    groups = [words.credentials, words.model_keys, words.prompt_keys, words.look_up_by, words.model_names, words.address_names]
    lowered = [frozenset(word.lower() for word in group) for group in (*groups, words.sole_keys)]
    credentials, model_keys, prompt_keys, look_up_by, model_names, address_names, sole_keys = lowered
    return Wire(credentials, model_keys, prompt_keys, look_up_by, model_names, address_names, sole_keys, words.secrets)


@dataclass(frozen=True, slots=True)
class WireWords:
    credentials: tuple[str, ...]
    model_keys: tuple[str, ...]
    prompt_keys: tuple[str, ...]
    look_up_by: tuple[str, ...]
    model_names: tuple[str, ...]
    address_names: tuple[str, ...]
    sole_keys: tuple[str, ...]
    secrets: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Wire:
    """Words are compared in lower case."""

    credentials: frozenset[str]
    model_keys: frozenset[str]
    prompt_keys: frozenset[str]
    look_up_by: frozenset[str]
    """Kinds of identity by which a host with an account looks up strangers."""

    model_names: frozenset[str]
    address_names: frozenset[str]
    sole_keys: frozenset[str]
    secrets: tuple[Expression, ...]

    def is_credential(self, name: str) -> bool:
        """Whether a header or parameter of that name shows an account of the caller's own, however its words are joined."""
        return name.lower().replace("_", "-") in self.credentials

    def is_secret(self, text: str) -> bool:
        """Whether a text looks like a key to a service, or stands where one belongs."""
        return any(pattern.search(text) for pattern in self.secrets)

    def is_question(self, keys: frozenset[str], *, of_models: bool = False) -> bool:
        """Whether a request body with these keys asks a language model, at a host that has nothing but models or at any other."""
        return (self.model_keys <= keys and bool(self.prompt_keys & keys)) or (of_models and bool(self.sole_keys & keys))
