"""From the bytes of a document to its units; what cannot be read is a problem, never an exception."""

from __future__ import annotations

import io
import re
import unicodedata
from enum import StrEnum

from adversescan.frontends.prose.markdown import read_diagram, read_markdown
from adversescan.frontends.prose.structured import Unreadable, read_structured, read_toml
from adversescan.frontends.prose.unit import Unit
from adversescan.record import dataclass
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Location

LARGEST = 2_000_000


class Ending(StrEnum):
    """Endings of names whose files are more than text."""

    WORD = "docx"
    MAIL = "eml"
    YAML = "yaml"
    YML = "yml"
    JSON = "json"
    TOML = "toml"
    PLANTUML = "puml"
    PLANTUML_LONG = "plantuml"
    MERMAID = "mmd"
    MERMAID_LONG = "mermaid"


@dataclass(frozen=True, slots=True)
class Document:
    name: str
    units: tuple[Unit, ...]
    problems: tuple[Problem, ...] = ()


def read_document(name: str, content: bytes) -> Document:
    """The units of a document by the ending of its name; without a known ending it is read as text."""
    if len(content) > LARGEST:
        return _unread(name, ProblemKind.TOO_LARGE, f"is larger than {LARGEST} bytes; review the parts on their own")
    ending = name.rpartition(".")[2].lower()
    if ending == Ending.WORD:
        return _docx(name, content)
    text, problems = _text(name, content)
    if "\0" in text:
        return _unread(name, ProblemKind.ENCODING, "is no text")
    if ending == Ending.MAIL:
        text = _mail(content)
    text = _visible(text)
    if ending in (Ending.YAML, Ending.YML, Ending.JSON):
        return _structured(name, text, problems)
    if ending == Ending.TOML:
        return Document(name, tuple(read_toml(text)), (*problems, *_wrong_toml(name, text)))
    if ending in (Ending.PLANTUML, Ending.PLANTUML_LONG, Ending.MERMAID, Ending.MERMAID_LONG):
        return Document(name, tuple(read_diagram(text)), problems)
    return Document(name, tuple(read_markdown(text)), problems)


def _structured(name: str, text: str, problems: tuple[Problem, ...]) -> Document:
    try:
        units, left_out = read_structured(text)
        told = (Problem(Location(name, line), ProblemKind.PARTLY_READ, reason) for line, reason in left_out)
        return Document(name, tuple(units), (*problems, *told))
    except Unreadable as wrong:
        problem = Problem(Location(name, wrong.line), ProblemKind.SYNTAX, f"read as plain text: {wrong}")
        return Document(name, tuple(read_markdown(text)), (*problems, problem))


def _wrong_toml(name: str, text: str) -> tuple[Problem, ...]:
    import tomllib

    try:
        tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return (Problem(Location(name, 1), ProblemKind.PARTLY_READ, f"read line by line: {error}"),)
    return ()


def _text(name: str, content: bytes) -> tuple[str, tuple[Problem, ...]]:
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n"), ()
    except UnicodeDecodeError:
        problem = Problem(Location(name, 1), ProblemKind.ENCODING, "is not UTF-8; read as Latin-1")
        return content.decode("latin-1").replace("\r\n", "\n"), (problem,)


def _visible(text: str) -> str:
    """The text without characters nobody sees."""
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) not in ("Cf", "Cc"))


def _mail(content: bytes) -> str:
    """The subject and the text of a mail, at the lines where the text stands; quoted answers stay quotes."""
    import email
    from email import policy

    message = email.message_from_bytes(content, policy=policy.default)
    body = message.get_body(preferencelist=("plain", "html"))
    text = body.get_content() if body is not None else ""
    if body is not None and body.get_content_type() == "text/html":
        text = re.sub(r"<[^>]*>", " ", text)
    raw = content.decode("utf-8", "replace").replace("\r\n", "\n")
    return "\n" * (raw.partition("\n\n")[0].count("\n") + 2) + str(text).replace("\r\n", "\n")


def _docx(name: str, content: bytes) -> Document:
    """The paragraphs of a Word document as Markdown; its entities are not expanded, and nothing is followed."""
    import zipfile
    from xml.etree import ElementTree as ET

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo("word/document.xml").file_size > LARGEST * 10:
                return _unread(name, ProblemKind.TOO_LARGE, "its text is too large")
            raw = archive.read("word/document.xml")
        if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
            return _unread(name, ProblemKind.SYNTAX, "declares entities, which are not read")
        root = ET.fromstring(raw)  # noqa: S314
    except (zipfile.BadZipFile, KeyError, ET.ParseError) as error:
        return _unread(name, ProblemKind.SYNTAX, f"is no Word document: {error}")
    return Document(name, tuple(read_markdown(_visible("\n".join(_docx_lines(root))))))


def _docx_lines(root: object) -> list[str]:
    from xml.etree.ElementTree import Element

    assert isinstance(root, Element)
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    lines: list[str] = []
    for paragraph in root.iter(f"{space}p"):
        text = "".join(node.text or "" for node in paragraph.iter(f"{space}t"))
        style = paragraph.find(f"{space}pPr/{space}pStyle")
        heading = style is not None and (style.get(f"{space}val") or "").lower().startswith(("heading", "title"))
        listed = paragraph.find(f"{space}pPr/{space}numPr") is not None
        lines += [("## " if heading else "- " if listed else "") + text, *([] if listed else [""])]
    return lines


def _unread(name: str, kind: ProblemKind, reason: str) -> Document:
    return Document(name, (), (Problem(Location(name, 1), kind, reason),))
