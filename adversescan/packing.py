"""Records as bytes and back, for this version of the tool only: a result, a review, a part of the rule book."""

from __future__ import annotations

import io
import pickle
import sys
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import TypeVar

_OURS = "adversescan."
_PLAIN = {(kind.__module__, kind.__name__): kind for kind in (date,)}
"""What records hold beside records: values that are made of bytes and nothing else."""


T = TypeVar("T")


def pack(record: object) -> bytes:
    """The record as bytes."""
    return pickle.dumps(record, pickle.HIGHEST_PROTOCOL)


def unpack(data: bytes, kind: type[T]) -> T | None:
    """The record of this kind that the bytes were made of; None where they are damaged or were made of anything else."""
    try:
        record = _Unpickler(io.BytesIO(data)).load()
    except (pickle.UnpicklingError, EOFError, ImportError, AttributeError, IndexError, KeyError, TypeError, ValueError):
        return None
    return record if isinstance(record, kind) else None


class _Unpickler(pickle.Unpickler):
    """Makes records and enums of this package, and days, so that a cache somebody tampered with runs no code."""

    def find_class(self, module: str, name: str) -> type:
        return _kind(module, name)


@cache
def _kind(module: str, name: str) -> type:
    if module.startswith(_OURS):
        __import__(module)
        found = getattr(sys.modules[module], name)
        if isinstance(found, type) and found.__module__ == module and (is_dataclass(found) or issubclass(found, Enum)):
            return found
    elif (module, name) in _PLAIN:
        return _PLAIN[module, name]
    raise pickle.UnpicklingError(f"{module}.{name} is no part of a record")
