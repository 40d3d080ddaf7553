"""A known result is told again only where everything it depends on is as it was."""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from adversescan import scan_known as module
from adversescan.config import Options
from adversescan.findings.result import Result
from adversescan.knowledge.rules_folder import rules_folder
from adversescan.packing import pack, unpack
from adversescan.scan import scan
from adversescan.scan_known import scan_known

FIXTURES = Path(__file__).parents[1] / "fixtures"
PROJECT = FIXTURES / "rules" / "AP102" / "named-and-shamed"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a finding."""
    return Path(shutil.copytree(PROJECT, tmp_path / "project"))


@pytest.fixture
def options(tmp_path: Path) -> Options:
    return Options(cache=tmp_path / "cache", today=date(2030, 1, 1))


@pytest.fixture
def scans(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Grows with every scan that is not told from the cache; what it finds does not matter."""
    met: list[object] = []

    def counted(*given: object) -> Result:
        met.append(given)
        return Result("root", "default", "0")

    monkeypatch.setattr(module, "_scan", counted)
    return met


def test_the_same_is_told_again(project: Path, options: Options, monkeypatch: pytest.MonkeyPatch) -> None:
    """With findings, graphs, law and lines, and nothing is followed."""
    first = scan_known([project], options)
    monkeypatch.delattr(module, "_scan")

    assert scan_known([project], options) == first
    assert first == scan([project], options)
    assert first.findings


def _write(project: Path) -> None:
    path = min(project.rglob("*.py"))
    path.write_bytes(path.read_bytes() + b"\n# more\n")


def _write_unnoticed(project: Path) -> None:
    """Other content of the same size and time."""
    path = min(project.rglob("*.py"))
    state = path.stat()
    path.write_bytes(path.read_bytes()[:-1] + b" ")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


def _add(project: Path) -> None:
    (project / "added.py").write_text("x = 1\n", encoding="utf-8")


def _rename(project: Path) -> None:
    path = min(project.rglob("*.py"))
    path.rename(path.with_name("renamed.py"))


def _remove(project: Path) -> None:
    min(project.rglob("*.py")).unlink()


@pytest.mark.parametrize("change", [_write, _write_unnoticed, _add, _rename, _remove])
def test_a_changed_project_is_scanned(project: Path, options: Options, scans: list[object], change: Callable[[Path], None]) -> None:
    """Whatever changes in its files."""
    scan_known([project], options)
    change(project)
    scan_known([project], options)

    assert len(scans) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"profile": "eu"}, {"internal": ("example.org",)}, {"exclude": ("nothing",)}, {"largest": 1_000_000}, {"today": date(2031, 1, 1)},
        {"base": Path("/")},
    ],
    ids=lambda other: next(iter(other)),
)  # fmt: skip
def test_other_settings_are_scanned(project: Path, options: Options, scans: list[object], other: dict[str, object]) -> None:
    """Each of them."""
    scan_known([project], options)
    scan_known([project], replace(options, **other))  # type: ignore[arg-type]

    assert len(scans) == 2


def test_how_many_processes_read_does_not_matter(project: Path, options: Options, scans: list[object]) -> None:
    """A result is the same with any number of them."""
    scan_known([project], options)
    scan_known([project], replace(options, jobs=1))

    assert len(scans) == 1


def test_changed_rules_are_scanned(project: Path, options: Options, scans: list[object], tmp_path: Path) -> None:
    """Whichever file of the rule book changes."""
    rules = Path(shutil.copytree(rules_folder(), tmp_path / "rules"))
    own = replace(options, rules=rules)
    scan_known([project], own)
    changed = min((rules / "hosts").rglob("*.yaml"))
    changed.write_bytes(changed.read_bytes() + b"\n# more\n")
    scan_known([project], own)

    assert len(scans) == 2


def test_another_tool_scans(project: Path, options: Options, scans: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Another state of the program, of Python or of what is installed."""
    scan_known([project], options)
    monkeypatch.setattr(module, "tool_state", lambda: iter(["another"]))
    scan_known([project], options)

    assert len(scans) == 2


def test_what_changes_while_it_is_scanned_is_not_kept(
    project: Path, options: Options, scans: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next scan sees it as it is then."""

    def disturbed(paths: object, settings: object) -> Result:
        scans.append(paths)
        _add(project)
        return Result("root", "default", "0")

    monkeypatch.setattr(module, "_scan", disturbed)
    scan_known([project], options)
    (project / "added.py").unlink()
    scan_known([project], options)

    assert len(scans) == 2


def test_without_a_cache_all_is_scanned(project: Path, options: Options, scans: list[object]) -> None:
    """Each time."""
    for _ in range(2):
        scan_known([project], replace(options, cache=None))

    assert len(scans) == 2


class _Harm:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("harm",)


@pytest.mark.parametrize("data", [b"", b"damaged", pickle.dumps(_Harm()), pickle.dumps("no result"), pickle.dumps(Path)])
def test_what_is_no_result_is_none(data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing in it is run."""
    monkeypatch.chdir(tmp_path)

    assert unpack(data, Result) is None
    assert list(tmp_path.iterdir()) == []


def test_a_cut_result_is_none(project: Path, options: Options) -> None:
    """Wherever it is cut."""
    result = scan([project], options)
    data = pack(result)

    assert unpack(data, Result) == result
    assert {unpack(data[:length], Result) for length in range(0, len(data) - 1, max(1, len(data) // 50))} == {None}
