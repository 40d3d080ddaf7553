"""Which library calls may be meant: dotted names of libraries flow as types, as they do in the precise analysis."""

from __future__ import annotations

from collections import defaultdict

from adversescan.knowledge.library import CallModel, Does, Libraries

_KEEPS = {Does.PASS, Does.CALL, Does.FRAME, Does.MITIGATE, Does.ENTRY, Does.DISPLAY, Does.READ, Does.QUERY, Does.AGGREGATE}
_OF_FIRST = "[0]"


class Types:
    """Every dotted name the libraries know, and every beginning of one, is one bit."""

    def __init__(self, libraries: Libraries) -> None:
        self.libraries = libraries
        self._bit: dict[str, int] = {}
        self._members: dict[str, dict[str, str]] = defaultdict(dict)
        for path in (*libraries.calls, *libraries.values):
            while path:
                head, _, tail = path.rpartition(".")
                self._bit.setdefault(path, 1 << len(self._bit))
                if head:
                    self._members[tail][head] = path
                path = head
        self._names = list(self._bit)
        self._after: dict[tuple[str, int], int] = {}
        self._lists: dict[int, tuple[str, ...]] = {}

    def of(self, name: str) -> int:
        """The type an imported dotted name is."""
        return self._bit.get(self.libraries.canonical(name), 0)

    def member(self, bits: int, name: str) -> int:
        """The types of an attribute read from values of these types."""
        found = self._after.get((name, bits))
        if found is None:
            found = 0
            for owner in self.names(bits, name):
                path = self._members[name][owner]
                found |= self._bit[path]
                model = self.libraries.values.get(path)
                if model is not None:
                    found |= self.result(model)
            self._after[name, bits] = found
        return found

    def models(self, bits: int, method: str) -> list[CallModel]:
        """What a method called on values of these types may be."""
        paths = (self._members[method][owner] for owner in self.names(bits, method))
        return [model for path in paths if (model := self.libraries.calls.get(path)) is not None]

    def values(self, bits: int, name: str) -> list[CallModel]:
        """What an attribute that is data may be."""
        paths = (self._members[name][owner] for owner in self.names(bits, name))
        return [model for path in paths if (model := self.libraries.values.get(path)) is not None]

    def called(self, bits: int) -> list[CallModel]:
        """What may be called where the value itself is called."""
        return [model for name in self._all(bits) if (model := self.libraries.calls.get(name)) is not None]

    def exact(self, name: str) -> CallModel | None:
        return self.libraries.calls.get(self.libraries.canonical(name))

    def result(self, model: CallModel) -> int:
        """The types of what a call gives back."""
        if model.returns.endswith(_OF_FIRST):
            start = f"{model.returns[: -len(_OF_FIRST)]}["
            return sum(bit for name, bit in self._bit.items() if name.startswith(start) and name.endswith("]"))
        if model.returns:
            return self._bit.get(model.returns, 0)
        return self._bit.get(model.path, 0) | self._bit.get(f"{model.path}()", 0)

    def result_of_unknown(self, name: str) -> int:
        """The types of what a call gives back of which the libraries say nothing."""
        path = self.libraries.canonical(name)
        return self._bit.get(path, 0) | self._bit.get(f"{path}()", 0)

    def keeps(self, model: CallModel) -> bool:
        """Whether the result may still be what was passed in."""
        return model.does in _KEEPS or model.wraps

    def names(self, bits: int, member: str) -> list[str]:
        """The owners among these types that have a member of that name."""
        owners = self._members.get(member)
        return [owner for owner in owners if bits & self._bit[owner]] if owners and bits else []

    def _all(self, bits: int) -> tuple[str, ...]:
        known = self._lists.get(bits)
        if known is None:
            found, rest = [], bits
            while rest:
                low = rest & -rest
                found.append(self._names[low.bit_length() - 1])
                rest ^= low
            known = self._lists[bits] = tuple(found)
        return known
