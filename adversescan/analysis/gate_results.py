"""The types libraries give the results of calls, also by way of stores."""

from __future__ import annotations

from adversescan.analysis.gate_graph import Site
from adversescan.analysis.gate_spread import Arriving, Spread
from adversescan.analysis.gate_types import Types
from adversescan.graph.outline import Kind
from adversescan.knowledge.library import CallModel, Does, Store

_JOIN = int(Kind.JOIN)


class Results:
    """Notes what is known of results before anything is spread."""

    def __init__(self, types: Types, things: Spread) -> None:
        self.types = types
        self.things = things
        self.stores: dict[Store | None, int] = {}

    def note(self, site: Site) -> list[CallModel]:
        """The types the library gives the result; those of the arguments pass only where it says so. Gives what is known of the call."""
        found: set[Arriving] = set()
        keeps = False
        for name in site.externals:
            model = self.types.exact(name)
            found |= self.types.result_of_unknown(name) if model is None else self.types.result(model)
            keeps = keeps or (model is not None and self.types.keeps(model))
            if model is not None and model.does in (Does.READ, Does.WRITE):
                self._keep_types(site, model)
        self.things.results[site.node] = found
        reads = any(m is not None and m.does is Does.READ for m in map(self.types.exact, site.externals))
        if not keeps and not reads:
            self.things.fixed.add(site.node)
        return [model for model in map(self.types.exact, site.externals) if model is not None]

    def _keep_types(self, site: Site, model: CallModel) -> None:
        """What is written to a kind of store has its type still when it is read from there."""
        place = self.stores.get(model.store)
        if place is None:
            place = self.stores[model.store] = self.things.graph.add(_JOIN)
        if model.does is Does.WRITE:
            self.things.types_also += [(node, place) for node in site.nodes]
        else:
            self.things.types_also.append((place, site.node))
