"""Workflow files as programs: what a step runs becomes a call at its line."""

from __future__ import annotations

import textwrap

import pytest

from adversescan.frontends.file_facts import program_source
from adversescan.sources.source import Language, Source


def read(text: str) -> list[tuple[int, str]]:
    source = Source("flow.yaml", Language.YAML, textwrap.dedent(text).lstrip())
    program, problems = program_source(source)
    assert problems == ()
    assert program is not None
    lines = program.text.splitlines()
    return [(place.line, line) for place, line in zip(program.lines, lines, strict=False) if not line.startswith("import __")]


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("jobs:\n  a:\n    steps:\n      - run: python load.py in.csv\n", 4),
        ("load:\n  script:\n    - python load.py in.csv\n", 3),
        ("stages:\n  load:\n    cmd: python load.py in.csv\n", 3),
        ("spec:\n  containers:\n    - command: [python, load.py]\n      args: [in.csv]\n", 4),
        ("services:\n  load:\n    entrypoint: [python, load.py, in.csv]\n", 3),
    ],
)
def test_a_command_is_a_call_with_its_words_and_files(text: str, calls: int) -> None:
    """Whatever a format calls the key, the words and the files among them are the same."""
    assert read(text) == [(calls, "__shell__.python('load.py', 'in.csv', files=[__shell__.file('load.py'), __shell__.file('in.csv')])")]


def test_python_that_stands_in_a_step_is_kept_line_by_line() -> None:
    """Each line has its own place in the file."""
    text = """
        script:
          command: [python]
          source: |
            a = 1
            b = 2
    """

    assert (4, "a = 1") in read(text)
    assert (5, "b = 2") in read(text)


def test_a_statement_is_run() -> None:
    """SQL under a key for statements is one call."""
    assert read("task:\n  sql: select a from t\n") == [(2, "__sql__.run('select a from t')")]


def test_settings_of_a_step_are_its_environment() -> None:
    """They fill holes in the code that is run, and are told once."""
    text = "env:\n  TARGET: s3://own/a\nrun: aws s3 cp a.csv $TARGET\n"

    assert read(text)[0] == (2, "__shell__.environment('TARGET', 's3://own/a')")


def test_a_file_without_anything_to_run_is_no_program() -> None:
    """Plain settings are not followed here."""
    assert program_source(Source("a.yaml", Language.YAML, "name: own\nsize: 3\n")) == (None, ())


@pytest.mark.parametrize(
    ("command", "call"),
    [
        ("aws --profile own s3 cp a s3://b/a", "aws.own.s3.cp('own', 's3', 'cp', 'a', 's3://b/a', profile='own', to='s3://b/a')"),
        ("bq --location=EU query 'select a'", "bq.query('query', 'select a', location='EU')"),
        ("psql -h db -c 'select a'", "psql.db('db', 'select a', h='db', c='select a')"),
        ("python -u load.py in.csv", "python('load.py', 'in.csv', files="),
        ("python3 -m jobs.load --in in.csv", "python3('jobs/load.py', '--in', 'in.csv', in_='in.csv', files="),
        ("sudo -u app nice -n 5 python load.py", "python('load.py', files="),
        ("sudo -u postgres psql -c 'select a'", "psql('select a', c='select a')"),
        ("docker run --rm img python load.py", "python('load.py', files="),
    ],
)
def test_options_and_what_starts_a_command_do_not_hide_it(command: str, call: str) -> None:
    """Options between the words, and commands that only start another, leave what is run and what it is given."""
    ((line, said),) = read(f"run: {command}\n")

    assert (line, said[: len("__shell__.") + len(call)]) == (1, f"__shell__.{call}")
