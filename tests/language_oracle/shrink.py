"""Makes a program smaller as long as it shows the same kind of thing: one statement less at a time."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

Holds = Callable[[dict[str, str]], bool]


def shrink(files: dict[str, str], holds: Holds) -> dict[str, str]:
    """The program without any statement that it holds without."""
    for smaller in _smaller(files):
        if holds(smaller):
            return shrink(smaller, holds)
    return files


def _smaller(files: dict[str, str]) -> Iterator[dict[str, str]]:
    for name, text in files.items():
        blocks = [block for node in ast.walk(ast.parse(text)) for block in _blocks(node)]
        for at, block in enumerate(blocks):
            yield from ({**files, name: _without(text, at, place)} for place in reversed(range(len(block))) if not _is_kept(block[place]))


def _is_kept(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Import | ast.ImportFrom | ast.Pass)


def _without(text: str, at: int, place: int) -> str:
    tree = ast.parse(text)
    block = [block for node in ast.walk(tree) for block in _blocks(node)][at]
    block[place : place + 1] = [ast.Pass()] if len(block) == 1 else []
    return ast.unparse(tree) + "\n"


def _blocks(node: ast.AST) -> list[list[ast.stmt]]:
    found = [getattr(node, name, None) for name in ("body", "orelse", "finalbody")]
    return [block for block in found if isinstance(block, list) and block and isinstance(block[0], ast.stmt)]
