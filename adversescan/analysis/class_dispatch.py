"""Functions of which the class of their first argument chooses one of several (PEP 443)."""

from __future__ import annotations

from adversescan.analysis.arguments import Arguments
from adversescan.analysis.calls import call_function
from adversescan.analysis.labels import Facts, as_chosen, join
from adversescan.analysis.library_calls import Site
from adversescan.analysis.merge_values import merge
from adversescan.analysis.recode import by_choice
from adversescan.analysis.run import Run
from adversescan.analysis.values import Class, Function, Kind, Partial, Record, Value, of
from adversescan.knowledge.library import CallModel


def call_case(run: Run, function: Function, arguments: Arguments, line: int) -> Value:
    """What the cases give that fit what it is called with, each under the facts that chose it; else the function itself."""
    given = arguments.positional[:1]
    found = []
    for named, case in function.cases:
        chosen = _chosen_by(given, _classes(run, named, case))
        if chosen is not None:
            bound = case if function.receiver is None else case.bind(function.receiver)
            facts = as_chosen(chosen)
            with run.under(facts):
                found.append(by_choice(call_function(run, bound, arguments, line), facts))
    return merge(*found) if found else call_function(run, function, arguments, line)


def add_case(run: Run, model: CallModel, site: Site) -> Value:
    """The function, which is a case from now on; where only the class is given, what takes the function."""
    given = [thing for value in site.arguments.all() for thing in value.objects]
    functions = [thing for thing in given if isinstance(thing, Function)]
    if not functions:
        taker = Record(Kind.EXTERNAL, model.path)
        taker.receiver = site.receiver
        return of(Partial(of(taker), site.arguments.positional, {}))
    named = tuple(thing for thing in given if isinstance(thing, Class))
    for owner in [] if site.receiver is None else site.receiver.objects:
        if isinstance(owner, Function):
            owner.cases += [(named, function) for function in functions]
    return of(functions[0])


def of_kind(values: list[Value]) -> Value:
    """Whether an object is of a class tells what chose its class."""
    told = join(*(facts for _, facts in _of_classes(values)))
    return Value(facts={label: w for label, w in told.items() if label.implicit}, open=True)


def _classes(run: Run, named: tuple[Class, ...], case: Function) -> list[Class]:
    from adversescan.analysis.annotations import annotated

    parameters = [q for q in case.definition.parameters if q.annotation is not None]
    if named or not parameters or parameters[0].annotation is None:
        return list(named)
    value = annotated(run, case.scope, parameters[0].annotation)
    return [] if value is None else [r.definition for r in value.records() if r.definition is not None]


def _chosen_by(given: list[Value], classes: list[Class]) -> Facts | None:
    """The facts that chose an object of one of the classes; None where it is of another. What is not known may be of any."""
    known = _of_classes(given)
    if not known or not classes:
        return join(*(value.facts for value in given))
    fitting = [facts for owner, facts in known if set(classes) & set(owner.lineage())]
    return join(*fitting) if fitting else None


def _of_classes(values: list[Value]) -> list[tuple[Class, Facts]]:
    """The class of each object of the project a value may be, with the facts that chose it."""
    things = [(thing, facts) for value in values for thing, facts in value.objects.items() if isinstance(thing, Record)]
    return [(thing.definition, facts) for thing, facts in things if thing.definition is not None]
