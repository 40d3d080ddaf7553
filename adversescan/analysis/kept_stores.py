"""What is kept in stores, round by round.

Programs are followed in rounds until what they read is what is written. In a round a store holds what was put there since it began; of what
its writers have not put there yet, what they put there in the round before stands. So nothing stays that only an early round believed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field

from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.merge_values import merge
from adversescan.analysis.values import Record, Value
from adversescan.record import dataclass

Place = tuple[str, str]
"""The kind of a store and its name."""
EntryName = tuple[str, str]
"""What is followed by itself: the path of a module and the name of a function in it."""
Means = Callable[[Place, Place], bool]
"""Whether what is read under a name may be kept in a place."""
Read = tuple[Place, Means]
Seen = tuple[tuple[Place, int], ...]
"""The places somebody read under a name, with the identity of what was there."""
Shape = frozenset[tuple[object, ...]]
MOST_PARTS = 2_000
DEEPEST = 4


@dataclass(slots=True, eq=False)
class KeptStores:
    """The stores of one scan. `entry` is what is being followed."""

    now: dict[Place, Value] = field(default_factory=dict)
    before: dict[Place, Value] = field(default_factory=dict)
    other_names: dict[Place, Place] = field(default_factory=dict)
    """Names that are of a place with a name of its own."""
    entry: EntryName = ("", "")
    followed: set[EntryName] = field(default_factory=set)
    writers: dict[Place, set[EntryName]] = field(default_factory=dict)
    writers_before: dict[Place, set[EntryName]] = field(default_factory=dict)
    readers: dict[Read, set[EntryName]] = field(default_factory=dict)
    seen: dict[Read, set[Seen]] = field(default_factory=dict)
    given: dict[int, Value] = field(default_factory=dict)
    """All values that were read in this round, by their identity."""
    joined: dict[Place, tuple[Value, Value, Value]] = field(default_factory=dict)

    def read(self, name: Place, means: Means) -> list[Value]:
        """What is kept in all places that are meant by a name, which is remembered."""
        name = self.other_names.get(name, name)
        places = [place for place in {**self.now, **self.before} if means(name, place)]
        found = [(place, value) for place in places if (value := self._held(place)) is not None]
        self.readers.setdefault((name, means), set()).add(self.entry)
        self.seen.setdefault((name, means), set()).add(tuple((place, id(value)) for place, value in found))
        self.given.update((id(value), value) for _, value in found)
        return [value for _, value in found]

    def put(self, place: Place, payload: list[Value]) -> None:
        """A place holds this as well from now on."""
        self.writers.setdefault(place, set()).add(self.entry)
        known = self.now.get(place)
        new = merge(*payload) if known is None else merge(known, *payload)
        if known is None or new.objects.keys() != known.objects.keys() or new.all_facts().keys() != known.all_facts().keys():
            self.now[place] = new

    def rename(self, name: Place, place: Place) -> None:
        """The name is one of the place: what was kept under it is kept there."""
        self.other_names[name] = place
        for kept in (self.now, self.before):
            if name in kept:
                kept[place] = merge(*(v for v in (kept.pop(name), kept.get(place)) if v is not None))
        for known in (self.writers, self.writers_before):
            known.setdefault(place, set()).update(known.pop(name, set()))

    def begin(self) -> None:
        """A round begins in which everything is followed again."""
        self.before, self.now = self.now, {}
        self.writers_before, self.writers = self.writers, {}
        self.readers, self.seen, self.given, self.joined, self.followed = {}, {}, {}, {}, set()

    def settled(self) -> bool:
        """Whether everybody has read what is there at the end."""
        shapes = _Shapes()
        for (name, means), seen in self.seen.items():
            final = {place: value for place, value in self.now.items() if means(self.other_names.get(name, name), place)}
            if any(not self._is_final(dict(each), final, shapes) for each in seen):
                return False
        return True

    def writers_first(self, entries: Iterable[EntryName]) -> dict[EntryName, int]:
        """The place of each entry in an order in which who writes what others read comes before them, as far as there is one."""
        needed: dict[EntryName, list[EntryName]] = {}
        for (name, means), readers in self.readers.items():
            meant = self.other_names.get(name, name)
            writers = sorted({entry for place, found in self.writers.items() if means(meant, place) for entry in found})
            for reader in readers if writers else ():
                needed.setdefault(reader, []).extend(writers)
        order: dict[EntryName, int] = {}
        for entry in entries:
            for each in _needed_first(entry, needed, order):
                order[each] = len(order)
        return order

    def _held(self, place: Place) -> Value | None:
        now, before = self.now.get(place), self.before.get(place)
        if before is None or self.writers_before.get(place, set()) <= self.followed:
            return now
        if now is None:
            return before
        known = self.joined.get(place)
        if known is None or known[0] is not now or known[1] is not before:
            known = self.joined[place] = (now, before, merge(now, before))
        return known[2]

    def _is_final(self, seen: dict[Place, int], final: dict[Place, Value], shapes: _Shapes) -> bool:
        for place in {**final, **seen}:
            value = final.get(place)
            given = self.given.get(seen.get(place, 0))
            if given is value or (given is None and not _matters(value)):
                continue
            if given is None or value is None or shapes.of(given) != shapes.of(value):
                return False
        return True


def _needed_first(entry: EntryName, needed: dict[EntryName, list[EntryName]], known: dict[EntryName, int]) -> Iterator[EntryName]:
    """What an entry needs and then the entry, each once; of those that need each other one is first."""
    pending, met = [(entry, False)], set(known)
    while pending:
        here, is_ready = pending.pop()
        if is_ready:
            yield here
        elif here not in met:
            met.add(here)
            pending.append((here, True))
            pending.extend((each, False) for each in reversed(needed.get(here, [])))


def _matters(value: Value | None) -> bool:
    """Whether who has not read it would follow anything else; settings are read when they are set."""
    return value is not None and bool(deep_facts(value, 20) or (value.records() and shape_of(value)))


class _Shapes:
    """What values say, each worked out once."""

    def __init__(self) -> None:
        self.known: dict[int, Shape] = {}

    def of(self, value: Value) -> Shape:
        found = self.known.get(id(value))
        if found is None:
            found = self.known[id(value)] = shape_of(value)
        return found


def shape_of(value: Value) -> Shape:
    """What a value says, whichever objects say it: constants, labels and fields."""
    found: set[tuple[object, ...]] = set()
    pending: list[tuple[tuple[str | int, ...], Value]] = [((), value)]
    while pending and len(found) < MOST_PARTS:
        path, here = pending.pop()
        found.update((path, label) for label in here.all_facts())
        found.update((path, constant) for constant in here.constants)
        for record in here.records():
            for part, facts in (("rest", record.rest), ("keys", record.keys), ("rows", record.rows)):
                found.update((path, part, label) for label in facts or ())
            if len(path) < DEEPEST:
                pending.extend(((*path, name), each) for name, each in _members(record))
    return frozenset(found)


def _members(record: Record) -> Iterator[tuple[str | int, Value]]:
    yield from record.fields.items()
    # What a model has learnt stands in its settings.
    yield from ((f"={name}", value) for name, value in record.settings.items() if isinstance(name, str))
    if record.element is not None:
        yield "*", record.element
