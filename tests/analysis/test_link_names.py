"""What a callee written in one file stands for in the whole project."""

from __future__ import annotations

from adversescan.analysis.link_names import External, ProjectClass, ProjectFunction, ProjectValue, link
from adversescan.frontends.python.outline import outline
from adversescan.graph.outline import Outline, each_call
from adversescan.sources.source import Language, Source


def linked(files):
    outlines = {}
    for path, text in files.items():
        found = outline(Source(path, Language.PYTHON, text))
        assert isinstance(found, Outline)
        outlines[path] = found
    return link(outlines)


def resolved(files, path):
    """The targets of every call of a file, by name."""
    names = linked(files)
    return [
        [described(names, target) for callee in call.callees for target in names.resolve(path, callee)]
        for call in each_call(names.outlines[path])
    ]


def described(names, target):
    match target:
        case ProjectFunction():
            return f"{target.path}:{names.outlines[target.path].functions[target.number].name}"
        case ProjectClass():
            return f"{target.path}:class {names.outlines[target.path].classes[target.number].name}"
        case ProjectValue():
            return f"{target.path}:value{'.' if target.rest else ''}{target.rest}"
        case External():
            return target.name


def test_modules_are_found_over_several_roots():
    """A src layout, a script beside a module, a relative import and somebody else's module."""
    files = {
        "src/shop/__init__.py": "",
        "src/shop/people.py": "def load(): pass\n",
        "src/shop/run.py": "from .people import load\nimport shop.people\nload()\nshop.people.load()\n",
        "scripts/helper.py": "def go(): pass\n",
        "scripts/main.py": "import helper\nfrom requests import get\nhelper.go()\nget('x')\n",
    }
    assert resolved(files, "src/shop/run.py") == [["src/shop/people.py:load"], ["src/shop/people.py:load"]]
    assert resolved(files, "scripts/main.py") == [["scripts/helper.py:go"], ["requests.get"]]


def test_names_pass_through_a_package_stars_and_values():
    """Re-exports, star imports and module variables lead to what defines them."""
    files = {
        "pkg/__init__.py": "from .inner import work as labour\nfrom .stars import *\n",
        "pkg/inner.py": "def work(): pass\n",
        "pkg/stars.py": "class Star:\n    def shine(self): pass\nclient = make()\n",
        "use.py": "import pkg\nfrom pkg import labour, Star, client\nfrom pkg.stars import *\n"
        "labour()\npkg.Star()\nclient.ask.now()\nStar()\n",
    }
    assert resolved(files, "use.py") == [
        ["pkg/inner.py:work"],
        ["pkg/stars.py:class Star"],
        ["pkg/stars.py:value.ask.now"],
        ["pkg/stars.py:class Star"],
    ]


def test_methods_are_those_of_the_lineage_and_of_what_replaces_them():
    """`self.m()` is the inherited method or one below; `super().m()` only one above."""
    files = {
        "base.py": "class Base:\n    def run(self): self.step()\n    def step(self): pass\n",
        "heir.py": "from base import Base\nclass Heir(Base):\n    def step(self): super().step()\n",
    }
    assert resolved(files, "base.py") == [["base.py:Base.step", "heir.py:Heir.step"]]
    assert resolved(files, "heir.py") == [["base.py:Base.step"]]


def test_an_import_in_a_circle_ends():
    """Two modules that import a name from one another resolve it to nothing of the project."""
    files = {"a.py": "from b import x\nx()\n", "b.py": "from a import x\nx()\n"}
    assert all(isinstance(found, list) for found in resolved(files, "a.py"))
