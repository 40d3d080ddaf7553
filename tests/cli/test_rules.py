"""The verbs about rules: list, check, explain."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from adversescan.knowledge.rule_book import load_rule_book

ROOT = Path(__file__).parents[2]


def test_the_list_has_every_rule(command) -> None:
    """One a line: id, level, whether it is reported yet, title."""
    done = command("rules", "list")

    assert (done.code, done.err) == (0, "")
    assert [line.split(maxsplit=3) for line in done.out.splitlines()] == [
        [rule.id, rule.level, rule.implementation.value, rule.title.strip()] for rule in load_rule_book().rules
    ]


def test_the_shipped_rules_are_in_order(command) -> None:
    """Checking them says how many there are."""
    done = command("rules", "check", ROOT / "rules")

    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{ROOT / 'rules'} is in order: {len(load_rule_book().rules)} rules, ")


def test_all_mistakes_of_a_folder_are_named_at_once(command, tmp_path: Path) -> None:
    """Each on a line of its own, with file, line, key and the nearest word."""
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    for name in ("AP101", "AP205"):
        rule = tmp_path / "rules" / "patterns" / f"{name}.yaml"
        rule.write_text(rule.read_text(encoding="utf-8").replace("\ntitle:", "\ntitel:"), encoding="utf-8")

    done = command("rules", "check", tmp_path / "rules")

    assert (done.code, done.out) == (2, "")
    for name in ("AP101", "AP205"):
        assert f"patterns/{name}.yaml:" in done.err
    assert done.err.count("titel: unknown key; did you mean 'title'?") == 2


@pytest.mark.parametrize("word", ["AP101", "ap101", "scrape-infer-decide"])
def test_a_rule_is_explained(command, word: str) -> None:
    """By its id or its name: what it finds, why, what to do instead, the law, and an example of either kind."""
    done = command("explain", word)
    rule = next(rule for rule in load_rule_book().rules if rule.id == "AP101")
    headings = [line for line in done.out.splitlines() if line and not line.startswith(" ")]
    words = " ".join(done.out.split())

    assert (done.code, done.err) == (0, "")
    assert headings[:3] == ["AP101 scrape-infer-decide (error)", "Why", "What to do instead"]
    assert headings[-3:] == ["Law", "Reported", "Not reported"]
    assert all(" ".join(text.split()) in words for text in (rule.title, rule.why, rule.bad, rule.good))
    assert all(" ".join(text.split()) in words for text in rule.instead)


def test_examples_that_do_not_come_out_are_named(command, tmp_path: Path) -> None:
    """On standard error with file, line and key, and the code is 1: a changed stage, a look-alike that is none, a silent rule."""
    folder = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", folder)
    for file in (folder / "libraries" / "python").iterdir():
        if file.name not in {"flask.yaml", "gender_guesser.yaml", "builtins.yaml"}:
            file.unlink()
    for file in (folder / "patterns").iterdir():
        file.write_text(file.read_text(encoding="utf-8").replace("implementation: active", "implementation: draft"), encoding="utf-8")
    edit(folder / "patterns" / "AP205.yaml", "implementation: draft", "implementation: active")
    edit(folder / "libraries" / "python" / "gender_guesser.yaml", "does: infer", "does: pass")

    done = command("rules", "test", folder)

    assert done.code == 1
    assert "AP205.yaml:" in done.err
    assert "bad: AP205 is not found here" in done.err


def edit(path: Path, before: str, after: str) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")


def test_a_change_of_an_entry_is_noticed_by_its_examples(command) -> None:
    """Of the entries of one library every sampled change is."""
    done = command("rules", "mutate", "--only", "requests.yaml", "--sample", "60", "--seed", "7")

    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1] == "60 of 60 changes noticed, seed 7"


def test_a_change_nobody_notices_is_named(command, tmp_path: Path) -> None:
    """With its file and entry, and the verb fails where too many are."""
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    library = tmp_path / "rules" / "libraries" / "python" / "joblib.yaml"
    library.write_text(re.sub(r" -> .*", "", library.read_text(encoding="utf-8")), encoding="utf-8")

    done = command("rules", "mutate", tmp_path / "rules", "--only", "joblib.yaml", "--sample", "100")

    assert done.code == 1
    assert f"not noticed: {library}: joblib.dump: does: " in done.out


@pytest.mark.parametrize("kind", ["hosts", "models"])
def test_changes_of_hosts_and_models_are_noticed(command, kind: str) -> None:
    """Nearly all of them."""
    done = command("rules", "mutate", "--only", f"rules/{kind}", "--sample", "150", "--seed", "3")

    assert (done.code, done.err) == (0, "")
