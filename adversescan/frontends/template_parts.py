"""A template together with the templates it extends and includes."""

from __future__ import annotations

import re
from collections.abc import Callable

_EXTENDS = re.compile(r"""\{%-?\s*extends\s+["']([^"']+)["']\s*-?%\}""")
_INCLUDE = re.compile(r"""\{%-?\s*include\s+["']([^"']+)["'][^%]*%\}""")
_BLOCK = re.compile(r"\{%-?\s*block\s+(\w+)[^%]*%\}(.*?)\{%-?\s*endblock[^%]*%\}", re.DOTALL)

Reads = Callable[[str], str | None]
"""Gives the text of another template by its name; None where there is none."""


def whole_template(text: str, read: Reads) -> str:
    """The text with what it includes in its place, and its blocks in those of the template it extends.

    A template that is not there leaves its line as it is.
    """
    if "{%" not in text:
        return text
    text = _INCLUDE.sub(lambda match: read(match[1]) or match[0], text)
    extended = _EXTENDS.search(text)
    base = read(extended[1]) if extended is not None else None
    if base is None:
        return text
    own: dict[str, str] = dict(_BLOCK.findall(text))
    return _BLOCK.sub(lambda match: own.get(match[1]) or match[2], base)
