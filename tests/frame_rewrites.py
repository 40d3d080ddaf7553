"""Changes of a module that leave what it does with tables as it is; comments stay with their statements."""

# ruff: noqa: N802  (libcst names the methods after its nodes)

from __future__ import annotations

import libcst as cst
import libcst.matchers as m

READERS = m.Call(func=m.Attribute(value=m.Name("pd"), attr=m.Name("read_csv")))
TEXT = m.SimpleString()
STATEMENT = m.SimpleStatementLine([m.Expr(m.Call(args=[m.Arg(m.Call(m.Attribute()), keyword=None), m.ZeroOrMore()]))])
"""A call whose first argument is the call of a method."""


def tables_of(module: cst.Module) -> set[str]:
    """The names that are given a table when it is read, and never anything else."""
    assigned = [cst.ensure_type(a, cst.Assign) for a in m.findall(module, m.Assign(targets=[m.AssignTarget(m.Name())]))]
    named: dict[str, list[cst.BaseExpression]] = {}
    for each in assigned:
        named.setdefault(cst.ensure_type(each.targets[0].target, cst.Name).value, []).append(each.value)
    return {name for name, values in named.items() if all(m.matches(value, READERS) for value in values)}


class _OfTables(cst.CSTTransformer):
    def __init__(self, tables: set[str]) -> None:
        super().__init__()
        self.tables = tables

    def is_table(self, node: cst.BaseExpression) -> bool:
        return isinstance(node, cst.Name) and node.value in self.tables


class _Attributes(_OfTables):
    def visit_AssignTarget(self, node: cst.AssignTarget) -> bool:
        return False

    def visit_Del(self, node: cst.Del) -> bool:
        return False

    def leave_Subscript(self, original_node: cst.Subscript, updated_node: cst.Subscript) -> cst.BaseExpression:
        name = _key(updated_node)
        return cst.Attribute(updated_node.value, cst.Name(name)) if name and self.is_table(updated_node.value) else updated_node


def read_as_attributes(module: cst.Module) -> cst.Module:
    """`table["name"]` is read as `table.name`."""
    return module.visit(_Attributes(tables_of(module)))


class _Assigned(_OfTables):
    def leave_Assign(self, original_node: cst.Assign, updated_node: cst.Assign) -> cst.Assign:
        target = updated_node.targets[0].target
        if not isinstance(target, cst.Subscript) or not self.is_table(target.value) or not _key(target):
            return updated_node
        given = cst.Arg(updated_node.value, keyword=cst.Name(_key(target)), equal=_TIGHT)
        table = cst.ensure_type(target.value, cst.Name)
        return updated_node.with_changes(
            targets=[cst.AssignTarget(table)], value=cst.Call(cst.Attribute(table, cst.Name("assign")), [given])
        )


def write_by_assign(module: cst.Module) -> cst.Module:
    """`table["name"] = value` is `table = table.assign(name=value)`."""
    return module.visit(_Assigned(tables_of(module)))


class _Located(_OfTables):
    def leave_Subscript(self, original_node: cst.Subscript, updated_node: cst.Subscript) -> cst.BaseExpression:
        is_mask = m.matches(updated_node, m.Subscript(slice=[m.SubscriptElement(m.Index(m.Comparison()))]))
        if not is_mask or not self.is_table(updated_node.value):
            return updated_node
        return updated_node.with_changes(value=cst.Attribute(updated_node.value, cst.Name("loc")))


def choose_by_loc(module: cst.Module) -> cst.Module:
    """`table[mask]` is `table.loc[mask]`."""
    return module.visit(_Located(tables_of(module)))


class _AfterReading(cst.CSTTransformer):
    """Puts statements behind each that reads a table."""

    def __init__(self, tables: set[str], text: str) -> None:
        super().__init__()
        self.tables, self.text = tables, text

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.SimpleStatementLine | cst.FlattenSentinel[cst.BaseStatement]:
        if not m.matches(updated_node, m.SimpleStatementLine([m.Assign([m.AssignTarget(m.Name())], READERS)])):
            return updated_node
        name = cst.ensure_type(cst.ensure_type(updated_node.body[0], cst.Assign).targets[0].target, cst.Name).value
        added = [cst.parse_statement(line.format(name)) for line in self.text.splitlines()] if name in self.tables else []
        return cst.FlattenSentinel([updated_node, *added])


def rename_and_back(module: cst.Module) -> cst.Module:
    """A column gets another name, and its own again."""
    text = '{0} = {0}.rename(columns={{"gender": "zq_one"}})\n{0} = {0}.rename(columns={{"zq_one": "gender"}})'
    return module.visit(_AfterReading(tables_of(module), text))


def add_and_drop(module: cst.Module) -> cst.Module:
    """A column is added and dropped again, in place."""
    text = '{0}["zq_two"] = 1\n{0}.drop(columns=["zq_two"], inplace=True)'
    return module.visit(_AfterReading(tables_of(module), text))


class _Stepwise(_OfTables):
    """The first argument of a statement that is a call, made of a table, gets a name of its own first."""

    number = 0

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.SimpleStatementLine | cst.FlattenSentinel[cst.BaseStatement]:
        if not m.matches(updated_node, STATEMENT):
            return updated_node
        call = cst.ensure_type(cst.ensure_type(updated_node.body[0], cst.Expr).value, cst.Call)
        made = cst.ensure_type(call.args[0].value, cst.Call)
        if not self.is_table(cst.ensure_type(made.func, cst.Attribute).value):
            return updated_node
        name, self.number = cst.Name(f"zq_{self.number}"), self.number + 1
        first = cst.SimpleStatementLine([cst.Assign([cst.AssignTarget(name)], call.args[0].value)])
        rest = call.with_changes(args=[call.args[0].with_changes(value=name), *call.args[1:]])
        return cst.FlattenSentinel([first, updated_node.with_changes(body=[cst.Expr(rest)])])


def step_by_step(module: cst.Module) -> cst.Module:
    """What stands inside a call is worked out before it."""
    return module.visit(_Stepwise(tables_of(module)))


REWRITES = (read_as_attributes, write_by_assign, choose_by_loc, rename_and_back, add_and_drop, step_by_step)
_TIGHT = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))


def _key(node: cst.Subscript) -> str:
    """The name in a key that could be written as an attribute; "" where it is none."""
    if not m.matches(node, m.Subscript(slice=[m.SubscriptElement(m.Index(TEXT))])):
        return ""
    name = cst.ensure_type(cst.ensure_type(node.slice[0].slice, cst.Index).value, cst.SimpleString).evaluated_value
    return name if isinstance(name, str) and name.isidentifier() else ""
