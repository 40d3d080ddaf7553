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


def _prompts(command, program: str) -> list[list[str]]:
    return [use["prompts"] for use in _models(command, program)]


def test_templates_that_extend_and_include_others_are_whole(command) -> None:
    """Blocks stand in their places of the base, and what is included in its own."""
    Path("base.j2").write_text("You are the clerk. {% block task %}{% endblock %} {% include 'tone.j2' %}", encoding="utf-8")
    Path("tone.j2").write_text("Be brief.", encoding="utf-8")
    Path("note.j2").write_text("{% extends 'base.j2' %}{% block task %}Remind {{ name }}.{% endblock %}", encoding="utf-8")
    program = """\
import ollama
from jinja2 import DictLoader, Environment, FileSystemLoader

files, held = Environment(loader=FileSystemLoader(".")), Environment(loader=DictLoader({"sort": "Sort the books: {{ books }}"}))


def ask(name, books):
    ollama.generate(model="llama3", prompt=files.get_template("note.j2").render(name=name))
    ollama.generate(model="llama3", prompt=held.get_template("sort").render(books=books))
"""

    assert _prompts(command, program) == [["You are the clerk. Remind {{ name }}. Be brief."], ["Sort the books: {{ books }}"]]


def test_a_template_that_includes_itself_is_left_as_it_is(command) -> None:
    Path("note.j2").write_text("Remind them. {% include 'note.j2' %}", encoding="utf-8")
    program = """\
import ollama
from jinja2 import Environment, FileSystemLoader

ollama.generate(model="llama3", prompt=Environment(loader=FileSystemLoader(".")).get_template("note.j2").render())
"""

    assert _prompts(command, program) == [["Remind them. Remind them. {% include 'note.j2' %}"]]


def test_a_part_that_is_put_in_the_place_of_a_sign_is_a_hole(command) -> None:
    program = """\
from string import Template

import ollama


def ask(poem, **parts):
    ollama.generate(model="llama3", prompt="Read this poem: <poem>".replace("<poem>", poem))
    ollama.generate(model="llama3", prompt=Template("Write to $name today.").substitute(name=poem))
    ollama.generate(model="llama3", prompt="Paint {a} and {b}.".format_map(parts))
"""

    assert _prompts(command, program) == [["Read this poem: {}"], ["Write to $name today."], ["Paint {} and {}."]]


def test_of_a_text_too_long_to_keep_the_beginning_and_the_end_are_known(command) -> None:
    parts = f"'Read the form: ' + {'x ' * 9_000!r} + {'y ' * 9_000!r} + ' and sign it.'"
    program = f"import ollama\n\nollama.generate(model='llama3', prompt={parts})\n"

    (prompts,) = _prompts(command, program)
    assert (prompts[0].startswith("Read the form: x"), prompts[0].endswith("y  and sign it.")) == (True, True)


def test_modules_loaded_by_name_or_path_are_followed(command) -> None:
    """A file that is no name of a module, a dotted name, and one relative to a package."""
    Path("texts").mkdir()
    Path("texts/__init__.py").write_text("", encoding="utf-8")
    Path("texts/old-1.py").write_text('ASK = "Write a letter to the mayor."\n', encoding="utf-8")
    Path("texts/new.py").write_text('ASK = "Write a note to the mayor."\n', encoding="utf-8")
    program = """\
import importlib
import importlib.util
from pathlib import Path

import ollama


def load(path):
    spec = importlib.util.spec_from_file_location("texts", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ollama.generate(model="llama3", prompt=load(Path(__file__).parent / "texts/old-1.py").ASK)
ollama.generate(model="llama3", prompt=importlib.import_module("texts.new").ASK)
ollama.generate(model="llama3", prompt=importlib.import_module(".new", package="texts").ASK)
"""

    note = ["Write a note to the mayor."]
    assert _prompts(command, program) == [["Write a letter to the mayor."], note, note]


def test_a_pipeline_asks_through_its_components_and_one_without_a_model_asks_nobody(command) -> None:
    program = """\
from haystack import Pipeline
from haystack.components.builders import PromptBuilder
from haystack.components.generators import OpenAIGenerator
from haystack.components.writers import DocumentWriter

asking, keeping = Pipeline(), Pipeline()
asking.add_component("builder", PromptBuilder(template="Answer from these pages: {{ pages }}"))
asking.add_component("llm", OpenAIGenerator(model="gpt-4o-mini"))
keeping.add_component("writer", DocumentWriter(document_store=None))
asking.run({"builder": {"pages": []}})
keeping.run({"writer": {"documents": []}})
"""

    (use,) = _models(command, program)
    assert (use["models"], use["prompts"], use["location"]["line"]) == (["gpt-4o-mini"], ["Answer from these pages: {{ pages }}"], 10)


def test_agents_and_templates_of_messages_and_functions_run_elsewhere(command) -> None:
    program = """\
import modal
from langchain.agents import create_agent
from langchain_core.prompts import ChatPromptTemplate, HumanMessagePromptTemplate, SystemMessagePromptTemplate
from langchain_openai import ChatOpenAI
from mlx_lm import generate, load

app = modal.App("town")
model, tokenizer = load("house/mistral-4bit")


def ask(text):
    create_agent("openai:gpt-4o", tools=[], system_prompt="You are a miller.").invoke({"messages": [("user", text)]})
    parts = [SystemMessagePromptTemplate.from_template("You are a pilot."), HumanMessagePromptTemplate.from_template("{place}")]
    ChatOpenAI(model="gpt-4o").invoke(ChatPromptTemplate.from_messages(parts).format_messages(place=text))
    generate(model, tokenizer, tokenizer.apply_chat_template([{"role": "user", "content": "Sum up the letter."}]))


@app.function()
def tell(system):
    return ChatOpenAI(model="gpt-4o").invoke(system)


@app.local_entrypoint()
def main():
    tell.remote("You are the guard of the gate.")
"""

    told = {(tuple(use["models"]), use["prompt"]) for use in _models(command, program)}
    assert told == {
        (("openai:gpt-4o",), "You are a miller."),
        (("gpt-4o",), "You are a pilot."),
        (("house/mistral-4bit",), "Sum up the letter."),
        (("gpt-4o",), "You are the guard of the gate."),
    }


def test_a_key_is_never_shown_as_the_name_of_a_model(command) -> None:
    """Neither where it stands first among the settings of a client, nor where it stands in the place of the model, nor in an address."""
    key = "sk-" + "a1b2c3d4e5f6" * 3
    program = f"""\
from groq import Groq
from openai import OpenAI

KEY = "{key}"
Groq(KEY).chat.completions.create(messages=[{{"role": "user", "content": "Count the boats."}}])
OpenAI().chat.completions.create(model=KEY, messages=[{{"role": "user", "content": "Count the boats."}}])
OpenAI(base_url="https://models.example/v1?key={key}").chat.completions.create(model="m", messages=[])
"""
    Path("ask.py").write_text(program, encoding="utf-8")

    said = command("models", "--format", "json").out
    assert (key in said, [use["models"] for use in json.loads(said)["models"]]) == (False, [[], [], ["m"]])
