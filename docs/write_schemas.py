"""Makes docs/schemas/, the JSON Schemas of the files under rules/, out of the types they are read into."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from adversescan.knowledge.rules_folder import rules_folder
from adversescan.knowledge.schemas import KINDS
from adversescan.reports.json_text import json_text

FILES = [Path(__file__).parent / "schemas" / f"{kind}.json" for kind in KINDS]


def schema_of(path: Path) -> Callable[[], str]:
    """What makes the schema of the kind that the file is named after."""
    return lambda: json_text(KINDS[path.stem].schema(rules_folder()))
