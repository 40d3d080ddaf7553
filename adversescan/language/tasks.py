"""The words prompts are made of, one file per language under rules/lexicon/tasks/."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import field
from enum import StrEnum
from functools import lru_cache
from importlib.resources.abc import Traversable
from typing import Any

from adversescan.knowledge.attribute_ids import read_attribute_ids
from adversescan.knowledge.decode import decode_block, decode_record, list_of, nearest
from adversescan.knowledge.yaml_file import Node, collect, expect_mapping, join, read_yaml, refuse, yaml_files
from adversescan.language.fold import fold
from adversescan.record import dataclass


class Script(StrEnum):
    """The writing a language is told by; those in Latin letters are told apart by their common words."""

    LATIN = "latin"
    ARABIC = "arabic"
    DEVANAGARI = "devanagari"
    HAN = "han"
    KANA = "kana"


class Order(StrEnum):
    """Where the verb stands that governs a list of things."""

    VERB_FIRST = "verb-first"
    VERB_LAST = "verb-last"


@dataclass(frozen=True, slots=True)
class TaskWords:
    """One language. Forms of a word are written `guess|guessing`; phrases are words with spaces."""

    language: str
    script: Script
    order: Order = Order.VERB_FIRST
    common: tuple[str, ...] = ()
    """Words that tell the language from others in the same script."""
    not_after: tuple[str, ...] = ()
    """Words after which a task word is no instruction: "they describe", "the answer"."""
    prefixes: tuple[str, ...] = ()
    """What may be written together with the word that follows; the first is the article, which phrases repeat on every word."""
    suffixes: tuple[str, ...] = ()
    """Possessives written at the end of a word."""
    infer: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    """Instructions to name something, which is a conclusion only where an attribute is named."""
    score: tuple[str, ...] = ()
    decide: tuple[str, ...] = ()
    write: tuple[str, ...] = ()
    summarise: tuple[str, ...] = ()
    redact: tuple[str, ...] = ()
    translate: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()
    mention: tuple[str, ...] = ()
    """Instructions to let something appear, or to heed it."""
    reply: tuple[str, ...] = ()
    """Instructions to hand back an answer that is given: "say yes if"."""
    given: tuple[str, ...] = ()
    """Such answers: yes, true."""
    flag: tuple[str, ...] = ()
    """Instructions to single out."""
    consult: tuple[str, ...] = ()
    """Instructions to ask the person."""
    conditions: tuple[str, ...] = ()
    relative: tuple[str, ...] = ()
    """What leads from a person to what makes the difference: "users who"."""
    seems: tuple[str, ...] = ()
    """It has to be guessed: "seems", "probably"."""
    speech: tuple[str, ...] = ()
    """What follows is what somebody talks about: "asks about"."""
    questions: tuple[str, ...] = ()
    """What a question starts with."""
    particles: tuple[str, ...] = ()
    """What makes a question wherever it stands."""
    whether: tuple[str, ...] = ()
    dossiers: tuple[str, ...] = ()
    """Texts about one person."""
    about: tuple[str, ...] = ()
    """Words between a text and the person it is about."""
    persons: tuple[str, ...] = ()
    """The subject is a person, or something a person wrote or showed."""
    texts: tuple[str, ...] = ()
    """Words for texts: whether they are about something or mention it says nothing of a person."""
    audience: tuple[str, ...] = ()
    """Words before those whom something is for: "for pregnant women"."""
    partners: tuple[str, ...] = ()
    """Persons of whom the one is that the model may be talking with: a condition on them may only say how to talk."""
    addressees: tuple[str, ...] = ()
    """Persons who are no subject: whom the model answers or writes for."""
    unrelated: tuple[str, ...] = ()
    """Phrases with a word that elsewhere names an attribute: "al extranjero", "one single word"."""
    things: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    """The question is what a text says or does, not what a person is: stereotypes, hate speech."""
    basis_before: tuple[str, ...] = ()
    """What follows is what to conclude from."""
    basis_after: tuple[str, ...] = ()
    negation_before: tuple[str, ...] = ()
    """What follows is not to be done."""
    negation_around: tuple[str, ...] = ()
    """The whole clause is not to be done."""
    contrast: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    """And, then."""
    alternatives: tuple[str, ...] = ()
    """Or, nor."""
    formats: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    """Words before the names of the answer's fields."""
    ambiguous: tuple[str, ...] = ()
    """Words for an attribute with another everyday sense: as a key of the answer they count beside another sign of it only."""
    adverse: tuple[str, ...] = ()
    favourable: tuple[str, ...] = ()
    attributes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Attribute -> expressions for it that only a question uses: "would vote for"."""


class Cue(StrEnum):
    """What a word says about a prompt: the fields of `TaskWords` that hold words."""

    INFER = "infer"
    ASK = "ask"
    SCORE = "score"
    DECIDE = "decide"
    WRITE = "write"
    SUMMARISE = "summarise"
    REDACT = "redact"
    TRANSLATE = "translate"
    ANSWER = "answer"
    MENTION = "mention"
    REPLY = "reply"
    GIVEN = "given"
    FLAG = "flag"
    CONSULT = "consult"
    CONDITION = "conditions"
    RELATIVE = "relative"
    SEEMS = "seems"
    SPEECH = "speech"
    QUESTION = "questions"
    PARTICLE = "particles"
    WHETHER = "whether"
    DOSSIER = "dossiers"
    ABOUT = "about"
    PERSON = "persons"
    TEXT = "texts"
    AUDIENCE = "audience"
    PARTNER = "partners"
    ADDRESSEE = "addressees"
    UNRELATED = "unrelated"
    THING = "things"
    CONTENT = "content"
    BASIS_BEFORE = "basis_before"
    BASIS_AFTER = "basis_after"
    NEGATION_BEFORE = "negation_before"
    NEGATION_AROUND = "negation_around"
    CONTRAST = "contrast"
    JOIN = "joins"
    ALTERNATIVE = "alternatives"
    FORMAT = "formats"
    KEYS = "keys"
    AMBIGUOUS = "ambiguous"
    ADVERSE = "adverse"
    FAVOURABLE = "favourable"
    ATTRIBUTE = "attributes"


@dataclass(frozen=True, eq=False)
class Tasks:
    """The words of all languages."""

    languages: tuple[TaskWords, ...]
    prepared: dict[object, Any] = field(default_factory=dict)
    """What is built from the words when a language is first needed."""


@lru_cache(maxsize=4)
def read_tasks(folder: Traversable) -> Tasks:
    """The task words of a rules folder. Raises InvalidFiles with every mistake in them."""
    attributes = read_attribute_ids(folder)
    files = yaml_files(folder / "lexicon" / "tasks")
    return Tasks(tuple(collect(lambda file: _read_language(*file, attributes), files)))


def expressions(words: TaskWords) -> Iterator[tuple[Cue, str, str]]:
    """Every folded expression with its cue, and the attribute it names if it names one."""
    for cue in Cue:
        if cue is not Cue.ATTRIBUTE:
            yield from ((cue, form, "") for text in getattr(words, cue) for form in _forms(text, words))
    for attribute, texts in words.attributes:
        yield from ((Cue.ATTRIBUTE, form, attribute) for text in texts for form in _forms(text, words))


def _forms(text: str, words: TaskWords) -> Iterator[str]:
    for parts in itertools.product(*(part.split("|") for part in text.split())):
        form = fold(" ".join(parts))
        yield form
        yield from (fold(prefix) + form for prefix in words.prefixes)
        if words.suffixes:
            yield from (f"{prefix}{_stem(parts)}{suffix}" for prefix in ("", *words.prefixes) for suffix in words.suffixes)
        if words.prefixes and len(parts) > 1:
            yield fold(" ".join(words.prefixes[0] + part for part in parts))


def _stem(parts: tuple[str, ...]) -> str:
    """The word as it stands before a suffix: its last letter may change."""
    form = " ".join(parts)
    return fold(form[:-1]) + "ت" if form.endswith("ة") else fold(form)


def _read_language(path: Traversable, name: str, attributes: frozenset[str]) -> TaskWords:
    def read_attributes(node: Node, key: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        entries = expect_mapping(node, key).entries
        return tuple(collect(lambda entry: _read_attribute(entry[0], entry[1], key, attributes), entries.items()))

    return decode_record(read_yaml(path, name), TaskWords, special={"attributes": read_attributes})


def _read_attribute(attribute: str, node: Node, key: str, known: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    if attribute not in known:
        refuse(node, join(key, attribute), f"unknown attribute {attribute!r}{nearest(attribute, known)}")
    return attribute, list_of(decode_block)(node, join(key, attribute))
