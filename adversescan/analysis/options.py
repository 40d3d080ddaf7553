"""Options of a command line: declared on a parser with their defaults, given by whoever starts the program."""

from __future__ import annotations

from collections.abc import Iterator

from adversescan.analysis.library_calls import Site
from adversescan.analysis.merge_values import merge
from adversescan.analysis.run import Run
from adversescan.analysis.stores import held, put
from adversescan.analysis.values import UNKNOWN, Kind, Record, Value, of
from adversescan.knowledge.library import CallModel, Store


def declare_option(run: Run, model: CallModel, site: Site) -> Value:
    """The parser knows the option by its longest name, and what it is where nobody gives it."""
    names = [t for v in site.select(model.address) for t in v.texts() if t.lstrip("-").replace("-", "_").isidentifier()]
    default = merge(*site.select(model.target))
    for record in site.receiver.records() if site.receiver is not None and names else ():
        name = max(names, key=len).lstrip("-").replace("-", "_")
        record.settings[name] = Value(default.constants, default.objects, default.facts, default.depth, True)
    return UNKNOWN


def start_program(run: Run, model: CallModel, site: Site) -> Value:
    """A program of the project is started with these options."""
    given = Record(Kind.DICT)
    given.fields.update(site.arguments.named)
    given.fields.update(enumerate(site.arguments.positional))
    for path in [t for v in site.select(model.address) for t in v.texts()]:
        put(run, (Store.PROGRAM.value, path.removeprefix("./")), [of(given)], site.line)
    return UNKNOWN


def given_at_start(run: Run, model: CallModel, site: Site) -> Value:
    """What whoever starts the running program gives it under a name."""
    name = model.path.rpartition(".")[2]
    started = held(run, (Store.PROGRAM.value, run.frame.module.path), site.line)
    found = [r.fields[name] for v in started for r in v.records() if name in r.fields]
    return merge(*found) if found else UNKNOWN


def with_options(run: Run, model: CallModel, site: Site, given: Value) -> Value:
    """What was read from the command line, with the options the parser knows; `each` gives what was left over besides."""
    if model.store is Store.PROGRAM:
        return merge(given, *_words(run, site, given))
    for parser in site.receiver.records() if site.receiver is not None and model.data else ():
        started = held(run, (Store.PROGRAM.value, run.frame.module.path), site.line)
        for name in [k for k in parser.settings if isinstance(k, str)]:
            said = [r.fields[name] for v in started for r in v.records() if name in r.fields]
            value = merge(parser.settings[name], *said)
            for record in given.records() if value.constants or value.objects else ():
                record.fields[name] = value.with_facts(given.facts)
    if not model.each:
        return given
    both = Record(Kind.TUPLE)
    both.fields = {0: given, 1: Value(facts=given.facts, open=True)}
    return of(both)


def _words(run: Run, site: Site, given: Value) -> Iterator[Value]:
    """The words of each command that starts the running program, by their places; the first names the program itself."""
    for started in held(run, (Store.PROGRAM.value, run.frame.module.path), site.line):
        for said in started.records():
            words = Record(Kind.LIST)
            words.fields = {place: word.with_facts(given.facts) for place, word in said.fields.items() if isinstance(place, int)}
            if words.fields:
                yield of(words)
