"""A scan whose result is known when nothing has changed: nothing is followed then, and the engine is not even imported.

The key is made of everything that a result depends on: the tool, the packages it is installed with, the rules, the settings, the day
(waivers end), which files there are, what is in them, and what was left out. What is missing here would be a wrong report, so
what is in doubt is in the key.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from adversescan.cache import Cache, facts_key, tool_state
from adversescan.config import Options
from adversescan.findings.approved_design import find_approvals
from adversescan.findings.result import Result
from adversescan.knowledge.book_parts import BookParts
from adversescan.knowledge.rules_folder import rules_state
from adversescan.packing import pack, unpack
from adversescan.sources.discover import common_folder, discover
from adversescan.sources.language_of import is_sheet
from adversescan.sources.problem import Problem
from adversescan.sources.read_file import FIRST_BYTES, LARGEST_TEXT, read_beginning, read_bytes


def scan_known(paths: Sequence[Path], options: Options) -> Result:
    """What `scan` says, from the cache where it has said it before of the very same."""
    settings = replace(options, today=options.today or date.today())  # noqa: DTZ011
    if settings.cache is None:
        return _scan(paths, settings)
    cache = Cache(settings.cache)
    key = _key(paths, settings)
    known = unpack(cache.get_many([key]).get(key, b""), Result)
    if known is not None:
        return known
    result = _scan(paths, settings)
    # Of a file that was written meanwhile the scan may have seen either state.
    if _key(paths, settings) == key:
        cache.put_many({key: pack(result)})
    return result


def _scan(paths: Sequence[Path], settings: Options) -> Result:
    from adversescan.scan import scan

    return scan(paths, settings)


def _key(paths: Sequence[Path], settings: Options) -> bytes:
    parts = (*tool_state(), *rules_state(settings.rules), repr(replace(settings, jobs=0, cache=None)), *_files(paths, settings))
    return facts_key(b"result", *parts)


def _files(paths: Sequence[Path], settings: Options) -> Iterator[str]:
    """All that was found, with what is in it."""
    found = discover(
        paths, *BookParts(settings.rules, Cache(settings.cache)).discovery(),
        base=settings.base, exclude=settings.exclude, exclude_in=settings.exclude_in, largest=settings.largest,
    )  # fmt: skip
    yield repr((found.base, found.problems, sorted(found.left_out.items())))
    if approvals := find_approvals(common_folder(tuple(paths))):
        yield repr([(each.name, each.read_bytes()) for each in sorted(approvals.parent.iterdir()) if each.is_file()])
        yield repr([Path(path).resolve() for path in paths])
    for file in found.files:
        content = read_bytes(file, settings.largest)
        told = repr(content) if isinstance(content, Problem) else hashlib.sha256(content).hexdigest()
        yield repr((file.path, file.place, file.language, file.root, file.named, told))
    for text in found.texts:
        yield repr((text.path, text.place, text.size, hashlib.sha256(read_beginning(text, LARGEST_TEXT)).hexdigest()))
    for table in found.tables:
        yield repr(
            (
                table.path,
                table.place,
                hashlib.sha256(read_beginning(table, settings.largest if is_sheet(table.path) else FIRST_BYTES)).hexdigest(),
            )
        )
