"""Tells regular expressions that some text keeps busy for ever: those that can read one text in exponentially many ways.

An expression becomes its position automaton (Glushkov 1961), an edge of which counts as often as the expression gives it. Where a state
is reached from itself in two ways by one text, every further copy of the text doubles the ways (Weideman et al. 2016).
"""

from __future__ import annotations

import re
import re._constants as c  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import Any

from adversescan.record import dataclass

MANY = 5
"""A part that may be repeated so often counts as repeated without end."""
_CATEGORIES = {c.CATEGORY_DIGIT: r"\d", c.CATEGORY_SPACE: r"\s", c.CATEGORY_WORD: r"\w",
               c.CATEGORY_NOT_DIGIT: r"\D", c.CATEGORY_NOT_SPACE: r"\S", c.CATEGORY_NOT_WORD: r"\W"}  # fmt: skip
_REPEATS = (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT)
_ANY_CASE, _DOT_ALL = int(re.IGNORECASE), int(re.DOTALL)
"""As plain numbers: a flag's own operators take most of the time."""
_LETTERS = "a0 _-.\n\u00e9\u4e2d"
"""Letters of every category; those an expression names and their neighbours are added."""


def pattern_mistake(text: str, flags: int = 0) -> str:
    """What is wrong with a regular expression of a rule book; empty if nothing is."""
    try:
        re.compile(text, flags)
    except re.error as error:
        return f"is no regular expression: {error}"
    return "can read one text in exponentially many ways: no two parts that repeat may read the same" if _explodes(text, flags) else ""


@dataclass(slots=True)
class _Part:
    """A part of an expression: the positions it may begin and end at, and in how many ways it may be empty."""

    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    empty: int = 1


@dataclass(slots=True)
class _Automaton:
    """The letters each position reads, and the edges between positions, each as often as the expression gives it."""

    flags: int
    alphabet: str
    reads: list[frozenset[str]] = field(default_factory=list)
    edges: list[list[int]] = field(default_factory=list)

    def position(self, letters: Iterable[str]) -> _Part:
        self.reads.append(frozenset(letters))
        self.edges.append([])
        place = len(self.reads) - 1
        return _Part([place], [place], empty=0)

    def follow(self, ends: list[int], begins: list[int]) -> None:
        for end in ends:
            self.edges[end].extend(begins)


def _explodes(text: str, flags: int) -> bool:
    tree = parser.parse(text, flags)
    alphabet = "".join(sorted({*_LETTERS, *(letter for node in tree for letter in _named(node))}))
    automaton = _Automaton(int(flags | tree.state.flags), alphabet)
    _sequence(automaton, tree)
    return _is_ambiguous(automaton)


def _named(node: Any) -> Iterator[str]:  # noqa: ANN401 - the parser's tree has no types
    """The letters a node of the tree names, and their neighbours."""
    if type(node) is int:
        yield from (chr(code) for code in (node - 1, node, node + 1) if 0 <= code < 0x110000)
    elif isinstance(node, list | tuple | parser.SubPattern):
        for inner in node:
            yield from _named(inner)


def _sequence(automaton: _Automaton, nodes: Iterable[Any]) -> _Part:
    whole = _Part()
    for operator, given in nodes:
        part = _part(automaton, operator, given)
        automaton.follow(whole.last, part.first)
        whole = _Part(
            whole.first + part.first * min(whole.empty, 2),
            part.last + whole.last * min(part.empty, 2),
            whole.empty * part.empty,
        )
    return whole


def _part(automaton: _Automaton, operator: Any, given: Any) -> _Part:  # noqa: ANN401
    if operator in _REPEATS:
        return _repeated(automaton, *given)
    if operator is c.SUBPATTERN:
        return _sequence(automaton, given[-1])
    if operator is c.ATOMIC_GROUP:
        return _sequence(automaton, given)
    if operator is c.BRANCH:
        branches = [_sequence(automaton, branch) for branch in given[1]]
        return _Part([p for b in branches for p in b.first], [p for b in branches for p in b.last], sum(b.empty for b in branches))
    if operator in (c.ASSERT, c.ASSERT_NOT):
        _sequence(automaton, given[1])
        return _Part()
    if operator is c.GROUPREF_EXISTS:
        branches = [_sequence(automaton, branch) for branch in given[1:] if branch is not None]
        return _Part([p for b in branches for p in b.first], [p for b in branches for p in b.last])
    if operator in (c.AT, c.GROUPREF, c.FAILURE):
        return _Part()
    return automaton.position(letter for letter in automaton.alphabet if _reads(automaton.flags, operator, given, letter))


def _repeated(automaton: _Automaton, least: int, most: int, body: Any) -> _Part:  # noqa: ANN401
    part = _sequence(automaton, body)
    if most >= MANY:
        automaton.follow(part.last, part.first)
    return _Part(part.first, part.last, part.empty or int(least == 0))


def _reads(flags: int, operator: Any, given: Any, letter: str) -> bool:  # noqa: ANN401
    if operator is c.ANY:
        return letter != "\n" or bool(flags & _DOT_ALL)
    if operator is c.IN:
        negated = bool(given) and given[0][0] is c.NEGATE
        return negated is not any(_reads(flags, item[0], item[1], letter) for item in given if item[0] is not c.NEGATE)
    letters = {letter, letter.lower(), letter.upper()} if flags & _ANY_CASE else {letter}
    if operator is c.NOT_LITERAL:
        return chr(given) not in letters
    if operator is c.RANGE:
        return any(given[0] <= ord(each) <= given[1] for each in letters if len(each) == 1)
    if operator is c.CATEGORY:
        return re.fullmatch(_CATEGORIES[given], letter) is not None
    return chr(given) in letters


def _is_ambiguous(automaton: _Automaton) -> bool:
    """Whether a position leads back to itself in two ways by one text."""
    return any(_in_two_ways(automaton, circle) for circle in _circles(automaton.edges))


def _circles(edges: list[list[int]]) -> Iterator[frozenset[int]]:
    """The positions that lead to one another, together."""
    reached = [_reached(edges, place) for place in range(len(edges))]
    seen: set[int] = set()
    for place in range(len(edges)):
        if place not in seen and place in reached[place]:
            circle = frozenset(other for other in reached[place] if place in reached[other])
            seen |= circle
            yield circle


def _reached(edges: list[list[int]], start: int) -> set[int]:
    found: set[int] = set()
    pending = list(edges[start])
    while pending:
        place = pending.pop()
        if place not in found:
            found.add(place)
            pending.extend(edges[place])
    return found


def _in_two_ways(automaton: _Automaton, circle: frozenset[int]) -> bool:
    inner = {place: [other for other in automaton.edges[place] if other in circle] for place in circle}
    if any(len(set(others)) < len(others) for others in inner.values()):
        return True
    pairs = {(place, place) for place in circle}
    pending = list(pairs)
    came: dict[tuple[int, int], set[tuple[int, int]]] = {}
    while pending:
        here = pending.pop()
        for there in ((p, q) for p in inner[here[0]] for q in inner[here[1]] if automaton.reads[p] & automaton.reads[q]):
            came.setdefault(there, set()).add(here)
            if there not in pairs:
                pairs.add(there)
                pending.append(there)
    return any(_leads_to(came, (place, place)) for place in circle)


def _leads_to(came: dict[tuple[int, int], set[tuple[int, int]]], end: tuple[int, int]) -> bool:
    """Whether two different positions lead to the same one by one text, having begun at that one."""
    seen: set[tuple[int, int]] = set()
    pending = [end]
    while pending:
        for before in came.get(pending.pop(), ()):
            if before[0] != before[1]:
                return True
            if before not in seen:
                seen.add(before)
                pending.append(before)
    return False
