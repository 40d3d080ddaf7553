"""Settings are found near what is scanned, and every mistake in them has its file, line, key and nearest word."""

from __future__ import annotations

from pathlib import Path

import pytest

from adversescan.config import Options, read_options
from adversescan.errors import InvalidFiles
from adversescan.findings.finding import Level

YAML = "profile: bank\nfail_on: error\nexclude: [docs/]\ninternal: [api.example.org]\nrules: house/rules\nlargest: 5\n"
TOML = """[project]
name = "x"
[tool.adversescan]
profile = "bank"
fail_on = "error"
exclude = ["docs/"]
internal = ["api.example.org"]
rules = "house/rules"
largest = 5
"""


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def mistakes(folder: Path) -> list[tuple[str, int, str, str]]:
    with pytest.raises(InvalidFiles) as wrong:
        read_options(folder)
    return [(Path(mistake.file).name, mistake.line, mistake.key, mistake.text) for mistake in wrong.value.mistakes]


@pytest.mark.parametrize(("name", "text"), [(".adversescan.yaml", YAML), ("pyproject.toml", TOML)])
def test_both_files_say_the_same(tmp_path: Path, name: str, text: str) -> None:
    """Every setting can stand in either; the folder of rules is relative to the file."""
    assert read_options(write(tmp_path, name, text)) == Options(
        profile="bank",
        fail_on=Level.ERROR,
        exclude=("docs/",),
        exclude_in=tmp_path,
        internal=("api.example.org",),
        rules=tmp_path / "house" / "rules",
        largest=5,
    )


def test_no_settings(tmp_path: Path) -> None:
    """Without any, and with a pyproject.toml that speaks of other tools, in whatever syntax, all is as shipped."""
    (tmp_path / ".git").mkdir()
    assert read_options(tmp_path) == Options()
    assert read_options(write(tmp_path, "pyproject.toml", "[tool.other]\nx = 1\n")) == Options()
    assert read_options(write(tmp_path, "pyproject.toml", "{{ template }}\n")) == Options()


def test_the_nearest_settings_hold(tmp_path: Path) -> None:
    """They are looked for in the folder and above it, as far as the repository reaches."""
    write(tmp_path, ".adversescan.yaml", "profile: outside\n")
    write(tmp_path / "repository", ".adversescan.yaml", "profile: whole\n").joinpath(".git").mkdir()
    write(tmp_path / "repository" / "part", ".adversescan.yaml", "profile: part\n")
    (tmp_path / "other" / ".git").mkdir(parents=True)

    folders = ("repository/part/deep", "repository/src", "repository", "other", ".")
    assert [read_options(tmp_path / folder).profile for folder in folders] == ["part", "whole", "whole", "default", "outside"]


def test_mistakes_in_yaml(tmp_path: Path) -> None:
    """All at once, with the nearest valid word."""
    text = "profile: bank\nfail-on: error\nexclude: docs/\n"

    assert mistakes(write(tmp_path, ".adversescan.yaml", text)) == [
        (".adversescan.yaml", 2, "fail-on", "unknown key; did you mean 'fail_on'?"),
        (".adversescan.yaml", 3, "exclude", "must be a list"),
    ]


def test_mistakes_in_toml(tmp_path: Path) -> None:
    """The lines are those of the keys in the table."""
    text = '[tool.other]\ninternl = 1\n[tool.adversescan]\nprofile = "x"\n"internl" = ["a"]\nfail_on = "eror"\nlargest = "9"\n'

    assert mistakes(write(tmp_path, "pyproject.toml", text)) == [
        ("pyproject.toml", 5, "internl", "unknown key; did you mean 'internal'?"),
        ("pyproject.toml", 6, "fail_on", "unknown level 'eror'; did you mean 'error'?"),
        ("pyproject.toml", 7, "largest", "must be a whole number"),
    ]


def test_broken_toml(tmp_path: Path) -> None:
    """It matters only where it would hold settings."""
    found = mistakes(write(tmp_path, "pyproject.toml", "[tool.adversescan]\nprofile = \n"))

    assert [(file, line, key) for file, line, key, _ in found] == [("pyproject.toml", 2, "file")]


def test_settings_in_two_places(tmp_path: Path) -> None:
    """One of them would be overlooked."""
    write(tmp_path, ".adversescan.yaml", "profile: a\n")
    write(tmp_path, "pyproject.toml", '[tool.adversescan]\nprofile = "b"\n')

    assert mistakes(tmp_path) == [
        ("pyproject.toml", 1, "tool.adversescan", f"{tmp_path / '.adversescan.yaml'} holds settings too; keep one of them")
    ]
