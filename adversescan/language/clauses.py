"""Splits a sentence of a prompt into clauses and tells what each does: asks, forbids, mentions, names the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from adversescan.language.clause import VERBS, Clause, Mode, is_bare
from adversescan.language.conditions import read_conditions
from adversescan.language.phrases import Found, Sentence
from adversescan.language.tasks import Cue, Order, TaskWords


def find_clauses(sentence: Sentence, text: str, words: TaskWords, lead: Mode | None) -> tuple[Clause, ...]:
    """The clauses of a sentence of the text; `lead` is what an introduction above it says the sentence does."""
    heard = _instructions(sentence, words)
    clauses = [_with_own_mode(clause, sentence, words) for clause in _split(sentence, heard, words.order)]
    clauses = read_conditions(clauses, sentence, text)
    clauses = _deny_lists(_continue_negations(clauses, sentence), sentence)
    clauses = _promote_evidence(_inherit(clauses, words.order), sentence, words)
    default = _default(sentence, clauses, lead)
    return tuple(clause if clause.mode else replace(clause, mode=default, inherited=True) for clause in _redacting(clauses))


_SPOKEN = frozenset({*VERBS, Cue.REPLY, Cue.FLAG})
_SEPARATORS = frozenset(",;:、，；：،؛()（）[]「」『』{}–—・…")
_CLOSING = frozenset(";；؛")
_QUESTION_MARKS = frozenset("?？؟")
_TOLD = 4
"""How many words may stand between "tell" and what is to be told."""
_WITHIN = 2
"""How many words may stand between "and" and the verb it introduces."""


def _instructions(sentence: Sentence, words: TaskWords) -> tuple[Found, ...]:
    """What was found, without verbs that tell what somebody else does ("they describe", "the answer")."""
    return tuple(
        hit
        for hit in sentence.found
        if not (hit.cue in _SPOKEN and hit.end - hit.start == 1 and hit.start and sentence.tokens[hit.start - 1] in words.not_after)
    )


def _split(sentence: Sentence, heard: tuple[Found, ...], order: Order) -> Iterator[Clause]:
    starts = _starts(heard, order)
    begin = 0
    for at in range(len(sentence.tokens) + 1):
        ends = at == len(sentence.tokens) or at in starts or sentence.tokens[at] in _SEPARATORS
        if ends and begin < at:
            yield Clause(begin, at, tuple(hit for hit in heard if begin <= hit.start < at))
        if ends:
            begin = at + (at < len(sentence.tokens) and sentence.tokens[at] in _SEPARATORS)


def _starts(heard: tuple[Found, ...], order: Order) -> frozenset[int]:
    """Tokens at which a clause starts without a separator."""
    opening = [Cue.NEGATION_BEFORE, Cue.BASIS_BEFORE, Cue.CONTRAST, *([Cue.CONDITION] if order is Order.VERB_FIRST else [])]
    starts = {hit.start for hit in heard if hit.cue in opening}
    starts |= {hit.end for hit in heard if hit.cue is Cue.BASIS_AFTER}
    verbs = [hit for hit in heard if hit.cue in (*VERBS, Cue.NEGATION_BEFORE, Cue.QUESTION, Cue.WHETHER)]
    for hit in heard:
        if hit.cue is Cue.JOIN and any(hit.end <= verb.start <= hit.end + _WITHIN for verb in verbs):
            starts.add(hit.start)
            starts -= {verb.start for verb in verbs if hit.end <= verb.start <= hit.end + _WITHIN}
    return frozenset(starts | _after_evidence(heard))


def _after_evidence(heard: tuple[Found, ...]) -> set[int]:
    """Verbs after "from the bio": they start the clause that asks."""
    evidence = [hit.start for hit in heard if hit.cue is Cue.BASIS_BEFORE]
    asking = (Cue.INFER, Cue.ASK, Cue.SCORE, Cue.DECIDE, Cue.WRITE, Cue.SUMMARISE)
    return {hit.start for hit in heard if hit.cue in asking and any(start < hit.start for start in evidence)}


def _with_own_mode(clause: Clause, sentence: Sentence, words: TaskWords) -> Clause:
    return replace(clause, mode=_own_mode(clause, sentence, words))


def _own_mode(clause: Clause, sentence: Sentence, words: TaskWords) -> Mode | None:
    if clause.has(Cue.NEGATION_BEFORE, Cue.NEGATION_AROUND):
        return Mode.ASK if _negation_in_question(clause) else Mode.NEGATED
    if clause.has(Cue.BASIS_BEFORE, Cue.BASIS_AFTER):
        return Mode.BASIS
    if clause.has(Cue.REDACT) or (clause.has(Cue.CONSULT) and not clause.has(Cue.INFER)):
        return Mode.TOPIC
    if clause.has(Cue.INFER, Cue.ASK, Cue.SCORE, Cue.DECIDE, Cue.PARTICLE) or _opens_question(clause, sentence, words):
        return Mode.ASK
    if clause.has(Cue.MENTION, Cue.WRITE):
        return Mode.ASK if clause.has(Cue.WHETHER) and not clause.has(Cue.MENTION) else Mode.MENTION
    if clause.has(Cue.WHETHER):
        return Mode.ASK
    return Mode.TOPIC if clause.has(Cue.SUMMARISE, Cue.TRANSLATE, Cue.ANSWER) else None


def _negation_in_question(clause: Clause) -> bool:
    """Whether the denial is part of what is asked: "whether the person is not a citizen"."""
    asked = [hit.start for hit in clause.found if hit.cue is Cue.WHETHER]
    denied = [hit.start for hit in clause.found if hit.cue in (Cue.NEGATION_BEFORE, Cue.NEGATION_AROUND)]
    return bool(asked) and min(asked) < min(denied)


def _opens_question(clause: Clause, sentence: Sentence, words: TaskWords) -> bool:
    if words.order is Order.VERB_LAST:
        return clause.has(Cue.QUESTION)
    asks = sentence.tokens[-1] in _QUESTION_MARKS
    explained = min((hit.start for hit in clause.found if hit.cue in _EXPLAINING), default=clause.end)
    opening = [hit.start for hit in clause.found if hit.cue is Cue.QUESTION and hit.start < explained]
    told = [hit.end for hit in clause.found if hit.cue is Cue.REPLY]
    return any(asks or start <= clause.start + 1 or any(0 <= start - end <= _TOLD for end in told) for start in opening)


_EXPLAINING = frozenset({Cue.ANSWER, Cue.SUMMARISE, Cue.TRANSLATE})
"""What is asked after them is explained, not concluded: "explain what ethnicity means"."""


def _continue_negations(clauses: list[Clause], sentence: Sentence) -> list[Clause]:
    """Verbs listed under one negation: "do not guess, infer or mention", and what follows "or" or "nor"."""
    done: list[Clause] = []
    for clause in clauses:
        before = done[-1] if done else None
        if before and before.mode is Mode.NEGATED and _goes_on(before, clause, clauses, sentence):
            done.append(replace(clause, mode=Mode.NEGATED))
        else:
            done.append(clause)
    return done


def _goes_on(before: Clause, clause: Clause, clauses: list[Clause], sentence: Sentence) -> bool:
    if clause.mode in (Mode.BASIS, Mode.NEGATED) or clause.has(Cue.CONTRAST) or sentence.tokens[clause.start - 1] in _CLOSING:
        return False
    bare = before.has(*VERBS) and not any(hit.cue is Cue.ATTRIBUTE for hit in before.found) and is_bare(before)
    listed = any(hit.cue is Cue.ALTERNATIVE and hit.start == clause.start for hit in clause.found)
    later = clauses[clauses.index(clause) :]
    return clause.mode is not None and (bare or listed or any(_verb_after_or(other) for other in later))


def _verb_after_or(clause: Clause) -> bool:
    ors = [hit.end for hit in clause.found if hit.cue is Cue.ALTERNATIVE]
    return any(hit.cue in VERBS and hit.start in ors for hit in clause.found)


def _deny_lists(clauses: list[Clause], sentence: Sentence) -> list[Clause]:
    """What is listed before "play no role" is denied with it: "age, gender and origin play no role"."""
    done = list(clauses)
    for at in range(len(done) - 2, -1, -1):
        after = done[at + 1]
        listed = after.mode is Mode.NEGATED and not after.has(*VERBS, Cue.NEGATION_BEFORE, Cue.CONTRAST)
        if listed and done[at].mode is None and sentence.tokens[after.start - 1] not in _CLOSING:
            done[at] = replace(done[at], mode=Mode.NEGATED)
    return done


def _inherit(clauses: list[Clause], order: Order) -> list[Clause]:
    """Clauses without a verb do what the one they hang on does."""
    forward = _carry(clauses)
    backward = _carry(clauses[::-1])[::-1]
    first, second = (forward, backward) if order is Order.VERB_FIRST else (backward, forward)
    return [one if one.mode else other for one, other in zip(first, second, strict=True)]


def _carry(clauses: list[Clause]) -> list[Clause]:
    done: list[Clause] = []
    mode: Mode | None = None
    for clause in clauses:
        mode = clause.mode or (None if clause.has(Cue.CONTRAST) else mode)
        done.append(clause if clause.mode else replace(clause, mode=mode, inherited=True))
    return done


def _promote_evidence(clauses: list[Clause], sentence: Sentence, words: TaskWords) -> list[Clause]:
    """Where the verb has no object of its own, or only people, the evidence clause holds it: "infer from the bio the religion"."""
    bare = [clause for clause in clauses if clause.mode is Mode.ASK]
    if len(bare) != 1 or not (is_bare(bare[0]) or _sorts_people(bare[0], sentence, words)):
        return clauses
    after = clauses.index(bare[0]) + 1
    return [replace(clause, mode=Mode.ASK) if at == after and clause.mode is Mode.BASIS else clause for at, clause in enumerate(clauses)]


def _sorts_people(clause: Clause, sentence: Sentence, words: TaskWords) -> bool:
    """Whether nothing but people is to be classified."""
    covered = {at for hit in clause.found for at in range(hit.start, hit.end)}
    rest = (sentence.tokens[at] for at in range(clause.start, clause.end) if at not in covered)
    return clause.has(Cue.INFER) and clause.has(Cue.PERSON) and not clause.has(Cue.ATTRIBUTE) and all(word in words.common for word in rest)


def _redacting(clauses: list[Clause]) -> list[Clause]:
    """What is identified in order to be removed is not asked for."""
    last = max((at for at, clause in enumerate(clauses) if clause.has(Cue.REDACT) and clause.mode is Mode.TOPIC), default=-1)
    return [replace(clause, mode=Mode.TOPIC) if at < last and clause.mode is Mode.ASK else clause for at, clause in enumerate(clauses)]


def _default(sentence: Sentence, clauses: list[Clause], lead: Mode | None) -> Mode | None:
    """What clauses without any verb do: ask in a question, and where the form of an answer is named."""
    if sentence.tokens[-1] in _QUESTION_MARKS:
        return Mode.ASK
    return lead or (Mode.ASK if any(clause.has(Cue.FORMAT) for clause in clauses) else None)
