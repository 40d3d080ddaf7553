"""A review whose result is known when neither the document nor the rules have changed: no rule is read then.

The key is made of everything that a review depends on: the tool, the rules, the profile, the day (law comes into force), the name and the
content of the document.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from adversescan.cache import Cache, facts_key, tool_state
from adversescan.findings.review import Review
from adversescan.knowledge.rules_folder import rules_state
from adversescan.packing import pack, unpack


def review_known(
    name: str, content: bytes, profile: str, version: str, folder: Path | None, *, rules: Path | None = None, as_of: date | None = None
) -> Review:
    """What a review says, from the cache in the folder where it has said it before of the very same."""
    cache = Cache(folder)
    day = as_of or date.today()  # noqa: DTZ011
    key = facts_key(content, "review", name, profile, version, day.isoformat(), *tool_state(), str(rules), *rules_state(rules))
    known = unpack(cache.get_many([key]).get(key, b""), Review)
    if known is None:
        known = _review(name, content, profile, version, rules, day, cache)
        cache.put_many({key: pack(known)})
    return known


def _review(name: str, content: bytes, profile: str, version: str, rules: Path | None, day: date, cache: Cache) -> Review:
    from adversescan.knowledge.rule_book import load_rule_book
    from adversescan.review.review_document import review_document

    return review_document(name, content, load_rule_book(profile, rules, frozenset(), cache), version, day)
