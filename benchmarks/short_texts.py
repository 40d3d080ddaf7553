"""CPU seconds of reading 10,000 short texts that were never read before, and in a later run of the program.

    python benchmarks/short_texts.py

Each line is a process of its own, with all that it imports; the rules were read before.

Two kinds, all different: texts as a program holds them (labels, messages, keys, paths), and prompts, each of which is read to its end.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from itertools import islice, product
from pathlib import Path
from tempfile import TemporaryDirectory

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


KINDS = {"plain": PLAIN, "prompts": PROMPTS}


def main() -> None:
    """A line for each kind and each of two runs of the program."""
    for kind in KINDS:
        with TemporaryDirectory() as cache:
            for run, number in (("rules", 0), ("cold", NUMBER), ("again", NUMBER)):
                done = subprocess.run([sys.executable, __file__, kind, str(number), cache], capture_output=True, text=True, check=True)
                print(f"{kind:8} {run:6} {number:6} texts {float(done.stdout):6.2f} s CPU")


def read(kind: str, number: int, cache: Path) -> float:
    """The CPU seconds of this process when it has read so many texts."""
    from adversescan.cache import Cache
    from adversescan.knowledge.rule_book import load_rule_book
    from adversescan.readers import TextReaders

    # As while a program is followed, which is when texts are read.
    gc.disable()
    book = load_rule_book(imports=frozenset(), cache=Cache(cache))
    readers = TextReaders(book, book.folder)
    for each in islice(product(*KINDS[kind]), number):
        readers.prompt("{} {} {}{}".format(*each))
    readers.keep()
    return time.process_time()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(read(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])))
    else:
        main()
