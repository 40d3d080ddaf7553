"""`dataclass` whose methods are made when one of them is first called.

The standard library compiles six methods for every class, which takes twenty times as long as making the class: half of a short scan, for
kinds of things that most scans never meet. Classes made here are dataclasses in every other way.
"""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls: type | None = None, /, *, frozen: bool = False, eq: bool = True, order: bool = False, slots: bool = False) -> Any:  # noqa: ANN401
        """As `dataclasses.dataclass`, for the options used here."""
        make = partial(_made, frozen=frozen, eq=eq, order=order, slots=slots)
        return make if cls is None else make(cls)


_PLAIN: dict[str, bool] = {"init": False, "repr": False, "eq": False}
_COMPARED = ("__lt__", "__le__", "__gt__", "__ge__")


def _made(cls: type, *, frozen: bool, eq: bool, order: bool, slots: bool) -> type:
    own = set(cls.__dict__)
    made: type = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
    _make_later(made, {"__init__"} - own, init=True, frozen=frozen)
    _make_later(made, {"__repr__"} - own, repr=True)
    if eq:
        compared = {"__eq__", *(("__hash__",) if frozen else ()), *(_COMPARED if order else ())}
        _make_later(made, compared - own, eq=True, unsafe_hash=frozen, order=order)
    if eq and not frozen and "__hash__" not in own:
        setattr(made, "__hash__", None)  # noqa: B010
    if frozen:
        _freeze(made)
    return made


def _make_later(cls: type, names: set[str], **options: bool) -> None:
    """Methods that are made together, with these options, at the first call of one of them."""
    for name in names:
        setattr(cls, name, _first_call(cls, name, names, options))


def _first_call(cls: type, name: str, names: set[str], options: dict[str, bool]) -> Any:  # noqa: ANN401
    def method(self: object, *args: object, **named: object) -> object:
        twin = _twin(cls, options)
        for each in names:
            setattr(cls, each, twin.__dict__[each])
        return twin.__dict__[name](self, *args, **named)

    return method


def _twin(cls: type, options: dict[str, bool]) -> type:
    """A dataclass with the same fields, whose methods fit the class."""
    fields = dataclasses.fields(cls)
    space: dict[str, Any] = {field.name: _same(field) for field in fields}
    space |= {"__annotations__": {field.name: field.type for field in fields}, "__module__": cls.__module__, "__doc__": cls.__name__}
    if hasattr(cls, "__post_init__"):
        space["__post_init__"] = cls.__post_init__
    return dataclasses.dataclass(**{**_PLAIN, **options})(type(cls.__name__, (), space))


def _same(field: dataclasses.Field[Any]) -> Any:  # noqa: ANN401
    names = ("default", "default_factory", "init", "repr", "hash", "compare", "kw_only")
    return dataclasses.field(**{name: getattr(field, name) for name in names})


def _freeze(cls: type) -> None:
    def refuse(self: object, name: str, *value: object) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot assign to or delete field {name!r}")

    for name, method in (("__setattr__", refuse), ("__delattr__", refuse), ("__getstate__", _state), ("__setstate__", _set_state)):
        setattr(cls, name, method)


def _state(self: Any) -> list[object]:  # noqa: ANN401
    return [getattr(self, field) for field in self.__dataclass_fields__]


def _set_state(self: Any, state: list[object]) -> None:  # noqa: ANN401
    for field, value in zip(self.__dataclass_fields__, state, strict=True):
        object.__setattr__(self, field, value)
