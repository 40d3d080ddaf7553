"""Calls of what the project does not define: containers, text, and libraries by what their files say of them."""

from __future__ import annotations

from collections.abc import Callable

from adversescan.analysis.arguments import Arguments
from adversescan.analysis.containers import container_method
from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.labels import NO_FACTS, Context, Facts, join, weaken
from adversescan.analysis.make_containers import make_container
from adversescan.analysis.merge_values import merge
from adversescan.analysis.refusals import searched
from adversescan.analysis.run import Run
from adversescan.analysis.stores import with_contents, with_results
from adversescan.analysis.texts import text_method
from adversescan.analysis.values import INNER, TEXT, Kind, Record, Value, of
from adversescan.analysis.word_lookups import looked_for
from adversescan.findings.finding import Confidence
from adversescan.knowledge.library import CallModel, Does

Effect = Callable[[Run, CallModel, "Site"], Value]


class Site:
    """One call of a library: the receiver, the arguments, the line, and the type path of the result."""

    __slots__ = ("receiver", "arguments", "line", "path")

    def __init__(self, receiver: Value | None, arguments: Arguments, line: int, path: str) -> None:
        self.receiver = receiver
        self.arguments = arguments
        self.line = line
        self.path = path

    def select(self, selector: tuple[str | int, ...]) -> list[Value]:
        """The values a role of the call model names, in its order, the receiver where it says "self"."""
        found: list[Value] = []
        for key in selector:
            if key != "self":
                found += self.arguments.select((key,))
            elif self.receiver is not None:
                found.append(self.receiver)
        return [value.named() for value in found]

    def everything(self) -> list[Value]:
        return self.arguments.all() + ([self.receiver] if self.receiver is not None else [])


def call_external(run: Run, record: Record, arguments: Arguments, line: int) -> Value:
    """The result of calling what is no project code."""
    path = f"{record.path}.__call__" if record.made else record.path
    site = Site(of(record) if record.made else record.receiver, arguments, line, path)
    model = run.book.libraries.call(path or f"untyped.{record.member}")
    _note_selectors(run, model, site)
    result = _result_of(run, record, model, site)
    found = join(searched(run, record, model, arguments.all(), line), looked_for(run, record, model, arguments.all(), line))
    return result.with_facts(found) if found else result


def _result_of(run: Run, record: Record, model: CallModel | None, site: Site) -> Value:
    if model is not None:
        run.library_calls.add((run.frame.module.path, site.line, model.path))
    made = make_container(run, site.path, site.arguments, site.line)
    if made is not None:
        return made
    if model is not None:
        site.arguments = with_results(run, site.arguments, site.line)
        return apply_call(run, model, site)
    if record.receiver is not None:
        known = _language_method(run, record, site.arguments, site.line)
        if known is not None:
            return known
    return _unknown_call(run, record, site)


def apply_call(run: Run, model: CallModel, site: Site) -> Value:
    """What a library says its call does."""
    from adversescan.analysis.effects import EFFECTS
    from adversescan.analysis.routes import route_refusals

    run.library_calls.add((run.frame.module.path, site.line, model.path))
    if model.files:
        site.arguments = with_contents(run, site.arguments, model.files, site.line)
    if model.on_refusal or model.on_failure or model.routes:
        route_refusals(run, model, site)
    return EFFECTS[model.does](run, model, site)


def apply_value(run: Run, model: CallModel, receiver: Value, line: int) -> Value:
    """What a library says of an attribute that is data without a call."""
    return apply_call(run, model, Site(receiver, Arguments(), line, model.path))


def result_type(run: Run, model: CallModel, site: Site) -> str:
    """The type of the result: named by the library (with the first constant argument for `[0]`, or the task for `[task]` where the
    library knows that one), a class, or the call itself.
    """
    if model.returns.endswith("[0]"):
        texts = [t for v in site.arguments.positional[:1] for t in v.texts()]
        return f"{model.returns[:-3]}[{texts[0] if texts else ''}]"
    if model.returns.endswith("[task]"):
        plain = model.returns[: -len("[task]")]
        typed = (f"{plain}[{t}]" for v in site.select(model.task) for t in v.texts())
        return next((path for path in typed if run.book.libraries.has(f"{path}.__call__")), plain)
    if model.returns:
        return model.returns
    last = model.path.rpartition(".")[2]
    return model.path if last[:1].isupper() else f"{model.path}()"


def typed_result(run: Run, model: CallModel, site: Site, facts: Facts, context: Context | None = None) -> Value:
    """A result of the library's type with these facts on all it holds."""
    path = result_type(run, model, site)
    record = Record(Kind.FRAME if run.is_frame_type(path) else Kind.EXTERNAL, path, facts, context)
    record.settings = settings_of(site)
    record.made = True
    return Value(None, {record: NO_FACTS}, facts, 0, True)


def data_result(facts: Facts, nouns: tuple[str, ...] = ()) -> Value:
    """A result that is data: what is read from it is told by the names it is read under."""
    record = Record(Kind.UNKNOWN, "", facts, Context(nouns))
    return Value(None, {record: NO_FACTS}, facts, 0, True)


def settings_of(site: Site) -> dict[str | int, Value]:
    found: dict[str | int, Value] = dict(enumerate(site.arguments.positional))
    found.update(site.arguments.named)
    return found


def _language_method(run: Run, record: Record, arguments: Arguments, line: int) -> Value | None:
    receiver = record.receiver
    assert receiver is not None
    if receiver.constants:
        found = text_method(run, receiver, record.member, arguments.positional, arguments.named)
        if found is not None:
            return found
    return container_method(run, receiver, record.member, arguments, line)


def _unknown_call(run: Run, record: Record, site: Site) -> Value:
    """An unknown callee passes its arguments to its result as likely, and to nothing else."""
    from adversescan.analysis.effects_queries import is_query, run_query
    from adversescan.analysis.outcomes import on_unknown_call
    from adversescan.analysis.saved_models import used_as_model

    query = is_query(run, site)
    if query is not None:
        return run_query(run, query, site)
    applied = used_as_model(run, record, site)
    if applied is not None:
        return applied
    on_unknown_call(run, record.member, site.everything())
    if record.path or record.member:
        run.unknown_calls.add((run.frame.module.path, site.line))
    facts = weaken(join(*(deep_facts(v, 60) for v in site.everything())), Confidence.LIKELY)
    last = record.path.rpartition(".")[2]
    path = record.path if last[:1].isupper() else f"{record.path}()" if record.path else ""
    result = Record(Kind.EXTERNAL if path else Kind.UNKNOWN, path, facts)
    result.settings = settings_of(site)
    if site.receiver is not None:
        for owner in site.receiver.records():
            result.context.nouns |= owner.context.nouns
    return Value(None, {result: NO_FACTS}, facts, 0, True)


def _note_selectors(run: Run, model: CallModel | None, site: Site) -> None:
    """Selectors and patterns given to collected data (`soup.select("div.bio")`) say what is looked for in it."""
    from adversescan.analysis.view_members import note_words

    searches = model is not None and model.does is Does.PASS and bool(model.labels)
    if site.receiver is None and not searches:
        return
    looked_in = [*site.arguments.all(), *([] if site.receiver is None else [site.receiver])] if searches else [site.receiver or Value()]
    facts = join(*(v.all_facts() for v in looked_in))
    if not any(label.acquired for label in facts):
        return
    for value in site.arguments.all():
        for text in value.texts():
            note_words(run, facts, run.book.vocabulary.read_text(text[:200]))


def _rows(value: Value) -> list[Record]:
    """The rows of a list of rows, each of which holds the columns; a table is its own."""
    lists = [r for r in value.records() if r.kind is Kind.LIST and r.element is not None]
    return [row for r in lists if r.element is not None for row in r.element.records()] or value.records()


def wrapped(run: Run, model: CallModel, site: Site, values: list[Value]) -> Value:
    """The values themselves, seen as the type the library names."""
    inner = merge(*values) if values else Value(open=True)
    if not model.returns:
        return inner
    path = result_type(run, model, site)
    record = Record(Kind.FRAME if run.is_frame_type(path) else Kind.EXTERNAL, path, inner.all_facts())
    record.settings, record.made = settings_of(site), True
    for other in _rows(inner) if record.kind is Kind.FRAME else inner.records():
        for key, member in other.fields.items():
            record.fields[key] = merge(record.fields[key], member) if key in record.fields else member
        record.element = other.element if record.element is None else record.element
        record.rest = join(record.rest or NO_FACTS, other.rest or NO_FACTS)
        record.rows, record.keys = join(record.rows, other.rows), join(record.keys, other.keys)
        record.context = other.context
        record.settings, record.born = {**other.settings, **record.settings}, other.born or record.born
    if inner.records():
        record.settings[INNER] = Value(None, inner.objects, NO_FACTS)
    # What stands for a place goes on doing so: what it holds by now is no part of its name.
    named = [r.settings[TEXT] for r in inner.records() if TEXT in r.settings]
    said = Value(inner.constants, None, inner.facts, inner.depth)
    place = merge(*(named or [inner]), said, *map(_place_of, site.select(model.address)))
    if place.texts():
        record.settings[TEXT] = Value(place.constants, None, place.facts, place.depth)
    return Value(None, {record: NO_FACTS}, inner.all_facts(), inner.depth, True)


def _place_of(address: Value) -> Value:
    """An address; of host and port in a tuple the host."""
    hosts = [r.fields[0] for r in address.records() if r.kind is Kind.TUPLE and 0 in r.fields]
    return merge(*hosts) if hosts else address
