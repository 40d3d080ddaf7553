"""`adversescan scan` from arguments to report and exit code, on good and on bad input."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from adversescan.cli.scan import exit_code
from adversescan.findings.finding import Confidence, Coverage, Finding, Level
from adversescan.findings.result import Result
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Location

ROOT = Path(__file__).parents[2]
DOSSIER = ROOT / "fixtures" / "projects" / "people-dossier"
CLEAN = "prices = {'tea': 3}\nprint(prices['tea'])\n"


def write(**files: str) -> None:
    for name, text in files.items():
        Path(f"{name}.py").write_text(text, encoding="utf-8")


def report(command, *arguments: str | Path) -> dict:
    """The JSON report of a scan that is no mistake."""
    done = command("scan", "--format", "json", *arguments)
    assert done.code in (0, 1, 3), done.err
    read: dict = json.loads(done.out)
    return read


def problems(command, *arguments: str | Path) -> dict[str, str]:
    found = report(command, *arguments)["problems"]
    return {each["location"]["path"]: each["kind"] for each in found}


def names(folder: str = ".") -> list[str]:
    return sorted(path.name for path in Path(folder).iterdir())


def finding(level: Level) -> Finding:
    return Finding("AP205", level, Confidence.LIKELY, Location("a.py", 1), (), (), "f", "m")


PROBLEM = Problem(Location("a.py", 1), ProblemKind.SYNTAX, "x")
WAIVER = Problem(Location("a.py", 1), ProblemKind.WAIVER, "x")


@pytest.mark.parametrize(
    ("levels", "unread", "limits", "fail_on", "strict", "code"),
    [
        ([], (), (), Level.WARNING, True, 0),
        ([Level.NOTE], (), (), Level.WARNING, True, 0),
        ([Level.NOTE], (), (), Level.NOTE, False, 1),
        ([Level.WARNING], (), (), Level.WARNING, False, 1),
        ([Level.WARNING], (), (), Level.ERROR, False, 0),
        ([Level.NOTE, Level.ERROR], (), (), Level.ERROR, False, 1),
        ([], (PROBLEM,), (), Level.WARNING, False, 0),
        ([], (PROBLEM,), (), Level.WARNING, True, 3),
        ([], (WAIVER,), (), Level.WARNING, True, 0),
        ([], (), ("depth",), Level.WARNING, True, 3),
        ([Level.ERROR], (PROBLEM,), (), Level.WARNING, True, 1),
    ],
)
def test_exit_codes(levels, unread, limits, fail_on, strict, code) -> None:
    """1 for findings at or above the threshold, else 3 for an incomplete scan where that matters, else 0."""
    result = Result(".", "default", "1", tuple(map(finding, levels)), problems=unread, coverage=Coverage(limits_reached=limits))

    assert exit_code(result, fail_on, strict=strict) == code


def test_a_clean_project(command) -> None:
    """Exit 0; the folder one stands in is scanned by default."""
    write(app=CLEAN)

    assert (command("scan").code, report(command)["coverage"]["files"]) == (0, 1)


def test_the_dossier_is_found(command) -> None:
    """Exit 1, in every format; where nothing counts but what is above its level, exit 0."""
    shutil.copytree(DOSSIER, "dossier")

    found = report(command, "dossier")["findings"]
    assert {"AP102", "AP103"} <= {each["rule"] for each in found}
    assert all(each["location"]["path"].startswith("dossier/") for each in found)
    for format_ in ("terminal", "sarif", "json"):
        assert command("scan", "dossier", "--format", format_).code == 1


def test_a_report_is_written_to_a_file(command) -> None:
    """The same as on the screen; an older one is replaced, and nothing else is left in the folder."""
    write(app=CLEAN)
    Path("out").mkdir()
    Path("out/report.json").write_text("old", encoding="utf-8")

    shown = command("scan", "app.py", "--format", "json", "--no-cache")
    done = command("scan", "app.py", "--format", "json", "--no-cache", "--output", "out/report.json")

    assert (done.code, done.out) == (0, "")
    assert Path("out/report.json").read_text(encoding="utf-8") == shown.out
    assert names("out") == ["report.json"]


def test_a_report_may_go_to_a_pipe(command) -> None:
    """A place that is no file is written to, not replaced."""
    write(app=CLEAN)

    done = command("scan", "app.py", "--format", "json", "--output", "/dev/null")

    assert done.code == 0
    assert not Path("/dev/null").is_file()


def test_settings_hold(command) -> None:
    """Those of the project count, and a flag is stronger."""
    write(app=CLEAN, other=CLEAN)
    Path(".adversescan.yaml").write_text("exclude: [other.py]\nprofile: nobody\n", encoding="utf-8")

    assert "unknown profile 'nobody'" in command("scan").err
    coverage = report(command, "--profile", "default")["coverage"]
    assert (coverage["files"], coverage["left_out"]) == (1, {"excluded by settings": 1, "own settings": 1})


# Bad input -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prepare", "arguments", "reason"),
    [
        ("", ["nowhere"], "nowhere does not exist"),
        ("", ["--profile", "defualt"], "unknown profile 'defualt'; did you mean 'default'?"),
        ("", ["--format", "sarfi"], "Invalid value for '--format': 'sarfi' is not one of 'terminal', 'sarif', 'json'."),
        ("", ["--output", "nowhere/report.json"], "--output nowhere/report.json: the folder nowhere does not exist"),
        ("", ["--output", "."], "--output . is a folder; name a file in it"),
        ("fail-on: error\n", [], ".adversescan.yaml:1: fail-on: unknown key; did you mean 'fail_on'?"),
    ],
)
def test_mistakes_of_the_user(command, prepare: str, arguments: list[str], reason: str) -> None:
    """Exit 2, one clear sentence, no report."""
    write(app=CLEAN)
    if prepare:
        Path(".adversescan.yaml").write_text(prepare, encoding="utf-8")

    done = command("scan", "--output", "report.json", *arguments)

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("adversescan: ")
    assert done.err.endswith(f"{reason}\n")
    assert len(done.err.splitlines()) == 1
    assert not Path("report.json").exists()


def test_a_broken_rule(command, tmp_path: Path) -> None:
    """Exit 2, the place of the mistake with the nearest word, no report."""
    write(app=CLEAN)
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    rule = tmp_path / "rules" / "patterns" / "AP205.yaml"
    rule.write_text(rule.read_text(encoding="utf-8").replace("\nlevel: error", "\nlevel: eror"), encoding="utf-8")
    line = rule.read_text(encoding="utf-8").split("\n").index("level: eror") + 1

    done = command("scan", "--rules", tmp_path / "rules", "--output", "report.json")

    assert (done.code, done.out, done.err) == (2, "", f"adversescan: {rule}:{line}: level: unknown level 'eror'; did you mean 'error'?\n")
    assert not Path("report.json").exists()


def fail(error: BaseException):
    def scan(*_: object) -> None:
        raise error

    return scan


@pytest.mark.parametrize("error", [RuntimeError("boom"), RecursionError(), KeyboardInterrupt()], ids=lambda error: type(error).__name__)
def test_a_scan_that_does_not_end_writes_no_report(command, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Crashed or interrupted: exit 2, and the report of an earlier scan stays as it was."""
    monkeypatch.setattr("adversescan.scan.scan", fail(error))
    Path("report.sarif").write_text("earlier", encoding="utf-8")

    done = command("scan", "--format", "sarif", "--output", "report.sarif")

    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[-1].startswith("adversescan: ")
    assert ("Traceback" in done.err) == (not isinstance(error, KeyboardInterrupt))
    assert Path("report.sarif").read_text(encoding="utf-8") == "earlier"
    assert names() == ["report.sarif"]


def test_a_report_that_cannot_be_rendered_is_not_begun(command, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash of the report leaves no file either."""
    write(app=CLEAN)
    monkeypatch.setattr("adversescan.cli.scan.render", fail(ValueError("boom")))

    assert command("scan", "--output", "report.txt").code == 2
    assert not Path("report.txt").exists()


def test_places_that_cannot_be_read_are_reported_and_the_rest_is_scanned(command, tmp_path: Path) -> None:
    """Each is a problem with its reason; with --strict the scan is incomplete."""
    shutil.copytree(DOSSIER, "dossier")
    (tmp_path / "outside.py").write_text(CLEAN, encoding="utf-8")
    Path("latin.py").write_bytes(b"name = 'Jos\xe9'\n")
    write(truncated="def f(:\n    x = (1,\n", python2="print 'hello'\n", deep="x = " + "(" * 5000 + "1" + ")" * 5000 + "\n")
    with Path("large.py").open("wb") as large:
        large.truncate(50_000_000)
    Path("broken.py").symlink_to("nowhere.py")
    Path("out.py").symlink_to(tmp_path / "outside.py")
    os.mkfifo("pipe.py")
    Path("cut.ipynb").write_text('{"cells": [{"cell_type": "code", "source": ["a = 1"', encoding="utf-8")

    found = problems(command)

    assert found.keys() == {
        "latin.py", "truncated.py", "python2.py", "deep.py", "large.py", "broken.py", "out.py", "pipe.py", "cut.ipynb",
    }  # fmt: skip
    assert (found["latin.py"], found["large.py"], found["broken.py"], found["out.py"], found["pipe.py"]) == (
        "encoding", "too-large", "broken-link", "link-out-of-root", "not-a-file",
    )  # fmt: skip
    assert {"AP102", "AP103"} <= {each["rule"] for each in report(command)["findings"]}
    shutil.rmtree("dossier")
    assert (command("scan").code, command("scan", "--strict").code) == (0, 3)


def test_a_project_of_nothing(command) -> None:
    """Exit 0, and the report says that no file was read."""
    assert report(command)["coverage"]["files"] == 0


# The cache -----------------------------------------------------------------------------------------------------------------


def test_facts_are_kept_outside_of_the_tree(command, tmp_path: Path) -> None:
    """In the user's cache folder, in the folder that is named, or nowhere; the tree stays as it was, and the report the same."""
    write(app=CLEAN)

    first = command("scan", "--format", "json")
    second = command("scan", "--format", "json")
    third = command("scan", "--format", "json", "--no-cache")
    fourth = command("scan", "--format", "json", "--cache-dir", "kept")

    assert first.out == second.out == third.out
    assert list((tmp_path / "cache-of-user" / "adversescan").glob("*.sqlite"))
    assert names() == ["app.py", "kept"]
    assert Path("kept/.gitignore").read_text(encoding="utf-8") == "*\n"
    assert fourth.code == 0


def test_a_closed_pipe_is_no_crash() -> None:
    """Whoever reads the report may stop early."""
    done = subprocess.run(
        f"{sys.executable} -m adversescan rules list | head -1", shell=True, capture_output=True, text=True, cwd=ROOT, check=False
    )

    assert done.stdout.startswith("AP101")
    assert done.stderr == ""
