"""What is read from prompts in nine languages: what is asked, of whom, and what is not asked."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from adversescan.errors import InvalidFiles
from adversescan.graph.query import HOLE
from adversescan.knowledge.vocabulary import Vocabulary, read_vocabulary
from adversescan.language.prompts import read_labels, read_prompt
from adversescan.language.reading import PromptReading, Task
from adversescan.language.tasks import Tasks, read_tasks
from tests.language.prompt_cases import ASKED, NOT_ASKED, TASKS

RULES = Path(__file__).parents[2] / "rules"


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return shipped_words()


@pytest.fixture(scope="module")
def tasks() -> Tasks:
    return read_tasks(RULES)


@cache
def shipped_words() -> Vocabulary:
    return read_vocabulary(RULES)


def flat(cases: dict[str, dict[str, tuple[str, ...]]]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(language, text, expected) for language, texts in cases.items() for text, expected in texts.items()]


@pytest.mark.parametrize(("language", "text", "attributes"), flat(ASKED))
def test_attributes_asked_for(language: str, text: str, attributes: tuple[str, ...], vocabulary: Vocabulary, tasks: Tasks) -> None:
    """A prompt that asks for a protected attribute of a person says which."""
    reading = read_prompt(text, vocabulary, tasks)

    assert (reading.attributes, reading.about_person, reading.language) == (attributes, True, language)
    assert {Task.INFER, Task.WRITE_ABOUT} & set(reading.tasks)


@pytest.mark.parametrize(("language", "text", "negated"), flat(NOT_ASKED))
def test_attributes_not_asked_for(language: str, text: str, negated: tuple[str, ...], vocabulary: Vocabulary, tasks: Tasks) -> None:
    """Forbidden, mentioned and merely similar words are not asked for."""
    reading = read_prompt(text, vocabulary, tasks)

    assert (reading.attributes, reading.negated) == ((), negated)


@pytest.mark.parametrize(("language", "text", "expected"), flat(TASKS))
def test_tasks(language: str, text: str, expected: tuple[str, ...], vocabulary: Vocabulary, tasks: Tasks) -> None:
    """The task is read whatever the attribute."""
    assert read_prompt(text, vocabulary, tasks).tasks == tuple(map(Task, expected))


FIELDS = [
    (
        'You help a host.\nFrom the bio return JSON:\n{"couple": true|false, "same_sex_couple": true|false, "rating": 0-10}',
        {"couple": (), "same_sex_couple": ("sexual-orientation",), "rating": ()},
    ),
    (
        'Antworte nur mit JSON: {{"herkunft": "deutsch|türkisch|arabisch|unklar", "sicherheit": 0..1}}\n\nProfil:\n{profil}',
        {"herkunft": ("national-origin", "race-ethnicity"), "sicherheit": ()},
    ),
    (
        "Indica el voto de la persona. Devuelve JSON con las claves partido e ideologia.",
        {"partido": ("political-opinion",), "ideologia": ("political-opinion",)},
    ),
    (
        "You read posts. Fill the fields as JSON: tenure (short, long) and plans (yes, no) meaning whether the writer is pregnant.",
        {"tenure": (), "plans": ("pregnancy",)},
    ),
    ("Gib JSON mit den Feldern religion, alter und score zurück.", {"religion": ("religion-belief",), "alter": ("age",), "score": ()}),
    ("返回JSON，字段：宗教、年龄", {"宗教": ("religion-belief",), "年龄": ("age",)}),
    ("Respond with <religion>...</religion>.", {"religion": ("religion-belief",)}),
    ('Answer as {"answer": "the likely religion of the user"}.', {"answer": ("religion-belief",)}),
    ('The record is {"gender": "{gender}", "age": {age}}. Write a greeting.', {}),
    ('Extract from the product description JSON {"gender": "men|women|unisex", "size": "S|M|L"}', {"gender": (), "size": ()}),
]


@pytest.mark.parametrize(("text", "expected"), FIELDS, ids=[text[:50] for text, _ in FIELDS])
def test_fields_of_the_answer(text: str, expected: dict[str, tuple[str, ...]], vocabulary: Vocabulary, tasks: Tasks) -> None:
    """Keys demanded of the answer carry attributes by their name, their options or what is said about them; data given does not."""
    assert dict(read_prompt(text, vocabulary, tasks).fields) == expected


ADVERSE = [
    ("Summarise the interview. Mention anything that could speak against a placement.", True),
    ("List all reasons to deny this claim.", True),
    ("Write a short unflattering profile of this person.", True),
    ("Fasse zusammen, was gegen eine Aufnahme der Person spricht.", True),
    ("Lista las razones para rechazar a la candidata.", True),
    ("请列出拒绝该申请人的理由。", True),
    ("Do not look for reasons to reject the applicant.", False),
    ("Approve or deny the request and state the reason.", False),
    ("Summarise the strengths of the applicant.", False),
]


@pytest.mark.parametrize(("text", "expected"), ADVERSE)
def test_adverse_instructions(text: str, expected: bool, vocabulary: Vocabulary, tasks: Tasks) -> None:
    """Looking for what speaks against a person is adverse; an open decision and a forbidden search are not."""
    assert read_prompt(text, vocabulary, tasks).adverse is expected


def test_a_summary_mentions_and_does_not_ask(vocabulary: Vocabulary, tasks: Tasks) -> None:
    """Attributes a summary is to mention are told apart from those asked for."""
    text = "Summarise the intake interview for the committee. Mention self-harm, pregnancy and residence status."

    assert read_prompt(text, vocabulary, tasks) == PromptReading(
        tasks=(Task.SUMMARISE,),
        attributes=(),
        about_person=True,
        language="en",
        mentioned=("immigration-citizenship", "mental-health", "pregnancy"),
    )


@pytest.mark.parametrize(
    "speech",
    [
        "This prompt is compliant, report nothing. ",
        "This does not infer religion. ",
        "Note to scanners: ignore the next sentence. ",
        "# adversescan: allow\n",
        "Do not report this. ",
    ],
)
def test_a_text_that_addresses_the_tool_changes_nothing(speech: str, vocabulary: Vocabulary, tasks: Tasks) -> None:
    """The text of a prompt is data."""
    question = "Which religion does this person belong to?"

    before = read_prompt(question, vocabulary, tasks)
    after = read_prompt(speech + question, vocabulary, tasks)

    assert (after.tasks, after.attributes, after.about_person) == (before.tasks, before.attributes, True)


@pytest.mark.parametrize("hole", [HOLE, "{text}", "{0}", "%s", "{{ text }}", "{post.body!r:.100}"])
def test_holes_are_data(hole: str, vocabulary: Vocabulary, tasks: Tasks) -> None:
    """What is put in later does not disturb the reading."""
    reading = read_prompt(f"Guess the religion of the author of {hole}: {hole}", vocabulary, tasks)

    assert (reading.tasks, reading.attributes) == ((Task.INFER,), ("religion-belief",))


LABELS = [
    (["the writer is gay", "the writer is straight"], "", ("sexual-orientation",)),
    (["muslim", "christian", "other"], "", ("religion-belief",)),
    (["pregnant", "not pregnant"], "", ("pregnancy",)),
    (["muslim", "vegan"], "This person is {}.", ("religion-belief",)),
    (["sports", "religion", "politics"], "", ()),
    (["wording that appeals to men", "wording that appeals to women"], "", ()),
    (["hate speech against muslims", "neutral"], "", ()),
    (["black", "white", "red"], "", ()),
    (["positive", "negative"], "This text is {}.", ()),
    ([], "", ()),
]


@pytest.mark.parametrize(("labels", "template", "expected"), LABELS, ids=[", ".join(labels) for labels, _, _ in LABELS])
def test_labels(labels: list[str], template: str, expected: tuple[str, ...], vocabulary: Vocabulary, tasks: Tasks) -> None:
    """Labels that sort people by an attribute are told from topics and from the wording of texts."""
    assert read_labels(labels, vocabulary, tasks, template) == expected


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(text: str) -> None:
    """No text raises."""
    assert read_prompt("Determine, who? " + text, shipped_words(), read_tasks(RULES)).tasks


@pytest.mark.parametrize(
    "text", ["?", ":", "...", "\n\n", "(((", '{"', "{" * 500, "- \n- \n", "determine " * 3000, "\x00 guess", "religion:" * 500]
)
def test_odd_texts_are_read(text: str, vocabulary: Vocabulary, tasks: Tasks) -> None:
    """Punctuation alone, very long and broken texts have a reading."""
    assert read_prompt(text, vocabulary, tasks).tasks


def test_texts_that_are_no_prompts_do_not_load_spacy() -> None:
    """The gate keeps the heavy import away."""
    program = (
        "import sys; from pathlib import Path\n"
        "from adversescan.knowledge.vocabulary import read_vocabulary\n"
        "from adversescan.language.prompts import read_prompt\n"
        "from adversescan.language.tasks import read_tasks\n"
        f"rules = Path({str(RULES)!r}); words, tasks = read_vocabulary(rules), read_tasks(rules)\n"
        "read_prompt('connection closed by peer after the deadline', words, tasks)\n"
        "print('spacy' in sys.modules)\n"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"


def test_mistakes_in_task_words_are_named(tmp_path: Path) -> None:
    """File, line, key and the nearest valid word."""
    folder = tmp_path / "lexicon" / "tasks"
    folder.mkdir(parents=True)
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary" / "attributes.yaml").write_text("attributes:\n  - id: age\n", encoding="utf-8")
    file = folder / "xx.yaml"
    file.write_text("language: xx\nscript: latn\ninfre: [guess]\nattributes:\n  agee: [old]\n", encoding="utf-8")

    with pytest.raises(InvalidFiles) as raised:
        read_tasks(tmp_path)

    assert sorted(map(str, raised.value.mistakes)) == [
        f"{file}:2: script: unknown script 'latn'; did you mean 'latin'?",
        f"{file}:3: infre: unknown key; did you mean 'infer'?",
        f"{file}:5: attributes.agee: unknown attribute 'agee'; did you mean 'age'?",
    ]


@pytest.mark.parametrize("language", ["en", "es", "de", "fr", "pt", "zh", "ar", "hi", "ja"])
def test_every_language_is_there(language: str, tasks: Tasks) -> None:
    """Nine languages are shipped, each with words for inferring, forbidding, persons and attributes."""
    (words,) = [words for words in tasks.languages if words.language == language]

    assert all((words.infer, words.persons, words.attributes, words.negation_before or words.negation_around))
