"""JSON as every report writes it: readable, in a fixed order, and valid Unicode whatever the scanned files are called."""

from __future__ import annotations

import json
from collections.abc import Mapping


def json_text(value: Mapping[str, object]) -> str:
    """The value as indented JSON. A byte of a file's name that is no text becomes a question mark."""
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    return text.encode("utf-8", "replace").decode("utf-8") + "\n"
