"""From a document to a verdict, on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from adversescan.findings.law_references import law_references
from adversescan.findings.review import Planned, Question, Redesign, Review, ReviewFinding, Safeguard, Sentence, Unknown, Verdict
from adversescan.frontends.prose.read_document import Document, read_document
from adversescan.frontends.prose.unit import Unit
from adversescan.knowledge.prose import ProseWords, read_prose
from adversescan.knowledge.prose_weights import read_prose_weights
from adversescan.knowledge.rule_book import RuleBook
from adversescan.knowledge.unread_languages import UnreadLanguage, read_unread_languages
from adversescan.language.document_language import choose_language, other_language
from adversescan.language.prose import ProseReader
from adversescan.review.judge_plan import hidden_steps, judge_plan, loose_ends, settled, steps_of, without
from adversescan.review.match_plan import PlanMatch, match_plan
from adversescan.review.plan import Plan, PlanEvent, read_plan
from adversescan.review.planned_steps import planned_attributes, planned_steps, planned_text
from adversescan.review.safeguards import find_safeguards, is_prohibited
from adversescan.review.weigh_plan import Leaning, weigh_plan


def review_document(name: str, content: bytes, book: RuleBook, version: str = "0", as_of: date | None = None) -> Review:
    """Judges one document, with the law as it stands on a day. What cannot be understood is escalated, never let through."""
    document = read_document(name, content)
    languages = tuple(read_prose(book.folder))
    words = choose_language(" ".join(unit.text for unit in document.units), languages, read_unread_languages(book.folder))
    if not isinstance(words, ProseWords) or not document.units:
        return _not_understood(document, words if isinstance(words, UnreadLanguage) else None, book, version)
    parts = [(document, words), *_in_other_languages(document, words, languages)]
    day = as_of or date.today()  # noqa: DTZ011
    return max((_judged(part, spoken, book, version, day) for part, spoken in parts), key=lambda review: review.verdict.rank)


def _in_other_languages(document: Document, main: ProseWords, languages: Sequence[ProseWords]) -> list[tuple[Document, ProseWords]]:
    """The sentences in other languages, each language as a document: what one of them says is not hidden by the rest."""
    found: dict[ProseWords, list[Unit]] = {}
    for unit in document.units:
        spoken = other_language(unit.text, main, languages)
        if spoken is not None:
            found.setdefault(spoken, []).append(unit)
    return [(replace(document, units=tuple(units)), spoken) for spoken, units in found.items()]


def _judged(document: Document, words: ProseWords, book: RuleBook, version: str, day: date) -> Review:
    plan = read_plan(document.units, ProseReader(words, book.vocabulary))
    matches = match_plan(plan, book.rules)
    safeguards = find_safeguards(plan, matches)
    leaning = weigh_plan(plan, read_prose_weights(book.folder))
    verdict, open_ = judge_plan(plan, matches, safeguards, leaning)
    findings = tuple(_finding(plan, match, matches, book, day) for match in open_)
    planned = Planned(planned_steps(plan), planned_attributes(plan), planned_text(plan))
    return Review(
        document.name, verdict, words.language, book.profile.name, version, _reason(verdict, findings), findings,
        tuple(_questions(plan, open_, verdict, safeguards)), safeguards, (), tuple(_sentence(e) for e in plan.events if e.stage),
        planned, _who_decides(verdict), document.problems, {finding.rule: finding.law for finding in findings},
    )  # fmt: skip


def _not_understood(document: Document, language: UnreadLanguage | None, book: RuleBook, version: str) -> Review:
    reason = document.problems[0].reason if document.problems else "holds no sentence in a language that is known"
    if language is not None:
        reason = f"is written in {language.name}, and no plan is read in that language"
    unknown = Unknown(document.units[0].text if document.units else "", 1, reason)
    code = language.code if language else "unknown"
    return Review(
        document.name, Verdict.ESCALATE, code, book.profile.name, version, f"The document could not be understood: {reason}.",
        unknown=(unknown,), decides=_who_decides(Verdict.ESCALATE), problems=document.problems,
        questions=(Question("Can the plan be handed in as readable text?", 1, Verdict.PROCEED),),
    )  # fmt: skip


def _finding(plan: Plan, match: PlanMatch, matches: list[PlanMatch], book: RuleBook, day: date) -> ReviewFinding:
    rule = match.rule
    stages = {
        (sentence.stage, sentence.line, sentence.quote): sentence for _, events in match.events for sentence in map(_sentence, events)
    }
    redesign = Redesign(rule.instead, _removed(match), without(plan, matches, match, Leaning.HARMLESS))
    return ReviewFinding(
        rule.id, rule.title, rule.level, match.attributes, tuple(stages.values()), rule.why, redesign,
        law_references(book.citations(rule), day),
    )  # fmt: skip


def _removed(match: PlanMatch) -> str:
    lines = sorted({event.read.unit.line for event in steps_of(match)})
    return f"the steps on line{'s' * (len(lines) > 1)} {', '.join(map(str, lines))}"


def _sentence(event: PlanEvent) -> Sentence:
    kind = event.stage.value if event.stage else "call" if event.traits else "collect"
    return Sentence(kind, event.read.unit.text, event.read.unit.line)


def _reason(verdict: Verdict, findings: tuple[ReviewFinding, ...]) -> str:
    if not findings and verdict is Verdict.ESCALATE:
        return "Escalate: data about people and something that happens to them were found, and how they hang together was not understood."
    if not findings and verdict is Verdict.CONDITIONS:
        return "Conditions: a step that could be part of an adverse chain was found, and the author has to answer the questions first."
    if not findings:
        return "No chain of the rules was found, or a safeguard built into the design breaks it. What was not written was not seen."
    names = ", ".join(dict.fromkeys(f"{finding.rule} ({finding.title})" for finding in findings))
    return f"{verdict.value.capitalize()}: the plan contains {names}."


def _questions(plan: Plan, matches: list[PlanMatch], verdict: Verdict, safeguards: tuple[Safeguard, ...]) -> list[Question]:
    """What the document leaves open, the answers that change most first; none where no answer can help a plan that is refused."""
    asked: list[Question] = []
    for match in matches:
        act = match.acts[0].read.unit
        settling = match.rule.settling()
        if settling and not is_prohibited(match.rule):
            kinds = " or ".join(each.value for each in settling)
            text = f"{match.rule.id}: is {kinds} built in before this step, and where: {act.text!r}?"
            asked.append(Question(text, act.line, settled(plan, matches, match, safeguards)))
    if not matches:
        asked += [
            Question(f"What comes before and after this step: {e.read.unit.text!r}?", e.read.unit.line, Verdict.ESCALATE)
            for e in loose_ends(plan)
        ]
        asked += [
            Question(f"Who is kept from knowing or answering, and from what: {read.unit.text!r}?", read.unit.line, Verdict.PROCEED)
            for read in hidden_steps(plan)
        ]
    if verdict is Verdict.REFUSE:
        asked = [question for question in asked if question.would_change_to is not verdict]
    return sorted(asked, key=lambda question: -abs(question.would_change_to.rank - verdict.rank))


def _who_decides(verdict: Verdict) -> str:
    match verdict:
        case Verdict.ESCALATE:
            return "the data protection officer together with the person responsible for the product, in writing and before work starts"
        case Verdict.REFUSE:
            return "nobody can release this plan as it stands; a changed design can be handed in again"
        case _:
            return ""
