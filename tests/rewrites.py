"""Changes of a Python module that leave what it does as it is; comments stay with their statements."""

# ruff: noqa: N802  (libcst names the methods after its nodes)

from __future__ import annotations

import builtins
from collections.abc import Callable, Sequence
from itertools import groupby

import libcst as cst
import libcst.matchers as m

Meaningful = Callable[[str], bool]
"""Whether a name says something about people, attributes, sources or effects: such names are left alone."""


class Rename(cst.CSTTransformer):
    """Renames variables; attributes and the keywords of calls are no variables."""

    def __init__(self, names: dict[str, str]) -> None:
        super().__init__()
        self.names = names

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.Name:
        return updated_node.with_changes(value=self.names.get(updated_node.value, updated_node.value))

    def leave_Attribute(self, original_node: cst.Attribute, updated_node: cst.Attribute) -> cst.Attribute:
        return updated_node.with_changes(attr=original_node.attr)

    def leave_Arg(self, original_node: cst.Arg, updated_node: cst.Arg) -> cst.Arg:
        return updated_node.with_changes(keyword=original_node.keyword)

    def leave_ImportAlias(self, original_node: cst.ImportAlias, updated_node: cst.ImportAlias) -> cst.ImportAlias:
        return original_node


class _RenameLocals(cst.CSTTransformer):
    def __init__(self, meaningful: Meaningful) -> None:
        super().__init__()
        self.meaningful = meaningful

    def leave_FunctionDef(self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef) -> cst.FunctionDef:
        names = [name for name in _assigned(original_node) if not self.meaningful(name)]
        body = updated_node.body.visit(Rename({name: f"zq{number}" for number, name in enumerate(names)}))
        return updated_node.with_changes(body=body)


def rename_locals(module: cst.Module, meaningful: Meaningful) -> cst.Module:
    """Local variables that say nothing get other names."""
    return module.visit(_RenameLocals(meaningful))


def alias_imports(module: cst.Module, meaningful: Meaningful) -> cst.Module:
    """`import requests` becomes `import requests as zq_requests`, and so are its uses."""
    taken = {name for function in m.findall(module, m.Param()) for name in _names(function)} | _stored(module)
    aliases = [alias for found in m.findall(module, m.Import()) for alias in cst.ensure_type(found, cst.Import).names]
    plain = {alias.name.value for alias in aliases if isinstance(alias.name, cst.Name) and alias.asname is None} - taken
    renamed = {name: f"zq_{name}" for name in plain if not _dotted_too(name, aliases)}
    return module.visit(Rename(renamed)).visit(_Alias(renamed))


class _Alias(cst.CSTTransformer):
    def __init__(self, names: dict[str, str]) -> None:
        super().__init__()
        self.names = names

    def leave_Import(self, original_node: cst.Import, updated_node: cst.Import) -> cst.Import:
        return updated_node.with_changes(names=[self._aliased(alias) for alias in updated_node.names])

    def _aliased(self, alias: cst.ImportAlias) -> cst.ImportAlias:
        name = self.names.get(alias.name.value) if isinstance(alias.name, cst.Name) else None
        return alias.with_changes(asname=cst.AsName(cst.Name(name))) if name and alias.asname is None else alias


def reorder_functions(module: cst.Module, meaningful: Meaningful) -> cst.Module:
    """Functions that stand one after the other stand in the opposite order."""
    runs = [(free, list(run)) for free, run in groupby(module.body, key=_is_free)]
    return module.with_changes(body=[node for free, run in runs for node in (reversed(run) if free else run)])


def _is_free(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.FunctionDef) and not node.decorators


def _assigned(function: cst.FunctionDef) -> list[str]:
    """Names assigned in a function and known nowhere else."""
    nested = m.findall(function.body, m.FunctionDef() | m.ClassDef() | m.Lambda() | m.Global() | m.Nonlocal() | m.Import() | m.ImportFrom())
    if nested:
        return []
    parameters = {name for param in m.findall(function.params, m.Param()) for name in _names(param)}
    return sorted(_stored(function.body) - parameters - set(dir(builtins)))


def _stored(node: cst.CSTNode) -> set[str]:
    targets = m.findall(node, m.AssignTarget(target=m.Name()) | m.AnnAssign(target=m.Name()))
    return {cst.ensure_type(target.target, cst.Name).value for target in targets if isinstance(target, (cst.AssignTarget, cst.AnnAssign))}


def _names(node: cst.CSTNode) -> list[str]:
    return [node.name.value] if isinstance(node, cst.Param) else []


def _dotted_too(name: str, aliases: Sequence[cst.ImportAlias]) -> bool:
    return any(alias.evaluated_name.startswith(f"{name}.") for alias in aliases)
