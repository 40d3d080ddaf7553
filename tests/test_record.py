"""Records whose methods are made at their first call are dataclasses in all that can be seen."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from adversescan.record import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Ours:
    name: str
    rest: tuple[str, ...] = ()
    kept: dict[str, int] = dataclasses.field(default_factory=dict, compare=False, repr=False)


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Theirs:
    name: str
    rest: tuple[str, ...] = ()
    kept: dict[str, int] = dataclasses.field(default_factory=dict, compare=False, repr=False)


@dataclass(slots=True)
class Changing:
    name: str
    size: int = 1

    def __post_init__(self) -> None:
        self.size *= 2


@dataclass(frozen=True, eq=False)
class Itself:
    name: str


SAME: list[Callable[[Any], object]] = [
    lambda kind: repr(kind("a", ("b",))).replace(kind.__name__, ""),
    lambda kind: kind("a", rest=("b",)) == kind("a", ("b",), {"c": 1}),
    lambda kind: kind("a") == "a",
    lambda kind: sorted([kind("b"), kind("a", ("c",)), kind("a")]) == [kind("a"), kind("a", ("c",)), kind("b")],
    lambda kind: {kind("a"): 1}[kind("a")],
    lambda kind: hash(kind("a")) == hash(("a", ())),
    lambda kind: [field.name for field in dataclasses.fields(kind)],
    lambda kind: dataclasses.asdict(dataclasses.replace(kind("a"), rest=("c",))),
    lambda kind: pickle.loads(pickle.dumps(kind("a", ("b",)))) == kind("a", ("b",)),
    lambda kind: copy.deepcopy(kind("a", ("b",))) == kind("a", ("b",)),
    lambda kind: kind("a").kept is kind("a").kept,
    lambda kind: (kind.__match_args__, kind.__slots__),
]


@pytest.mark.parametrize("look", SAME)
def test_a_record_is_as_a_dataclass(look: Callable[[Any], object]) -> None:
    """In construction, comparison, order, hash, text, fields, change and copies."""
    assert look(Ours) == look(Theirs)


def test_a_frozen_record_cannot_be_changed() -> None:
    """Neither by setting nor by deleting, before its methods are made and after."""
    for change in (lambda: setattr(Ours("a"), "name", "b"), lambda: delattr(Ours("a"), "name")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            change()


def test_what_may_change_changes_and_has_no_hash() -> None:
    """And what is done after construction is done."""
    changing = Changing("a")
    changing.size += 1

    assert (changing.size, Changing("a").size) == (3, 2)
    with pytest.raises(TypeError):
        hash(changing)


def test_a_record_may_equal_itself_only() -> None:
    """Where it is told not to compare."""
    one = Itself("a")

    assert (one == Itself("a"), one == one, len({one, Itself("a")})) == (False, True, 2)  # noqa: PLR0124


def test_wrong_arguments_are_refused() -> None:
    """As any function refuses them."""
    with pytest.raises(TypeError):
        Ours()  # type: ignore[call-arg]
