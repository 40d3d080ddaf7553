"""How the CPU of a cold scan grows with the size of a project, on programs that are made up.

    python benchmarks/growth.py [LINES...]

The programs are packages of small modules that call their neighbours, keep rows in classes and write files; every 10,000 lines hold the
same number of chains that a rule describes. The exponent is the slope of CPU over lines, both as logarithms: 1.0 is linear.
"""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

SIZES = (10_000, 30_000, 100_000)
LINES_A_MODULE = 100
MODULES_A_PACKAGE = 20
MODULES_A_CHAIN = 50
ORDINARY = """
class Stock{n}:
    def __init__(self, article, amount):
        self.article = article
        self.amount = amount
        self.moves = []

    def move(self, amount, reason="sale"):
        if amount > self.amount:
            raise ValueError(f"{{self.article}} is short of {{amount}}")
        self.amount -= amount
        self.moves.append((reason, amount))
        return self.amount


def total{n}(shelves):
    amounts = {{}}
    for shelf in shelves:
        for stock in shelf:
            amounts[stock.article] = amounts.get(stock.article, 0) + stock.amount
    return amounts


def report{n}(shelves, path):
    lines = [f"{{article}};{{amount}}" for article, amount in sorted(total{n}(shelves).items())]
    with open(path, "w") as file:
        file.write("\\n".join(lines))
    return len(lines)
"""
CHAIN = """import gender_guesser.detector as gender
import requests


def fetch(handle):
    return requests.get(f"https://www.instagram.com/{handle}/", timeout=10).json()


def screen(handle):
    profile = fetch(handle)
    if gender.Detector().get_gender(profile["full_name"]) == "female":
        requests.post("https://club.internal/deny", json={"handle": handle, "status": "denied"}, timeout=10)
"""


def main() -> None:
    """Print a row per size, then the exponent."""
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    rows = [measure(lines) for lines in sizes]
    print(f"{'lines':>10} {'CPU s':>8} {'s / 100k':>9} {'findings':>9} {'chains':>7} {'cut off':>8}")
    for lines, seconds, findings, chains, cut in rows:
        print(f"{lines:>10,} {seconds:>8.2f} {seconds / lines * 100_000:>9.2f} {findings:>9} {chains:>7} {cut:>8}")
    if len(rows) > 1:
        print(f"exponent {slope([(math.log(row[0]), math.log(row[1])) for row in rows]):.2f}")


def measure(lines: int) -> tuple[int, float, int, int, int]:
    """Lines, CPU seconds, findings, chains there are, and places that were cut off."""
    with tempfile.TemporaryDirectory() as folder:
        written, chains = write(Path(folder) / "project", lines)
        before = _cpu()
        command = [sys.executable, "-m", "adversescan", "scan", str(Path(folder) / "project"), "--format", "json", "--no-cache"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        seconds = _cpu() - before
    report = json.loads(done.stdout)
    return written, seconds, len(report["findings"]), chains, len(report["coverage"]["limits_reached"])


def write(root: Path, lines: int) -> tuple[int, int]:
    """A project of about so many lines: the lines it has, and its chains."""
    written = chains = number = 0
    while written < lines:
        package = root / f"part{number // MODULES_A_PACKAGE}"
        package.mkdir(parents=True, exist_ok=True)
        (package / "__init__.py").touch()
        text = module(number)
        if number % MODULES_A_CHAIN == 0:
            (package / f"screening{number}.py").write_text(CHAIN, encoding="utf-8")
            written, chains = written + CHAIN.count("\n"), chains + 1
        (package / f"stock{number}.py").write_text(text, encoding="utf-8")
        written, number = written + text.count("\n"), number + 1
    return written, chains


def module(number: int) -> str:
    """A module that is used by its neighbour in the package."""
    names = [number * 10 + place for place in range(LINES_A_MODULE // ORDINARY.count("\n"))]
    before = number - 1
    imports = f"from .stock{before} import total{before * 10}\n" if number % MODULES_A_PACKAGE else ""
    used = f"\n\ndef compare(shelves):\n    return total{before * 10}(shelves)\n" if imports else ""
    return imports + "".join(ORDINARY.format(n=name) for name in names) + used


def slope(points: list[tuple[float, float]]) -> float:
    """Of the line with the least squares."""
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
