"""Abstract values: which constants and objects a value may be, and the facts about it.

Alternatives keep their own facts: of `"reject" if risky else "keep"` only "reject" and "keep" carry the condition, each
its own, so that what is later done with one of them is not blamed on the other.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from adversescan.analysis.labels import NO_FACTS, Context, Facts, join
from adversescan.graph.program import Constant

if TYPE_CHECKING:
    from adversescan.analysis.run import Frame
    from adversescan.graph.program import ClassDefinition, FunctionDefinition

MOST_ALTERNATIVES = 8
Typed = tuple[type, Constant]
"""A constant with its type, since True == 1 == 1.0."""


class Kind(StrEnum):
    DICT = "dict"
    LIST = "list"
    TUPLE = "tuple"
    SET = "set"
    INSTANCE = "instance"
    EXTERNAL = "external"
    UNKNOWN = "unknown"
    FRAME = "frame"


class Record:
    """An object: fields, elements, and what is known of the members nobody named (`rest`; None: there are none)."""

    __slots__ = (
        "kind",
        "fields",
        "element",
        "rest",
        "path",
        "definition",
        "settings",
        "context",
        "branch",
        "rows",
        "keys",
        "receiver",
        "member",
        "made",
        "born",
    )

    def __init__(self, kind: Kind, path: str = "", rest: Facts | None = None, context: Context | None = None) -> None:
        self.kind = kind
        self.fields: dict[str | int, Value] = {}
        self.element: Value | None = None
        self.rest = rest
        self.path = path
        self.definition: Class | None = None
        self.settings: dict[str | int, Value] = {}
        self.context = context or Context()
        self.branch: tuple[int, ...] = ()
        self.rows: Facts = NO_FACTS
        self.keys: Facts = NO_FACTS
        self.receiver: Value | None = None
        self.member = ""
        self.born: tuple[Frame, int] | None = None
        """Of a tuple: the frame and line that put it together; of a model: those that loaded it."""
        self.made = False
        """An object a call gave, not the class or function of that name."""


class Scope:
    """The names of one running function or module, and the scope around it."""

    __slots__ = ("names", "outer", "module", "locals")

    def __init__(self, module: Module, outer: Scope | None, local_names: frozenset[str] | None) -> None:
        self.names: dict[str, Value] = {}
        self.module = module
        self.outer = outer
        self.locals = local_names


class Module:
    """A project module: its dotted name, path, and global scope (filled when its body has run)."""

    __slots__ = ("name", "path", "scope", "ran")

    def __init__(self, name: str, path: str) -> None:
        self.name = name
        self.path = path
        self.scope = Scope(self, None, None)
        self.ran = False


class Function:
    """A project function with the scope it was made in; `receiver` once it is bound."""

    __slots__ = ("definition", "scope", "defaults", "receiver", "owner", "path", "inputs", "cases")

    def __init__(self, definition: FunctionDefinition, scope: Scope, defaults: dict[str, Value], owner: Class | None = None) -> None:
        self.definition = definition
        self.scope = scope
        self.defaults = defaults
        self.receiver: Value | None = None
        self.owner = owner
        self.path = ""
        """The type a library's decorator gives the function besides (a task, an actor)."""
        self.inputs = ""
        """The kind of store the library takes its arguments from, by the names of the parameters."""
        self.cases: list[tuple[tuple[Class, ...], Function]] = []
        """What it is instead for objects of a class: the classes, none where its annotation names them, and the function."""

    def bind(self, receiver: Value) -> Function:
        bound = Function(self.definition, self.scope, self.defaults, self.owner)
        bound.receiver, bound.path, bound.inputs, bound.cases = receiver, self.path, self.inputs, self.cases
        return bound


class Class:
    """A project class: its members, bases, and the fields its annotations declare, in order."""

    __slots__ = ("definition", "scope", "members", "bases", "declared", "externals", "decorated", "instance")

    def __init__(self, definition: ClassDefinition, scope: Scope) -> None:
        self.definition = definition
        self.scope = scope
        self.members: dict[str, Value] = {}
        self.bases: list[Class] = []
        self.externals: list[str] = []
        self.declared: dict[str, Value | None] = {}
        self.decorated: dict[str, str] = {}
        self.instance: Value | None = None

    def lineage(self) -> list[Class]:
        """This class and its bases, nearest first."""
        found: list[Class] = []
        pending = [self]
        while pending:
            here = pending.pop(0)
            if here not in found:
                found.append(here)
                pending.extend(here.bases)
        return found

    def fields(self) -> dict[str, Value | None]:
        found: dict[str, Value | None] = {}
        for base in reversed(self.lineage()):
            found.update(base.declared)
        return found


class Partial:
    """A callable with some arguments given (`functools.partial`, a bound callback)."""

    __slots__ = ("function", "positional", "named")

    def __init__(self, function: Value, positional: list[Value], named: dict[str, Value]) -> None:
        self.function = function
        self.positional = positional
        self.named = named


Thing = Record | Function | Class | Module | Partial


class Value:
    """What an expression may be. `depth` is the call depth of the frame that bound its constants; `open` if it may be more."""

    __slots__ = ("constants", "objects", "facts", "depth", "open", "pieces")

    def __init__(
        self,
        constants: dict[Typed, Facts] | None = None,
        objects: dict[Thing, Facts] | None = None,
        facts: Facts = NO_FACTS,
        depth: int = 0,
        open: bool = False,  # noqa: A002  (the word of the house for "may be more")
        pieces: int = 0,
    ) -> None:
        self.constants = constants or NO_CONSTANTS
        self.objects = objects or NO_OBJECTS
        self.facts = facts
        self.depth = depth
        self.open = open
        self.pieces = pieces
        """Of a text: how many parts with facts it was put together from."""

    def all_facts(self) -> Facts:
        """The facts of the value whichever alternative it is."""
        if not self.constants and not self.objects:
            return self.facts
        return join(self.facts, *self.constants.values(), *self.objects.values())

    def texts(self) -> list[str]:
        """The text constants it may be, holes included."""
        return [c for _, c in self.constants if isinstance(c, str)]

    def named(self) -> Value:
        """The value with the texts its objects stand for (a path, an address) as constants of its own."""
        from adversescan.analysis.merge_values import merge

        held = [r.settings[TEXT] for r in self.records() if TEXT in r.settings]
        return merge(self, *(Value(v.constants, None, v.facts, v.depth) for v in held)) if held else self

    def literals(self) -> list[Constant]:
        return [c for _, c in self.constants]

    def records(self) -> list[Record]:
        return [o for o in self.objects if isinstance(o, Record)]

    def with_facts(self, facts: Facts) -> Value:
        """The value with more facts, whichever alternative it is."""
        if not facts:
            return self
        return Value(self.constants, self.objects, join(self.facts, facts), self.depth, self.open, self.pieces)

    def tagged(self, facts: Facts) -> Value:
        """The value with more facts on each of its alternatives."""
        if not facts:
            return self
        constants = {c: join(f, facts) for c, f in self.constants.items()}
        objects = {o: join(f, facts) for o, f in self.objects.items()}
        return Value(constants, objects, self.facts, self.depth, self.open, self.pieces)

    def at_depth(self, depth: int) -> Value:
        if self.depth == depth or not (self.constants or self.objects):
            return self
        return Value(self.constants, self.objects, self.facts, depth, self.open, self.pieces)


TEXT = "*text*"
"""The setting under which an object keeps the text it stands for."""
CONTENT = "*content*"
"""The setting under which an opened store keeps what the project wrote there."""
INNER = "*inner*"
"""The setting under which a wrapper keeps what it wraps (a writer its file)."""
NO_CONSTANTS: dict[Typed, Facts] = {}
NO_OBJECTS: dict[Thing, Facts] = {}
NOTHING = Value()
UNKNOWN = Value(open=True)


def constant(value: Constant, depth: int = 0) -> Value:
    return Value({(type(value), value): NO_FACTS}, depth=depth)


def constants(values: list[Constant], depth: int = 0, facts: Facts = NO_FACTS) -> Value:
    """One of several constants; unknown if there are too many to tell apart."""
    if len(values) > MOST_ALTERNATIVES:
        return Value(facts=facts, open=True)
    return Value({(type(v), v): NO_FACTS for v in values}, facts=facts, depth=depth)


def of(thing: Thing, facts: Facts = NO_FACTS, depth: int = 0) -> Value:
    return Value(None, {thing: NO_FACTS}, facts, depth)


def unknown(facts: Facts = NO_FACTS, nouns: tuple[str, ...] = (), path: str = "") -> Value:
    """Something of which only its facts are known; what is read from it shares a context."""
    record = Record(Kind.UNKNOWN, path, facts, Context(nouns))
    return Value(None, {record: NO_FACTS}, facts, 0, True)
