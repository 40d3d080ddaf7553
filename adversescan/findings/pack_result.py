"""A result or a review as bytes and back, for this version of the tool only."""

from __future__ import annotations

import io
import pickle
import sys
from dataclasses import is_dataclass
from enum import Enum
from typing import TypeVar

_OURS = "adversescan."


T = TypeVar("T")


def pack(result: object) -> bytes:
    """The result as bytes."""
    return pickle.dumps(result, pickle.HIGHEST_PROTOCOL)


def unpack(data: bytes, kind: type[T]) -> T | None:
    """The result of this kind that the bytes were made of; None where they are damaged or were made of anything else."""
    try:
        result = _Unpickler(io.BytesIO(data)).load()
    except (pickle.UnpicklingError, EOFError, ImportError, AttributeError, IndexError, KeyError, TypeError, ValueError):
        return None
    return result if isinstance(result, kind) else None


class _Unpickler(pickle.Unpickler):
    """Makes records and enums of this package and nothing else, so that a cache somebody tampered with runs no code."""

    def find_class(self, module: str, name: str) -> type:
        if module.startswith(_OURS):
            __import__(module)
            found = getattr(sys.modules[module], name)
            if isinstance(found, type) and found.__module__ == module and (is_dataclass(found) or issubclass(found, Enum)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a result")
