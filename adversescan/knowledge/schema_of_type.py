"""A JSON Schema for what is read into a type: the same type hints that decode.py reads by, so that neither can drift from the other."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

Schema = dict[str, Any]

TEXT: Schema = {"type": ["string", "number", "boolean"]}
"""Every plain scalar is a text to our reader; an editor takes some for numbers."""
DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
ADDRESS: Schema = {"type": "string", "pattern": "^https?://"}
_SCALARS: dict[Any, Schema] = {str: TEXT, bool: {"type": "boolean"}, int: {"type": "integer"}, float: {"type": "number"}}


def record_schema(kind: type, *, given: Iterable[str] = (), special: Mapping[str, Schema] | None = None) -> Schema:
    """The schema of a record: the fields of the dataclass, except those `given`; `special` fields have a reader and schema of their own."""
    hints, special, none = get_type_hints(kind), special or {}, dataclasses.MISSING
    written = [field for field in dataclasses.fields(kind) if field.name not in given]
    required = [field.name for field in written if field.default is none and field.default_factory is none]
    properties = {field.name: special.get(field.name) or _value(hints[field.name]) for field in written}
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def mapping_to(values: Schema, keys: Iterable[str] | None = None) -> Schema:
    """A mapping of any keys, or of some of the given ones, to such values."""
    if keys is None:
        return {"type": "object", "additionalProperties": values}
    return {"type": "object", "properties": dict.fromkeys(sorted(keys), values), "additionalProperties": False}


def one_of(words: Iterable[str]) -> Schema:
    return {"enum": sorted(map(str, words))}


def _value(hint: Any) -> Schema:  # noqa: ANN401 - a type hint is any object
    if hint in _SCALARS:
        return _SCALARS[hint]
    if get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return mapping_to(TEXT) if inner == tuple[str, str] else list_of(_value(inner))
    if get_origin(hint) in (types.UnionType, Union):
        kinds = [kind for kind in get_args(hint) if kind is not type(None)]
        return _value(kinds[0]) if len(kinds) == 1 else TEXT
    if issubclass(hint, Enum):
        return {"enum": [str(member.value) for member in hint]}
    return record_schema(hint)
