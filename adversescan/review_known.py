"""A review whose result is known when neither the document nor the rules have changed: no rule is read then.

The key is made of everything that a review depends on: the tool, the rules, the profile, the day (law comes into force), the name and the
content of the document.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from adversescan.cache import Cache, facts_key, folder_state, tool_state
from adversescan.findings.pack_result import pack, unpack
from adversescan.findings.review import Review
from adversescan.knowledge.rules_folder import rules_folder


def review_known(name: str, content: bytes, profile: str, version: str, folder: Path | None) -> Review:
    """What a review says, from the cache in the folder where it has said it before of the very same."""
    cache = Cache(folder)
    today = date.today().isoformat()  # noqa: DTZ011
    key = facts_key(content, "review", name, profile, version, today, *tool_state(), *folder_state(rules_folder()))
    known = unpack(cache.get_many([key]).get(key, b""), Review)
    if known is None:
        known = _review(name, content, profile, version)
        cache.put_many({key: pack(known)})
    return known


def _review(name: str, content: bytes, profile: str, version: str) -> Review:
    from adversescan.knowledge.rule_book import load_rule_book
    from adversescan.review.review_document import review_document

    return review_document(name, content, load_rule_book(profile, imports=frozenset()), version)
