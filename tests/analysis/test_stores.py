"""One identity for a place however it is named."""

from __future__ import annotations

import pytest

from adversescan.analysis.stores import store_names
from adversescan.analysis.values import constant
from adversescan.graph.query import HOLE
from adversescan.knowledge.library import CallModel, Does, Store


@pytest.mark.parametrize(
    ("kind", "address", "names"),
    [
        (Store.FILE, ["./data/out/../a.csv"], [("file", "data/a.csv")]),
        (Store.FILE, ["s3://box/day/a.csv"], [("bucket", "box/day/a.csv")]),
        (Store.BUCKET, ["box", "day/a.csv"], [("bucket", "box/day/a.csv")]),
        (Store.FILE, ["gs://box/day/"], [("bucket", "box/day")]),
        (Store.FILE, ["file:///var/a.csv"], [("file", "/var/a.csv")]),
        (Store.FILE, ["https://host.example/a.csv"], [("file", "https://host.example/a.csv")]),
        (Store.QUEUE, ["people.new"], [("queue", "people.new")]),
        (Store.FILE, [f"{HOLE}/{HOLE}"], []),
    ],
)
def test_a_place_has_one_identity(kind: Store, address: list[str], names: list[tuple[str, str]]) -> None:
    model = CallModel("a.b", Does.WRITE, store=kind)

    assert store_names(model, [constant(text) for text in address]) == names
