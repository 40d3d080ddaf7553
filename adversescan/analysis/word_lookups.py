"""Words of one attribute looked for in what somebody wrote infer it: a dictionary over dialect, party terms, feasts, names."""

from __future__ import annotations

from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.labels import NO_FACTS, Facts, join, pass_stage, restart
from adversescan.analysis.run import Run
from adversescan.analysis.values import Record, Value
from adversescan.findings.finding import Confidence
from adversescan.knowledge.library import CallModel, Does
from adversescan.knowledge.stages import Origin, Stage

_LOOKING = frozenset({"count", "find", "rfind", "index", "startswith", "endswith", "isdisjoint", "issubset", "issuperset", "intersection"})
"""Methods of texts and sets that say whether something is in them."""
_DEEP = 40


def found_words(run: Run, left: Value, right: Value, line: int) -> Facts:
    """The facts of `word in text`: what the word's attribute says of whose text it is."""
    return _inferred(run, left.all_facts(), right.all_facts(), line)


def looked_for(run: Run, record: Record, model: CallModel | None, arguments: list[Value], line: int) -> Facts:
    """The facts of a call that looks for words in a text, whichever of the two it is a method of."""
    name = record.member or record.path.rpartition(".")[2]
    searches = model is not None and model.does is Does.PASS and bool(model.labels)
    if not searches and (model is not None or name not in _LOOKING):
        return NO_FACTS
    given = [*arguments, *([] if record.receiver is None else [record.receiver])]
    facts = join(*(deep_facts(value, _DEEP) for value in given))
    return _inferred(run, facts, facts, line)


def common_words(run: Run, operator: str, values: list[Value], line: int) -> Facts:
    """The facts of `words & set(text)`: what both have in common."""
    if operator != "&":
        return NO_FACTS
    facts = join(*(deep_facts(value, _DEEP) for value in values))
    return _inferred(run, facts, facts, line)


def _inferred(run: Run, looked: Facts, text: Facts, line: int) -> Facts:
    words = {label.attribute for label in looked if label.start is Origin.LEXICON}
    data = {
        label: witness for label, witness in text.items() if label.start not in (Origin.LEXICON, Origin.RECORDED) and not label.implicit
    }
    if not words or not data:
        return NO_FACTS
    from adversescan.analysis.acts import concluded

    attributes = tuple(sorted(words))
    event = run.event(Stage.INFER, line, "dictionary")
    event.attributes = attributes
    facts = pass_stage(restart(data), event, attributes, Confidence.LIKELY)
    concluded(run, event, facts)
    return facts
