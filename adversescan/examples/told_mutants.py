"""Mutants of hosts and models, and what the examples of their files say to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from random import Random
from typing import TypeVar

from adversescan.examples.mutations import Mutant, Words, changed
from adversescan.examples.told import Told, host_reading, model_reading, wrong_told
from adversescan.knowledge.hosts import HostKind, Hosts, Service
from adversescan.knowledge.models import Models
from adversescan.record import dataclass

V = TypeVar("V")
_MISSING = "missing"
_READING = ("attributes", "biometric", "locality", "uncensored", "general", "encodes")


def host_mutants(examples: list[Told], hosts: Hosts, words: Words, random: Random) -> Iterator[Mutant]:
    """A domain, label or word that is missing or of another kind, and each change of what a service infers.

    A domain that a label of the same service tells too is as good as missing: its absence can be noticed nowhere.
    """
    tried = tuple(examples)
    for name, key, said, other in _changed_hosts(hosts, words, random):
        address = key if name in ("domains", "kind") and "." in key else f"{key}.org"
        if said != _MISSING or host_reading(other, address) != host_reading(hosts, address):
            yield Mutant(f"host {name}", f"rules/hosts: {key}", said, _Caught(tried, partial(host_reading, other)))


def model_mutants(examples: list[Told], models: Models, words: Words, random: Random) -> Iterator[Mutant]:
    """A word, id, prefix or ending that is missing, and each change of what it says.

    What other words in the same name say as well is no change.
    """
    tried = tuple(examples)
    for name, key, said, other in _changed_models(models, words, random):
        text = key if name in ("prefixes", "suffixes", "ids") else key.replace(" ", "-")
        if model_reading(other, text) != model_reading(models, text):
            yield Mutant(f"model {name}", f"rules/models: {key}", said, _Caught(tried, partial(model_reading, other)))


def _changed_hosts(hosts: Hosts, words: Words, random: Random) -> Iterator[tuple[str, str, str, Hosts]]:
    for domain, (kind, service) in hosts.domains.items():
        yield "domains", domain, _MISSING, replace(hosts, domains=_without(hosts.domains, domain))
        yield "kind", domain, *_other_kind(kind, random, lambda new: replace(hosts, domains={**hosts.domains, domain: (new, service)}))  # noqa: B023
        for name, said, other in _changed_service(service, words, random):
            yield name, domain, said, replace(hosts, domains={**hosts.domains, domain: (kind, other)})
    for label in hosts.labels:
        yield "labels", label, _MISSING, replace(hosts, labels=_without(hosts.labels, label))
    for word, kind in hosts.words.items():
        missing = replace(hosts, words=_without(hosts.words, word), unmistakable=_without(hosts.unmistakable, word))
        yield "words", word, _MISSING, missing
        if word not in hosts.unmistakable:
            yield "words", word, *_other_kind(kind, random, lambda new: replace(hosts, words={**hosts.words, word: new}))  # noqa: B023


def _other_kind(kind: HostKind, random: Random, change: Callable[[HostKind], Hosts]) -> tuple[str, Hosts]:
    other = random.choice([each for each in HostKind if each is not kind])
    return f"kind: {other.value} instead of {kind.value}", change(other)


def _changed_service(service: Service, words: Words, random: Random) -> Iterator[tuple[str, str, Service]]:
    yield from changed(service, ("infers", "asked_by"), words, random)
    for place, path in enumerate(service.paths):
        for name, said, other in changed(path, ("words", "infers", "enrols"), words, random):
            yield f"path {name}", said, replace(service, paths=(*service.paths[:place], other, *service.paths[place + 1 :]))


def _changed_models(models: Models, words: Words, random: Random) -> Iterator[tuple[str, str, str, Models]]:
    for word, reading in models.words.items():
        yield "words", word, _MISSING, replace(models, words=_without(models.words, word), readings={})
        for name, said, other in changed(reading, _READING, words, random):
            yield name, word, said, replace(models, words={**models.words, word: other}, readings={})
    for id_, reading in models.ids.items():
        yield "ids", id_, _MISSING, replace(models, ids=_without(models.ids, id_), readings={})
        for name, said, other in changed(reading, _READING, words, random):
            yield name, id_, said, replace(models, ids={**models.ids, id_: other}, readings={})
    for text in models.prefixes:
        yield "prefixes", text, _MISSING, replace(models, prefixes=_without(models.prefixes, text), readings={})
    for text in models.suffixes:
        yield "suffixes", text, _MISSING, replace(models, suffixes=_without(models.suffixes, text), readings={})


def _without(index: dict[str, V], name: str) -> dict[str, V]:
    return {key: value for key, value in index.items() if key != name}


@dataclass(frozen=True)
class _Caught:
    examples: tuple[Told, ...]
    read: Callable[[str], str]

    def __call__(self) -> bool:
        return any(True for _ in wrong_told(list(self.examples), self.read))
