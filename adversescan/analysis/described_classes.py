"""Classes handed to a model (signatures, schemas of answers) say what is asked: by their docstring and what describes their fields."""

from __future__ import annotations

from collections.abc import Iterator

from adversescan.analysis.values import Class, Function, Value

MOST_FIELDS = 40


def texts_of_class(owner: Class) -> list[str]:
    """The docstring, then a line for every field that is described or is one of a fixed list of words."""
    return [text for text in (owner.definition.doc, *list(_fields(owner))[:MOST_FIELDS]) if text]


def _fields(owner: Class) -> Iterator[str]:
    for base in reversed(owner.lineage()):
        for name, value in base.members.items():
            if not name.startswith("__") and not any(isinstance(o, Function | Class) for o in value.objects):
                said = _described(value)
                yield f'"{name}": "{said}"' if name in base.declared else said
        yield from (f'"{name}": ""' for name in base.declared if name not in base.members)


def _described(value: Value) -> str:
    """The texts a declaration is given by name, or the text it is."""
    texts = [t for record in value.records() for key, held in record.settings.items() if isinstance(key, str) for t in held.texts()]
    return " ".join(texts or value.texts())
