"""The value flow of a whole program as numbered nodes, and sets of bits swept over it until nothing changes.

Order beats language here: nodes are visited in reverse post-order, so that nearly everything settles in two or three sweeps.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence


class ValueFlow:
    """Edges between nodes, stored so that the edges of one node lie beside one another."""

    __slots__ = ("_starts", "_targets", "size")

    def __init__(self, size: int, sources: Sequence[int], targets: Sequence[int]) -> None:
        self.size = size
        counts = [0] * (size + 1)
        for source in sources:
            counts[source] += 1
        total = 0
        for node, count in enumerate(counts):
            counts[node] = total
            total += count
        placed = array("i", bytes(4 * total))
        next_place = counts[:]
        for source, target in zip(sources, targets, strict=True):
            place = next_place[source]
            placed[place] = target
            next_place[source] = place + 1
        self._starts = counts
        self._targets = placed

    def after(self, node: int) -> Sequence[int]:
        """The nodes an edge leads to."""
        return self._targets[self._starts[node] : self._starts[node + 1]]

    def order(self, roots: Iterable[int]) -> list[int]:
        """The nodes reached from the roots in reverse post-order."""
        starts, targets = self._starts, self._targets
        seen = bytearray(self.size)
        place = starts[:]
        post: list[int] = []
        for root in roots:
            if seen[root]:
                continue
            seen[root] = 1
            stack = [root]
            while stack:
                node = stack[-1]
                at, end = place[node], starts[node + 1]
                while at < end and seen[targets[at]]:
                    at += 1
                if at < end:
                    target = targets[at]
                    place[node] = at + 1
                    seen[target] = 1
                    stack.append(target)
                else:
                    post.append(stack.pop())
        post.reverse()
        return post

    def sweep(
        self, bits: list[int], passes: Callable[[int, int], int], shifts: bytes, width: int, most: int, *, backwards: bool = False
    ) -> list[int]:
        """Spread the bits along the edges until nothing changes; gives the order in which the nodes were visited.

        `passes(node, bits)` gives what leaves a node. On an edge into a node with a shift from one without, bits move up by `width`, and
        what would move beyond `most` bits ends. Backwards, the edges are reversed ones, and bits move down where they had moved up.
        """
        order = self.order([node for node, value in enumerate(bits) if value])
        starts, targets = self._starts, self._targets
        waiting = bytearray(self.size)
        for node in order:
            waiting[node] = 1 if bits[node] else 0
        mask = (1 << most) - 1
        pending = bool(order)
        while pending:
            pending = False
            visited = bytearray(self.size)
            for node in order:
                visited[node] = 1
                if not waiting[node]:
                    continue
                waiting[node] = 0
                leaving = passes(node, bits[node])
                # What does not leave is kept all the same, else it would arrive again and again.
                bits[node] |= leaving
                shift = shifts[node]
                moved = (leaving >> width if backwards else leaving << width & mask) if shift == backwards else leaving
                for target in targets[starts[node] : starts[node + 1]]:
                    arriving = leaving if shifts[target] == shift else moved
                    known = bits[target]
                    if arriving | known != known:
                        bits[target] = known | arriving
                        if not waiting[target]:
                            waiting[target] = 1
                            pending = pending or bool(visited[target])
        return order
