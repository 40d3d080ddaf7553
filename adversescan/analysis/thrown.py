"""What stands behind a call that may have raised an exception of the project is reached only where it did not."""

from __future__ import annotations

from adversescan.analysis.labels import Facts, join
from adversescan.analysis.run import Raised, Run
from adversescan.analysis.values import Class, Record


def thrown(run: Run, before: int) -> Facts:
    """The facts under which exceptions were raised since so many were on their way."""
    return join(*(raised.facts for raised in run.raised[before:] if _is_own(raised)))


def _is_own(raised: Raised) -> bool:
    return any(isinstance(o, Class) or (isinstance(o, Record) and o.definition is not None) for o in raised.value.objects)
