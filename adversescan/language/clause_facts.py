"""Tells what single clauses and sentences of a prompt are: questions, data handed over, talk about texts, what is for whom."""

from __future__ import annotations

import re
from collections.abc import Sequence

from adversescan.graph.query import HOLE
from adversescan.language.clause import VERBS, Clause, Mode
from adversescan.language.phrases import Found, Sentence
from adversescan.language.tasks import Cue


def is_data(text: str, sentence: Sentence) -> bool:
    """Whether the sentence only hands over a value put in later: "Gender: {gender}"."""
    start, end = sentence.span(0, len(sentence.tokens))
    name = re.match(rf"(.*?)[:：=]\s*[\"'<(]*{HOLE}[\"'>)]*\W*$", text[start:end], re.DOTALL)
    return name is not None and len(name[1].split()) <= _LONGEST_NAME and not any(hit.cue in VERBS for hit in sentence.found)


_LONGEST_NAME = 4
"""Words of a name before a colon; longer ones are sentences."""


def without(sentence: Sentence, clauses: Sequence[Clause], text: str) -> str:
    """The text without what is understood already: addressees, answer formats, whole expressions for attributes."""
    understood = (Cue.ADDRESSEE, Cue.FORMAT, Cue.UNRELATED)
    places = [
        (hit.start, hit.end) for hit in sentence.found if hit.cue in understood or (hit.cue is Cue.ATTRIBUTE and hit.end - hit.start > 1)
    ]
    places += [place for clause in clauses if (place := audience(clause))]
    for start, end in (sentence.span(*place) for place in places):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def leads(clauses: Sequence[Clause]) -> Mode | None:
    """What the items below an introduction do: of "the fields:" they are asked for."""
    if not clauses:
        return None
    said = [clause.mode for clause in clauses if clause.mode is not Mode.BASIS]
    return (said[-1] if said else Mode.ASK) or (Mode.ASK if clauses[-1].has(Cue.KEYS) else None)


def is_content(clause: Clause, person: bool) -> bool:
    """Whether the clause is about what a text says."""
    told = clause.has(Cue.TEXT) and clause.has(Cue.ABOUT, Cue.MENTION, Cue.SPEECH) and not person
    return clause.mode is not Mode.NEGATED and (told or _has_topic(clause) or clause.has(Cue.CONTENT))


def _has_topic(clause: Clause) -> bool:
    """Whether a text about something that is no person is meant: "the pupil's essay about the religion of Egypt"."""
    ends = [hit.end for hit in clause.found if hit.cue is Cue.TEXT]
    return not about_person(clause) and any(hit.start in ends for hit in clause.found if hit.cue is Cue.ABOUT)


def audience(clause: Clause) -> tuple[int, int] | None:
    """The people something is for, where nothing is concluded about them: "features for disabled guests"."""
    if clause.has(Cue.REPLY, Cue.FLAG, Cue.SCORE, Cue.DECIDE, Cue.CONDITION, Cue.INFER, Cue.SEEMS):
        return None
    ends = [hit.end for hit in clause.found if hit.cue is Cue.PERSON]
    starts = [hit.start for hit in clause.found if hit.cue is Cue.AUDIENCE]
    return next(((start, end) for start in starts for end in ends if start < end <= start + _LONGEST_NAME), None)


def is_question(clause: Clause, sentence: Sentence) -> bool:
    return clause.question or sentence.tokens[-1] in "?？؟" or clause.has(Cue.QUESTION, Cue.PARTICLE, Cue.WHETHER)


def about_person(clause: Clause) -> bool:
    """Whether "about" or the like leads to a person: "a text about this applicant"."""
    ends = [hit.end for hit in clause.found if hit.cue is Cue.ABOUT]
    return any(_near(hit, ends) for hit in clause.found if hit.cue is Cue.PERSON)


def _near(hit: Found, ends: list[int]) -> bool:
    return any(end <= hit.start <= end + 2 for end in ends)
