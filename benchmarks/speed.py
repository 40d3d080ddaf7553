"""CPU and memory of a scan against `ast.parse` of the same files and against the peers installed, in one run.

    python benchmarks/speed.py TREE...

Ratios count; absolute times drift with the machine. A peer that is not installed is left out.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PARSE = """
import ast, gc, sys, warnings
from pathlib import Path
warnings.simplefilter("ignore")
for path in Path(sys.argv[1]).rglob("*.py"):
    try:
        ast.parse(path.read_bytes())
    except (SyntaxError, ValueError):
        pass
"""
OUTLINE = """
import gc, sys, warnings
from pathlib import Path
from adversescan.frontends.python.outline import outline
from adversescan.sources.source import Language, Source
gc.disable()
warnings.simplefilter("ignore")
for path in Path(sys.argv[1]).rglob("*.py"):
    outline(Source(str(path), Language.PYTHON, path.read_text(encoding="utf-8", errors="replace")))
"""
SCAN = [sys.executable, "-m", "adversescan"]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command took, its children included."""

    seconds: float
    wall: float
    megabytes: float
    code: int


def main() -> None:
    """Print a table per tree, then the costs of starting."""
    for tree in sys.argv[1:]:
        compare(Path(tree))
    with tempfile.TemporaryDirectory() as folder:
        clean = Path(folder) / "clean.py"
        clean.write_text("def double(x: int) -> int:\n    return 2 * x\n", encoding="utf-8")
        _row("--help", run([*SCAN, "--help"]), None)
        _row("clean file", run([*SCAN, "scan", str(clean)]), None)


def compare(tree: Path) -> None:
    """One tree: parsing, outlining, a cold and a warm scan, and the peers."""
    print(f"\n{tree}")
    parse = run([sys.executable, "-c", PARSE, str(tree)])
    _row("ast.parse", parse, parse)
    _row("outline", run([sys.executable, "-c", OUTLINE, str(tree)]), parse)
    with tempfile.TemporaryDirectory() as cache:
        command = [*SCAN, "scan", str(tree), "--format", "json", "--output", str(Path(cache) / "report.json")]
        environment = {**os.environ, "XDG_CACHE_HOME": cache}
        _row("scan, cold", run(command, environment), parse)
        _row("scan, warm", run(command, environment), parse)
    for name, peer in peers(tree):
        _row(name, run(peer), parse)


def peers(tree: Path) -> list[tuple[str, list[str]]]:
    """The peers installed, each as it is used."""
    known = [
        ("bandit", ["bandit", "-q", "-r", str(tree), "-f", "json", "-o", os.devnull]),
        ("semgrep", ["semgrep", "scan", "--metrics=off", "--config", "p/python", "--jobs", "1", "--quiet", str(tree)]),
    ]
    return [(name, command) for name, command in known if shutil.which(command[0])]


MEASURE = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
code = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as result:
    json.dump([used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss / 1024, code], result)
"""


def run(command: Sequence[str], environment: dict[str, str] | None = None) -> Cost:
    """The cost of a command; a process of its own waits for it, so that only its children are counted."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "cost.json"
        subprocess.run([sys.executable, "-c", MEASURE, str(result), *command], check=True, env=environment)
        return Cost(*json.loads(result.read_text(encoding="utf-8")))


def _row(name: str, cost: Cost, parse: Cost | None) -> None:
    ratio = f"{cost.seconds / parse.seconds:6.1f}x" if parse else ""
    failed = f"  exit {cost.code}" if cost.code > 1 else ""
    print(f"{name:12} {cost.seconds:8.2f} s CPU {cost.wall:8.2f} s wall {cost.megabytes:7.0f} MB {ratio}{failed}")


if __name__ == "__main__":
    main()
