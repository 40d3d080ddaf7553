"""What an SQL expression is made of, and what a condition tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field

from sqlglot import exp

from adversescan.frontends.sql.placeholders import Masked
from adversescan.frontends.sql.relations import Constant, Outputs, Scope, merge
from adversescan.graph.query import ColumnRef, Expression, Placeholder
from adversescan.record import dataclass

ReadQuery = Callable[[exp.Expr, Scope, "Facts"], Outputs]


@dataclass(slots=True)
class Facts:
    """What one statement reads and tests, collected while it is walked."""

    masked: Masked
    read_query: ReadQuery
    reads: dict[str, None] = field(default_factory=dict)
    filters: dict[ColumnRef, None] = field(default_factory=dict)
    filter_placeholders: dict[tuple[ColumnRef, Placeholder], None] = field(default_factory=dict)
    filter_constants: dict[tuple[ColumnRef, type, Constant], None] = field(default_factory=dict)
    grouped: dict[ColumnRef, None] = field(default_factory=dict)
    queries: dict[int, Outputs] = field(default_factory=dict)

    def query(self, node: exp.Expr, scope: Scope) -> Outputs:
        """The result columns of a query inside this statement; each is walked once."""
        if id(node) not in self.queries:
            self.queries[id(node)] = self.read_query(node, scope, self)
        return self.queries[id(node)]


def read_expression(node: exp.Expr, scope: Scope, facts: Facts) -> Expression:
    """Columns, placeholders and constants the value is made of, and the columns that choose it."""
    walk = _Walk(scope, facts)
    walk.run(node)
    return walk.result()


def read_condition(node: exp.Expr, scope: Scope, facts: Facts) -> None:
    """Add the columns a condition tests, with the constants and placeholders each is compared with."""
    whole = read_expression(node, scope, facts)
    facts.filters.update(dict.fromkeys((*whole.columns, *whole.conditions)))
    for tested, values in _comparisons(node):
        _compare(tested, values, scope, facts)


@dataclass(slots=True)
class _Walk:
    """Walks an expression without recursion: long chains of OR are common in generated SQL."""

    scope: Scope
    facts: Facts
    columns: dict[ColumnRef, None] = field(default_factory=dict)
    conditions: dict[ColumnRef, None] = field(default_factory=dict)
    placeholders: dict[Placeholder, None] = field(default_factory=dict)
    constants: dict[tuple[type, Constant], None] = field(default_factory=dict)
    functions: dict[str, None] = field(default_factory=dict)
    aggregate: bool = False
    todo: list[tuple[exp.Expr, bool]] = field(default_factory=list)

    def run(self, node: exp.Expr) -> None:
        self.todo.append((node, False))
        while self.todo:
            self.visit(*self.todo.pop())

    def result(self) -> Expression:
        constants = tuple(constant for _, constant in self.constants)
        return Expression(
            tuple(self.columns), tuple(self.conditions), tuple(self.placeholders), constants, self.aggregate,
            functions=tuple(self.functions),
        )  # fmt: skip

    def visit(self, node: exp.Expr, chooses: bool) -> None:
        match node:
            case exp.Column():
                self.column(node, chooses)
            case exp.Literal() | exp.Boolean() | exp.Null():
                self.constant(node, chooses)
            case exp.Query():
                self.take(merge(part for _, part in self.facts.query(node, self.scope)), chooses)
            case exp.Case():
                self.push([node.args.get("this")], True)
                self.push([*node.args["ifs"], node.args.get("default")], chooses)
            case exp.If():
                self.push([node.this], True)
                self.push([node.args.get("true"), node.args.get("false")], chooses)
            case exp.Exists():
                self.push([node.this], True)
            case exp.Window():
                self.push(list(node.this.iter_expressions()), chooses)
                self.push([*node.args.get("partition_by", ()), node.args.get("order")], True)
            case exp.Filter():
                self.push([node.expression], True)
                self.push([node.this], chooses)
            case exp.DataType() | exp.Star() | exp.Identifier() | exp.Var():
                pass
            case _:
                if isinstance(node, exp.Func) and (name := _function_name(node)):
                    self.functions[name] = None
                self.aggregate = self.aggregate or isinstance(node, exp.AggFunc)
                self.push(list(node.iter_expressions()), chooses)

    def push(self, nodes: list[exp.Expr | None], chooses: bool) -> None:
        self.todo.extend((node, chooses) for node in reversed(nodes) if node is not None)

    def column(self, node: exp.Column, chooses: bool) -> None:
        if isinstance(node.this, exp.Star):
            return
        found = self.facts.masked.find(node.name)
        if found and not node.table and not chooses:
            self.placeholders.update(dict.fromkeys(found))
        elif not found or node.table:
            self.take(self.named(node), chooses)

    def named(self, node: exp.Column) -> Expression:
        """What a column is made of; one of `relation.column.field.field` stands in front of its fields."""
        parts = [part.name for part in node.parts]
        at = next((at for at in reversed(range(len(parts) - 1)) if self.scope.find(parts[at])), None)
        if at is None:
            return self.scope.column(parts[0] if len(parts) > 1 else "", self.facts.masked.restore(parts[-1]))
        return self.scope.column(parts[at], self.facts.masked.restore(parts[at + 1]))

    def constant(self, node: exp.Expr, chooses: bool) -> None:
        found = self.facts.masked.find(node.name) if isinstance(node, exp.Literal) else ()
        if not chooses and found:
            self.placeholders.update(dict.fromkeys(found))
        elif not chooses:
            value = _constant(node)
            self.constants[type(value), value] = None

    def take(self, part: Expression, chooses: bool) -> None:
        if chooses:
            self.conditions.update(dict.fromkeys((*part.columns, *part.conditions)))
            return
        self.columns.update(dict.fromkeys(part.columns))
        self.conditions.update(dict.fromkeys(part.conditions))
        self.placeholders.update(dict.fromkeys(part.placeholders))
        self.constants.update(dict.fromkeys((type(constant), constant) for constant in part.constants))
        self.functions.update(dict.fromkeys(part.functions))
        self.aggregate = self.aggregate or part.aggregate


def _function_name(node: exp.Func) -> str:
    """The name of a function of the database, with what it stands in; "" of one the parser knows by heart."""
    parts = [node.name] if isinstance(node, exp.Anonymous) else [node.sql_name()] if isinstance(node.parent, exp.Dot) else []
    if not parts and type(node).__name__.startswith("AI"):
        parts = [node.sql_name()]
    above = node.parent if parts else None
    while isinstance(above, exp.Dot):
        parts = [part.name for part in above.this.walk() if isinstance(part, exp.Identifier)] + parts if above.expression is node else parts
        above = above.parent
    return ".".join(parts).lower()


def _constant(node: exp.Expr) -> Constant:
    match node:
        case exp.Boolean():
            return bool(node.this)
        case exp.Literal() if node.is_string:
            return str(node.this)
        case exp.Literal():
            return int(node.this) if str(node.this).isdigit() else float(node.this)
        case _:
            return None


def _comparisons(node: exp.Expr) -> Iterator[tuple[exp.Expr, list[exp.Expr]]]:
    """Each pair of what is tested and what it is compared with; conditions of inner queries are theirs."""
    for part in node.walk(bfs=True, prune=lambda inner: isinstance(inner, exp.Query)):
        match part:
            case exp.In():
                field = part.args.get("field")
                yield part.this, [*part.expressions, *([field] if field is not None else [])]
            case exp.Between():
                yield part.this, [part.args["low"], part.args["high"]]
            case exp.Binary() if isinstance(part, exp.Predicate):
                yield part.this, [part.expression]
                yield part.expression, [part.this]


def _compare(tested: exp.Expr, values: list[exp.Expr], scope: Scope, facts: Facts) -> None:
    if isinstance(tested, exp.Tuple) and all(isinstance(value, exp.Tuple) for value in values):
        for position, part in enumerate(tested.expressions):
            _compare(part, [value.expressions[position] for value in values if position < len(value.expressions)], scope, facts)
        return
    columns = read_expression(tested, scope, facts).columns
    compared = merge(read_expression(value, scope, facts) for value in values if not isinstance(value, exp.Query))
    for column in columns:
        facts.filter_placeholders.update(dict.fromkeys((column, placeholder) for placeholder in compared.placeholders))
        facts.filter_constants.update(dict.fromkeys((column, type(constant), constant) for constant in compared.constants))
