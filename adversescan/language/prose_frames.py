"""Finds cues that no phrase holds but words of several classes do together: "loses" and "place", in any order and near each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise, product

from adversescan.knowledge.prose import FORMS, Frame

_FARTHEST = {"han": 18}
_USUAL = 60
"""Letters that may stand between two words of a frame."""
_SIDE_BY_SIDE = 14
_FORMS = {"number": re.compile(r"\d+(?:[.,]\d+)*"), "comparison": re.compile(r"[<>≤≥]=?\s*\d+")}
_STOPS = re.compile(r"[;；。]")


class FrameFinder:
    """Finds the frames of one language; every class is searched once a text."""

    def __init__(self, frames: tuple[Frame, ...], classes: Mapping[str, re.Pattern[str]], letters: str) -> None:
        self._frames = frames
        self._classes = {name: classes[name] if name in classes else _FORMS[name] for frame in frames for name in frame.classes}
        self._units = re.compile(rf"\s*(?:\w+\s+)?(?:{classes['units'].pattern})") if "units" in classes else re.compile(r"(?!)")
        self._farthest = _FARTHEST.get(letters, _USUAL)

    def find(self, text: str, *, ordered_only: bool = False) -> Iterator[tuple[str, int, int]]:
        """The cues of the frames in the text, from their first to their last word."""
        spans = {name: [hit.span() for hit in pattern.finditer(text)] for name, pattern in self._classes.items()}
        for form in set(FORMS) & set(spans):
            spans[form] = [(start, end) for start, end in spans[form] if not self._units.match(text, end)]
        for frame in (frame for frame in self._frames if frame.ordered or not ordered_only):
            for places in product(*(spans[name] for name in frame.classes)):
                ordered = places if frame.ordered else sorted(places)
                farthest = len(text) if frame.far else min(self._farthest, _SIDE_BY_SIDE) if frame.close else self._farthest
                near = all(0 <= later[0] - earlier[1] <= farthest for earlier, later in pairwise(ordered))
                if near and not _STOPS.search(text, ordered[0][1], ordered[-1][0]):
                    yield frame.cue, ordered[0][0], ordered[-1][1]
