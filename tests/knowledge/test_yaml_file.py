"""What the YAML reader accepts, and what it says about the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from adversescan.errors import InvalidFiles
from adversescan.knowledge.decode import decode_record
from adversescan.knowledge.library import CallModel, Does
from adversescan.knowledge.stages import Origin
from adversescan.knowledge.yaml_file import Items, Mapping, Text, parse_yaml, read_yaml, yaml_files


def test_nodes_know_their_line():
    """A mapping, a sequence and scalars carry file and line, and quoted scalars say so."""
    read = parse_yaml("a: [no, '1']\nb:\n  c: x\n", "x.yaml")

    assert read == Mapping(
        "x.yaml",
        1,
        {
            "a": Items("x.yaml", 1, [Text("x.yaml", 1, "no", False), Text("x.yaml", 1, "1", True)]),
            "b": Mapping("x.yaml", 3, {"c": Text("x.yaml", 3, "x", False)}, {"c": 3}),
        },
        {"a": 1, "b": 2},
    )


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        pytest.param("", ["x.yaml:1: file: is empty"], id="empty"),
        pytest.param("- a\n", ["x.yaml:1: file: must be a mapping of keys to values"], id="no mapping"),
        pytest.param("a: 1\nb: 2\na: 3\n", ["x.yaml:3: a: stands here and on line 1; write it once"], id="duplicate key"),
        pytest.param(
            "a: &x 1\nb: *x\n",
            [
                "x.yaml:1: a: &x: anchors are not allowed; write the value out",
                "x.yaml:2: b: *x: aliases are not allowed; write the value out",
            ],
            id="anchor and alias",
        ),
        pytest.param(
            "a: !!python/object/apply:os.system [ls]\n",
            ["x.yaml:1: a: tag:yaml.org,2002:python/object/apply:os.system: tags are not allowed"],
            id="tag",
        ),
        pytest.param("a: 1\n---\nb: 2\n", ["x.yaml:2: file: holds more than one document"], id="two documents"),
        pytest.param("? [a]\n: b\n", ["x.yaml:1: file: a key must be text"], id="key that is a list"),
    ],
)
def test_what_is_refused(text, mistakes):
    """Each refusal names file, line and key."""
    with pytest.raises(InvalidFiles) as raised:
        parse_yaml(text, "x.yaml")

    assert [str(mistake) for mistake in raised.value.mistakes] == mistakes


@pytest.mark.parametrize("depth", [17, 5000])
def test_nesting_is_bounded(depth):
    """Seventeen brackets and five thousand are one mistake each, not a crash; of the latter the parser itself may say so first."""
    with pytest.raises(InvalidFiles, match=r"is nested deeper than 16 levels|exceeded maximum nesting depth"):
        parse_yaml("a: " + "[" * depth, "x.yaml")


def test_bytes_that_are_no_text(tmp_path):
    """A file that is not UTF-8 is a mistake on the line of the first wrong byte."""
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a: b\nc: \xff\n")

    with pytest.raises(InvalidFiles) as raised:
        read_yaml(path, "x.yaml")

    assert str(raised.value) == "x.yaml:2: file: is not UTF-8"


def test_missing_folder(tmp_path):
    """A folder of rules that is missing is a mistake of the user."""
    with pytest.raises(InvalidFiles, match="this folder of rules is missing"):
        yaml_files(Path(tmp_path, "patterns"))


def test_record_from_its_type_hints():
    """Enums, selectors, pairs and booleans are read by the types of the fields."""
    tree = parse_yaml("does: collect\norigin: scraped\nsubject: [0, handle, '1']\nfields: {sex: sex-gender}\nlinked: true\n", "x.yaml")

    assert decode_record(tree, CallModel, given={"path": "a.b"}) == CallModel(
        "a.b", Does.COLLECT, origin=Origin.SCRAPED, subject=(0, "handle", "1"), fields=(("sex", "sex-gender"),), linked=True
    )


def test_all_mistakes_of_a_record_at_once():
    """Unknown keys and words come with the nearest valid one, and none hides another."""
    tree = parse_yaml("does: fetsch\nadress: [0]\nlinked: yes\ndata: url\nfields: {a: [1]}\n", "x.yaml")

    with pytest.raises(InvalidFiles) as raised:
        decode_record(tree, CallModel, given={"path": "a.b"})

    assert sorted(map(str, raised.value.mistakes)) == [
        "x.yaml:1: does: unknown does 'fetsch'; did you mean 'fetch'?",
        "x.yaml:2: adress: unknown key; did you mean 'address'?",
        "x.yaml:3: linked: must be true or false",
        "x.yaml:4: data: must be a list",
        "x.yaml:5: fields.a: must be a text",
    ]


@given(st.text(alphabet="ab:-[]{}\"'&*!|>?%#,~ \n\t\x00\u2028é", max_size=60))
def test_any_text_is_read_or_refused(text):
    """No text makes the reader raise anything but mistakes, each with a line."""
    assert all(line >= 1 for line in lines_of(text))


def lines_of(text: str) -> list[int]:
    try:
        return list(parse_yaml(text, "x.yaml").lines.values())
    except InvalidFiles as invalid:
        return [mistake.line for mistake in invalid.mistakes]
