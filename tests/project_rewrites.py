"""Changes of a whole project that leave what it does as it is; comments stay with their statements."""

# ruff: noqa: N802  (libcst names the methods after its nodes)

from __future__ import annotations

import builtins
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import libcst as cst
import libcst.matchers as m

from tests.rewrites import Meaningful, Rename

Modules = dict[Path, cst.Module]
"""The modules of a project by their paths in it."""
ProjectRewrite = Callable[[Path, Modules, Meaningful], Modules]
EXPECTED = re.compile(r"#\s*expect")
FUNCTION = m.FunctionDef(decorators=[], asynchronous=None)


def rename_parameters(folder: Path, modules: Modules, meaningful: Meaningful) -> Modules:
    """Parameters that say nothing and that no call names get other names."""
    calls = [a for module in modules.values() for a in _all(module, m.Arg(keyword=m.Name()))]
    named = {a.keyword.value for a in calls if isinstance(a, cst.Arg) and a.keyword}
    return {path: module.visit(_Parameters(meaningful, named)) for path, module in modules.items()}


class _Parameters(cst.CSTTransformer):
    def __init__(self, meaningful: Meaningful, named: set[str]) -> None:
        super().__init__()
        self.meaningful, self.named = meaningful, named

    def leave_FunctionDef(self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef) -> cst.FunctionDef:
        if original_node.decorators or m.findall(original_node.params, m.Attribute() | m.ParamStar() | m.ParamSlash()):
            return updated_node
        names = [p.name.value for p in original_node.params.params if p.name.value not in {"self", "cls"}]
        free = [name for name in names if not self.meaningful(name) and name not in self.named and not name.startswith("zq")]
        renamed = Rename({name: f"zqp{number}" for number, name in enumerate(free)})
        return updated_node.with_changes(params=updated_node.params.visit(renamed), body=updated_node.body.visit(renamed))


def rename_helpers(folder: Path, modules: Modules, meaningful: Meaningful) -> Modules:
    """Functions whose names say nothing get other names, where nothing but the modules knows them by name."""
    top = [s for module in modules.values() for s in module.body]
    functions = [s.name.value for s in top if isinstance(s, cst.FunctionDef) and m.matches(s, FUNCTION)]
    stems = {part for path in modules for part in path.with_suffix("").parts}
    known = stems | _other_words(folder, modules) | {w for module in modules.values() for w in _words_beside_names(module)}
    free = [n for n in functions if functions.count(n) == 1 and n not in known and not meaningful(n) and n not in {"main", "handler"}]
    names = {name: f"zqf{number}" for number, name in enumerate(free)}
    return {path: module.visit(_Everywhere(names)) for path, module in modules.items()}


class _Everywhere(Rename):
    def leave_ImportAlias(self, original_node: cst.ImportAlias, updated_node: cst.ImportAlias) -> cst.ImportAlias:
        return updated_node


def rename_modules(folder: Path, modules: Modules, meaningful: Meaningful) -> Modules:
    """Modules whose names say nothing get other names, where only the imports of others know them."""
    texts = {path: module.code for path, module in modules.items()}
    others = _other_words(folder, modules)
    moved = dict(texts)
    for number, path in enumerate(sorted(texts)):
        stem = path.stem
        lines = [line for text in texts.values() for line in text.splitlines() if re.search(rf"\b{stem}\b", line)]
        imports = [line for line in lines if re.match(rf"\s*from [.\w]*\b{stem} import ", line)]
        if stem in others or meaningful(stem) or not imports or len(lines) != len(imports):
            continue
        place = re.compile(rf"^(\s*from [.\w]*)\b{stem} import ", re.MULTILINE)
        moved = {p: place.sub(rf"\1zqm{number} import ", text) for p, text in moved.items()}
        moved[path.with_name(f"zqm{number}.py")] = moved.pop(path)
    return {path: cst.parse_module(text) for path, text in moved.items()}


def split_module(folder: Path, modules: Modules, meaningful: Meaningful) -> Modules:
    """Functions that need nothing but what is imported move into a module of their own."""
    found: Modules = {}
    for path, module in modules.items():
        imports = [s for s in module.body if m.matches(s, m.SimpleStatementLine(body=[m.Import() | m.ImportFrom()]))]
        free = set(dir(builtins)) | {name for s in imports for name in _imported(s)}
        moving = [s for s in module.body if m.matches(s, FUNCTION) and isinstance(s, cst.FunctionDef) and _needs(s) <= free]
        others = [s for s in module.body if s not in moving and s not in imports]
        if not moving or not others or m.findall(module, m.Global()):
            found[path] = module
            continue
        part = f"zqs_{path.stem}"
        dot = "." if (folder / path.parent / "__init__.py").exists() else ""
        back = cst.parse_statement(f"from {dot}{part} import {', '.join(s.name.value for s in moving)}\n")
        last = module.body.index(imports[-1]) + 1 if imports else 0
        body = [*module.body[:last], back, *module.body[last:]]
        found[path] = module.with_changes(body=[s for s in body if s not in moving])
        found[path.with_name(f"{part}.py")] = cst.Module(body=[*imports, *moving])
    return found


def extract_function(folder: Path, modules: Modules, meaningful: Meaningful) -> Modules:
    """What is assigned in a function is worked out by one of its own."""
    return {path: _extracted(module) for path, module in modules.items()}


def _extracted(module: cst.Module) -> cst.Module:
    taking = _Extract(_stored_names(module))
    changed = module.visit(taking)
    return changed.with_changes(body=[*_head(changed), *taking.made, *changed.body[len(_head(changed)) :]])


class _Extract(cst.CSTTransformer):
    def __init__(self, module_names: set[str]) -> None:
        super().__init__()
        self.module_names = module_names
        self.made: list[cst.BaseStatement] = []
        self.local: list[set[str]] = []

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        self.local.append({p.name.value for p in _all(node, m.Param()) if isinstance(p, cst.Param)} | _stored_names(node.body))
        return not m.findall(node.body, m.FunctionDef() | m.ClassDef() | m.Global() | m.Nonlocal())

    def leave_FunctionDef(self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef) -> cst.FunctionDef:
        self.local.pop()
        return updated_node

    def leave_SimpleStatementLine(self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine) -> cst.BaseStatement:
        statement = updated_node.body[0]
        whole = m.SimpleStatementLine(body=[m.Assign(targets=[m.AssignTarget(target=m.Name())], value=m.Call())])
        if not self.local or not m.matches(updated_node, whole) or EXPECTED.search(_code(updated_node)):
            return updated_node
        assert isinstance(statement, cst.Assign)
        if m.findall(statement.value, m.Await() | m.Yield() | m.Lambda() | m.CompFor() | m.NamedExpr() | m.Name("super")):
            return updated_node
        used = [n for n in _names_in(statement.value) if n in self.local[-1]]
        name, given = f"zqx{len(self.made)}", ", ".join(dict.fromkeys(used))
        self.made.append(cst.parse_statement(f"def {name}({given}):\n    return {_code(statement.value)}\n\n\n"))
        return updated_node.with_changes(body=[statement.with_changes(value=cst.parse_expression(f"{name}({given})"))])


def inline_function(folder: Path, modules: Modules, meaningful: Meaningful) -> Modules:
    """A call of a function that only returns something, on plain arguments, becomes what it returns."""
    return {path: module.visit(_Inline(module)) for path, module in modules.items()}


class _Inline(cst.CSTTransformer):
    def __init__(self, module: cst.Module) -> None:
        super().__init__()
        returned = m.IndentedBlock(body=[m.SimpleStatementLine(body=[m.Return()])])
        whole = m.FunctionDef(decorators=[], asynchronous=None, body=returned)
        found = [s for s in module.body if m.matches(s, whole) and isinstance(s, cst.FunctionDef)]
        self.functions = {s.name.value: s for s in found if not EXPECTED.search(_code(s))}

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.BaseExpression:
        function = self.functions.get(updated_node.func.value) if isinstance(updated_node.func, cst.Name) else None
        simple = m.Arg(keyword=None, star="", value=m.Name() | m.Attribute())
        if function is None or not all(m.matches(a, simple) for a in updated_node.args):
            return updated_node
        names = [p.name.value for p in function.params.params]
        line = cst.ensure_type(cst.ensure_type(function.body.body[0], cst.SimpleStatementLine).body[0], cst.Return)
        plain = not function.params.star_kwarg and isinstance(function.params.star_arg, cst.MaybeSentinel)
        if line.value is None or not plain or len(names) != len(updated_node.args):
            return updated_node
        if m.findall(line.value, m.Lambda() | m.CompFor() | m.Yield()):
            return updated_node
        given = {name: argument.value for name, argument in zip(names, updated_node.args, strict=True)}
        inlined = line.value.visit(_Put(given))
        assert isinstance(inlined, cst.BaseExpression)
        return inlined.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])


class _Put(cst.CSTTransformer):
    def __init__(self, given: dict[str, cst.BaseExpression]) -> None:
        super().__init__()
        self.given = given

    def visit_Attribute_attr(self, node: cst.Attribute) -> None:
        return None

    def leave_Name(self, original_node: cst.Name, updated_node: cst.Name) -> cst.BaseExpression:
        return self.given.get(original_node.value, updated_node)

    def leave_Attribute(self, original_node: cst.Attribute, updated_node: cst.Attribute) -> cst.BaseExpression:
        return updated_node.with_changes(attr=original_node.attr)

    def leave_Arg(self, original_node: cst.Arg, updated_node: cst.Arg) -> cst.Arg:
        return updated_node.with_changes(keyword=original_node.keyword)


def through_a_file(folder: Path, modules: Modules, meaningful: Meaningful) -> Modules:
    """A dict or list that is put together in a function is stored, and loaded again."""
    return {path: _through_a_file(path, module) for path, module in modules.items()}


def _through_a_file(path: Path, module: cst.Module) -> cst.Module:
    storing = _Store(path.stem)
    changed = module.visit(storing)
    if not storing.stored:
        return module
    head = _head(changed)
    return changed.with_changes(body=[*head, cst.parse_statement("import json as zq_json\n"), *changed.body[len(head) :]])


class _Store(cst.CSTTransformer):
    def __init__(self, stem: str) -> None:
        super().__init__()
        self.stem, self.stored, self.depth = stem, 0, 0

    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        self.depth += 1

    def leave_FunctionDef(self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef) -> cst.FunctionDef:
        self.depth -= 1
        return updated_node

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.BaseStatement | cst.FlattenSentinel[cst.BaseStatement]:
        made = m.Dict(elements=[m.AtLeastN(m.DictElement(), n=1)]) | m.ListComp() | m.DictComp()
        whole = m.SimpleStatementLine(body=[m.Assign(targets=[m.AssignTarget(target=m.Name())], value=made)])
        if not self.depth or not m.matches(original_node, whole):
            return updated_node
        self.stored += 1
        name = cst.ensure_type(cst.ensure_type(original_node.body[0], cst.Assign).targets[0].target, cst.Name).value
        file = f"zq_{self.stem}_{self.stored}.json"
        write = cst.parse_statement(f'with open("{file}", "w") as zq_file:\n    zq_json.dump({name}, zq_file)\n')
        read = cst.parse_statement(f'with open("{file}") as zq_file:\n    {name} = zq_json.load(zq_file)\n')
        return cst.FlattenSentinel([updated_node, write, read])


REWRITES: tuple[ProjectRewrite, ...] = (
    rename_parameters, rename_helpers, rename_modules, split_module, extract_function, inline_function, through_a_file,
)  # fmt: skip


def _head(module: cst.Module) -> list[cst.BaseStatement]:
    """The docstring and the imports of the future, before which nothing may stand."""
    first = m.SimpleStatementLine(body=[m.Expr(value=m.SimpleString()) | m.ImportFrom(module=m.Name("__future__"))])
    found = []
    for statement in module.body:
        if not m.matches(statement, first):
            break
        found.append(statement)
    return found  # type: ignore[return-value]


def _all(node: cst.CSTNode, matcher: m.BaseMatcherNode) -> list[cst.CSTNode]:
    return list(m.findall(node, matcher))


def _code(node: cst.CSTNode) -> str:
    return cst.Module(body=[]).code_for_node(node)


def _imported(statement: cst.CSTNode) -> Iterator[str]:
    for alias in _all(statement, m.ImportAlias()):
        assert isinstance(alias, cst.ImportAlias)
        yield alias.evaluated_alias or alias.evaluated_name.partition(".")[0]


def _needs(function: cst.FunctionDef) -> set[str]:
    """The names a function takes from outside, more rather than less."""
    parameters = {p.name.value for p in _all(function, m.Param()) if isinstance(p, cst.Param)}
    own = parameters | _stored_names(function.body) | {function.name.value}
    return {*_names_in(function.body), *_names_in(function.params)} - own


def _names_in(node: cst.CSTNode) -> list[str]:
    """Names read or bound in a node, but for attributes and the keywords of calls."""
    collector = _Names()
    node.visit(collector)
    return collector.found


class _Names(cst.CSTVisitor):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def visit_Attribute(self, node: cst.Attribute) -> bool:
        node.value.visit(self)
        return False

    def visit_Arg(self, node: cst.Arg) -> bool:
        node.value.visit(self)
        return False

    def visit_Name(self, node: cst.Name) -> None:
        self.found.append(node.value)


def _stored_names(node: cst.CSTNode) -> set[str]:
    """Names that are bound anywhere in a node."""
    binding = m.AssignTarget() | m.AnnAssign() | m.For() | m.CompFor() | m.AsName() | m.NamedExpr() | m.AugAssign()
    found: set[str] = set()
    for each in _all(node, binding):
        match each:
            case cst.AsName(name=target) | cst.AssignTarget(target=target) | cst.AnnAssign(target=target):
                found.update(_names_in(target))
            case cst.For(target=target) | cst.CompFor(target=target) | cst.NamedExpr(target=target) | cst.AugAssign(target=target):
                found.update(_names_in(target))
    return found | {s.name.value for s in _all(node, m.FunctionDef()) if isinstance(s, cst.FunctionDef)}


def _other_words(folder: Path, modules: Modules) -> set[str]:
    """Words of all files that are no modules of the project."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.relative_to(folder) not in modules]
    return {word for file in files for word in re.findall(r"\w+", file.read_text(encoding="utf-8", errors="ignore"))}


def _words_beside_names(module: cst.Module) -> Iterator[str]:
    """Words of strings, attributes and keywords: by these a function may be known as well."""
    for node in _all(module, m.SimpleString() | m.FormattedStringText() | m.Attribute() | m.Arg(keyword=m.Name())):
        match node:
            case cst.SimpleString(value=text) | cst.FormattedStringText(value=text):
                yield from re.findall(r"\w+", text)
            case cst.Attribute(attr=cst.Name(value=name)) | cst.Arg(keyword=cst.Name(value=name)):
                yield name
