"""What is read from prompts of many kinds, asking and harmless, in nine languages; known mistakes are marked with their reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from adversescan.knowledge.vocabulary import Vocabulary, read_vocabulary
from adversescan.language.prompts import read_prompt
from adversescan.language.tasks import Tasks, read_tasks
from tests.language.prompt_files import PromptCase, prompt_cases

RULES = Path(__file__).parents[2] / "rules"
CASES = tuple(prompt_cases())


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return read_vocabulary(RULES)


@pytest.fixture(scope="module")
def tasks() -> Tasks:
    return read_tasks(RULES)


@pytest.mark.parametrize("case", [case for case in CASES if not case.wrong], ids=lambda case: f"{case.place} {case.text[:40]}")
def test_prompt(case: PromptCase, vocabulary: Vocabulary, tasks: Tasks) -> None:
    """Exactly the attributes asked for of a person are read, from the words or from the keys of the answer."""
    reading = read_prompt(case.text, vocabulary, tasks)

    assert case.is_read(reading), f"expected {sorted(case.asked)} {sorted(case.tasks)}, read {reading}"


@pytest.mark.parametrize("case", [case for case in CASES if case.wrong], ids=lambda case: f"{case.place} {case.text[:40]}")
def test_known_mistake(case: PromptCase, vocabulary: Vocabulary, tasks: Tasks) -> None:
    """A prompt marked as read wrongly is read wrongly still; one that is read right loses its mark."""
    assert not case.is_read(read_prompt(case.text, vocabulary, tasks)), "this is read right now: take the mark away"


def test_both_directions_are_covered() -> None:
    """Every language has prompts that ask and prompts that do not, and few are known to be read wrongly."""
    languages = {case.place.rpartition("/")[2] for case in CASES}
    asking = {case.place.rpartition("/")[2] for case in CASES if case.asked}
    harmless = {case.place.rpartition("/")[2] for case in CASES if not case.asked}

    assert (len(languages), asking, harmless) == (9, languages, languages)
    assert sum(bool(case.wrong) for case in CASES) * 30 <= len(CASES)
