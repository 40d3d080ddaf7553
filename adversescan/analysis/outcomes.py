"""Outcomes: constants, fields, calls and figures that are adverse for a person, where data about the person chooses them."""

from __future__ import annotations

from adversescan.analysis.acts import EFFECT, OUTCOME, SHOWN, WRITTEN, decide, mark_outcome
from adversescan.analysis.arguments import Arguments
from adversescan.analysis.directions import in_direction
from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.labels import NO_FACTS, Facts, join, make_implicit
from adversescan.analysis.run import Run
from adversescan.analysis.values import Function, Record, Typed, Value
from adversescan.findings.finding import Confidence
from adversescan.graph import program as p
from adversescan.knowledge.concepts import Concept, ConceptKind, Strength
from adversescan.knowledge.stages import Stage

COST, BENEFIT, PERMISSION = "cost", "benefit", "permission"
"""Ids of rules/vocabulary/outcomes.yaml that say in which direction a figure or answer is adverse."""
_NO_DEED = (
    "is_", "has_", "can_", "should_", "check_", "test_", "on_", "get_", "load_", "read_", "parse_", "list_", "fetch_", "find_",
    "iter_", "make_", "build_", "format_", "render_", "count_", "print_", "show_", "to_", "from_", "with_", "extract_", "decode_",
    "encode_", "split_", "join_",
)  # fmt: skip
"""Beginnings of the names of functions that ask or give something, whatever word follows."""


def on_write(run: Run, receiver: Value, name: str, value: Value, line: int) -> Value:
    """A field or key is set: an adverse outcome there is a decision. Gives the value back, marked as decided."""
    adverse = adverse_alternatives(run, value, name)
    if not adverse:
        on_quantity(run, name, value)
        return value
    facts = join(run.governing(), value.facts, *(value.constants[c] for c in adverse))
    event = decide(run, [value], facts, WRITTEN)
    if event is None:
        return value
    kept = {c: (mark_outcome(run, join(facts, f), event) if c in adverse else f) for c, f in value.constants.items()}
    return Value(kept, value.objects, value.facts, value.depth, value.open)


def on_put(run: Run, name: str, collections: list[Record], put: list[Value]) -> None:
    """Somebody is put into a collection of an adverse name: `blacklist.add(email)`. What is done to its members later carries it out."""
    governing = run.governing() if name else NO_FACTS
    if not governing or not any(deep_facts(value, 3) for value in put):
        return
    found_out = any(Stage.INFER in label.passed for label in governing)
    if any(c.kind is ConceptKind.ADVERSE and (found_out or c.strength is Strength.STRONG) for c in run.concepts_of(name)):
        event = decide(run, [], governing, WRITTEN)
        if event is None:
            return
        marked = mark_outcome(run, make_implicit(governing), event)
        for record in collections:
            record.rows = join(marked, record.rows)


def on_assign(run: Run, name: str, value: Value, line: int) -> None:
    """A variable is set: only a figure computed from an attribute counts; other outcomes act where they are used."""
    on_quantity(run, name, value)


def on_quantity(run: Run, name: str, value: Value) -> None:
    """A price raised or a limit lowered for some; one computed from an attribute is adverse for some, in an unknown direction."""
    kinds = {c.id for c in run.concepts_of(name) if c.kind is ConceptKind.QUANTITY and c.strength is Strength.STRONG}
    if not kinds:
        return
    computed = {label: w for label, w in value.facts.items() if label.attribute and label.implicit == 0} if value.open else NO_FACTS
    facts = join(computed, in_direction(run, value, raised=True)) if COST in kinds else NO_FACTS
    facts = join(facts, in_direction(run, value, raised=False)) if BENEFIT in kinds else facts
    if facts:
        decide(run, [value], facts, WRITTEN, Confidence.LIKELY)


def on_augment(run: Run, target: p.Expression, operator: str, change: Value, line: int) -> None:
    """A figure is raised or lowered under a condition: adverse if a cost goes up or a benefit down."""
    names, selecting = _augmented(run, target)
    raised = is_raised(operator, change)
    for name in names:
        kinds = {c.id for c in run.concepts_of(name) if c.kind is ConceptKind.QUANTITY}
        if (COST in kinds and raised) or (BENEFIT in kinds and raised is False):
            decide(run, [change], join(run.governing(), change.all_facts(), selecting), WRITTEN, Confidence.LIKELY)


def _augmented(run: Run, target: p.Expression) -> tuple[list[str], Facts]:
    """The names of what is changed, and the facts of what selects it: the rows of a table (`frame.loc[mask, "points"] -= 5`)."""
    from adversescan.analysis.evaluate import evaluate
    from adversescan.analysis.frames import names_in, rows_part

    match target:
        case p.Name(id=name) | p.Attribute(name=name):
            return [name], NO_FACTS
        case p.Item(key=key):
            place = evaluate(run, key)
            rows = rows_part(place)
            names = names_in(place) if rows is None else [n for r in place.records() for n in names_in(r.fields[1])]
            return names, NO_FACTS if rows is None else rows.all_facts()
    return [], NO_FACTS


def on_return(run: Run, value: Value, line: int) -> None:
    """An entry returns an adverse outcome to the outside."""
    name = run.frame.function.rpartition(".")[2]
    adverse = adverse_alternatives(run, value, name)
    if adverse:
        decide(run, [value], join(run.governing(), *(value.constants[c] for c in adverse)), WRITTEN)
    else:
        on_values(run, [("", value)], [], WRITTEN)


def on_project_call(run: Run, function: Function, arguments: Arguments, line: int, acted: bool) -> None:
    """A project function of an adverse name is called under a condition, and nothing inside it was an act yet."""
    if acted or not run.control:
        return
    name = function.definition.name
    if _is_adverse(run.concepts_of(name), _done_to_somebody(function, arguments)) and not name.lstrip("_").startswith(_NO_DEED):
        decide(run, [], run.governing(), EFFECT)


def _done_to_somebody(function: Function, arguments: Arguments) -> bool:
    """Whether a call says whom it concerns: a connection that is closed without a word concerns nobody."""
    return function.receiver is None or bool(arguments.all() or deep_facts(function.receiver, 3))


def on_values(run: Run, values: list[tuple[str, Value]], selectors: list[Value], rank: int) -> None:
    """Outcomes given to something that carries them out: a statement's parameters, a message, a response."""
    facts: list[Facts] = []
    found: list[Value] = []
    for name, value in values:
        adverse = undecided(value, adverse_alternatives(run, value, name))
        if adverse:
            facts.append(join(value.facts, *(value.constants[c] for c in adverse)))
            found.append(value)
        for record in value.records():
            for key, member in record.fields.items():
                inner = undecided(member, adverse_alternatives(run, member, str(key)))
                if inner:
                    facts.append(join(member.facts, *(member.constants[c] for c in inner)))
                    found.append(member)
    if found:
        decide(run, [*found, *selectors], join(run.governing(), *facts), rank)


def on_unknown_call(run: Run, name: str, values: list[Value]) -> None:
    """A call of an unknown object by the name of an adverse step (`member.ban()`), where an attribute that was inferred chooses it."""
    governing = run.governing() if name else NO_FACTS
    if any(Stage.INFER in label.passed for label in governing):
        adverse = [c for c in run.concepts_of(name) if c.kind is ConceptKind.ADVERSE and c.strength is Strength.STRONG]
        if adverse:
            decide(run, values, governing, EFFECT)


def on_address(run: Run, address: list[Value], line: int) -> None:
    """A request to an address that names an adverse step (`/bookings/7/decline`)."""
    for value in address:
        for text in value.texts():
            path = text.partition("://")[2].partition("/")[2] or text
            if _is_adverse(run.book.vocabulary.read_text(path.replace("/", " ").replace("_", " ")), False):
                decide(run, [value], run.governing(), EFFECT)
                return


def undecided(value: Value, adverse: list[Typed]) -> list[Typed]:
    """The alternatives that were no act yet where they were set: storing or sending a decided record is the same act."""
    return [c for c in adverse if not any(e.traits == OUTCOME for w in value.constants[c].values() for e in w.events())]


def adverse_alternatives(run: Run, value: Value, name: str) -> list[Typed]:
    """The constants a value may be that are adverse in a place of that name."""
    concepts = run.concepts_of(name) if name else ()
    kinds = {c.kind for c in concepts}
    is_status = ConceptKind.STATUS in kinds
    found: list[Typed] = []
    for typed in value.constants:
        kind, literal = typed
        if isinstance(literal, str) and literal and len(literal) < 2000:
            if _is_adverse(run.book.vocabulary.read_text(literal), is_status):
                found.append(typed)
        elif kind is bool and _is_adverse_answer(literal is True, concepts):
            found.append(typed)
    return found


def shown(run: Run, values: list[tuple[str, Value]]) -> None:
    """Text shown or returned to somebody."""
    on_values(run, values, [], SHOWN)


def _is_adverse_answer(answer: bool, concepts: tuple[Concept, ...]) -> bool:
    kinds = {c.kind for c in concepts}
    if answer:
        return ConceptKind.ADVERSE in kinds and ConceptKind.FAVOURABLE not in kinds
    return ConceptKind.FAVOURABLE in kinds or any(c.kind is ConceptKind.STATUS and c.id == PERMISSION for c in concepts)


def _is_adverse(concepts: tuple[Concept, ...], weak_counts: bool) -> bool:
    adverse = [c for c in concepts if c.kind is ConceptKind.ADVERSE]
    if not adverse:
        return False
    if any(c.kind is ConceptKind.FAVOURABLE and c.strength is Strength.STRONG for c in concepts):
        return False
    return weak_counts or any(c.strength is Strength.STRONG for c in adverse)


def is_raised(operator: str, change: Value) -> bool | None:
    """Whether a change makes a figure larger; None where that cannot be told."""
    if operator not in "+-*/":
        return None
    numbers = [n for n in change.literals() if isinstance(n, int | float) and not isinstance(n, bool)]
    if not numbers:
        return None
    if operator in "+-":
        positive = all(n > 0 for n in numbers)
        return positive if operator == "+" else not positive
    grows = all(n > 1 for n in numbers)
    return grows if operator == "*" else not grows
