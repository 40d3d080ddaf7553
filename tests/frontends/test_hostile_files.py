"""Bad input to a scan: each broken file is a Problem, the rest is read, and nothing is run, imported or fetched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adversescan.scan import scan
from adversescan.sources.problem import ProblemKind

GOOD = "import requests\n\ndef hello(name):\n    print(name)\n"
NOTEBOOK = json.dumps({"cells": [{"cell_type": "code", "source": ["a = 1\n"]}] * 4, "metadata": {}, "nbformat": 4}, indent=1)
MANIFEST = json.dumps({"metadata": {"dbt_version": "2.0", "dbt_schema_version": "https://x.example/manifest/v99.json"}, "nodes": {}})
BROKEN = {
    "models/a.sql": "select * from {{ ref('a' }} where (",
    "models/b.sql": "{% for x in [1, 2 %} selec {{ x ",
    "b.sql": "SELECT FROM WHERE (;\nSELECT 1;\n",
    "steps.yaml": "run: [a\njobs: }{\n",
    "jinja.yaml": "run: {{ a }}\n{% if x %}\n  - b: {{ c }\n {% endif %}: [\n",
    "cut.ipynb": NOTEBOOK[: len(NOTEBOOK) // 2],
    "target/manifest.json": MANIFEST,
    "lineage.json": '{"job": {"name": "a"',
    "lineage.jsonl": '{"job": {}, "inputs": []}\n{"job"\n',
    "deep_lineage.json": "[" * 60_000,
}


def problems(folder: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for problem in scan([folder]).problems:
        found.setdefault(problem.location.path, []).append(problem.kind.value)
    return found


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def test_each_broken_file_is_a_problem_and_the_rest_is_read(tmp_path: Path) -> None:
    """Jinja, SQL, YAML, a notebook cut in half, a manifest of another version and broken lineage stand beside a good file."""
    write(tmp_path, {**BROKEN, "good.py": GOOD})

    result = scan([tmp_path])

    assert {problem.location.path for problem in result.problems} == set(BROKEN)
    assert result.coverage.files == len(BROKEN) + 1
    assert result.coverage.functions >= 2


def test_anchors_that_hold_themselves_end(tmp_path: Path) -> None:
    """A cycle is a node that is read once."""
    write(tmp_path, {"cycle.yaml": "a: &a\n  run: echo b\n  next: *a\nb: &b [*b, *a]\n", "good.py": GOOD})

    assert problems(tmp_path) == {}


def test_aliases_that_multiply_are_not_expanded(tmp_path: Path) -> None:
    """Ten levels of ten would be ten thousand million texts."""
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 11))
    write(tmp_path, {"bomb.yaml": f"run: echo a\nl0: &l0 [lol]\n{levels}\n", "good.py": GOOD})

    assert problems(tmp_path) == {}


@pytest.mark.parametrize("name", ["a.sql", "b.yaml", "c.ipynb", "lineage.json", "lineage.jsonl", "target/manifest.json", "d.sh"])
def test_bytes_that_are_no_text_are_a_problem(tmp_path: Path, name: str) -> None:
    """Whatever the ending says."""
    write(tmp_path, {name: b"run: \xff\xfe\x00\x80select\x81\n" * 50 + b"\x00" * 20, "good.py": GOOD})

    assert ProblemKind.ENCODING.value in problems(tmp_path)[name]


def test_a_lineage_dump_of_a_hundred_megabytes_is_a_problem(tmp_path: Path) -> None:
    """It is not read; the file is sparse."""
    with write(tmp_path, {"good.py": GOOD, "lineage_dump.jsonl": "{}\n"}).joinpath("lineage_dump.jsonl").open("r+b") as dump:
        dump.truncate(100_000_000)

    assert problems(tmp_path) == {"lineage_dump.jsonl": ["too-large"]}


def test_a_file_that_includes_itself_is_read_once(tmp_path: Path) -> None:
    """Includes are names, and nothing is followed out of the folder."""
    write(tmp_path, {
        ".gitlab-ci.yml": "include:\n  - local: .gitlab-ci.yml\n  - local: ../../outside.yml\n  - remote: https://x.example/ci.yml\njob:\n"
                          "  script:\n    - ./run.sh\n",
        "run.sh": "#!/bin/sh\n. ./run.sh\nsh run.sh\nmake again\n",
        "Makefile": "include Makefile\nagain:\n\tmake again\n\tsh run.sh\n",
    })  # fmt: skip

    assert problems(tmp_path) == {}


def test_nothing_that_is_scanned_runs(tmp_path: Path) -> None:
    """Tags that build objects, commands, macros and cells leave no trace."""
    trace = tmp_path / "ran"
    write(tmp_path, {
        "tag.yaml": f"run: !!python/object/apply:os.system ['touch {trace}']\n",
        "step.yaml": f"run: touch {trace}\n",
        "m.sql": "select {{ ''.__class__.__mro__[1].__subclasses__() }} from {{ run_query('x') }}\n",
        "cell.ipynb": json.dumps({"cells": [{"cell_type": "code", "source": [f"!touch {trace}\n", f"open({str(trace)!r}, 'w')"]}]}),
    })  # fmt: skip

    scan([tmp_path])

    assert not trace.exists()
