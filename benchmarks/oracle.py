"""Made-up programs run for real against what following them finds: flows seen, missed, and the share of static flows no run shows.

python -m benchmarks.oracle [NUMBER [SEED]]
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
import warnings
from collections import Counter
from functools import partial
from pathlib import Path

from tests.language_oracle.compare import Comparison, compare, follow
from tests.language_oracle.observe import observe
from tests.language_oracle.programs import program
from tests.language_oracle.rules_once import rules_read_once
from tests.language_oracle.shrink import shrink

Files = dict[str, str]


def main() -> None:
    """Print the programs whose flows are missed, made as small as can be, then the figures."""
    number, seed = int((sys.argv[1:2] or ["5000"])[0]), int((sys.argv[2:3] or ["0"])[0])
    warnings.simplefilter("ignore", RuntimeWarning)
    began, counts = time.process_time(), Counter[str]()
    with rules_read_once():
        for made in range(seed, seed + number):
            files = program(random.Random(made))  # noqa: S311  (programs, not secrets)
            found = _compared(files)
            counts["stopped by themselves"] += found is None
            if found is not None:
                _count(counts, found)
            if found is not None and found.missed:
                kind = found.missed[0][0]
                print(f"--- program {made}: {kind} flow missed", *shrink(files, partial(_misses, kind)).values(), sep="\n")
    print(*(f"{count:8,} {name}" for name, count in counts.items()), sep="\n")
    imprecision = counts["static flows no run shows"] / max(counts["static flows"], 1)
    print(f"{imprecision:8.1%} imprecision; {time.process_time() - began:.0f} s of CPU")


def _compared(files: Files) -> Comparison | None:
    observed = observe(files)
    if observed is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        return compare(observed, follow(files, Path(folder).resolve()))


def _misses(kind: str, files: Files) -> bool:
    found = _compared(files)
    return found is not None and any(missed == kind for missed, _ in found.missed)


def _count(counts: Counter[str], found: Comparison) -> None:
    counts["programs run"] += 1
    counts["flows seen"] += found.seen
    counts["flows missed"] += len(found.missed)
    counts["static flows"] += found.found
    counts["static flows no run shows"] += len(found.unseen)


if __name__ == "__main__":
    main()
