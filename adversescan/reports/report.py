"""What every report is: a function from the result to text."""

from __future__ import annotations

from collections.abc import Callable

from adversescan.findings.result import Result
from adversescan.record import dataclass


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How a report is written. `category` is the name under which code scanning files an upload; "" leaves that to the uploader."""

    colour: bool = False
    width: int = 100
    include_waived: bool = False
    category: str = ""


Report = Callable[[Result, ReportOptions], str]
