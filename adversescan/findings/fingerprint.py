"""The same finding after an edit: a fingerprint that survives line shifts and renames of other things."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from adversescan.findings.code_lines import CodeLines
from adversescan.findings.finding import Finding
from adversescan.findings.statement_text import without_comment


def with_fingerprints(findings: Iterable[Finding], lines: CodeLines) -> tuple[Finding, ...]:
    """The findings with their fingerprints; those alike in everything are numbered in the order given."""
    seen: Counter[str] = Counter()
    marked = []
    for finding in findings:
        code = lines.get((finding.location.path, finding.location.line))
        alike = fingerprint(finding, code.text if code else "")
        marked.append(replace(finding, fingerprint=fingerprint(finding, code.text if code else "", seen[alike])))
        seen[alike] += 1
    return tuple(marked)


def fingerprint(finding: Finding, line: str, ordinal: int = 0) -> str:
    """32 hexadecimal digits of rule, path, function, the act's line (blanks and comments left out), attributes and ordinal."""
    parts = (
        finding.rule,
        finding.location.path,
        finding.function,
        _normalised(line),
        ",".join(sorted(finding.attributes)),
        str(ordinal),
    )
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _normalised(line: str) -> str:
    """The code of a line. A waiver added behind it, or a reindented block, leaves the finding what it is."""
    return "".join(without_comment(line).split())
