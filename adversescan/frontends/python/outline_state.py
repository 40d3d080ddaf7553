"""What is known while a source is being outlined: the nodes and edges so far, and the scope that is being read."""

from __future__ import annotations

import ast
from dataclasses import field
from enum import Enum

from adversescan.graph.outline import ClassOutline, FunctionOutline, Kind
from adversescan.record import dataclass

_CONTROL, _FIELD, _TEXT, _VARIABLE = int(Kind.CONTROL), int(Kind.FIELD), int(Kind.TEXT), int(Kind.VARIABLE)


class ScopeKind(Enum):
    MODULE = "module"
    CLASS = "class"
    FUNCTION = "function"


@dataclass(slots=True, eq=False)
class Scope:
    """The names of one module, class body or function."""

    kind: ScopeKind
    path: str
    function: int
    parent: Scope | None
    owner: int = -1
    """The class whose object `own_name` is."""
    own_name: str = ""
    variables: dict[str, int] = field(default_factory=dict)
    resolved: dict[str, tuple[Scope | None, list[str]]] = field(default_factory=dict)
    """Filled at the end: which scope binds a name and what it stands for."""
    bound: set[str] = field(default_factory=set)
    meanings: dict[str, list[str]] = field(default_factory=dict)
    """What a bound name stands for: a callee, or `~` and a dotted name of this scope."""
    outer: dict[str, bool] = field(default_factory=dict)
    """Names declared global (True) or nonlocal (False)."""
    fields: dict[tuple[int, str], int] = field(default_factory=dict)
    texts: dict[str, int] = field(default_factory=dict)
    moves: list[tuple[int, int]] = field(default_factory=list)
    """Pairs of a variable and what it may be a part of: a change of the first is a change of the second."""
    changed: set[int] = field(default_factory=set)
    own_node: int = 0
    """The parameter the own object comes in by."""


@dataclass(slots=True, eq=False)
class OpenCall:
    """A call whose callee is not resolved yet: `root` and `rest` as written, or `callee` already known."""

    node: int
    scope: Scope
    root: str
    rest: str
    callee: str
    receiver: int
    caught: int
    control: int
    arguments: tuple[int, ...]
    target: int = 0


class State:
    """The outline in the making."""

    __slots__ = (
        "calls", "caught", "class_fields", "class_wholes", "classes", "control", "edges", "exits", "fields", "function", "function_of",
        "functions", "kept", "kinds", "line_of", "name_of", "names", "own_name", "read", "scope", "scopes", "stars", "stored", "variables",
    )  # fmt: skip

    def __init__(self) -> None:
        self.names: dict[str, int] = {"": 0}
        self.kinds: list[int] = [0]
        self.name_of: list[int] = [0]
        self.line_of: list[int] = [0]
        self.function_of: list[int] = [0]
        self.edges: list[int] = []
        self.calls: list[OpenCall] = []
        self.functions: list[FunctionOutline | None] = []
        self.classes: list[ClassOutline | None] = []
        self.class_fields: list[dict[str, int]] = []
        self.class_wholes: list[int] = []
        self.stored: set[int] = set()
        self.kept: set[int] = set()
        self.read: list[int] = []
        self.stars: list[str] = []
        self.scopes: list[Scope] = []
        self.control = 0
        self.caught = 0
        self.exits = 0
        self.function = 0
        self.enter(Scope(ScopeKind.MODULE, "", 0, None))

    def enter(self, scope: Scope) -> None:
        """Read on in a new scope."""
        self.scopes.append(scope)
        self.resume(scope)

    def resume(self, scope: Scope) -> None:
        """Read on in a scope entered before."""
        self.scope = scope
        self.variables = scope.variables
        self.fields = scope.fields
        self.function = scope.function
        self.own_name = scope.own_name

    def node(self, kind: int, name: str, line: int) -> int:
        """A new node of the function being read."""
        names = self.names
        number = len(self.kinds)
        self.kinds.append(kind)
        self.name_of.append(names.setdefault(name, len(names)) if name else 0)
        self.line_of.append(line)
        self.function_of.append(self.function)
        return number

    def variable(self, name: str, line: int) -> int:
        """The node of a name in the scope being read; in a class body the names are the fields of the class."""
        known = self.variables.get(name)
        if known is not None:
            return known
        in_class = self.scope.kind is ScopeKind.CLASS
        number = self.node(_FIELD if in_class else _VARIABLE, name, line)
        if in_class:
            self.function_of[number] = -1
        self.variables[name] = number
        return number

    def bind(self, name: str, line: int) -> int:
        """The node of a name that is assigned to here."""
        scope = self.scope
        scope.bound.add(name)
        if scope.kind is ScopeKind.CLASS:
            fields = self.class_fields[scope.owner]
            number = fields.get(name) or self.variable(name, line)
            fields[name] = self.variables[name] = number
            return number
        return self.variables.get(name) or self.variable(name, line)

    def field_of(self, base: int, name: str, line: int, kind: int = _FIELD) -> int:
        """The node of a field or item of a value."""
        key = (base, name) if kind == _FIELD else (-base, name)
        known = self.fields.get(key)
        if known is not None:
            return known
        number = self.fields[key] = self.node(kind, name, line)
        self.edges += (base, number)
        self.read.append(number)
        return number

    def own_field(self, name: str, line: int) -> int:
        """The node of a field of the own object, one for all methods of the class."""
        owner = self.scope.owner
        fields = self.class_fields[owner]
        number = fields.get(name)
        if number is None:
            number = fields[name] = self.node(_FIELD, name, line)
            self.function_of[number] = -1
        if (0, name) not in self.fields:
            self.fields[0, name] = number
            self.edges += (self.scope.own_node, number)
        return number

    def keep(self, number: int) -> None:
        """The own field is assigned to, so it is part of what the whole object holds."""
        if number not in self.kept:
            self.kept.add(number)
            self.edges += (number, self.class_wholes[self.scope.owner])

    def text(self, text: str, line: int) -> int:
        """The node of a string constant, one for each text of a scope; 0 for one that says nothing."""
        number = self.scope.texts.get(text)
        if number is None:
            number = self.node(_TEXT, text, line) if len(text) > 1 and not text.isspace() else 0
            self.scope.texts[text] = number
        if self.control and number:
            self.edges += (self.control, number)
        return number

    def govern(self, line: int) -> int:
        """A new condition inside those that hold already; it holds from here on."""
        number = self.node(_CONTROL, "", line)
        if self.control:
            self.edges += (self.control, number)
        self.control = number
        return number

    def is_own(self, node: ast.expr) -> bool:
        """Whether the expression is the own object."""
        return type(node) is ast.Name and node.id == self.own_name and self.own_name != ""
