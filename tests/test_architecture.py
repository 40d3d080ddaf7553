"""Rules of the house that no linter knows: sizes, names, where things may happen, and that facts are data."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "adversescan"
RULES = ROOT / "rules"
MODULES = sorted(PACKAGE.rglob("*.py"))

MOST_LINES_OF_A_MODULE = 300
MOST_LINES_OF_A_FUNCTION = 60
LONG_FUNCTION = 30
MOST_LONG_FUNCTIONS = 0.04
"""Share of functions over LONG_FUNCTION lines: nine in ten should be under it, with room for the tables among them."""

NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "base", "tools", "stuff"}

ONLY_THE_COMMAND_LINE = {
    "print": "return text and let adversescan/cli print it",
    "input": "take a parameter",
    "exit": "raise AdversescanError",
    "quit": "raise AdversescanError",
    "sys.exit": "raise AdversescanError",
    "sys.argv": "take a parameter",
    "os._exit": "raise AdversescanError",
    "os.environ": "take a parameter; adversescan/cli reads the environment",
    "os.getenv": "take a parameter; adversescan/cli reads the environment",
}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_is_small(path: Path) -> None:
    """No module is longer than 300 lines."""
    lines = len(path.read_text(encoding="utf-8").splitlines())

    assert lines <= MOST_LINES_OF_A_MODULE, f"{name(path)} has {lines} lines: a step with a name wants a file of its own"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_function_is_long(path: Path) -> None:
    """No function is longer than 60 lines."""
    long = [each for each in functions(path) if length(each) > MOST_LINES_OF_A_FUNCTION]

    assert [f"{name(path)}:{each.lineno} {each.name}: {length(each)} lines" for each in long] == [], "split by the steps it takes"


def test_most_functions_are_short() -> None:
    """Few functions have more than 30 lines; the message names them, the longest first."""
    found = [(length(each), f"{name(path)}:{each.lineno} {each.name}") for path in MODULES for each in functions(path)]
    long = sorted((each for each in found if each[0] > LONG_FUNCTION), reverse=True)

    listed = "\n".join(f"{lines:3} {where}" for lines, where in long)
    assert len(long) <= MOST_LONG_FUNCTIONS * len(found), f"{len(long)} of {len(found)} functions are over {LONG_FUNCTION} lines:\n{listed}"


@pytest.mark.parametrize("path", [path for path in MODULES if path.read_text(encoding="utf-8").strip()], ids=name)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    """Every module that holds anything begins with a docstring of at least one sentence, and reads annotations lazily."""
    sentence = (ast.get_docstring(tree(path)) or "").strip()

    assert len(sentence.split()) >= 3, f"{name(path)}: begin with one line that could stand in a table of contents"
    defines = any(isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) for node in tree(path).body)
    lazy = any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree(path).body)
    assert lazy or not defines, f"{name(path)}: begin with `from __future__ import annotations`"


def test_no_module_name_says_nothing() -> None:
    """A helper lives with its concept: there is no drawer for the rest."""
    drawers = [name(path) for path in MODULES if path.stem in NAMES_THAT_SAY_NOTHING or path.parent.name in NAMES_THAT_SAY_NOTHING]

    assert drawers == [], "name the concept and put it there"


@pytest.mark.parametrize("path", [path for path in MODULES if "cli" not in path.relative_to(PACKAGE).parts], ids=name)
def test_only_the_command_line_touches_the_world(path: Path) -> None:
    """Nothing but adversescan/cli prints, exits or reads arguments and environment."""
    used = [(node.lineno, dotted(node)) for node in ast.walk(tree(path)) if isinstance(node, ast.Name | ast.Attribute)]
    froms = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)]
    imported = [(node.lineno, f"{node.module}.{alias.name}") for node in froms for alias in node.names]
    found = [(line, what) for line, what in used + imported if what in ONLY_THE_COMMAND_LINE]

    assert [f"{name(path)}:{line}: {what}: {ONLY_THE_COMMAND_LINE[what]}" for line, what in found] == []


def dotted(node: ast.expr) -> str:
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            return f"{dotted(node.value)}.{node.attr}"
        case _:
            return "?"


HEAVY = ("attr", "jsonschema", "libcst", "networkx", "rich", "sarif_om", "spacy", "sqlglot")


def test_the_command_line_starts_light() -> None:
    """Importing every verb imports none of the heavy libraries: they wait for the step that needs them."""
    code = f"import sys, adversescan, adversescan.cli; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.split() == []


# Facts are data ------------------------------------------------------------------------------------------------------------


@cache
def constants(path: Path) -> tuple[tuple[int, str], ...]:
    """The strings of a module, without docstrings, annotations, the ids in `__all__`, and the values of enums."""
    left_out = {id(each) for node in ast.walk(tree(path)) for each in explanations(node)}
    nodes = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Constant) and id(node) not in left_out]
    return tuple((node.lineno, node.value) for node in nodes if isinstance(node.value, str))


def explanations(node: ast.AST) -> Iterator[ast.AST]:
    """The strings that explain, annotate or name a kind, and so are no facts about somebody else's code."""
    for statement in getattr(node, "body", ()) if isinstance(getattr(node, "body", ()), list) else ():
        if isinstance(statement, ast.Expr):
            yield statement.value
    if isinstance(node, ast.ClassDef) and any(dotted(base).endswith(("Enum", "IntEnum", "StrEnum")) for base in node.bases):
        yield from (each for statement in node.body if isinstance(statement, ast.Assign) for each in ast.walk(statement.value))
    if isinstance(node, ast.AnnAssign):
        yield from ast.walk(node.annotation)


def yaml_strings(folder: str) -> Iterator[tuple[Path, tuple[str | int, ...], str]]:
    """Every string below a folder of rules/, with its file and the keys that lead to it; keys are strings too."""
    for path in sorted((RULES / folder).rglob("*.yaml")):
        for keys, text in strings_of(read(path), ()):
            yield path, keys, text


def read(path: Path) -> Any:
    """The content of a YAML file; the loader written in C, where there is one, is eight times as fast."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def strings_of(value: object, keys: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    match value:
        case dict():
            for key, each in value.items():
                yield (*keys, "<key>"), str(key)
                yield from strings_of(each, (*keys, str(key)))
        case list():
            for number, each in enumerate(value):
                yield from strings_of(each, (*keys, number))
        case str():
            yield keys, value


@cache
def library_facts() -> dict[str, str]:
    """Names of other people's code, each with what it is: dotted paths, import names, and unmistakable last parts of a path."""
    facts: dict[str, str] = {}
    for path in sorted((RULES / "libraries").rglob("*.yaml")):
        library = read(path)
        where = name(path)
        for dotted_path in (*library.get("calls", ()), *library.get("values", ()), *library.get("aliases", ())):
            last = dotted_path.rpartition(".")[2]
            if "_" in last.strip("_"):
                facts[last] = f"a call of {where}"
            if "." in dotted_path:
                facts[dotted_path] = f"a call of {where}"
        facts |= {each: f"the import of {where}" for each in library["imports"] if each.partition(".")[0] not in sys.stdlib_module_names}
    return facts


ABOUT_PEOPLE = {"attribute", "proxy", "identity", "person", "adverse", "favourable", "external", "mitigation"}
"""Sections of a lexicon; the words of the others (status, thing, content) are the everyday words of any program."""


@cache
def word_facts() -> dict[str, str]:
    """Ids of attributes and of what stands in for them, model ids, and the words of the lexicons, each with its file."""
    facts: dict[str, str] = {}
    for path, keys, text in yaml_strings("lexicon"):
        if keys[0] in ABOUT_PEOPLE and keys[-1] != "<key>":
            words = (word.strip().lower() for word in re.split(r"[,،、]", text))
            facts |= dict.fromkeys((word for word in words if len(word) > 3), f"a word of {name(path)}")
    for path, _, text in yaml_strings("models"):
        if re.search(r"\w[-/\d]", text) and " " not in text and len(text) > 5:
            facts[text.lower()] = f"a model of {name(path)}"
    for path, keys, text in yaml_strings("vocabulary/"):
        if keys[-1] == "id" or (keys[0] == "proxies" and keys[-1] == "<key>"):
            facts[text] = f"an id of {name(path)}"
    return facts


@cache
def hosts() -> dict[str, str]:
    domain = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")
    return {text: f"a host of {name(path)}" for path, _, text in yaml_strings("hosts") if domain.fullmatch(text)}


OURS = {
    "alias": "a key of sqlglot's trees",
    "condition": "a key of sqlglot's trees",
    "excluded": "SQL's name for the row an upsert could not insert",
    "select": "a statement of SQL",
    "single": "a group of a regular expression",
    "face": "a kind of identity of our vocabulary",
    "neutral": "a section of a lexicon",
    "host": "where a piece of evidence comes from",
    "disabled": "a key of a profile",
    "good": "a key of a rule",
    "people": "a file of our vocabulary",
    "allow": "the word of a waiver",
    "review": "a verb of the command line",
    "accepted": "SARIF's status of a suppression",
    "notification": "a class of SARIF",
}
"""Words of the lexicons that mean something else in our own code, with what they mean there."""


@cache
def own_names() -> frozenset[str]:
    """What our own types call their fields and kinds, and what Python calls the methods of its own types."""
    names = {attribute for kind in (str, bytes, list, dict, set, tuple) for attribute in dir(kind)} | {"property"}
    for node in (node for path in MODULES for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)):
        for each in node.body:
            match each:
                case ast.AnnAssign(target=ast.Name(id=field)):
                    names.add(field)
                case ast.Assign(targets=[ast.Name(id="__slots__")], value=ast.Tuple(elts=slots)):
                    names |= {slot.value for slot in slots if isinstance(slot, ast.Constant) and isinstance(slot.value, str)}
                case ast.Assign(value=ast.Constant(value=str() as kind)):
                    names.add(kind)
    return frozenset(names)


@cache
def known_fact(text: str) -> str:
    """What a string is known as under rules/, "" where it is no fact or means something else in our own code."""
    word = "" if text in own_names() or text.lower() in OURS else word_facts().get(text.lower(), "")
    return library_facts().get(text) or word or next((what for host, what in hosts().items() if host in text), "")


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_facts_about_other_peoples_code_are_data(path: Path) -> None:
    """No library, host, model, attribute or word that stands under rules/ stands in Python as well."""
    found = [(line, text, known_fact(text)) for line, text in constants(path) if known_fact(text)]

    assert [f"{name(path)}:{line}: {text!r} is {known}; ask the rule book for it instead" for line, text, known in found] == []


@pytest.mark.parametrize("path", sorted(RULES.rglob("*.yaml")), ids=name)
def test_rules_are_read_alike_with_and_without_libyaml(path: Path) -> None:
    """PyYAML's own loader, used where its C library is missing, accepts every file and reads the same from it."""
    assert yaml.safe_load(path.read_text(encoding="utf-8")) == read(path)


def test_there_are_facts_to_look_for() -> None:
    """The test above would find something: each sort of knowledge has been read."""
    assert len(library_facts()) > 100
    assert len(word_facts()) > 100
    assert len(hosts()) > 10


def test_every_word_of_our_own_is_needed() -> None:
    """An exception that is used nowhere any more is taken out."""
    used = {text.lower() for path in MODULES for _, text in constants(path)}

    assert set(OURS) - used == set()
