"""The rules of a SARIF report, with their texts, and the law they are relevant to as a taxonomy."""

from __future__ import annotations

from collections.abc import Iterable

import sarif_om

from adversescan.findings.finding import Level
from adversescan.findings.result import IN_FORCE, LawReference, Result
from adversescan.knowledge.rule import Rule
from adversescan.reports.sarif_objects import SarifObject, sentence

LAW = "law"
_LAW_GUID = "6f0c8a52-0f0e-5c6f-9d55-6b0e4b8a3f10"
_LONGEST_DESCRIPTION = 1_024
_MOST_TAGS = 20
_LAW_TAGS = 10
_SEVERITY = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "recommendation"}
_PRECISION = {Level.ERROR: "high", Level.WARNING: "medium", Level.NOTE: "low"}
"""What a finding of the level needs: a note may rest on a possible step, an error on nothing less than a likely one."""


def rules(result: Result) -> list[SarifObject]:
    """A descriptor for each rule that can be reported, in the order of the result."""
    provisions = _provisions(result)
    return [_rule(rule, result.law.get(rule.id, ()), provisions) for rule in result.rules]


def taxonomies(result: Result) -> list[SarifObject]:
    """The provisions the rules are relevant to; none if no rule names any."""
    provisions = _provisions(result)
    taxa = [_taxon(reference) for reference in provisions]
    return [sarif_om.ToolComponent(name=LAW, guid=_LAW_GUID, taxa=taxa, short_description=_text(_LAW_TEXT))] if taxa else []


_LAW_TEXT = "Provisions the rules are relevant to. Whether one applies is for a lawyer to say."


def law_component() -> SarifObject:
    """The taxonomy as other parts of a report refer to it."""
    return sarif_om.ToolComponentReference(name=LAW, index=0, guid=_LAW_GUID)


def taxa(result: Result) -> dict[str, list[SarifObject]]:
    """References to the provisions of each rule that names any."""
    provisions = _provisions(result)
    return {rule.id: _references(result.law[rule.id], provisions) for rule in result.rules if result.law.get(rule.id)}


def _provisions(result: Result) -> list[LawReference]:
    known = {reference.provision: reference for rule in result.rules for reference in result.law.get(rule.id, ())}
    return [known[provision] for provision in sorted(known)]


def _rule(rule: Rule, law: tuple[LawReference, ...], provisions: list[LawReference]) -> SarifObject:
    level = Level(rule.level)
    return sarif_om.ReportingDescriptor(
        id=rule.id,
        name="".join(word.capitalize() for word in rule.name.split("-")),
        short_description=_text(rule.title),
        full_description=_text(rule.why or rule.title),
        help=sarif_om.MultiformatMessageString(text=_help(rule, law), markdown=_markdown(rule, law)),
        help_uri=rule.page or None,
        default_configuration=sarif_om.ReportingConfiguration(level=level.value),
        relationships=[_relevant(reference) for reference in _references(law, provisions)] or None,
        properties={"tags": _tags(rule, law), "problem.severity": _SEVERITY[level], "precision": _PRECISION[level]},
    )


def _text(text: str) -> SarifObject:
    joined = sentence(text)
    short = joined if len(joined) <= _LONGEST_DESCRIPTION else joined[: _LONGEST_DESCRIPTION - 3].rstrip() + "..."
    return sarif_om.MultiformatMessageString(text=short)


def _help(rule: Rule, law: tuple[LawReference, ...]) -> str:
    instead = [f"- {sentence(text)}" for text in rule.instead]
    relevant = [f"Relevant to: {'; '.join(_named(law))}."] if law else []
    return "\n\n".join(
        part for part in (sentence(rule.why or rule.title), "\n".join(["Instead:", *instead] if instead else []), *relevant) if part
    )


def _markdown(rule: Rule, law: tuple[LawReference, ...]) -> str:
    instead = ["## Instead", "\n".join(f"- {sentence(text)}" for text in rule.instead)] if rule.instead else []
    relevant = ["## Law", "\n".join(["Relevant to:", "", *[f"- {each}" for each in _linked(law)]])] if law else []
    waiver = f'# adversescan: allow[{rule.id}] reason="..." owner="..." until=YYYY-MM-DD'
    waiving = ["## Waiver", f"Somebody answers for it, on or above the line:\n\n```\n{waiver}\n```"]
    return "\n\n".join([f"# {rule.id}: {rule.title}", sentence(rule.why or rule.title), *instead, *relevant, *waiving])


def _named(law: Iterable[LawReference]) -> list[str]:
    return [each.label if each.status in ("", IN_FORCE) else f"{each.label} ({each.status})" for each in law]


def _linked(law: tuple[LawReference, ...]) -> list[str]:
    named = zip(_named(law), law, strict=True)
    return [(f"[{name}]({each.url})" if each.url else name) + (f": {each.why}" if each.why else "") for name, each in named]


def _tags(rule: Rule, law: tuple[LawReference, ...]) -> list[str]:
    """Code scanning shows no taxonomy, so the law stands in the tags as well."""
    stages = [event.stage.value for event in rule.events if event.stage]
    tags = ["adverse-processing", *stages, *[f"law:{each.provision}" for each in law[:_LAW_TAGS]], *rule.terms]
    return list(dict.fromkeys(tags))[:_MOST_TAGS]


def _references(law: tuple[LawReference, ...], provisions: list[LawReference]) -> list[SarifObject]:
    index = {each.provision: number for number, each in enumerate(provisions)}
    return [
        sarif_om.ReportingDescriptorReference(id=each.provision, index=index[each.provision], tool_component=law_component())
        for each in law
    ]


def _relevant(reference: SarifObject) -> SarifObject:
    return sarif_om.ReportingDescriptorRelationship(target=reference, kinds=["relevant"])


def _taxon(reference: LawReference) -> SarifObject:
    return sarif_om.ReportingDescriptor(
        id=reference.provision,
        short_description=_text(reference.label),
        full_description=_text(reference.label),
        help=sarif_om.MultiformatMessageString(text=sentence(reference.label)),
        help_uri=reference.url or None,
        properties={"status": reference.status} if reference.status else None,
    )
