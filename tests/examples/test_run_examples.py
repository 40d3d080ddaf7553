"""The examples of a rule book are run, and what does not come out is said with its place."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from adversescan.errors import Mistake
from adversescan.examples.collect import Example
from adversescan.examples.reading import reading, readings
from adversescan.examples.run_examples import run_examples, wrong_match
from adversescan.knowledge.library import CallModel, Does, Libraries, Store
from adversescan.knowledge.stages import Origin

ROOT = Path(__file__).parents[2]
GUESS = CallModel(
    "faces.guess", Does.INFER, "faces", data=(0, "image"), biometric=True, attributes=("age",), fields=(("sex", "sex-gender"),)
)
FIND = CallModel("people.Client.find", Does.COLLECT, "people", origin=Origin.SCRAPED, linked=True, subject=("name",), data=("self",))


def expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def test_the_shipped_examples_come_out() -> None:
    """Every comment of every library and rule."""
    outcome = run_examples(ROOT / "rules")

    assert [str(mistake) for mistake in outcome.mistakes] == []


@pytest.mark.parametrize(
    ("model", "call", "said"),
    [
        pytest.param(GUESS, "faces.guess(photo)", "infer biometric age sex=sex-gender; data photo", id="position"),
        pytest.param(GUESS, "guess(image=photo)", "infer biometric age sex=sex-gender; data photo", id="keyword"),
        pytest.param(GUESS, "guess(img=photo)", "infer biometric age sex=sex-gender", id="no such argument"),
        pytest.param(FIND, "client.find(name='ann')", "collect scraped linked; data client; subject 'ann'", id="receiver"),
        pytest.param(CallModel("s.put", Does.WRITE, store=Store.KEY, data=("*",)), "put(a, b=c)", "write key; data a, c", id="all"),
    ],
)
def test_an_entry_reads_a_call(model: CallModel, call: str, said: str) -> None:
    """The stage, the words of the entry, and the arguments of this call by role."""
    assert reading(model, expression(call)) == said


def test_of_several_calls_on_a_line_those_of_the_name_are_read() -> None:
    """Whatever else the line calls."""
    line = [node for node in ast.walk(expression("print(faces.guess(load(path)))")) if isinstance(node, ast.Call)]

    assert readings(GUESS, line) == ("infer biometric age sex=sex-gender; data load(path)",)


@pytest.mark.parametrize(
    ("comment", "called", "text"),
    [
        pytest.param("faces.guess", set(), "does not resolve to faces.guess, but to no entry", id="unresolved"),
        pytest.param("faces.guess", {(1, "faces.load")}, "does not resolve to faces.guess, but to faces.load", id="another"),
        pytest.param(
            "faces.guess -> infer age; data photo",
            {(1, "faces.guess")},
            "faces.guess reads this as `infer biometric age sex=sex-gender; data photo`, not as `infer age; data photo`",
            id="reading",
        ),
    ],
)
def test_a_comment_that_is_not_borne_out(comment: str, called: set[tuple[int, str]], text: str) -> None:
    """It is named with the line in the file of rules."""
    example = Example("faces.yaml", 10, "match", "faces", f"guess(photo)  # is: {comment}\n")

    wrong = list(wrong_match(example, called, Libraries(calls={GUESS.path: GUESS})))

    assert wrong == [Mistake("faces.yaml", 11, "match", text)]


def test_an_example_that_is_no_python() -> None:
    """Says so, and where."""
    example = Example("faces.yaml", 10, "match", "faces", "import faces\nguess(photo  # is: faces.guess\n")

    wrong = list(wrong_match(example, set(), Libraries()))

    assert wrong == [Mistake("faces.yaml", 12, "match", "is no Python: '(' was never closed")]
