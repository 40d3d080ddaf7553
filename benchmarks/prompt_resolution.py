"""How many prompts `adversescan models` resolves at the call sites of public applications, and how many wrongly.

    python benchmarks/prompt_resolution.py FOLDER [REPOSITORY...]

FOLDER holds a checkout of each repository of `prompt_sites.yaml`, at the commit named there, as `owner+name`. Where a site is reached
with several prompts, it is resolved if one of them is there; the prompts are counted apart. A text that holds nothing of what was
labelled for its site, or of a site whose text is not in the repository, is resolved wrongly.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import yaml

SITES = Path(__file__).with_name("prompt_sites.yaml")
SCANS_AT_ONCE = 2
Texts = dict[str, list[str]]


def main() -> None:
    """A line per repository and per site that is not as it should be, then the rates."""
    folder, *names = sys.argv[1:]
    wanted = [each for each in yaml.safe_load(SITES.read_text(encoding="utf-8")) if not names or each["repository"] in names]
    with ThreadPoolExecutor(SCANS_AT_ONCE) as pool:
        found = pool.map(lambda each: resolved(Path(folder) / each["repository"].replace("/", "+")), wanted)
        total: Counter[str] = Counter()
        for each, texts in zip(wanted, found, strict=True):
            total += count(each["repository"], each["sites"], texts)
    _rate("sites resolved", total["resolved"], total["sites"])
    _rate("sites resolved wrongly", total["wrong"], total["resolved"] + total["wrong"])
    _rate("prompts found", total["found"], total["prompts"])
    print(f"{total['nowhere']} more sites whose text is not in the repository")
    print(f"{total['unseen']} sites of all not seen to be a call of a model")


def resolved(checkout: Path) -> Texts:
    """The prompts by call site; a site that is not in it was not seen to be a call of a model."""
    command = [sys.executable, "-m", "adversescan", "models", ".", "--format", "json"]
    told = json.loads(subprocess.run(command, cwd=checkout, check=True, capture_output=True).stdout)
    sites: Texts = {}
    for use in told["models"]:
        sites.setdefault(f"{use['location']['path']}:{use['location']['line']}", []).extend(use["prompts"])
    return sites


def count(repository: str, sites: dict[str, object], texts: Texts) -> Counter[str]:
    """The sites of one repository by what became of them."""
    counts: Counter[str] = Counter()
    for site, label in sites.items():
        fragments = _fragments(label)
        prompts = [" ".join(text.split()) for text in texts.get(site, ())]
        there = [part for part in fragments if any(part in text for text in prompts)]
        outcome = _outcome(fragments, prompts, there)
        counts.update({outcome: 1, "sites" if fragments else "nowhere": 1, "prompts": len(fragments), "found": len(there)})
        counts["unseen"] += site not in texts
        if outcome in ("wrong", "missed"):
            print(f"  {outcome:7} {site} {'' if site in texts else 'not seen'}{prompts[0][:80] if prompts else ''}")
    print(f"{repository}: {counts['resolved']} of {counts['sites']}, wrong {counts['wrong']}")
    return counts


def _fragments(label: object) -> list[str]:
    return [] if label is None else [label] if isinstance(label, str) else list(_texts(label))


def _texts(label: object) -> Iterator[str]:
    assert isinstance(label, list)
    yield from map(str, label)


def _outcome(fragments: list[str], prompts: list[str], there: list[str]) -> str:
    if there:
        return "resolved"
    if prompts:
        return "wrong"
    return "missed" if fragments else "unknown"


def _rate(what: str, part: int, whole: int) -> None:
    print(f"{what:24} {part:4} of {whole:4}  {part / whole if whole else 0:.1%}")


if __name__ == "__main__":
    main()
