"""How an entry of a library reads a call: what it does, in which words, and which of the call's own arguments play which role."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import fields

from adversescan.analysis.arguments import Arguments
from adversescan.analysis.library_calls import Site
from adversescan.analysis.values import Value, constant
from adversescan.knowledge.library import CallModel

_ROLES = (
    "address", "data", "subject", "prompt", "model", "labels", "task", "target", "query", "on_refusal", "on_failure", "judges", "routes",
    "function", "inputs", "mutates", "files", "only",
)  # fmt: skip
_NOT_SAID = (*_ROLES, "path", "does", "library", "returns")
"""What is said in another place."""
_OPERATORS: dict[type[ast.operator], tuple[str, ...]] = {ast.BitOr: ("__or__", "__ror__"), ast.RShift: ("__rshift__", "__rrshift__")}
_REFLECTED = ("__ror__", "__rrshift__")
"""Operators of the object on the right."""


def readings(model: CallModel, line: Sequence[ast.AST]) -> tuple[str, ...]:
    """The reading of everything on a line that may be the entry's, those of its name first; one without any."""
    last = model.path.rpartition(".")[2]
    named = [node for node in line if last in written_as(node)] or [node for node in line if isinstance(node, ast.Call)]
    return tuple(dict.fromkeys(reading(model, node) for node in named)) or (reading(model, None),)


def nodes_by_line(tree: ast.AST) -> dict[int, list[ast.AST]]:
    """What entries may be about, by its line; what a `with` opens has the line of its expression."""
    lines: dict[int, list[ast.AST]] = defaultdict(list)
    for node in ast.walk(tree):
        if isinstance(node, ast.withitem):
            lines[node.context_expr.lineno].append(node)
        elif written_as(node) or isinstance(node, ast.Call):
            lines[getattr(node, "lineno", 0)].append(node)
    return lines


def reading(model: CallModel, node: ast.AST | None) -> str:
    """What the entry says of one call, e.g. `infer race-ethnicity linked; data people; gives faces.Guess`."""
    site = _site(node, model.path.rpartition(".")[2])
    return "; ".join([" ".join([model.does.value, *_words(model)]), *_roles(model, site), *_gives(model, site)])


def without_type(said: str) -> str:
    """The reading without the type of the result, which a comment may leave out."""
    return said.partition("; gives ")[0]


def _words(model: CallModel) -> Iterator[str]:
    for field in fields(model):
        if field.name in _NOT_SAID:
            continue
        match getattr(model, field.name):
            case True:
                yield field.name
            case str(word):
                yield word
            case tuple(items):
                yield from (item if isinstance(item, str) else "=".join(item) for item in items)


def _roles(model: CallModel, site: Site) -> Iterator[str]:
    for role in _ROLES:
        selected = [text for value in site.select(getattr(model, role)) for text in value.texts()]
        if selected:
            yield f"{role} {', '.join(selected)}"


def _gives(model: CallModel, site: Site) -> Iterator[str]:
    """The type of the result, which says what the methods called on it are."""
    if model.returns.endswith("[0]"):
        yield f"gives {model.returns[:-3]}[{', '.join(text for value in site.select((0,)) for text in value.texts())}]"
    elif model.returns:
        yield f"gives {model.returns}"


def _site(node: ast.AST | None, name: str) -> Site:
    """The call as the engine selects from it, each argument being its own text."""
    match node:
        case ast.Call(func=function, args=positional, keywords=named):
            owner = function.value if isinstance(function, ast.Attribute) and name != "__call__" else function
            values = {word.arg: _text(word.value) for word in named if word.arg}
            return Site(_text(owner), Arguments([_text(arg) for arg in positional], values), 0, "")
        case ast.Subscript(value=owner, slice=key):
            return Site(_text(owner), Arguments([_text(key)]), 0, "")
        case ast.BinOp(left=left, right=right):
            owner, other = (right, left) if name in _REFLECTED else (left, right)
            return Site(_text(owner), Arguments([_text(other)]), 0, "")
        case ast.Attribute(value=owner) | ast.For(iter=owner) | ast.AsyncFor(iter=owner) | ast.withitem(context_expr=owner):
            return Site(_text(owner), Arguments(), 0, "")
        case _:
            return Site(None, Arguments(), 0, "")


def _text(node: ast.expr) -> Value:
    return constant(ast.unparse(node))


def written_as(node: ast.AST) -> tuple[str, ...]:
    """The last parts of paths that may be meant: the name that is called or read, or what the language calls by itself."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) | ast.Attribute(attr=name):
            return (name,)
        case ast.Subscript():
            return ("__getitem__",)
        case ast.BinOp(op=operator):
            return _OPERATORS.get(type(operator), ())
        case ast.For() | ast.AsyncFor():
            return ("__iter__",)
        case ast.withitem():
            return ("__enter__", "__aenter__")
        case _:
            return ()
