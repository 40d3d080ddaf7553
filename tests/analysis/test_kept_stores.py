"""What is kept in stores: a round replaces what the round before believed."""

from __future__ import annotations

import pytest

from adversescan.analysis.kept_stores import KeptStores, Place, shape_of
from adversescan.analysis.values import Kind, Record, Value, constant, of

TABLE: Place = ("table", "buyers")


def _same(name: Place, place: Place) -> bool:
    return name == place


def _row(**columns: str) -> Value:
    record = Record(Kind.DICT)
    record.fields = {name: constant(text) for name, text in columns.items()}
    return of(record)


def _visit(stores: KeptStores, name: str, put: Value | None = None) -> list[Value]:
    """One entry that reads the table, or puts something there."""
    stores.entry = ("a.py", name)
    found = stores.read(TABLE, _same) if put is None else []
    if put is not None:
        stores.put(TABLE, [put])
    stores.followed.add(stores.entry)
    return found


def test_a_reader_before_the_writer_is_followed_again_after_it() -> None:
    """Who read nothing where something was put later reads it in the next round, after the writer."""
    stores = KeptStores()
    early, late = _row(email="a"), _row(email="a")

    assert _visit(stores, "reads") == []
    _visit(stores, "writes", early)
    assert not stores.settled()
    assert stores.writers_first([("a.py", "reads"), ("a.py", "writes")]) == {("a.py", "writes"): 0, ("a.py", "reads"): 1}

    stores.begin()
    _visit(stores, "writes", late)
    assert _visit(stores, "reads") == [late]
    assert stores.settled()


def test_what_a_round_no_longer_writes_is_gone() -> None:
    """A reader after all writers gets what they put there in this round alone."""
    stores = KeptStores()
    _visit(stores, "writes", _row(religion="told by its name"))

    stores.begin()
    _visit(stores, "writes", _row(email="a"))

    assert [shape_of(value) for value in _visit(stores, "reads")] == [shape_of(_row(email="a"))]


def test_a_reader_before_the_writer_gets_what_the_last_round_left() -> None:
    """That is what will be there, unless the writer writes something else this time."""
    stores = KeptStores()
    _visit(stores, "writes", _row(email="a"))

    stores.begin()
    assert [shape_of(value) for value in _visit(stores, "reads")] == [shape_of(_row(email="a"))]
    _visit(stores, "writes", _row(email="b"))

    assert not stores.settled()


def test_another_name_of_a_place_is_the_place() -> None:
    """What was kept under a name that a catalogue explains is read at its place."""
    stores, name = KeptStores(), ("key", "customers")
    stores.put(name, [_row(email="a")])

    stores.rename(name, TABLE)

    assert [shape_of(value) for value in stores.read(name, _same)] == [shape_of(_row(email="a"))]


@pytest.mark.parametrize(
    ("one", "other", "alike"), [(_row(a="x"), _row(a="x"), True), (_row(a="x"), _row(a="y"), False), (_row(a="x"), _row(b="x"), False)]
)
def test_values_are_alike_whatever_objects_hold_them(one: Value, other: Value, alike: bool) -> None:
    """Each round makes its objects anew."""
    assert (shape_of(one) == shape_of(other)) is alike
