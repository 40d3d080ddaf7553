"""What the documents name exists: paths, links, commands, options, and help texts as they are quoted."""

from __future__ import annotations

import html
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from adversescan.cli import main
from adversescan.knowledge.rule import Implementation
from docs import quote_help
from docs.picture import PICTURE, draw

ROOT = Path(__file__).parent.parent
FOLDERS = (".", "docs", "fixtures", "fixtures/projects/*", "rules", "rules/*", "benchmarks", "tests")
DOCUMENTS = sorted(path for folder in FOLDERS for path in ROOT.glob(f"{folder}/*.md"))
TOP_NAMES = {path.name for path in ROOT.iterdir()} | {"adversescan", "rules", "fixtures", "tests", "docs", "benchmarks", ".ci"}

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TREE_LINE = re.compile(r"^(?P<indent> +)(?P<name>[\w.\-/]+)(?:  +\S.*)?$")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(document: Path) -> Iterator[tuple[str, str]]:
    return ((match[1], match[2]) for match in FENCE.finditer(document.read_text(encoding="utf-8")))


def prose(document: Path) -> str:
    return FENCE.sub("", document.read_text(encoding="utf-8"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_leads_somewhere(document: Path) -> None:
    """A relative link names a file of the repository."""
    links = [link.partition("#")[0] for link in LINK.findall(prose(document)) if "://" not in link]

    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_path_named_exists(document: Path) -> None:
    """Text in backquotes that begins like a path of the repository is one."""
    codes = [text.rstrip("/") for text in CODE.findall(prose(document)) if "/" in text and " " not in text]
    named = [text for text in codes if text.split("/")[0] in TOP_NAMES]

    assert [path for path in named if not (any(ROOT.glob(path)) if "*" in path else (ROOT / path).exists())] == []


def test_the_code_map_is_the_tree() -> None:
    """Every name in the code map of ARCHITECTURE.md exists, and every module and package at the top of the package is in it."""
    mapped = set(code_map())

    assert [path for path in mapped if not (ROOT / path).exists()] == []
    there = {path for path in (ROOT / "adversescan").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert {name(path) for path in there} - mapped == set()


def code_map() -> Iterator[str]:
    section = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").split("## Code map")[1].split("\n## ")[0]
    folder = ""
    for line in section.splitlines():
        if match := TREE_LINE.match(line):
            if len(match["indent"]) == 4:
                folder = match["name"]
                yield folder.rstrip("/")
            else:
                yield f"{folder}{match['name']}".rstrip("/")


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every `adversescan ...` of the documents, the hooks and their examples, with where it stands."""
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        lines = [*CODE.findall(prose(document)), *(line for _, block in blocks(document) for line in block.splitlines())]
        lines += [line for line in text.splitlines() if line.startswith("    ")]
        for line in lines:
            if match := re.search(r"(?:^|[\s/$>])(adversescan (?:[a-z]+|--\w).*)$", re.split(r"\s#\s|&&\s*echo", line)[0].strip("`")):
                yield name(document), shlex.split(match[1].replace("'", ""))
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")):
        yield f".pre-commit-hooks.yaml {hook['id']}", shlex.split(hook["entry"])


def options_of(command: click.Command) -> set[str]:
    return {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)} | {"--help"}


def test_every_command_named_exists() -> None:
    """Commands in documents use verbs and options that there are; the documents do name some."""
    named = list(commands())
    assert isinstance(main, click.Group)
    wrong = []
    for where, words in named:
        verb = next((word for word in words[1:] if not word.startswith("-")), "")
        known = options_of(main) | (options_of(main.commands[verb]) if verb in main.commands else set())
        used = {word.partition("=")[0] for word in words[1:] if word.startswith("-")}
        if (verb and verb not in main.commands) or not used <= known:
            wrong.append((where, " ".join(words)))

    assert wrong == []
    assert len(named) >= 5


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_option_named_exists(document: Path) -> None:
    """An option in backquotes that stands alone is one of adversescan's."""
    assert isinstance(main, click.Group)
    known = options_of(main).union(*(options_of(command) for command in main.commands.values()))
    named = {text.split()[0].partition("=")[0] for text in CODE.findall(prose(document)) if re.match(r"--\w", text)}

    assert named - known == set()


def test_the_help_of_every_verb_is_quoted_as_it_is() -> None:
    """docs/command-line.md shows the help of every verb there is, word for word."""
    assert isinstance(main, click.Group)
    page = quote_help.PAGE.read_text(encoding="utf-8")

    assert page == quote_help.quote(page), "run: python docs/quote_help.py"
    assert {match["arguments"] for match in quote_help.QUOTED.finditer(page)} >= {f"{verb} --help" for verb in main.commands}


def test_the_picture_shows_the_report_of_today() -> None:
    """The text of the picture in the README is the report of the first scan as it is now."""
    assert text_of(PICTURE.read_text(encoding="utf-8")) == text_of(draw()), "run: python docs/picture.py"


def text_of(picture: str) -> str:
    return html.unescape("".join(re.findall(r"<text[^>]*>(.*?)</text>", picture, re.DOTALL))).replace("\N{NO-BREAK SPACE}", " ")


def test_the_rule_book_has_every_rule() -> None:
    """Every rule under rules/patterns/ has a section in the rule book, and a draft is said to be one."""
    book = (ROOT / "docs" / "rule-book.md").read_text(encoding="utf-8")

    for path in sorted((ROOT / "rules" / "patterns").glob("*.yaml")):
        rule = yaml.safe_load(path.read_text(encoding="utf-8"))
        section = re.search(rf"^#+ .*\b{path.stem}\b.*?(?=^#+ .*\bAP\d|\Z)", book, re.MULTILINE | re.DOTALL)
        assert section, f"docs/rule-book.md has no section on {path.stem}"
        if rule.get("implementation") == Implementation.DRAFT:
            assert "draft" in section[0].lower(), f"docs/rule-book.md does not say that {path.stem} is a draft"
