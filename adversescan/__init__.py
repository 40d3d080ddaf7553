"""adversescan finds adverse-processing patterns in data pipelines and code bases.

import adversescan

result = adversescan.scan(["src"])
for finding in result.findings:
print(finding.rule, finding.location, finding.message)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"
"""Stated here, where a start need not look for it in the packages that are installed."""

if TYPE_CHECKING:
    from adversescan.config import Options
    from adversescan.errors import AdversescanError
    from adversescan.findings.finding import Finding, Level
    from adversescan.findings.result import Result
    from adversescan.scan import scan

__all__ = ["AdversescanError", "Finding", "Level", "Options", "Result", "scan"]

_HOME = {
    "AdversescanError": "adversescan.errors",
    "Finding": "adversescan.findings.finding",
    "Level": "adversescan.findings.finding",
    "Options": "adversescan.config",
    "Result": "adversescan.findings.result",
    "scan": "adversescan.scan",
}


def __getattr__(name: str) -> object:
    # Names are loaded when they are asked for, so that `adversescan --help` imports no engine.
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
