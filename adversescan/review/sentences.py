"""Tells of single sentences of a plan whether they conclude a trait, and whether they do something against somebody."""

from __future__ import annotations

from adversescan.frontends.prose.unit import Kind
from adversescan.knowledge.prose import Section
from adversescan.review.reading import Read


def infers(read: Read) -> bool:
    """Whether a trait is concluded: by a verb, by the key above it, or because it is no trait that is ever written down with a figure."""
    signs = read.signs
    if not signs.targets or "fairness-audit" in signs.mitigations:
        return False
    return signs.has("infer") or Section.CONCLUDED in read.keys or bool(signs.never_recorded and signs.cues & {"score", "biometric"})


def is_detriment(read: Read, near: list[Read]) -> bool:
    """A decision against somebody: by its words alone, by what it rests on where they could mean something else, or as what follows from a
    limit of a score, whatever it is, unless that is a trait: "above 0.8 means expecting" concludes something.
    """
    signs = read.signs
    if signs.has("decide"):
        return True
    if signs.has("benign-act"):
        return False
    if Section.DECIDES in read.keys and not signs.cues & {"care", "favourable"} and _hangs_on_a_trait(read, near):
        return True
    if signs.mitigations & {"aggregated", "anonymised"} or not signs.cues & {"perhaps-decide", "limit"}:
        return False
    if not signs.has("perhaps-decide"):
        if signs.targets:
            return False
        return not signs.cues & {"care", "favourable"} and any(_is_found_out(other) for other in (read, *near))
    beside = [other for other in near if _is_found_out(other) or _same_record(other, read)]
    return _is_basis(read) or any(_is_basis(other) or other.signs.has("scraped") for other in beside)


def _hangs_on_a_trait(read: Read, near: list[Read]) -> bool:
    """Whether what follows from a condition ("then", "effect") follows from a trait: in the same row, or in the condition beside it."""
    if read.unit.kind is Kind.FIELD:
        return any(_same_record(other, read) for other in near)
    return bool(read.signs.attributes or read.signs.proxies)


def is_tally(read: Read) -> bool:
    """Whether a sentence counts what somebody does in many contexts of life for or against them."""
    return read.signs.contexts >= _MANY_CONTEXTS and read.signs.has("tallies")


_MANY_CONTEXTS = 4


def _is_basis(read: Read) -> bool:
    """Whether something of the people themselves stands in the sentence, or a figure of theirs."""
    signs = read.signs
    figure = signs.cues & {"score", "threshold", "limit"} and (signs.has("person") or read.unit.kind is not Kind.SENTENCE)
    return bool(figure or signs.attributes or signs.proxies)


def _is_found_out(read: Read) -> bool:
    """Whether the sentence finds out something about people, or puts a figure on them."""
    return infers(read) or is_tally(read) or (read.signs.has("score") and (read.signs.has("person") or read.unit.kind is Kind.FIELD))


def _same_record(one: Read, other: Read) -> bool:
    """Whether two values stand in the same mapping of a structured design."""
    return one.unit.kind is Kind.FIELD and one.unit.part == other.unit.part and bool(one.signs.attributes or one.signs.proxies)
