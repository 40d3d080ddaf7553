"""Reads answers that hang on a condition: "say yes if ...", "flag users who ...", "if she seems ..., lower the score"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adversescan.language.clause import Clause, Mode, is_bare
from adversescan.language.phrases import Found, Sentence
from adversescan.language.tasks import Cue


def read_conditions(clauses: list[Clause], sentence: Sentence, text: str) -> list[Clause]:
    """The clauses with what their conditions do.

    A condition is asked where the answer is chosen by it or where it has to be guessed; else it only says when something else is done.
    """
    cues = {hit.cue for hit in sentence.found}
    if not cues & _READ:
        return clauses
    answers = bool(cues & _CHOOSING) or (Cue.REPLY in cues and _gives_label(sentence, text))
    return [_read(clause, clauses[:at], answers) for at, clause in enumerate(clauses)]


_READ = frozenset({Cue.CONDITION, Cue.FLAG, Cue.RELATIVE})
_CHOOSING = frozenset({Cue.SCORE, Cue.DECIDE, Cue.ADVERSE})
_SINGLED_OUT = (Cue.RELATIVE, Cue.CONDITION, Cue.SEEMS, Cue.PERSON)
_NEAR = 4
"""How many words may stand between "answer" and the answer."""
_QUOTES = frozenset("\"'“”„«»「」『』‘’<[")


def _read(clause: Clause, before: Sequence[Clause], answers: bool) -> Clause:
    if clause.mode in (Mode.BASIS, Mode.TOPIC) or not clause.has(*_READ):
        return clause
    if clause.has(Cue.CONDITION) and clause.mode is not Mode.ASK:
        return _of_condition(clause, before, answers)
    if clause.mode is Mode.NEGATED:
        return clause
    if clause.has(Cue.FLAG) and clause.has(*_SINGLED_OUT) or (clause.has(Cue.REPLY) and clause.has(Cue.RELATIVE)):
        return _asked(clause)
    return replace(clause, question=clause.question or clause.mode is Mode.ASK)


def _of_condition(clause: Clause, before: Sequence[Clause], answers: bool) -> Clause:
    if answers or clause.has(Cue.SEEMS) or _completes(before) or (clause.has(Cue.FLAG) and clause.has(Cue.PERSON)):
        return _asked(clause)
    return clause if clause.has(Cue.WHETHER) else replace(clause, mode=Mode.TOPIC)


def _asked(clause: Clause) -> Clause:
    """Asked, unless the condition is what somebody talks about."""
    return replace(clause, mode=Mode.TOPIC) if clause.has(Cue.SPEECH) else replace(clause, mode=Mode.ASK, question=True)


def _completes(before: Sequence[Clause]) -> bool:
    """Whether a verb without an object stands before: "tell me if ...", "estimate from the list if ..."."""
    verbs = [clause for clause in before if clause.mode is not Mode.BASIS]
    return bool(verbs) and verbs[-1].has(Cue.INFER, Cue.ASK, Cue.REPLY) and not verbs[-1].has(Cue.ATTRIBUTE) and is_bare(verbs[-1])


def _gives_label(sentence: Sentence, text: str) -> bool:
    """Whether an answer is given literally: "reply 1", "respond with FLAG", "say yes"."""
    given = [at for at in range(len(sentence.tokens)) if _is_literal(at, sentence, text)]
    given += [hit.start for hit in sentence.found if hit.cue is Cue.GIVEN]
    return any(_distance(hit, at) <= _NEAR for hit in sentence.found if hit.cue is Cue.REPLY for at in given)


def _is_literal(at: int, sentence: Sentence, text: str) -> bool:
    token = sentence.tokens[at]
    start, end = sentence.span(at, at + 1)
    return token.isdigit() or token[0] in _QUOTES or (len(token) > 1 and text[start:end].isupper())


def _distance(hit: Found, at: int) -> int:
    return at - hit.end if at >= hit.end else hit.start - at
