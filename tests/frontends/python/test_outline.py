"""The outline of a source: names, calls, and where values flow."""

from __future__ import annotations

from collections import defaultdict
from textwrap import dedent

import pytest

from adversescan.frontends.python.outline import outline
from adversescan.graph.outline import Kind, Outline, each_call, pack, unpack
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Language, Source


def read(text):
    found = outline(Source("a.py", Language.PYTHON, dedent(text)))
    assert isinstance(found, Outline), found
    return found


def reached(found, start):
    """Names of everything a node called `start` flows to, through arguments of calls too."""
    after = defaultdict(set)
    for source, target in zip(found.edges[::2], found.edges[1::2], strict=True):
        after[source].add(target)
    for call in each_call(found):
        for node in (call.receiver, *(n for _, n in call.arguments)):
            after[node].add(call.node)
    name = [found.names[n] for n in found.name_of]
    seen = {n for n, called in enumerate(name) if called == start}
    pending = list(seen)
    while pending:
        for target in after[pending.pop()] - seen:
            seen.add(target)
            pending.append(target)
    return {name[n] for n in seen} | {Kind(found.kinds[n]).name for n in seen if not name[n]}


def callees(text):
    return [call.callees for call in each_call(read(text))]


@pytest.mark.parametrize(
    ("body", "start", "end"),
    [
        ("b = a", "a", "b"),
        ("b = f'{a} x'", "a", "b"),
        ("b = {'k': a}['k']", "a", "b"),
        ("b = [x.y for x in a if x]", "a", "b"),
        ("b = (lambda q: q)(a)", "a", "b"),
        ("b = sorted(z, key=lambda q: a)", "a", "b"),
        ("b = c = a", "a", "c"),
        ("b, c = a, 1", "a", "b"),
        ("b, *c = a", "a", "c"),
        ("for b in a: pass", "a", "b"),
        ("with a as b: pass", "a", "b"),
        ("b = 1 if a else 2", "a", "b"),
        ("b = unknown_callee(3)(a)[2].c", "a", "b"),
        ("if (b := a): pass", "a", "b"),
        ("b = await a", "a", "b"),
        ("match a:\n  case {'k': b}: pass", "a", "b"),
        ("try:\n  z()\nexcept E:\n  b = a", "a", "b"),
        ("for row in b: row['x'] = a", "a", "b"),
        ("c = b.items[0]\nc['k'] = a", "a", "b"),
        ("b = 'x'\nif a:\n  b = 'y'", "a", "b"),
        ("if a: return\nb = 'y'", "a", "b"),
        ("b += a", "a", "b"),
    ],
)
def test_a_value_flows_on(body, start, end):
    """Through every construct a value reaches what is made of it, chosen by it or changed with it."""
    text = "async def f(a, b, z):\n" + "".join(f"    {line}\n" for line in body.splitlines())
    found = read(text)
    assert end in reached(found, start)


def test_callees_are_resolved_through_imports_aliases_and_scopes():
    """A callee is what its first name is bound to: an import, a definition, the own object, a value, or nothing here."""
    text = """
    import requests as r
    from .share import report as tell
    get = r.get

    class Box(Base):
        def put(self, x):
            self.check(x)
            super().put(x)
            x.keep()
            return Box(x)

    def run(f, box: Box):
        r.get(1)
        get(1)
        tell(1)
        f(1)
        box.put(1)
        len(1)
        run(f, box)
    """
    assert callees(text) == [
        ("$Box@check",),
        ("$Box@@put",),
        ("@keep",),
        (":Box",),
        ("requests.get",),
        ("requests.get",),
        (".share.report",),
        ("*",),
        ("@put",),
        ("?len",),
        (":run",),
    ]


def test_alternative_imports_are_alternatives():
    """A name imported in two branches stands for both."""
    text = """
    try:
        import ujson as json
    except ImportError:
        import json
    json.loads("1")
    """
    assert callees(text) == [("ujson.loads", "json.loads")]


def test_functions_and_classes_are_listed_with_what_they_take():
    """Qualified names, lines, parameters and what may be changed in place; bases and declared fields."""
    found = read("""
    class Person(Base):
        name: str
        age: int = 0

        @property
        def risk(self):
            return self.age

    def fill(card, *rest, by=None, **more):
        card["x"] = by
    """)
    functions = [(f.name, f.line, f.parameters, f.positional, bool(f.spread), bool(f.spread_names), f.decorators) for f in found.functions]
    assert functions == [
        ("", 1, (), 0, False, False, ()),
        ("Person.risk", 6, ("self",), 1, False, False, ("property",)),
        ("fill", 10, ("card", "by"), 1, True, True, ()),
    ]
    assert [found.names[found.name_of[n]] for n in found.functions[2].mutated] == ["card"]
    assert [(c.name, c.bases, c.declared) for c in found.classes] == [("Person", ("?Base",), ("name", "age"))]


def test_the_outline_survives_the_cache():
    """Packed and unpacked it is the same."""
    found = read("import a\nclass C:\n    x: int\n    def f(self, y):\n        self.x = a.b(y, k=[1, 'two'])\n")
    assert unpack(pack(found)) == found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("print 'x'", ProblemKind.SYNTAX),
        ("def f(:\n", ProblemKind.SYNTAX),
        ("a\0b", ProblemKind.SYNTAX),
        ("(" * 5000, None),
        ("-" * 90000 + "1", None),
    ],
)
def test_what_cannot_be_read_is_a_problem(text, kind):
    """Old, broken, binary and endlessly nested texts give a problem and never an exception."""
    found = outline(Source("a.py", Language.PYTHON, text))
    assert isinstance(found, Problem)
    assert kind in (None, found.kind)


def test_a_long_sum_is_read():
    """Length is no depth."""
    assert "total" in reached(read("total = first" + " + x" * 500), "first")
