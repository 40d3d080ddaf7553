"""Whether what a model learns is an outcome for people: by the name of its target, or by what the code says it is for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from adversescan.analysis.offences import OFFENDING
from adversescan.analysis.positions import COLUMN
from adversescan.analysis.run import Run
from adversescan.analysis.values import Record, Value
from adversescan.graph.definitions import FunctionDefinition
from adversescan.knowledge.concepts import Concept, ConceptKind, Strength
from adversescan.knowledge.words import split_name
from adversescan.language.reading import Task

ASSESSING = frozenset({Task.INFER, Task.SCORE, Task.DECIDE})
MOST_OF_ONE = 3
"""So many columns of one attribute make a table a study of it."""


def learns_outcome(run: Run, targets: list[Value]) -> bool:
    """Whether one of the columns that are learnt is, or foretells, what is decided about a person."""
    return any(_is_outcome(run, name, record) for value in targets for record in value.records() for name in _names_of(record))


def _names_of(target: Record) -> Iterable[str]:
    """The name of the column that is learnt; where it is not known, those beside it."""
    return target.settings[COLUMN].texts() if COLUMN in target.settings else target.context.names


def _is_outcome(run: Run, name: str, record: Record) -> bool:
    concepts = run.concepts_of(name)
    kinds = {c.kind for c in concepts}
    if ConceptKind.ADVERSE in kinds or any(c.kind is ConceptKind.FAVOURABLE and c.strength is Strength.STRONG for c in concepts):
        return True
    if ConceptKind.STATUS in kinds:
        return len(split_name(name)) > 1 or not _is_study(run, record.context.names)
    if ConceptKind.DOSSIER in kinds:
        return any(run.book.contexts.of(other) == OFFENDING for other in record.context.names)
    return not concepts and any(_foretells_harm(run, text) for text in _descriptions(run))


def _is_study(run: Run, names: Iterable[str]) -> bool:
    """Whether a table tells of little but one attribute: its outcome is one of that, as a diagnosis is."""
    counted = Counter(c.id for name in names for c in _attributes(run, name))
    return any(count >= MOST_OF_ONE for count in counted.values())


def _attributes(run: Run, name: str) -> list[Concept]:
    return [c for c in run.concepts_of(name) if c.kind is ConceptKind.ATTRIBUTE]


def _descriptions(run: Run) -> Iterator[str]:
    """What the functions that are running, and the module, say of themselves."""
    program = run.load(run.frame.module.path)
    yield from (frame.definition.doc for frame in run.frames[1:] if isinstance(frame.definition, FunctionDefinition))
    yield program.doc if program is not None else ""


def _foretells_harm(run: Run, text: str) -> bool:
    """Whether a description says that something adverse is foretold of people."""
    if not text or not any(c.kind is ConceptKind.ADVERSE for c in run.book.vocabulary.read_text(text)):
        return False
    reading = run.readers.prompt(text)
    return reading.about_person and bool(ASSESSING & set(reading.tasks))
