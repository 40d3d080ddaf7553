"""What is found below a path, what is left out and counted, and what is a problem."""

from __future__ import annotations

import os
import pickle
import socket
import subprocess
from pathlib import Path

import pytest

from adversescan.errors import AdversescanError
from adversescan.knowledge.discovery import read_left_out, read_project_marks
from adversescan.sources.discover import Discovery, discover
from adversescan.sources.problem import ProblemKind
from adversescan.sources.source import Language

RULES = Path(__file__).parents[2] / "rules"
LEFT_OUT = read_left_out(RULES)
MARKS = read_project_marks(RULES)

needs_no_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may read everything")


def write(folder: Path, *paths: str, text: str = "x = 1\n") -> Path:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def find(*paths: Path, **options) -> Discovery:
    return discover(paths, LEFT_OUT, MARKS, **options)


def names(found: Discovery) -> list[str]:
    return [file.path for file in found.files]


def problems(found: Discovery) -> list[tuple[str, ProblemKind]]:
    return [(problem.location.path, problem.kind) for problem in found.problems]


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def test_files_have_languages(tmp_path: Path) -> None:
    """Endings say the language, in any case; a script says it in its first line; other files are passed over without a word."""
    write(tmp_path, "a.py", "b.ipynb", "c.SQL", "d.txt", "LICENSE")
    write(tmp_path, "run", text="#!/usr/bin/env python3\n").joinpath("run").chmod(0o755)
    write(tmp_path, "build", text="#!/bin/sh\n").joinpath("build").chmod(0o755)

    found = find(tmp_path)

    assert {file.path: file.language for file in found.files} == {
        "a.py": Language.PYTHON,
        "b.ipynb": Language.NOTEBOOK,
        "c.SQL": Language.SQL,
        "run": Language.PYTHON,
    }
    assert (found.problems, found.left_out) == ((), {})


def test_other_peoples_code_is_left_out_and_counted(tmp_path: Path) -> None:
    """A folder left out whole counts once, whatever it holds; files left out by name count each."""
    write(tmp_path, "app.py", "node_modules/a/x.py", "node_modules/b/y.py", "web/vendor/z.py", "env/pyvenv.cfg", "env/lib/a.py", ".#app.py")
    write(tmp_path, ".history/app_2024.py", ".ipynb_checkpoints/a-checkpoint.ipynb", "build/lib/app.py", "app_pb2.py", "a.min.py")

    found = find(tmp_path)

    assert names(found) == ["app.py"]
    assert found.left_out == {"vendored": 2, "virtual environment": 1, "editor history": 3, "cache": 1, "generated": 2}


def test_what_is_asked_for_by_name_is_always_read(tmp_path: Path) -> None:
    """A named file is read wherever it stands; a named folder is walked even if its name would leave it out."""
    write(tmp_path, "vendor/a.py", "vendor/b.py", "x_pb2.py")

    assert names(find(tmp_path / "vendor" / "a.py", tmp_path / "x_pb2.py")) == ["vendor/a.py", "x_pb2.py"]
    assert names(find(tmp_path / "vendor")) == ["a.py", "b.py"]


@pytest.mark.parametrize("with_git", [True, False])
def test_what_git_ignores_is_left_out(tmp_path: Path, with_git: bool) -> None:
    """Ignore files count at every level, with their exceptions, whether git is asked or the tree is not under git."""
    write(tmp_path, "a.py", "out/b.py", "sub/local.py", "sub/kept.py", "sub/deep/local.py", "sub/deep/scratch.py")
    write(tmp_path, ".gitignore", text="out/\nlocal.py\n")
    write(tmp_path, "sub/deep/.gitignore", text="!local.py\nscratch*\n")
    if with_git:
        git(tmp_path, "init")

    found = find(tmp_path)

    assert names(found) == ["a.py", "sub/deep/local.py", "sub/kept.py"]
    assert found.left_out["git-ignored"] == 3


def test_a_tracked_file_is_read_although_it_is_ignored(tmp_path: Path) -> None:
    """Git knows better than the patterns: what is in the repository is part of it."""
    write(tmp_path, "a.py", "local.py")
    git(tmp_path, "init")
    git(tmp_path, "add", "local.py")
    write(tmp_path, ".gitignore", text="local.py\n")

    assert names(find(tmp_path)) == ["a.py", "local.py"]


@pytest.mark.parametrize("with_git", [True, False])
def test_an_ignored_folder_is_read_when_it_is_asked_for(tmp_path: Path, with_git: bool) -> None:
    """Naming a folder is stronger than ignoring it or the one above it."""
    write(tmp_path, "out/in/a.py")
    write(tmp_path, ".gitignore", text="out/\n")
    if with_git:
        git(tmp_path, "init")

    assert names(find(tmp_path / "out" / "in")) == ["a.py"]
    assert names(find(tmp_path / "out")) == ["in/a.py"]


def test_a_repository_in_the_repository_has_its_own_ignore_files(tmp_path: Path) -> None:
    """A submodule or a clone in the tree is walked by its own rules, and is a project of its own."""
    write(tmp_path, "a.py", "inner/b.py", "inner/c.py")
    write(tmp_path, "inner/.gitignore", text="c.py\n")
    git(tmp_path, "init")
    git(tmp_path / "inner", "init")

    found = find(tmp_path)

    assert {file.path: file.root for file in found.files} == {"a.py": "", "inner/b.py": "inner"}


def test_a_hook_in_the_settings_of_a_repository_is_not_run(tmp_path: Path) -> None:
    """The settings of a scanned repository start no program."""
    write(tmp_path, "a.py")
    git(tmp_path, "init")
    git(tmp_path, "config", "core.fsmonitor", f"touch {tmp_path}/ran; false")

    assert names(find(tmp_path)) == ["a.py"]
    assert not (tmp_path / "ran").exists()


def test_places_that_cannot_be_read_are_problems(tmp_path: Path) -> None:
    """A broken link, links that lead out, a pipe, a socket, a large file: a problem each, and the rest is found."""
    write(tmp_path, "out/secret.py", "in/ok.py", "in/large.py")
    root = tmp_path / "in"
    (root / "large.py").write_bytes(b"#" * 1001)
    (root / "broken.py").symlink_to("nowhere.py")
    (root / "loop.py").symlink_to("loop.py")
    (root / "out.py").symlink_to(tmp_path / "out" / "secret.py")
    (root / "outside").symlink_to(tmp_path / "out")
    (root / "inside.py").symlink_to("ok.py")
    (root / "data.csv").symlink_to("/nowhere")
    os.mkfifo(root / "pipe.py")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(root / "socket.py"))

        found = find(root, largest=1000)

    assert names(found) == ["ok.py"]
    assert problems(found) == [
        ("broken.py", ProblemKind.BROKEN_LINK),
        ("large.py", ProblemKind.TOO_LARGE),
        ("loop.py", ProblemKind.BROKEN_LINK),
        ("out.py", ProblemKind.LINK_OUT_OF_ROOT),
        ("outside", ProblemKind.LINK_OUT_OF_ROOT),
        ("pipe.py", ProblemKind.NOT_A_FILE),
        ("socket.py", ProblemKind.NOT_A_FILE),
    ]
    assert found.left_out == {"link to a place in the tree": 1}


def test_a_pipe_in_a_repository_is_a_problem(tmp_path: Path) -> None:
    """Git lists no pipes; the walk sees them all the same."""
    write(tmp_path, "a.py")
    os.mkfifo(tmp_path / "pipe.py")
    git(tmp_path, "init")

    assert problems(find(tmp_path)) == [("pipe.py", ProblemKind.NOT_A_FILE)]


def test_named_places_that_cannot_be_read_are_problems(tmp_path: Path) -> None:
    """A named link is followed; a broken one, a pipe and a file in no known language are problems."""
    write(tmp_path, "a.py", "notes.txt")
    (tmp_path / "link.py").symlink_to("a.py")
    (tmp_path / "broken.py").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe.py")

    found = find(*(tmp_path / name for name in ("link.py", "broken.py", "pipe.py", "notes.txt")))

    assert names(found) == ["link.py"]
    assert problems(found) == [
        ("broken.py", ProblemKind.BROKEN_LINK),
        ("notes.txt", ProblemKind.UNREADABLE),
        ("pipe.py", ProblemKind.NOT_A_FILE),
    ]


@needs_no_root
def test_a_closed_folder_is_a_problem(tmp_path: Path) -> None:
    """A folder one may not enter costs nothing but itself."""
    write(tmp_path, "a.py", "closed/b.py")
    (tmp_path / "closed").chmod(0)
    try:
        found = find(tmp_path)
    finally:
        (tmp_path / "closed").chmod(0o755)

    assert (names(found), problems(found)) == (["a.py"], [("closed", ProblemKind.UNREADABLE)])


def test_a_missing_path_is_the_users_mistake(tmp_path: Path) -> None:
    """It is named as it was written."""
    with pytest.raises(AdversescanError, match=r"^no/such/place does not exist$"):
        find(tmp_path, Path("no/such/place"))


def test_paths_are_relative_to_the_base(tmp_path: Path) -> None:
    """By default to the folder that holds all paths; a file met twice is read once."""
    write(tmp_path, "one/a.py", "one/b.py", "two/c.py")

    assert names(find(tmp_path / "one", tmp_path / "two", tmp_path / "one" / "a.py")) == ["one/a.py", "one/b.py", "two/c.py"]
    assert names(find(tmp_path / "one")) == ["a.py", "b.py"]
    assert names(find(tmp_path / "one", base=tmp_path)) == ["one/a.py", "one/b.py"]
    assert find(tmp_path / "one", tmp_path / "two").base == tmp_path


def test_what_is_left_out_can_be_sent_to_another_process() -> None:
    """Files are read in several processes, each of which has to know it."""
    assert pickle.loads(pickle.dumps(LEFT_OUT)) == LEFT_OUT


def test_settings_exclude(tmp_path: Path) -> None:
    """Patterns are those of .gitignore, relative to the folder the settings stand in."""
    write(tmp_path, "app/a.py", "app/tests/test_a.py", "tests/b.py", "c_old.py")

    found = find(tmp_path, exclude=["/tests/", "*_old.py"])
    below = find(tmp_path / "app", exclude=["/app/tests/"], exclude_in=tmp_path)

    assert (names(found), found.left_out) == (["app/a.py", "app/tests/test_a.py"], {"excluded by settings": 2})
    assert (names(below), below.left_out) == (["a.py"], {"excluded by settings": 1})


def test_files_belong_to_projects(tmp_path: Path) -> None:
    """The nearest folder with a mark, up to the base and also above what is scanned; the base where there is none."""
    write(tmp_path, "a.py", "x/pyproject.toml", "x/src/b.py", "x/in/setup.py", "x/in/c.py", "y/d.py")

    assert {file.path: file.root for file in find(tmp_path).files} == {
        "a.py": "",
        "x/src/b.py": "x",
        "x/in/c.py": "x/in",
        "x/in/setup.py": "x/in",
        "y/d.py": "",
    }
    assert [file.root for file in find(tmp_path / "x" / "src", base=tmp_path).files] == ["x"]


def test_strange_names_can_be_printed(tmp_path: Path) -> None:
    """Control characters, and bytes that are no text, are written out; the place leads to the file all the same."""
    write(tmp_path, "a\x1b[31m.py")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.py")).write_text("", encoding="utf-8")

    found = find(tmp_path)

    assert names(found) == ["\\xff.py", "a\\x1b[31m.py"]
    assert all(os.path.exists(file.place) for file in found.files)  # noqa: PTH110
