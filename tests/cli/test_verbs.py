"""What every verb has in common: help, the version, exit codes, and one clear sentence for what is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def modules_after(*arguments: str) -> set[str]:
    """The modules that are imported when a command has run."""
    code = f"import sys, adversescan.cli as c; sys.argv = {['adversescan', *arguments]!r}\ntry: c.main()\nexcept SystemExit: pass\n"
    code += "print('\\n' + ' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)})
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["--version"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    """Of other people's libraries only click, of our own only the verbs, the errors and what records are made with."""
    imported = modules_after(*arguments)

    assert {name for name in imported if name.startswith("adversescan")} <= {
        "adversescan", "adversescan.cli", "adversescan.cli.verbs", "adversescan.errors", "adversescan.record",
    }  # fmt: skip
    assert not imported & {"yaml", "rich", "networkx", "spacy", "sqlglot", "libcst", "sarif_om", "pathspec", "sqlite3"}


def test_help_of_a_verb_imports_nothing_heavy() -> None:
    """The parsers and printers wait for something to parse and print."""
    assert not modules_after("scan", "--help") & {"rich", "networkx", "spacy", "sqlglot", "libcst", "sarif_om", "pathspec", "sqlite3"}


@pytest.mark.parametrize(
    "arguments", ["--help", "scan --help", "rules --help", "rules check --help", "inventory -h", "explain -h", "--version"]
)
def test_help_is_no_mistake(command, arguments: str) -> None:
    """It exits with 0 and writes to the screen."""
    done = command(*arguments.split())

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(("Usage: adversescan", "adversescan "))


def test_help_lists_the_verbs(command) -> None:
    """Each with what it is for."""
    out = command("--help").out

    verbs = [line.split()[0] for line in out.partition("Verbs:\n")[2].splitlines()]
    assert verbs == ["scan", "review", "decisions", "rules", "graph", "inventory", "models", "explain"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["scn"], "No such command 'scn'."),
        (["scan", "--frmat", "json"], "No such option '--frmat'. Did you mean '--format'?"),
        (["scan", "--format", "pdf"], "Invalid value for '--format': 'pdf' is not one of 'terminal', 'sarif', 'json'."),
        (["scan", "--fail-on", "panic"], "Invalid value for '--fail-on': 'panic' is not one of 'note', 'warning', 'error'."),
        (["scan", "--jobs", "-1"], "Invalid value for '--jobs': -1 is not in the range x>=0."),
        (["explain"], "Missing argument 'RULE|FINGERPRINT|FILE:LINE'."),
        (["explain", "AP1011"], "unknown rule 'AP1011'; did you mean 'AP101'?"),
        (["rules", "check", "nowhere"], "Invalid value for 'DIR': Directory 'nowhere' does not exist."),
    ],
)
def test_wrong_use_is_one_sentence(command, arguments: list[str], reason: str) -> None:
    """It goes to the error stream, exits with 2 and names the nearest word where there is one."""
    done = command(*arguments)

    assert (done.code, done.out, done.err) == (2, "", f"adversescan: {reason}\n")


def test_without_a_verb_help_is_shown(command) -> None:
    """As wrong use."""
    done = command()

    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("Usage: adversescan")
