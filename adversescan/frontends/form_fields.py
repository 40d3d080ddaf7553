"""The fields of the forms of a page, by their names in the order they are sent; syntax only."""

from __future__ import annotations

import re
from contextlib import suppress
from html.parser import HTMLParser

from adversescan.record import dataclass

_NOT_SENT = frozenset({"submit", "button", "reset", "image"})
"""Types of inputs that are pressed rather than filled in."""
_FIELDS = frozenset({"input", "select", "textarea"})
_NAMED = re.compile(r"""(?:url_for\s*\(|%\s*url)\s*['"]([\w.:-]+)""")
"""The function a template says is called, as Jinja and Django write it."""
MOST_FIELDS = 400


@dataclass(frozen=True, slots=True)
class Form:
    """Where a form is sent, by the last part of the address or the name of the function ("" is the page itself), and its fields."""

    action: str
    fields: tuple[str, ...]


def read_forms(text: str) -> tuple[Form, ...]:
    """The forms of a page that have fields; what a template fills in later is left out."""
    reader = _Reader()
    # Of a page that is broken the forms before that place stand.
    with suppress(AssertionError, ValueError):
        reader.feed(text)
    return tuple(Form(action, tuple(fields)) for action, fields in reader.found if fields)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, None]]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = True
            self.found.append((_called(said.get("action", "")), {}))
        elif tag in _FIELDS and self.inside and said.get("type", "").lower() not in _NOT_SENT:
            name = said.get("name", "").strip()
            if name and not set(name) & set("{}%") and len(self.found[-1][1]) < MOST_FIELDS:
                self.found[-1][1][name] = None

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False


def _called(action: str) -> str:
    named = _NAMED.search(action)
    if named:
        return re.split(r"[.:]", named[1])[-1]
    return re.split(r"[?#]", action)[0].strip("/ ").rpartition("/")[2]
