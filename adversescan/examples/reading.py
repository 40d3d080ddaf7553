"""How an entry of a library reads a call: what it does, in which words, and which of the call's own arguments play which role."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import fields

from adversescan.analysis.arguments import Arguments
from adversescan.analysis.library_calls import Site
from adversescan.analysis.values import constant
from adversescan.knowledge.library import CallModel

_ROLES = (
    "address", "data", "subject", "prompt", "model", "labels", "task", "target", "query", "on_refusal", "function",
    "inputs", "mutates", "only",
)  # fmt: skip
_NOT_SAID = (*_ROLES, "path", "does", "library", "returns")
"""What a chain of calls shows (`returns`), and what is said in another place."""


def readings(model: CallModel, line: Sequence[ast.expr]) -> tuple[str, ...]:
    """The reading of every call or attribute of a line that may be the entry's, those of its name first; one without any."""
    last = model.path.rpartition(".")[2]
    named = [node for node in line if _name(node) == last] or [node for node in line if isinstance(node, ast.Call)]
    return tuple(dict.fromkeys(reading(model, node) for node in named)) or (reading(model, None),)


def reading(model: CallModel, node: ast.expr | None) -> str:
    """What the entry says of one call, e.g. `infer race-ethnicity linked; data people`."""
    return "; ".join([" ".join([model.does.value, *_words(model)]), *_roles(model, _site(node))])


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


def _site(node: ast.expr | None) -> Site:
    """The call as the engine selects from it, each argument being its own text."""
    match node:
        case ast.Call(func=function, args=positional, keywords=named):
            receiver = function.value if isinstance(function, ast.Attribute) else function
            values = {word.arg: constant(_code(word.value)) for word in named if word.arg}
            return Site(constant(_code(receiver)), Arguments([constant(_code(arg)) for arg in positional], values), 0, "")
        case ast.Attribute(value=receiver) | ast.Subscript(value=receiver):
            return Site(constant(_code(receiver)), Arguments(), 0, "")
        case _:
            return Site(None, Arguments(), 0, "")


def _code(node: ast.expr) -> str:
    return ast.unparse(node)


def _name(node: ast.expr) -> str:
    match node:
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
