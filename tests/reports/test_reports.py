"""The table of formats."""

from __future__ import annotations

import subprocess
import sys

import pytest

from adversescan.reports import REPORTS, Format, ReportOptions, render
from tests.reports.example import NOTHING, RESULT


def test_every_format_has_a_report():
    """A format that is accepted can be written."""
    assert list(REPORTS) == list(Format)


@pytest.mark.parametrize("format_", Format)
@pytest.mark.parametrize("result", [RESULT, NOTHING], ids=["findings", "nothing"])
def test_a_report_is_the_same_each_time(format_, result):
    """Reports hold no time, no machine and no chance, and end with a line end."""
    first = render(format_, result, ReportOptions())

    assert first == render(format_, result, ReportOptions())
    assert first.endswith("\n")


def test_nothing_heavy_is_imported_before_a_report_is_written():
    """Choosing a format costs no import of the libraries that write it."""
    code = "import sys, adversescan.reports; print(sorted({'rich', 'sarif_om', 'networkx', 'spacy'} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
