"""What the examples of hosts and models say is held against how these are read."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from adversescan.errors import Mistake
from adversescan.examples.told import Told, host_reading, model_reading, wrong_told
from adversescan.knowledge.rule_book import load_rule_book
from adversescan.knowledge.rules_folder import rules_folder

BOOK = load_rule_book(folder=Path(str(rules_folder())))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        pytest.param("https://www.linkedin.com/in/ann", "social-network LinkedIn", id="domain"),
        pytest.param("https://dating.example.org/", "weak social-network dating", id="word"),
        pytest.param("http://10.1.2.3/", "internal 10.1.2.3", id="own network"),
        pytest.param("https://flats.example/", "nothing", id="unknown"),
    ],
)
def test_an_address_is_read(address: str, said: str) -> None:
    """Its kind and service, and whether only a word says so."""
    assert host_reading(BOOK.hosts, address) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("superb/wav2vec2-base-superb-er", "infers emotion; biometric", id="id"),
        pytest.param("models/mistral-7b.gguf", "local; general", id="family and ending"),
        pytest.param("lab/some-net", "nothing", id="unknown"),
    ],
)
def test_the_name_of_a_model_is_read(name: str, said: str) -> None:
    """Where it runs, what it infers, and what else is known of it."""
    assert model_reading(BOOK.models, name) == said


def test_an_example_that_is_read_as_something_else() -> None:
    """Is named with its line and the right reading."""
    examples = [Told("hosts/chat.yaml", 7, "https://flats.example/", "chat Flats")]

    wrong = list(wrong_told(examples, partial(host_reading, BOOK.hosts)))

    assert wrong == [Mistake("hosts/chat.yaml", 7, "examples.https://flats.example/", "is read as `nothing`, not as `chat Flats`")]
