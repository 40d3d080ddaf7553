"""`adversescan models` from arguments to text."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

PROGRAM = """\
import ollama
import requests
from openai import OpenAI


def judge(patient, page):
    note = requests.get(f"https://www.facebook.com/{page}").text
    said = OpenAI().chat.completions.create(
        model="gpt-4o", messages=[{"role": "user", "content": f"What is the religion of the author? {note}"}]
    )
    if "muslim" in said.choices[0].message.content:
        requests.post("https://desk.internal/reject", json={"status": "rejected"})
    return ollama.chat(model="llama3.1", messages=patient)
"""


def test_each_call_is_told_with_its_prompt_and_what_becomes_of_the_answer(command) -> None:
    """A resolved prompt and an unknown one: provider, model, place, task, data, use."""
    Path("judge.py").write_text(PROGRAM, encoding="utf-8")

    done = command("models", "--format", "json")
    first, second = json.loads(done.out)["models"]

    assert done.code == 0
    assert (first["provider"], first["models"], first["locality"]) == ("openai", ["gpt-4o"], "hosted")
    assert first["prompt"].startswith("What is the religion of the author?")
    assert (first["tasks"], first["used_for"]) == (["infer"], ["decide", "infer"])
    assert "scraped" in first["data"]
    assert (second["provider"], second["models"], second["locality"], second["prompt"]) == ("ollama", ["llama3.1"], "local", None)


def test_a_prompt_that_is_not_resolved_is_said_on_the_screen(command) -> None:
    Path("judge.py").write_text(PROGRAM, encoding="utf-8")

    shown = command("models").out

    assert "  prompt           UNKNOWN: not told by the code\n" in shown
    assert shown.endswith("2 calls of models, the prompt of 1 not resolved\n")


def test_a_table_holds_no_formula(command) -> None:
    """A prompt that begins like a formula is not run by a spreadsheet."""
    Path("ask.py").write_text('import ollama\nollama.generate(model="llama3.1", prompt="=cmd() and more words")\n', encoding="utf-8")

    rows = list(csv.DictReader(io.StringIO(command("models", "--format", "csv").out)))

    assert [row["prompt"] for row in rows] == ["'=cmd() and more words"]


def test_no_call_is_said(command) -> None:
    Path("plain.py").write_text("print(1)\n", encoding="utf-8")

    assert command("models").out == "No call of a model was followed; this does not say there is none.\n"
