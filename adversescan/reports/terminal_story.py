"""A finding as a short story: what, where, how it came to it, why it matters, and what to do instead."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from adversescan.findings.finding import Confidence, Finding, Level, Step
from adversescan.findings.result import IN_FORCE, LawReference, Result
from adversescan.knowledge.rule import Rule
from adversescan.reports.report import ReportOptions
from adversescan.reports.story_steps import story_steps
from adversescan.reports.terminal_text import labelled, visible, wrapped

LEVEL_STYLES = {Level.ERROR: "bold red", Level.WARNING: "bold yellow", Level.NOTE: "bold blue"}
_GUTTER = 13
_LAWS_SHOWN = 4
_BULLET = "• "
_MARGIN = 2
_WIDEST_PLACE = 36
_CELL_LEXER = "python"


def story(finding: Finding, result: Result, options: ReportOptions, *, told: bool) -> list[Text]:
    """The lines of one finding. What the rule says in general is `told` once, at the rule's first finding."""
    rule = result.rule(finding.rule)
    return [
        *_headline(finding, rule, options),
        Text(),
        *_steps(finding, result, options),
        Text(),
        *_reasons(finding, rule, result, options, told=told),
    ]


def _headline(finding: Finding, rule: Rule, options: ReportOptions) -> Iterator[Text]:
    style = LEVEL_STYLES[finding.level]
    head = Text.assemble((f"{finding.level.value} {rule.id}", style), " ", (visible(rule.title), "bold"))
    yield from wrapped(head, options.width)
    place = Text.assemble((visible(_place(finding)), "cyan"), (f" in {visible(finding.function)}" if finding.function else "", "dim"))
    if finding.attributes:
        place.append("  ")
        place.append(", ".join(finding.attributes), "magenta")
    yield from _indented(place, options)
    # The headline has said the title, and the line below it the attributes.
    more = finding.message.removeprefix(rule.title).replace(f"({', '.join(finding.attributes)})", "").strip()
    if more.strip("."):
        yield from _indented(Text(visible(more)), options)


def _place(finding: Finding | Step) -> str:
    location = finding.location
    return f"{location} (cell {location.cell}, line {location.cell_line})" if location.cell else str(location)


def _indented(text: Text, options: ReportOptions) -> Iterator[Text]:
    for row in wrapped(text, options.width - _MARGIN):
        yield Text.assemble(" " * _MARGIN, row)


def _steps(finding: Finding, result: Result, options: ReportOptions) -> Iterator[Text]:
    steps = story_steps(finding)
    column = min(max(len(visible(_place(step))) for step in steps), _WIDEST_PLACE)
    for number, step in enumerate(steps):
        last = number == len(steps) - 1
        for row, text in enumerate(_step(step, result, options, column)):
            yield Text.assemble(" " * _MARGIN, _gutter(step, first=row == 0, last=last), text)


def _gutter(step: Step, *, first: bool, last: bool) -> Text:
    if first and step.stage is not None:
        return Text.assemble(("●", "bold"), " ", (step.stage.value.ljust(_GUTTER - 2), "bold cyan"))
    return Text((" " if last else "│").ljust(_GUTTER), "dim")


def _step(step: Step, result: Result, options: ReportOptions, column: int) -> Iterator[Text]:
    """Where and what, then the line of code; of a hop only where and what."""
    width = options.width - _MARGIN - _GUTTER
    yield from wrapped(Text.assemble((visible(_place(step)).ljust(column), "cyan"), "  ", visible(step.text)), width)
    line = result.lines.get((step.location.path, step.location.line))
    if step.stage is not None and line is not None and line.statement:
        yield _code(line.statement, step, width, options)
    for note in step.notes:
        yield from wrapped(Text(f"~ {visible(note)}", "dim"), width)


def _code(statement: str, step: Step, width: int, options: ReportOptions) -> Text:
    text = Text(visible(statement))
    if options.colour:
        text = _highlighted(text.plain, step)
    text.truncate(width, overflow="ellipsis")
    return text


def _highlighted(code: str, step: Step) -> Text:
    from rich.syntax import Syntax

    lexer = _CELL_LEXER if step.location.cell else Syntax.guess_lexer(step.location.path)
    text = Syntax("", lexer, theme="ansi_dark", background_color="default").highlight(code)
    text.right_crop(len(text.plain) - len(code))
    return text


def _reasons(finding: Finding, rule: Rule, result: Result, options: ReportOptions, *, told: bool) -> Iterator[Text]:
    if told:
        why = [Text(f"and what to do instead: as at the first {rule.id} above", "dim")]
        yield from labelled("Why", why, options, _MARGIN, _GUTTER)
    else:
        yield from labelled("Why", [_paragraph(rule.why)], options, _MARGIN, _GUTTER)
        yield from labelled("Instead", map(_paragraph, rule.instead), options, _MARGIN, _GUTTER, bullet=_BULLET)
        yield from labelled("Relevant to", _law(result.law.get(rule.id, ())), options, _MARGIN, _GUTTER, bullet=_BULLET)
    yield from labelled("Confidence", [_confidence(finding)], options, _MARGIN, _GUTTER)


def _paragraph(text: str) -> Text:
    return Text(visible(" ".join(text.split())))


def _law(references: tuple[LawReference, ...]) -> Iterator[Text]:
    for reference in references[:_LAWS_SHOWN]:
        yield _paragraph(_provision(reference))
    if len(references) > _LAWS_SHOWN:
        yield Text(f"and {len(references) - _LAWS_SHOWN} more", "dim")


def _provision(reference: LawReference) -> str:
    name = reference.label if reference.status in ("", IN_FORCE) else f"{reference.label} ({reference.status})"
    return f"{name}: {reference.why}" if reference.why else name


def _confidence(finding: Finding) -> Text:
    word = Confidence(finding.confidence).name.lower()
    return Text(visible("; ".join((word, *finding.notes))))
