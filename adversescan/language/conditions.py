"""Reads answers that hang on a condition: "say yes if ...", "flag users who ...", "if she seems ..., lower the score"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adversescan.language.clause import VERBS, Clause, Mode, is_bare
from adversescan.language.phrases import Found, Sentence
from adversescan.language.tasks import Cue


def read_conditions(clauses: list[Clause], sentence: Sentence, text: str) -> list[Clause]:
    """The clauses with what their conditions do.

    A condition is asked where the answer is chosen by it, where it has to be guessed, and where it is one on a person the model does not
    talk with; else it only says when something else is done.
    """
    cues = {hit.cue for hit in sentence.found}
    if not cues & _READ:
        return clauses
    labels = Cue.REPLY in cues and _gives_label(sentence, text)
    return _go_on([_read(clause, clauses[:at], clauses[at + 1 :], cues, labels) for at, clause in enumerate(clauses)])


_READ = frozenset({Cue.CONDITION, Cue.FLAG, Cue.RELATIVE, Cue.SEEMS, Cue.REPLY, Cue.ADVERSE})
_CHOOSING = frozenset({Cue.SCORE, Cue.DECIDE, Cue.ADVERSE})
_SINGLED_OUT = (Cue.RELATIVE, Cue.CONDITION, Cue.SEEMS, Cue.PERSON)
_NEAR = 4
"""How many words may stand between "answer" and the answer."""
_BESIDE = 2
"""How many words may stand between "probable" and what is probable."""
_QUOTES = frozenset("\"'“”„«»「」『』‘’<[")


def _read(clause: Clause, before: Sequence[Clause], after: Sequence[Clause], cues: set[Cue], labels: bool) -> Clause:
    if clause.mode is Mode.TOPIC or not clause.has(*_READ):
        return clause
    if clause.has(Cue.CONDITION) and clause.mode not in (Mode.ASK, Mode.BASIS):
        return _of_condition(clause, before, after, answers=labels or bool(cues & _CHOOSING))
    if clause.mode is Mode.NEGATED:
        return clause
    if _guesses(clause) and clause.mode in (None, Mode.BASIS):
        return _asked(clause)
    if clause.mode is not Mode.BASIS and (_singles_out(clause) or _labels_people(clause, labels)):
        return _asked(clause)
    return replace(clause, question=clause.question or (clause.mode is Mode.ASK and clause.has(Cue.CONDITION, Cue.FLAG, Cue.RELATIVE)))


def _singles_out(clause: Clause) -> bool:
    return (clause.has(Cue.FLAG) and clause.has(*_SINGLED_OUT)) or (clause.has(Cue.REPLY) and clause.has(Cue.RELATIVE))


def _labels_people(clause: Clause, labels: bool) -> bool:
    """Whether people get an answer that is given, or a rule says who is turned down: "a pregnant applicant should not be hired"."""
    return clause.has(Cue.PERSON) and ((labels and clause.has(Cue.REPLY)) or (clause.mode is None and clause.has(Cue.ADVERSE)))


def _guesses(clause: Clause) -> bool:
    """Whether something about a person is said to be probable, and not certain: "their likely religion"."""
    probable = [hit for hit in clause.found if hit.cue is Cue.SEEMS]
    named = [hit for hit in clause.found if hit.cue is Cue.ATTRIBUTE]
    beside = any(_gap(one, other) <= _BESIDE for one in probable for other in named)
    return beside or (bool(probable) and clause.mode is None and clause.has(Cue.PERSON))


def _gap(one: Found, other: Found) -> int:
    return max(one.start, other.start) - min(one.end, other.end)


def _of_condition(clause: Clause, before: Sequence[Clause], after: Sequence[Clause], *, answers: bool) -> Clause:
    if answers or clause.has(Cue.SEEMS) or _completes(before) or (clause.has(Cue.FLAG) and clause.has(Cue.PERSON)):
        return _asked(clause)
    if clause.has(Cue.WHETHER):
        return clause
    talks = clause.has(Cue.PARTNER, Cue.MENTION) or any(other.mode is Mode.NEGATED for other in (*before, *after))
    return _asked(clause) if clause.has(Cue.PERSON) and not talks else replace(clause, mode=Mode.TOPIC)


def _go_on(clauses: list[Clause]) -> list[Clause]:
    """A denial within a condition is asked as well: "if the applicant probably is no citizen"."""
    done: list[Clause] = []
    for clause in clauses:
        within = clause.mode is Mode.NEGATED and not clause.has(*VERBS) and done and done[-1].end == clause.start
        done.append(_asked(clause) if within and done[-1].question and done[-1].has(Cue.CONDITION) else clause)
    return done


def _asked(clause: Clause) -> Clause:
    """Asked, unless the condition is what somebody talks about."""
    return replace(clause, mode=Mode.TOPIC) if clause.has(Cue.SPEECH) else replace(clause, mode=Mode.ASK, question=True)


def _completes(before: Sequence[Clause]) -> bool:
    """Whether a verb without an object stands before: "tell me if ...", "estimate from the list if ..."."""
    verbs = [clause for clause in before if clause.mode is not Mode.BASIS]
    if before and any(hit.cue in (Cue.INFER, Cue.ASK, Cue.REPLY) and hit.end == before[-1].end for hit in before[-1].found):
        return True
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
