"""A state machine in Amazon's States Language as a program: each state a function of the data it is given, each choice a branch."""

from __future__ import annotations

import re
from collections.abc import Iterator

from adversescan.frontends.program_text import ProgramText
from adversescan.frontends.yaml_tree import Items, Keys, Node, Text
from adversescan.sources.source import runner

RUNNER = runner("states")
_COMPARES = re.compile(
    r"(?:String|Numeric|Boolean|Timestamp)(?P<how>Equals|LessThanEquals|LessThan|GreaterThanEquals|GreaterThan|Matches)(?P<path>Path)?"
)
_SIGNS = {"Equals": "==", "Matches": "==", "LessThan": "<", "LessThanEquals": "<=", "GreaterThan": ">", "GreaterThanEquals": ">="}
_LAST = re.compile(r"[:/]")


def is_state_machine(document: Node) -> bool:
    """Whether a document is one."""
    return isinstance(document, Keys) and document.get("StartAt") is not None and isinstance(document.get("States"), Keys)


def read_state_machine(document: Node, program: ProgramText) -> None:
    """Adds a function for each state, and the call of the first."""
    assert isinstance(document, Keys)
    states = document.get("States")
    assert isinstance(states, Keys)
    program.use(RUNNER)
    for name, state in states.entries:
        if isinstance(state, Keys):
            for line, code in _function(name, state):
                program.add(code, line)
    program.add(f"{_name(document.text('StartAt'))}({RUNNER}.event())", document.line)


def _function(name: str, state: Keys) -> Iterator[tuple[int, str]]:
    yield state.line, f"def {_name(name)}(state):"
    kind = state.text("Type")
    if kind == "Task":
        yield from _task(state)
    elif kind == "Pass" and state.get("Result") is not None:
        yield state.line, f"    state = {_expression(state.get('Result'))}"
    elif kind == "Choice":
        yield from _choices(state)
    yield from _iterated(state)
    if state.text("Next"):
        yield state.line, f"    return {_name(state.text('Next'))}(state)"
    yield state.line, "    return state"


def _task(state: Keys) -> Iterator[tuple[int, str]]:
    """The call, and its result put where the state says."""
    given = state.get("Parameters", "Arguments")
    resource = state.text("Resource")
    function = given.text("FunctionName") if isinstance(given, Keys) else ""
    payload = given.get("Payload.$", "Payload") if isinstance(given, Keys) else None
    if function or ":function:" in resource:
        data = _expression(payload) if payload is not None else _expression(given) if given is not None and not function else "state"
        call = f"{RUNNER}.invoke({_LAST.split(function or resource)[-1]!r}, {data})"
        call = f"{{'Payload': {call}}}" if function else call
    else:
        data = _expression(given) if given is not None else "state"
        call = f"{RUNNER}.{_action(resource)}({data})"
    line = (given.line if given is not None else state.line) if not function else state.line
    yield line, f"    result = {call}"
    path = state.text("ResultPath")
    if path.startswith("$."):
        yield state.line, f"    {_path(path)} = result"
    elif path != "null":
        yield state.line, "    state = result"


def _choices(state: Keys) -> Iterator[tuple[int, str]]:
    choices = state.get("Choices")
    for choice in choices.items if isinstance(choices, Items) else ():
        if isinstance(choice, Keys) and choice.text("Next"):
            yield choice.line, f"    if {_test(choice)}:"
            yield choice.line, f"        return {_name(choice.text('Next'))}(state)"
    if state.text("Default"):
        yield state.line, f"    return {_name(state.text('Default'))}(state)"


def _test(choice: Keys) -> str:
    for key, sign in (("And", " and "), ("Or", " or ")):
        parts = choice.get(key)
        if isinstance(parts, Items):
            return sign.join(f"({_test(part)})" for part in parts.items if isinstance(part, Keys)) or "False"
    inner = choice.get("Not")
    if isinstance(inner, Keys):
        return f"not ({_test(inner)})"
    for key, value in choice.entries:
        found = _COMPARES.fullmatch(key)
        if found and isinstance(value, Text):
            right = _path(value.text) if found["path"] else _scalar(value)
            return f"{_path(choice.text('Variable'))} {_SIGNS[found['how']]} {right}"
    return _path(choice.text("Variable"))


def _iterated(state: Keys) -> Iterator[tuple[int, str]]:
    """The states inside a Map or Parallel, each given the same data."""
    inner = [state.get("Iterator", "ItemProcessor")]
    branches = state.get("Branches")
    inner += branches.items if isinstance(branches, Items) else []
    for machine in inner:
        states = machine.get("States") if isinstance(machine, Keys) else None
        for name, each in states.entries if isinstance(states, Keys) else ():
            if isinstance(each, Keys):
                for line, code in _function(name, each):
                    yield line, f"    {code}"
        if isinstance(machine, Keys) and machine.text("StartAt"):
            yield machine.line, f"    state = {_name(machine.text('StartAt'))}(state)"


def _expression(node: Node | None) -> str:
    match node:
        case Keys(entries=entries):
            return "{" + ", ".join(f"{key.removesuffix('.$')!r}: {_expression(value)}" for key, value in entries) + "}"
        case Items(items=items):
            return "[" + ", ".join(_expression(item) for item in items) + "]"
        case Text(text=text) if text.startswith("$"):
            return _path(text)
        case Text():
            return _scalar(node)
    return "state"


def _scalar(node: Text) -> str:
    if node.plain and node.text in ("true", "false"):
        return node.text.capitalize()
    return node.text if node.plain and re.fullmatch(r"-?\d+(?:\.\d+)?", node.text) else repr(node.text)


def _path(text: str) -> str:
    """`$.a.b[0]` as members of the data."""
    parts = re.findall(r"\.([\w-]+)|\[(\d+)\]", text)
    return "state" + "".join(f"[{name!r}]" if name else f"[{index}]" for name, index in parts)


def _action(resource: str) -> str:
    """The service and action of a resource: `arn:aws:states:::sns:publish`."""
    parts = [re.sub(r"\W", "_", part) for part in resource.split(".", maxsplit=1)[0].split(":") if part]
    return ".".join(part for part in parts[-2:] if part.isidentifier()) or "unknown"


def _name(state: str) -> str:
    return "state_" + re.sub(r"\W", "_", state)
