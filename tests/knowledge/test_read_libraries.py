"""What a library file may say."""

from __future__ import annotations

import pytest
import yaml

from adversescan.errors import InvalidFiles
from adversescan.knowledge.library import CallModel, Does, Library
from adversescan.knowledge.read_libraries import imports_of, index_libraries, read_libraries
from adversescan.knowledge.rules_folder import rules_folder

VALID = """\
library: courier
documentation: https://courier.example/docs
imports: [courier]
aliases: {courier.shipping.Box: courier.Box}
calls:
  courier.send: {does: share, data: [0, what], address: [1], returns: courier.Receipt}
  courier.Box.open: {does: infer, attributes: [age], wraps: true}
values:
  courier.desk.form: {does: input, origin: first-party}
match: |
  import courier
  courier.send("x", "y")  # is: courier.send
other: |
  def send(x): ...
  send("x")
"""


@pytest.fixture
def rules(tmp_path):
    """A rules folder with a vocabulary of two attributes and no library."""
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "vocabulary" / "attributes.yaml").write_text("attributes: [{id: age}, {id: health}]\n")
    (tmp_path / "libraries" / "python").mkdir(parents=True)
    return tmp_path


def write(rules, name, text):
    path = rules / "libraries" / "python" / f"{name}.yaml"
    path.write_text(text)
    return path


def mistakes_of(rules, **options):
    with pytest.raises(InvalidFiles) as raised:
        read_libraries(rules, **options)
    folder = f"{rules / 'libraries' / 'python'}/"
    return [str(mistake).removeprefix(folder) for mistake in raised.value.mistakes]


def test_a_library_file(rules):
    """A file becomes a library whose entries carry path and library name."""
    write(rules, "courier", VALID)
    send = CallModel("courier.send", Does.SHARE, "courier", data=(0, "what"), address=(1,), returns="courier.Receipt")

    (library,) = read_libraries(rules)

    assert (library.name, library.imports, library.aliases) == ("courier", ("courier",), (("courier.shipping.Box", "courier.Box"),))
    assert library.calls[0] == send
    assert index_libraries([library]).calls["courier.send"] == send
    assert index_libraries([library]).canonical("courier.shipping.Box.open") == "courier.Box.open"


@pytest.mark.parametrize(
    ("old", "new", "mistakes"),
    [
        pytest.param(
            "attributes: [age]",
            "attributes: [agee]",
            ["courier.yaml:7: calls.courier.Box.open.attributes: unknown attribute 'agee'; did you mean 'age'?"],
            id="attribute",
        ),
        pytest.param(
            "does: share",
            "does: shore",
            ["courier.yaml:6: calls.courier.send.does: unknown does 'shore'; did you mean 'share'?"],
            id="does",
        ),
        pytest.param(
            "courier.desk.form",
            "currier.desk.form",
            ["courier.yaml:9: values.currier.desk.form: starts with none of the imports, returned types and aliases of this file"],
            id="path",
        ),
        pytest.param(
            "# is: courier.send",
            "# is: courier.sent",
            ["courier.yaml:10: match: `# is: courier.sent` names no entry; did you mean 'courier.send'?"],
            id="example",
        ),
        pytest.param(
            "  # is: courier.send",
            "",
            ["courier.yaml:10: match: needs a comment `# is: PATH` at the line of a call"],
            id="no example",
        ),
        pytest.param(
            "https://courier.example",
            "courier.example",
            ["courier.yaml:2: documentation: must be an https:// address"],
            id="documentation",
        ),
        pytest.param(
            "other:",
            "othre:",
            ["courier.yaml:13: othre: unknown key; did you mean 'other'?", "courier.yaml:1: other: is missing"],
            id="key",
        ),
        pytest.param(
            "infer, attributes: [age]",
            "infer",
            ["courier.yaml:7: calls.courier.Box.open: does: infer also needs attributes or fields or labels or model or only"],
            id="needed key",
        ),
        pytest.param(
            "courier.Box}",
            "shed.Crate}",
            ["courier.yaml:4: aliases.courier.shipping.Box: shed.Crate is modelled nowhere"],
            id="dead alias",
        ),
    ],
)
def test_mistakes(rules, old, new, mistakes):
    """Each mistake names file, line, key and the nearest valid word."""
    write(rules, "courier", VALID.replace(old, new, 1))

    assert mistakes_of(rules) == mistakes


def test_mistakes_of_all_files(rules):
    """The mistakes of two files come together."""
    write(rules, "a", VALID.replace("does: share", "does: shore"))
    write(rules, "b", VALID.replace("imports: [courier]", "imports: []"))

    assert [found.partition(": ")[0] for found in mistakes_of(rules)] == ["a.yaml:6", "b.yaml:3"]


def test_a_path_is_modelled_once(rules):
    """Two files that model one call are a mistake at the second."""
    write(rules, "a", VALID)
    write(rules, "b", VALID.replace("library: courier", "library: other").replace("courier.desk.form", "courier.till.form"))

    assert [line.split(" stands")[0] for line in mistakes_of(rules)] == [
        "b.yaml:6: calls.courier.send:",
        "b.yaml:7: calls.courier.Box.open:",
        "b.yaml:4: aliases.courier.shipping.Box:",
    ]


def test_only_what_is_imported(rules):
    """Of three libraries, the imported one and the one whose type it returns are read; the third is not even parsed."""
    write(rules, "courier", VALID)
    shop = VALID.replace("courier", "shop").replace("returns: shop.Receipt", "returns: courier.Box")
    write(rules, "shop", shop)
    write(rules, "unused", "imports: [unused]\nlibrary: [broken\n")

    read = read_libraries(rules, frozenset({"shop.desk"}))

    assert [library.name for library in read] == ["shop", "courier"]


def test_imports_may_stand_in_block_style(rules):
    """The imports are found however the list is written."""
    write(rules, "courier", VALID.replace("imports: [courier]", "imports:\n- courier"))

    assert [type(library) for library in read_libraries(rules, frozenset({"courier"}))] == [Library]
    assert read_libraries(rules, frozenset({"json"})) == ()


@pytest.mark.parametrize("file", sorted((rules_folder() / "libraries" / "python").glob("*.yaml")), ids=lambda file: file.name)
def test_imports_are_told_by_the_first_lines_as_by_the_whole(file):
    """What is read off the beginning of a shipped file is what the whole of it says."""
    assert list(imports_of(file.read_bytes())) == yaml.safe_load(file.read_text(encoding="utf-8"))["imports"]
