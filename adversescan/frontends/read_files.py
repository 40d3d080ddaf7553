"""Reads files into facts: from the cache where the content is known, else in several processes."""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence

from adversescan.cache import Cache, facts_key
from adversescan.frontends.file_facts import VERSION, FileFacts, pack_facts, read_facts, unpack_facts
from adversescan.sources.file import File
from adversescan.sources.left_out import LeftOut
from adversescan.sources.problem import Problem
from adversescan.sources.read_file import read_bytes, read_text
from adversescan.sources.source import Language

FEW_FILES = 30
"""Below this, starting processes costs more than it saves."""


def read_files(files: Sequence[File], left_out: LeftOut, cache: Cache, jobs: int, largest: int) -> list[FileFacts]:
    """The facts of all files, in their order."""
    contents = {file: read_bytes(file, largest) for file in files}
    rules = repr(left_out.reasons)
    keys = {file: _key(file, content, rules) for file, content in contents.items() if isinstance(content, bytes)}
    known = cache.get_many(set(keys.values()))
    pending = [(file, contents[file]) for file, key in keys.items() if key not in known]
    fresh = dict(zip((file for file, _ in pending), _read_all(pending, left_out, jobs), strict=True))
    cache.put_many({keys[file]: data for file, data in fresh.items()})
    return [_facts(file, contents[file], fresh.get(file) or known.get(keys.get(file, b""))) for file in files]


def _key(file: File, content: bytes, rules: str) -> bytes:
    # Whether generated text is left out depends on the rules of discovery and on the file being named, the language on its ending.
    # A model of dbt makes a table of the file's name.
    name = file.path if file.language is Language.SQL or b"model(dbt" in content else ""
    return facts_key(content, VERSION, file.language.value, name, str(file.named), rules)


def _facts(file: File, content: bytes | Problem, data: bytes | None) -> FileFacts:
    if isinstance(content, Problem):
        return FileFacts(file.path, None, 0, (), (content,))
    assert data is not None
    return unpack_facts(data, file.path)


def _read_all(pending: list[tuple[File, bytes | Problem]], left_out: LeftOut, jobs: int) -> list[bytes]:
    jobs = jobs or os.cpu_count() or 1
    if len(pending) < FEW_FILES or jobs == 1:
        return _read_some(pending, left_out)
    # Not for one file, which is read before these would be imported.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    size = max(8, len(pending) // (jobs * 4))
    chunks = [pending[i : i + size] for i in range(0, len(pending), size)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("fork")) as pool:
        found = pool.map(_read_some, chunks, [left_out] * len(chunks))
        return [data for chunk in found for data in chunk]


def _read_some(pending: list[tuple[File, bytes | Problem]], left_out: LeftOut) -> list[bytes]:
    enabled = gc.isenabled()
    # Trees of syntax hold no cycles worth collecting while they are read.
    gc.disable()
    try:
        return [_read_one(file, content, left_out) for file, content in pending]
    finally:
        if enabled:
            gc.enable()


def _read_one(file: File, content: bytes | Problem, left_out: LeftOut) -> bytes:
    assert isinstance(content, bytes)
    reading = read_text(file, content, left_out)
    return pack_facts(read_facts(reading.source, reading.problems, reading.left_out))
