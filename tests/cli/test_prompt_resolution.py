"""How the text of a prompt is found where it is put together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

CHAIN = """\
from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder


def ask(llm, messages):
    prompt = ChatPromptTemplate.from_messages([("system", "Read the novel. {extra}"), MessagesPlaceholder("messages")])
    prompt = prompt.partial(extra="Never tell the end of the story.")
    return (prompt | llm).invoke(messages)
"""
SIGNATURE = '''\
import dspy


class Guess(dspy.Signature):
    """Guess the genre of the novel."""

    text = dspy.InputField(desc="the first chapter")


class Reader(dspy.Module):
    def __init__(self):
        self.guess = dspy.ChainOfThought(Guess)

    def forward(self, text):
        return self.guess(text=text)
'''
OWN_CLIENT = """\
from langchain_openai import ChatOpenAI


class Client(ChatOpenAI):
    def invoke(self, input):
        return super().invoke(input)


Client(model="gpt-4o").invoke("Summarise the novel in one line.")
"""
SCHEMA = """\
from openai import OpenAI
from pydantic import BaseModel, Field


class Answer(BaseModel):
    faith: str = Field(description="the religion of the author")


def ask(post):
    return OpenAI().chat.completions.parse(model="gpt-4o", messages=[{"role": "user", "content": post}], response_format=Answer)
"""
REGISTERED = """\
import ollama

known = []


def register(function):
    known.append(function)
    return function


@register
def ask(text):
    return ollama.generate(model="llama3.1", prompt=f"Summarise the novel: {text}")
"""


def _models(command, program: str) -> Any:
    Path("ask.py").write_text(program, encoding="utf-8")
    return json.loads(command("models", "--format", "json").out)["models"]


def test_a_template_filled_in_steps_and_joined_to_a_model_nothing_is_known_of(command) -> None:
    assert _models(command, CHAIN)[0]["prompts"] == ["Never tell the end of the story.", "Read the novel. {extra}"]


def test_the_docstring_of_a_signature_is_the_prompt(command) -> None:
    assert "Guess the genre of the novel." in _models(command, SIGNATURE)[0]["prompts"]


def test_a_class_derived_from_a_client_calls_it(command) -> None:
    """The call of the base class is the call of the model, with what the client was made with."""
    (use,) = _models(command, OWN_CLIENT)

    assert (use["models"], use["prompt"], use["location"]["line"]) == (["gpt-4o"], "Summarise the novel in one line.", 6)


def test_the_schema_of_the_answer_says_what_is_asked_but_is_no_prompt(command) -> None:
    (use,) = _models(command, SCHEMA)

    assert (use["prompt"], use["tasks"], "religion-belief" in use["data"]) == (None, ["infer"], True)


def test_a_function_its_decorator_gives_back_as_it_is_is_followed(command) -> None:
    assert [use["prompt"] for use in _models(command, REGISTERED)] == ["Summarise the novel: {}"]


def test_the_path_of_a_template_that_is_not_read_is_no_prompt(command) -> None:
    program = 'import ollama\n\nollama.generate(model="llama3.1", prompt=open("agents/planner/prompt.jinja2").read())\n'

    assert [use["prompt"] for use in _models(command, program)] == [None]
