"""What a SARIF report says about the scan itself: problems and limits, as notifications."""

from __future__ import annotations

import sarif_om

from adversescan.findings.result import Result
from adversescan.reports import sarif_objects as sarif
from adversescan.reports.sarif_objects import SarifObject
from adversescan.reports.sarif_results import left_out
from adversescan.sources.problem import Problem, ProblemKind

_ABOUT = {
    ProblemKind.ENCODING: "The bytes of a file are no text in the encoding it states or in UTF-8.",
    ProblemKind.SYNTAX: "A file does not follow the grammar of its language.",
    ProblemKind.PARTLY_READ: "Parts of a file do not follow the grammar of its language; the rest of it was read.",
    ProblemKind.TOO_LARGE: "A file is larger than the scan reads.",
    ProblemKind.TOO_DEEP: "A file is nested deeper than the scan follows.",
    ProblemKind.BROKEN_LINK: "A link leads nowhere.",
    ProblemKind.LINK_OUT_OF_ROOT: "A link leads out of the scanned folder and was not followed.",
    ProblemKind.NOT_A_FILE: "A path is neither a file nor a folder.",
    ProblemKind.UNREADABLE: "A file may not be read.",
    ProblemKind.LIMIT: "The scan reached a limit and followed the code no further there.",
    ProblemKind.WAIVER: "A waiver is incomplete, over, or waives nothing.",
    ProblemKind.DESIGN: "An approval of a design is over or was changed, or something that was approved is not found in the code.",
}
_HELP = {
    ProblemKind.WAIVER: 'Write # adversescan: allow[RULE] reason="..." owner="..." until=YYYY-MM-DD on or above the line, or remove it.',
    ProblemKind.DESIGN: "Approve the design as it is meant now: adversescan review DESIGN --approve --by NAME --until DATE.",
    ProblemKind.LIMIT: "What lies behind the limit was not judged. Scan the part on its own.",
}
_HELP_OTHERWISE = "What stands there was not judged. Mend the file, or leave it out of the scan if it is not yours."


def invocation(result: Result) -> SarifObject:
    """The scan as one invocation; a report is only written of a scan that finished."""
    return sarif_om.Invocation(execution_successful=True, tool_execution_notifications=_notifications(result) or None)


def notification_descriptors(result: Result) -> list[SarifObject]:
    """A descriptor for each kind of notification the report holds."""
    return [_descriptor(kind) for kind in _kinds(result)]


def _notifications(result: Result) -> list[SarifObject]:
    kinds = _kinds(result)
    return [*(_problem(problem, kinds) for problem in result.problems), *(_limit(text, kinds) for text in _limits(result))]


def _kinds(result: Result) -> list[ProblemKind]:
    used = {problem.kind for problem in result.problems} | ({ProblemKind.LIMIT} if _limits(result) else set())
    return [kind for kind in ProblemKind if kind in used]


def _limits(result: Result) -> list[str]:
    more = left_out(result)
    cut = [f"code scanning takes no more results: {more:,} findings are left out here, and are in the JSON report"] if more else []
    return [*result.coverage.limits_reached, *cut]


def _problem(problem: Problem, kinds: list[ProblemKind]) -> SarifObject:
    return sarif_om.Notification(
        descriptor=_reference(problem.kind, kinds),
        level="warning",
        message=sarif.message(sarif.sentence(problem.reason)),
        locations=[sarif.location(problem.location, None)],
    )


def _limit(text: str, kinds: list[ProblemKind]) -> SarifObject:
    return sarif_om.Notification(descriptor=_reference(ProblemKind.LIMIT, kinds), level="note", message=sarif.message(sarif.sentence(text)))


def _reference(kind: ProblemKind, kinds: list[ProblemKind]) -> SarifObject:
    return sarif_om.ReportingDescriptorReference(id=_id(kind), index=kinds.index(kind))


def _descriptor(kind: ProblemKind) -> SarifObject:
    about = sarif_om.MultiformatMessageString(text=_ABOUT[kind])
    return sarif_om.ReportingDescriptor(
        id=_id(kind),
        name="".join(word.capitalize() for word in kind.value.split("-")),
        short_description=about,
        full_description=about,
        help=sarif_om.MultiformatMessageString(text=_HELP.get(kind, _HELP_OTHERWISE)),
    )


def _id(kind: ProblemKind) -> str:
    return f"problem/{kind.value}"
