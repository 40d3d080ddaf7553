"""A cheap guess whether a text is SQL; the parser has the last word."""

from __future__ import annotations

import re

_START = re.compile(
    r"""(?:\s|--[^\n]*\n|/\*.*?\*/|\(|\{%[^%]*%\}|\{\{[^}]*\}\})*
    (?: select\s+(?:.*?\bfrom\b\s*\S | [\w.]+\s*\( | [\w.*'"%?:$]+\s*(?:,|;|$|\sas\s))
      | insert\s+(?:or\s+\w+\s+|ignore\s+|overwrite\s+)?(?:into|table)\s+\S
      | replace\s+into\s+\S
      | update\s+\S+\s+(?:(?:as\s+)?\w+\s+)?(?:join\b.*?)?set\s+\S+\s*=
      | delete\s+from\s+\S
      | merge\s+(?:into\s+)?\S+.*?\busing\b
      | with\s+(?:recursive\s+)?\S+\s*(?:\([^)]*\)\s*)?as\s+(?:not\s+)?(?:materialized\s+)?\(
      | create\s+(?:or\s+replace\s+)?(?:temp(?:orary)?\s+|global\s+|transient\s+|external\s+|materialized\s+|unlogged\s+)*
        (?:table|view|index|schema|database|extension|function|trigger|unique\s+index|type|sequence|role|model|stream|task)\s+\S
      | (?:drop|alter|truncate)\s+(?:table|view|index|schema|database)\s+\S
      | (?:copy|unload)\s+.*?\b(?:from|to)\b )
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_LONGEST_START = 4000


def looks_like_sql(text: str) -> bool:
    """Whether the text starts as an SQL statement does."""
    return _START.match(text[:_LONGEST_START]) is not None
