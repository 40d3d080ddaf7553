"""Which library calls may be meant: dotted names of libraries flow as types, as they do in the precise analysis."""

from __future__ import annotations

from adversescan.knowledge.library import CallModel, Does, Libraries

_KEEPS = {Does.PASS, Does.CALL, Does.FRAME, Does.MITIGATE, Does.ENTRY, Does.DISPLAY, Does.READ, Does.QUERY, Does.AGGREGATE}
_DULL = {Does.PASS, Does.NOTHING, Does.CALL, Does.FRAME, Does.AGGREGATE, Does.MITIGATE}
_OF_FIRST = "[0]"


class Types:
    """A type is a dotted name the libraries know, or the beginning of one."""

    def __init__(self, libraries: Libraries) -> None:
        self.libraries = libraries
        self._owners: set[str] = set()
        self._known: set[str] = set()
        self._results: dict[str, set[str]] = {}
        for path in (*libraries.calls, *libraries.values):
            known = path
            while known and known not in self._known:
                self._known.add(known)
                known = known.rpartition(".")[0]
                self._owners.add(known)

    def of(self, name: str) -> str:
        """The type an imported dotted name is; nothing for one that has no members and whose call does nothing that matters."""
        path = self.libraries.canonical(name)
        if path not in self._known:
            return ""
        model = self.libraries.calls.get(path)
        dull = model is not None and model.does in _DULL and not model.returns and path not in self._owners
        return "" if dull else path

    def member(self, owner: str, name: str) -> set[str]:
        """The types of an attribute read from a value of this type."""
        path = self.libraries.canonical(f"{owner}.{name}")
        if path not in self._known:
            other = self.libraries.calls.get(f"{owner}.__getattr__")
            return set() if other is None else self.result(other)
        model = self.libraries.values.get(path)
        return {path} if model is None else {path, *self.result(model)}

    def models(self, owner: str, method: str) -> list[CallModel]:
        """What a method called on a value of this type may be; without a method, what the value itself is when called."""
        model = self.libraries.calls.get(self.libraries.canonical(f"{owner}.{method}") if method else owner)
        if model is None and method:
            # A key of it is taken for itself.
            item = self.libraries.calls.get(f"{owner}.__getitem__")
            return self.models(item.returns, method) if item is not None and item.returns not in ("", owner) else []
        return [] if model is None else [model]

    def exact(self, name: str) -> CallModel | None:
        """What is known of a call by its dotted name."""
        return self.libraries.calls.get(self.libraries.canonical(name))

    def result(self, model: CallModel) -> set[str]:
        """The types of what a call gives back."""
        known = self._results.get(model.path)
        if known is None:
            known = self._results[model.path] = self._result(model)
        return known

    def _result(self, model: CallModel) -> set[str]:
        if model.returns.endswith(_OF_FIRST):
            start = f"{model.returns[: -len(_OF_FIRST)]}["
            return {name for name in self._known if name.startswith(start) and name.endswith("]")}
        if model.returns:
            return {model.returns} & self._known
        return {_instance(model.path)} & self._known

    def result_of_unknown(self, name: str) -> set[str]:
        """The types of what a call gives back of which the libraries say nothing."""
        return {_instance(self.libraries.canonical(name))} & self._known

    def keeps(self, model: CallModel) -> bool:
        """Whether the result may still be what was passed in."""
        return (model.does in _KEEPS or model.wraps) and not model.returns


def _instance(path: str) -> str:
    """The type of what a call of this name gives back: of a class its object, else a type of its own."""
    return path if path.rpartition(".")[2][:1].isupper() else f"{path}()"
