"""Functions of the project that a service calls by their name: the file or folder is called like the function."""

from __future__ import annotations

from pathlib import PurePosixPath

from adversescan.analysis.arguments import Arguments
from adversescan.analysis.calls import call
from adversescan.analysis.library_calls import Site, typed_result
from adversescan.analysis.merge_values import merge
from adversescan.analysis.modules import run_module
from adversescan.analysis.run import Run
from adversescan.analysis.values import UNKNOWN, Function, Value
from adversescan.knowledge.library import CallModel


def invoke(run: Run, model: CallModel, site: Site) -> Value:
    """The result of the project's function of that name, given the data; of one that is not here nothing is known."""
    data = site.select(model.data)
    found = [
        call(run, handler, Arguments([*data, UNKNOWN]), site.line)
        for name in (t for v in site.select(model.address) for t in v.texts())
        for handler in _handlers(run, name, model.methods)
    ]
    return merge(*found) if found else typed_result(run, model, site, {})


def _handlers(run: Run, name: str, called: tuple[str, ...]) -> list[Value]:
    wanted = _plain(name)
    paths = [path for path in run.sources if path.endswith(".py") and wanted in (_plain(part) for part in _names(path))]
    found = []
    for path in paths[:3]:
        names = run_module(run, path).scope.names
        found += [names[n] for n in called if n in names and any(isinstance(o, Function) for o in names[n].objects)][:1]
    return found


def _names(path: str) -> tuple[str, str]:
    place = PurePosixPath(path)
    return place.stem, place.parent.name


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")
