"""Reads a prompt: what it asks a model to do, about whom, and which protected attributes it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Generic, TypeVar

from adversescan.graph.query import HOLE
from adversescan.language.answer_fields import find_pairs
from adversescan.language.examples import find_examples
from adversescan.language.fold import fold
from adversescan.language.lookups import Lookups, Words
from adversescan.language.phrases import could_be_prompt
from adversescan.language.prompt_facts import PromptFacts
from adversescan.language.reading import UNREAD, PromptReading
from adversescan.language.schemas import find_schemas
from adversescan.language.tasks import Tasks

T = TypeVar("T")
LONGEST = 20_000
"""Characters of a prompt that are read; what follows is data in all prompts seen."""


def read_prompt(text: str, vocabulary: Words, tasks: Tasks) -> PromptReading:
    """What the prompt asks for. Holes and `{fields}` are data put in later; what the text says about the reader of it changes nothing."""
    return _read(text, _Same(vocabulary), _Same(tasks))


def read_labels(labels: Sequence[str], vocabulary: Words, tasks: Tasks, template: str = "") -> tuple[str, ...]:
    """The attributes a label list sorts people by; `template` is the hypothesis the labels are put into.

    Labels about what a text says or whom it is for ("wording that appeals to men") sort texts, not people.
    """
    return Lookups(vocabulary, tasks).labels(labels, template)


class _Same(Generic[T]):
    """Wraps a value that is equal to itself only, so that readings can be kept by it."""

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)


@lru_cache(maxsize=32_768)
def _read(text: str, vocabulary: _Same[Words], tasks: _Same[Tasks]) -> PromptReading:
    given: list[str] = []
    described, plain = find_schemas(_plain(text[:LONGEST], given))
    fields, rest = find_pairs(plain)
    fields += described
    answers, parts = find_examples(rest)
    folded = fold(rest)
    if not (fields or answers) and not folded.rstrip().endswith((":", "：")) and not could_be_prompt(folded, tasks.value):
        return UNREAD
    facts = PromptFacts(vocabulary.value, tasks.value)
    facts.read(rest, folded)
    facts.add_fields(fields)
    facts.add_given(given)
    facts.add_examples(answers, parts)
    return facts.result()


_FORMAT_FIELD = re.compile(
    r"\{(?P<name>[A-Za-z_]\w*)(?:[.\[][\w.\[\]'\"]*)?(?:![rsa])?(?::[^{}\s]*)?\}|\{\d*\}|%\((?P<printf>\w+)\)s|%s"
    r"|\{\{\s*(?P<template>[\w.]+)\s*\}\}(?!\s*[,}])|<(?P<tag>[A-Z_]{3,})>"
)


def _plain(text: str, given: list[str]) -> str:
    """The text with holes for fields put in later, whose names are added to `given`, and without the doubled braces of a template."""

    def take(match: re.Match[str]) -> str:
        given.extend(name for name in match.groupdict().values() if name)
        return HOLE

    return _FORMAT_FIELD.sub(take, text).replace("{{", "{").replace("}}", "}")
