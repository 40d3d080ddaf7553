"""CPU seconds of reading 10,000 short texts that were never read before, and again.

    python benchmarks/short_texts.py

Two kinds, all different: texts as a program holds them (labels, messages, keys, paths), and prompts, each of which is read to its end.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import islice, product
from pathlib import Path

from adversescan.knowledge.vocabulary import read_vocabulary
from adversescan.language.prompts import read_prompt
from adversescan.language.tasks import read_tasks

RULES = Path(__file__).parents[1] / "rules"
NUMBER = 10_000
PLAIN = (
    ("Saved", "Could not open", "Retrying", "Loaded", "Connected to", "Skipping", "No such", "Uploading", "Finished", "Unknown"),
    ("row", "file", "table", "page", "bucket", "user", "report", "queue", "picture", "order"),
    ("{name}", "%s", "in {folder}", "of batch {number}", "after {seconds} s", "(cached)", "for {customer}", "at {url}", "twice", "again"),
    ("", ".", "!", " ...", " now", " of 10", " by hand", " as JSON", " (dry run)", " today"),
)
PROMPTS = (
    ("Guess", "Classify", "Summarise", "Translate", "Score", "Describe", "Extract", "Rate", "Rewrite", "Decide about"),
    (
        "the text",
        "this post",
        "the applicant's letter",
        "the review",
        "the chat",
        "the author",
        "the case",
        "the novel",
        "{text}",
        "the note",
    ),
    (
        "in one line",
        "by its religion",
        "by its topic",
        "in German",
        "from 1 to 10",
        "as JSON",
        "by age",
        "for a child",
        "now",
        "again",
    ),
    (
        "",
        ".",
        " Answer with one word.",
        " Do not guess.",
        " Be brief.",
        " Use the list.",
        " No advice.",
        " Say why.",
        " Be kind.",
        " Stop.",
    ),
)


def main() -> None:
    """A line for each kind and each of two rounds."""
    vocabulary, tasks = read_vocabulary(RULES), read_tasks(RULES)
    for kind, parts in (("plain texts", PLAIN), ("prompts", PROMPTS)):
        texts = list(islice(("{} {} {}{}".format(*each) for each in product(*parts)), NUMBER))
        for round_ in ("cold", "again"):
            seconds = _seconds(texts, lambda text: read_prompt(text, vocabulary, tasks))
            print(f"{kind:12} {round_:6} {len(set(texts)):6} texts {seconds:6.2f} s CPU")


def _seconds(texts: list[str], read: Callable[[str], object]) -> float:
    before = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - before


if __name__ == "__main__":
    main()
