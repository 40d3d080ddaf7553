"""How much of real code passes the gate: shares of repositories, functions and calls, on the trees given.

python benchmarks/gate_rates.py TREE...
"""

from __future__ import annotations

import gc
import sys
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from adversescan.analysis.gate import Gate, gate
from adversescan.analysis.link_names import link
from adversescan.frontends.python.outline import outline
from adversescan.graph.outline import Outline
from adversescan.knowledge.rule_book import RuleBook, load_rule_book
from adversescan.sources.source import Language, Source


@dataclass(frozen=True, slots=True)
class Rate:
    """One tree: seconds of CPU to outline and to gate it, and what passed."""

    name: str
    lines: int
    outlining: float
    gating: float
    gate: Gate

    def __str__(self) -> str:
        acts = len({(act.path, act.line) for act in self.gate.acts})
        return (
            f"{self.name:24} {self.lines:9,} {self.outlining:8.2f} {self.gating:8.2f} "
            f"{acts:7,} of {self.gate.sites:7,} {len(self.gate.slice):7,} of {self.gate.functions:7,} {_percent(self.gate):6.1%}"
        )


def main() -> None:
    """Print one row per tree, then the shares of all."""
    gc.disable()
    book = load_rule_book()
    print(f"{'tree':24} {'lines':>9} {'outline':>8} {'gate':>8} {'acts of calls':>18} {'functions':>18} {'share':>6}")
    rates = [measure(Path(tree), book) for tree in sys.argv[1:]]
    for rate in rates:
        print(rate)
    if rates:
        functions, passed = sum(r.gate.functions for r in rates), sum(len(r.gate.slice) for r in rates)
        through = sum(1 for r in rates if r.gate.acts)
        print(f"repositories that pass: {through} of {len(rates)}; functions: {passed:,} of {functions:,} ({passed / functions:.1%})")


def measure(tree: Path, book: RuleBook) -> Rate:
    """Outline and gate one tree."""
    texts = list(_texts(tree))
    read = time.process_time()
    outlines = {path: found for path, text in texts if isinstance(found := outline(Source(path, Language.PYTHON, text)), Outline)}
    outlined = time.process_time()
    passed = gate(outlines, link(outlines), book)
    return Rate(tree.name, sum(text.count("\n") for _, text in texts), outlined - read, time.process_time() - outlined, passed)


def _texts(tree: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(tree.rglob("*.py")):
        if path.is_file() and not {"tests", "test"} & set(path.relative_to(tree).parts):
            yield path.relative_to(tree).as_posix(), path.read_text(encoding="utf-8", errors="replace")


def _percent(found: Gate) -> float:
    return len(found.slice) / found.functions if found.functions else 0.0


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    main()
