"""Modules of the project that a program loads by a name or path it works out."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from adversescan.analysis.library_calls import Site, typed_result
from adversescan.analysis.merge_values import merge
from adversescan.analysis.modules import run_module
from adversescan.analysis.run import Run
from adversescan.analysis.values import Value, of
from adversescan.knowledge.library import CallModel


def import_named(run: Run, model: CallModel, site: Site) -> Value:
    """The module that is meant, its body run; of one that is not here nothing is known."""
    packages = [t for v in site.select(model.target) for t in v.texts()]
    paths = {path for value in site.select(model.address) for text in value.texts() for path in _meant(run, text, packages)}
    found = [of(run_module(run, path)) for path in sorted(paths)]
    return merge(*found) if found else typed_result(run, model, site, {})


def _meant(run: Run, text: str, packages: list[str]) -> Iterator[str]:
    """The files of the project a path or dotted name may stand for; a relative name is one of a package."""
    here = run.frame.module.path
    if text.endswith(".py"):
        seen = (posixpath.normpath(posixpath.join(folder, text)) for folder in ("", posixpath.dirname(here)))
        yield from [path for path in seen if path in run.sources][:1]
        return
    names = [f"{package}{text}" for package in packages] if text.startswith(".") else [text]
    yield from (path for name in names if (path := run.links.find(name, here)) is not None)
