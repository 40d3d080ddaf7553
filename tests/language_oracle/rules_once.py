"""Thousands of small scans share one reading of the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest

from adversescan.knowledge.rule_book import load_rule_book
from tests.language_oracle.programs import HEADER

IMPORTS = frozenset(re.findall(r"\w+", "\n".join(line for line in HEADER.splitlines() if "import" in line)))
"""All that made-up programs import: other names of a program make no difference to what is read."""


@contextmanager
def rules_read_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("adversescan.scan.load_rule_book", lambda profile, rules, names, cache: _book(profile, rules, IMPORTS))
        yield


_book = cache(load_rule_book)
