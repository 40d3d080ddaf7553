"""Texts and settings that a program opens by path, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ASK = """\
from openai import OpenAI

OpenAI().responses.create(model="gpt-4o", instructions=({opened}), input=open("cv.pdf").read())
"""


@pytest.mark.parametrize(
    ("opened", "name", "text"),
    [
        ('open("ask.txt").read()', "ask.txt", "Infer the religion."),
        ('__import__("pathlib").Path("p/ask.md").read_text()', "elsewhere/ask.md", "Infer the religion."),
        ('open("../ask.txt").read()', "p/ask.txt", "Infer the religion."),
        ('open("/etc/ask.txt").read()', "ask.bin", "Infer the religion."),
    ],
)
def test_a_prompt_that_is_opened(command, opened: str, name: str, text: str) -> None:
    """A text of the project is the prompt; one elsewhere, above the folder or of another kind stays unknown."""
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")
    Path("ask.py").write_text(ASK.format(opened=opened), encoding="utf-8")

    (call,) = json.loads(command("models", "--format", "json").out)["models"]

    assert call["prompt"] == (text if name == "ask.txt" else None)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("ask.toml", b"a = [", "not readable as TOML"),
        ("ask.toml", b"a = '\xff\xfe'", "not"),
        ("ask.txt", b"x" * 2_000_000, "more than 100,000 bytes"),
    ],
)
def test_what_is_opened_and_cannot_be_read_is_a_problem(command, name: str, content: bytes, reason: str) -> None:
    """It is said in the report, and the rest is scanned."""
    Path(name).write_bytes(content)
    opened = f'__import__("tomllib").load(open("{name}", "rb"))["a"]' if name.endswith("toml") else f'open("{name}").read()'
    Path("ask.py").write_text("import tomllib\n" + ASK.format(opened=opened.replace('__import__("tomllib")', "tomllib")), encoding="utf-8")

    report = json.loads(command("scan", "--format", "json").out)

    assert [problem["location"]["path"] for problem in report["problems"]] == [name]
    assert reason in report["problems"][0]["reason"]


def test_a_text_that_no_program_opens_is_not_read(command) -> None:
    """Large or broken, it is no matter of the scan."""
    Path("notes.txt").write_bytes(b"\xff" * 3_000_000)
    Path("a.py").write_text("a = 1\n", encoding="utf-8")

    assert json.loads(command("scan", "--format", "json").out)["problems"] == []
