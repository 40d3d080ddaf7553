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

from adversescan.cli.verbs import adversescan
from adversescan.config import Options, read_options
from adversescan.findings.waivers import read_waivers
from adversescan.sources.comments import comments
from adversescan.sources.source import Language, Source
from docs import list_rules, quote_help
from docs.picture import PICTURE, draw
from docs.write import GENERATED

ROOT = Path(__file__).parent.parent
FOLDERS = (".", "docs", "docs/*", "fixtures", "fixtures/projects/*", "rules", "rules/*", "benchmarks", "tests")
DOCUMENTS = sorted(path for folder in FOLDERS for path in ROOT.glob(f"{folder}/*.md"))
TOP_NAMES = {path.name for path in ROOT.iterdir()} | {"adversescan", "rules", "fixtures", "tests", "docs", "benchmarks", ".ci"}

STALE = "run: python -m docs.write"

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


def verbs(command: click.Command = adversescan, name: str = "") -> dict[str, set[str]]:
    """Every verb and verb of a verb, the command without one under "", each with its options."""
    context = click.Context(command)
    found = {name: {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}}
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            inner = command.get_command(context, each)
            assert inner is not None
            found |= verbs(inner, f"{name} {each}".strip())
    return found


VERBS = verbs()


def test_every_command_named_exists() -> None:
    """Commands in documents use verbs and options that there are; the documents do name some."""
    named = list(commands())
    wrong = []
    for where, words in named:
        plain = [word for word in words[1:] if not word.startswith("-")]
        verb = max((each for each in VERBS if plain[: len(each.split())] == each.split()), key=len)
        used = {word.partition("=")[0] for word in words[1:] if word.startswith("-")}
        if (plain and not verb) or not used <= VERBS[verb] | {"--help"}:
            wrong.append((where, " ".join(words)))

    assert wrong == []
    assert len(named) >= 5


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_option_named_exists(document: Path) -> None:
    """An option in backquotes that stands alone is one of adversescan's."""
    known = set[str]().union(*VERBS.values())
    named = {text.split()[0].partition("=")[0] for text in CODE.findall(prose(document)) if re.match(r"--\w", text)}

    assert named - known == set()


def test_the_help_of_every_verb_is_quoted_as_it_is() -> None:
    """docs/command-line.md shows the help of every verb there is, word for word."""
    page = quote_help.PAGE.read_text(encoding="utf-8")

    assert page == quote_help.quote(), STALE
    assert {match["arguments"] for match in quote_help.QUOTED.finditer(page)} == {f"{verb} --help".strip() for verb in VERBS}


def test_the_settings_shown_are_read(tmp_path: Path) -> None:
    """The file shown in docs/settings.md is accepted and means what its comments say."""
    (shown,) = (text for language, text in blocks(ROOT / "docs" / "settings.md") if language == "yaml")
    (tmp_path / ".adversescan.yaml").write_text(shown, encoding="utf-8")

    assert read_options(tmp_path) == Options(
        exclude=("experiments/",),
        exclude_in=tmp_path,
        internal=("our-company.example",),
        rules=tmp_path / "governance" / "rules",
        largest=2_000_000,
    )


def test_the_waiver_shown_is_one() -> None:
    """The comment in docs/waivers.md is read as a complete waiver."""
    (shown,) = (text for language, text in blocks(ROOT / "docs" / "waivers.md") if language == "python")

    waivers, problems = read_waivers(comments(Source("shown.py", Language.PYTHON, shown)))

    assert ([waiver.rules for waiver in waivers], problems) == ([("AP207",)], ())


def test_the_picture_shows_the_report_of_today() -> None:
    """The text of the picture in the README is the report of the first scan as it is now."""
    assert text_of(PICTURE.read_text(encoding="utf-8")) == text_of(draw()), STALE


def text_of(picture: str) -> str:
    return html.unescape("".join(re.findall(r"<text[^>]*>(.*?)</text>", picture, re.DOTALL))).replace("\N{NO-BREAK SPACE}", " ")


def test_the_rules_are_listed_as_they_are() -> None:
    """docs/rules.md has every rule under rules/patterns/, in its present words."""
    page = list_rules.PAGE.read_text(encoding="utf-8")

    assert page == list_rules.page(), STALE
    assert re.findall(r"^\| \[(AP\d+)\]", page, re.MULTILINE) == sorted(path.stem for path in (ROOT / "rules" / "patterns").glob("*.yaml"))


def test_everything_generated_is_written_by_one_command() -> None:
    """What `python -m docs.write` writes is there."""
    assert [path.name for path in GENERATED if not path.exists()] == []
