"""The result of a review that is known is given again, and forgotten when anything it depends on changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from adversescan import review_known as module
from adversescan.cache import Cache
from adversescan.review_known import review_known

PLAN = b"We look up every applicant on Instagram, infer their religion from the posts and reject Muslims.\n"


@pytest.fixture
def reviewed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the documents that were really read."""
    names: list[str] = []
    review = module._review  # noqa: SLF001

    def count(name: str, content: bytes, profile: str, version: str, rules: Path | None, day: date, cache: Cache):
        names.append(name)
        return review(name, content, profile, version, rules, day, cache)

    monkeypatch.setattr(module, "_review", count)
    return names


def test_a_review_is_known_the_second_time(tmp_path: Path, reviewed: list[str]) -> None:
    first = review_known("plan.md", PLAN, "default", "1", tmp_path)

    assert review_known("plan.md", PLAN, "default", "1", tmp_path) == first
    assert reviewed == ["plan.md"]


@pytest.mark.parametrize(
    ("name", "content", "profile"),
    [("other.md", PLAN, "default"), ("plan.md", PLAN + b"Really.\n", "default"), ("plan.md", PLAN, "eu")],
    ids=["name", "content", "profile"],
)
def test_what_a_review_depends_on_makes_it_new(tmp_path: Path, reviewed: list[str], name: str, content: bytes, profile: str) -> None:
    review_known("plan.md", PLAN, "default", "1", tmp_path)
    review_known(name, content, profile, "1", tmp_path)

    assert len(reviewed) == 2


def test_without_a_folder_every_review_is_new(reviewed: list[str]) -> None:
    for _ in range(2):
        review_known("plan.md", PLAN, "default", "1", None)

    assert len(reviewed) == 2
