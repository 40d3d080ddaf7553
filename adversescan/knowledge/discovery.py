"""Reads rules/discovery/: what discovery leaves out, and which files mark a project of its own."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from adversescan.knowledge.decode import decode_record, decode_text
from adversescan.knowledge.safe_patterns import pattern_mistake
from adversescan.knowledge.yaml_file import Items, Mapping, Node, collect, read_yaml, refuse
from adversescan.record import dataclass
from adversescan.sources.left_out import EXCLUDED, IGNORED, LINKED, LeftOut, Reason, compile_left_out


def read_left_out(folder: Traversable) -> LeftOut:
    """What is left out, of left_out.yaml. Raises InvalidFiles with all mistakes of the file."""
    return compile_left_out(left_out_reasons(folder))


def left_out_reasons(folder: Traversable) -> tuple[Reason, ...]:
    """The reasons to leave something out, as left_out.yaml has them. Raises InvalidFiles with all mistakes of the file."""
    path = folder / "discovery" / "left_out.yaml"
    tree = read_yaml(path, str(path))
    return tuple(collect(lambda name: _reason(tree, name), tree.entries))


def read_project_marks(folder: Traversable) -> frozenset[str]:
    """The names of files and folders that mark a project, of projects.yaml. Raises InvalidFiles with all mistakes of the file."""
    path = folder / "discovery" / "projects.yaml"
    return frozenset(decode_record(read_yaml(path, str(path)), Projects).marks)


@dataclass(frozen=True, slots=True)
class Projects:
    marks: tuple[str, ...]


def _reason(tree: Mapping, name: str) -> Reason:
    entry = tree.entries[name]
    if name in (IGNORED, EXCLUDED, LINKED):
        refuse(entry, name, "is a reason of the program itself; choose another name")
    reason = decode_record(entry, Reason, name, given={"name": name}, special={"headers": _expressions})
    if not (reason.folders or reason.holding or reason.files or reason.headers or reason.mean_line):
        refuse(entry, name, "leaves nothing out; give folders, holding, files, headers or mean_line")
    return reason


def _expressions(node: Node, key: str) -> tuple[str, ...]:
    if not isinstance(node, Items):
        refuse(node, key, "must be a list")
    return tuple(collect(lambda item: _expression(item[1], f"{key}[{item[0]}]"), enumerate(node.items)))


def _expression(node: Node, key: str) -> str:
    text = decode_text(node, key)
    if wrong := pattern_mistake(text):
        refuse(node, key, wrong)
    return text
