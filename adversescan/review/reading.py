"""Reads the units of a design one by one: what each says, and what its section, its key or its column does to that."""

from __future__ import annotations

import re
from dataclasses import replace

from adversescan.frontends.prose.unit import Kind, Unit
from adversescan.knowledge.prose import Section
from adversescan.language.prose import ProseReader, Signs
from adversescan.record import dataclass


@dataclass(frozen=True, slots=True)
class Read:
    """A unit, what it says, and what its section does to that."""

    unit: Unit
    signs: Signs
    section: str
    promised: bool = False
    keys: frozenset[Section] = frozenset()
    """What the keys, columns or the line above a value say of it: who gets the data, what a model looks at, what it concludes, ..."""

    @property
    def outgoing(self) -> bool:
        return Section.OUTGOING in self.keys

    @property
    def planned(self) -> bool:
        """Whether it says what is to be done. A section of safeguards may hide a step, and a title may be the whole plan."""
        if self.signs.hypothetical or (self.unit.kind is Kind.TITLE and self._steps < _STEPS_OF_A_PLAN):
            return False
        return not self.section or (self.section == Section.SAFEGUARDS and bool(self._steps) and not self.signs.mitigations)

    @property
    def _steps(self) -> int:
        """How many kinds of steps of an adverse chain it names."""
        signs = self.signs
        steps = (signs.has("scraped"), signs.has("decide"), signs.has("infer") and signs.targets, signs.has("share", "recipient"))
        return sum(map(bool, steps))


_STEPS_OF_A_PLAN = 2


def read_unit(unit: Unit, reader: ProseReader, title: str = "") -> Read:
    """A unit with what it says in its place. The title of the whole document promises nothing: a proposal is the plan."""
    named = unit.kind is Kind.FIELD and len(unit.headings) == 1 and unit.headings[0].lower() == _NAME
    text = f"{' '.join(unit.headings[-2:])}: {unit.text}" if unit.kind is Kind.FIELD and not named else unit.text
    if unit.kind is Kind.EDGE:
        text = f"{unit.text} {unit.headings[-1]}"
    headings = unit.headings[:-1] if unit.kind is Kind.EDGE else unit.headings
    signs = reader.read(text)
    if unit.kind is Kind.FIELD and reader.denies(unit.text):
        signs = replace(signs, mitigations=frozenset(), denied=signs.denied | signs.mitigations)
    promised = signs.promised or any(reader.promises(heading) for heading in headings if heading != title)
    titles = unit.headings if unit.kind is Kind.FIELD else unit.columns
    keys = frozenset(kind for kind in _KEYS for title in titles if reader.is_key(kind, title))
    if headings and reader.is_key(Section.INPUTS, headings[-1].rstrip(":： ")):
        keys |= {Section.INPUTS}
    if unit.kind is not Kind.FIELD or not reader.is_key(Section.OUTGOING, titles[-1] if titles else ""):
        keys -= {Section.OUTGOING}
    label = _label(unit)
    keys |= {kind for kind in _KEYS if label and reader.is_key(kind, label)}
    section = "denied" if unit.kind is Kind.QUOTED else reader.section((*headings, label) if label else headings)
    return Read(unit, signs, section, promised, keys)


def _label(unit: Unit) -> str:
    """What the sentence or the row of two cells says it is about: "Rejected: ...", "Recipient | ..."."""
    if unit.kind is not Kind.SENTENCE:
        return ""
    if unit.columns and unit.text.count(" | ") == 1:
        return unit.text.partition(" | ")[0].strip("*_ ")
    label = _LABEL.match(unit.text)
    return label[1] if label else ""


_KEYS = (Section.OUTGOING, Section.INPUTS, Section.CONCLUDED, Section.RECORDS, Section.DECIDES)


_NAME = "name"
"""The outermost key that gives a document its title: no name of a person."""
_LABEL = re.compile(r"[*_]*((?:[^\s:：,;.]+\s){0,3}[^\s:：,;.]+)[*_]*[:：]\s")
"""A few words before a colon are a title of the sentence: "Rejected: ..."."""
