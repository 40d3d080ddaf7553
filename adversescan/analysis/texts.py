"""Constants are evaluated: text is joined, formatted and changed by the methods of text, with holes where a part is unknown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import product

from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.labels import NO_FACTS, Facts, join, told
from adversescan.analysis.merge_values import merge
from adversescan.analysis.operators import COMBINED_BY, library_operator, own_operator
from adversescan.analysis.run import Run
from adversescan.analysis.values import MOST_ALTERNATIVES, TEXT, Kind, Record, Thing, Value, of, unknown
from adversescan.analysis.word_lookups import common_words
from adversescan.graph.program import Constant
from adversescan.graph.query import HOLE

PURE = frozenset(
    {
        "capitalize",
        "casefold",
        "center",
        "expandtabs",
        "format",
        "format_map",
        "join",
        "ljust",
        "lower",
        "lstrip",
        "partition",
        "removeprefix",
        "removesuffix",
        "replace",
        "rjust",
        "rpartition",
        "rsplit",
        "rstrip",
        "split",
        "splitlines",
        "strip",
        "swapcase",
        "title",
        "translate",
        "upper",
        "zfill",
        "encode",
        "decode",
    }
)
FIELD = re.compile(r"\{[^{}]*\}|%\([^)]*\)[sdfr]|%[sdfr]")
LONGEST = 20_000
"""Characters; of a longer text the beginning and the end are known, as what is asked stands before or behind what is put in."""
COLLECTIONS = frozenset({Kind.LIST, Kind.SET, Kind.TUPLE})
WRITTEN_OUT = frozenset({Kind.DICT, Kind.LIST, Kind.SET, Kind.TUPLE})
"""Objects whose text says all they hold, so that it can be read back."""


def concatenate(parts: list[Value], depth: int) -> Value:
    """One text made of several values. An object written out in it stays in it, for what reads the text."""
    facts = join(*(v.all_facts() for v in parts), *(deep_facts(v, 60) for v in parts if _written_out(v) or _buffers(v)))
    choices = [_as_texts(v) for v in parts]
    found = ["".join(pieces) for pieces in _combinations(choices)]
    text = _of_pieces(_texts(found, facts, max([depth, *(v.depth for v in parts)])), parts)
    held: dict[Thing, Facts] = {r: NO_FACTS for v in parts for r in _written_out(v)}
    return Value(text.constants, held, text.facts, text.depth, text.open, text.pieces) if held else text


def _written_out(value: Value) -> list[Record]:
    return [r for r in value.records() if r.kind in WRITTEN_OUT and TEXT not in r.settings]


def _buffers(value: Value) -> list[Record]:
    """Objects of libraries that texts were put into."""
    return [r for r in value.records() if r.kind is Kind.EXTERNAL and r.rest and TEXT not in r.settings]


def _of_pieces(text: Value, parts: list[Value]) -> Value:
    pieces = sum(max(v.pieces, 1) for v in parts if any(label.acquired for label in v.all_facts()))
    return Value(text.constants, text.objects, text.facts, text.depth, text.open, pieces)


def combine(run: Run, operator: str, values: list[Value], lines: list[int] | None = None) -> Value:
    """Arithmetic on values: joins text and lists, formats text, works out small numbers, keeps facts. `lines` are those of the values."""
    own = own_operator(run, COMBINED_BY.get(operator, ""), values[0], values[-1], run.frame.line)
    if own is None:
        own = library_operator(run, operator, values, lines or [run.frame.line] * len(values))
    if own is not None:
        return own
    facts = join(*(v.all_facts() for v in values), common_words(run, operator, values, run.frame.line))
    paths = [r for v in values for r in v.records() if TEXT in r.settings]
    if operator == "/" and paths:
        return _path(paths[0], [v.named() for v in values], facts, run.depth)
    if operator == "+" and any(v.texts() for v in values):
        return concatenate(values, run.depth)
    if operator == "%" and values[0].texts():
        return format_text(values[0], values[1:], {}, run.depth)
    lists = [r for v in values for r in v.records()]
    if operator == "/" and any(v.texts() for v in values):
        return _texts(["/".join(p).replace("//", "/") for p in _combinations([_as_texts(v) for v in values])], facts, run.depth)
    columns = [r for r in lists if r.kind is Kind.FRAME and r.element is not None]
    if columns and len(columns) == len(lists):
        return _column_of(columns, facts)
    if lists and operator in "+|&-*":
        return _joined_records(lists, join(facts, _in_common(run, operator, values, lists)))
    numbers = [v.literals() for v in values]
    if all(len(n) == 1 and isinstance(n[0], int | float) and not v.open for n, v in zip(numbers, values, strict=True)):
        return _number(operator, [n[0] for n in numbers], facts, run.depth)
    return Value(facts=facts, depth=run.depth, open=True)


def _in_common(run: Run, operator: str, values: list[Value], lists: list[Record]) -> Facts:
    from adversescan.analysis.compare import common

    return common(run, values, run.frame.line) if operator == "&" and all(r.kind in COLLECTIONS for r in lists) else NO_FACTS


def _path(like: Record, parts: list[Value], facts: Facts, depth: int) -> Value:
    """A path joined of parts, of the same type as the one that joins them."""
    text = _texts(["/".join(p).replace("//", "/") for p in _combinations([_as_texts(v) for v in parts])], facts, depth)
    record = Record(like.kind, like.path, like.rest)
    record.settings = {**like.settings, TEXT: text}
    return Value(None, {record: {}}, facts, text.depth, True)


def format_text(template: Value, positional: list[Value], named: dict[str, Value], depth: int) -> Value:
    """`template.format(...)` or `template % ...`: fields become what is given, or holes."""
    given = _used(template, positional, named)
    facts = join(template.all_facts(), *(v.all_facts() for v in given), *(_inner_facts(v) for v in given))
    found = []
    for text in template.texts()[:MOST_ALTERNATIVES]:
        found.extend(_fill(text, positional, named))
    return _of_pieces(_texts(found, facts, max(depth, template.depth)), [*positional, *named.values()])


def _used(template: Value, positional: list[Value], named: dict[str, Value]) -> list[Value]:
    """What the fields of a template take: of members given by name only those that are asked for, where all are known."""
    keys = {_key_of(field) for text in template.texts() for field in FIELD.findall(text.replace("{{", "").replace("}}", ""))}
    rows = [r for v in positional for r in v.records() if r.kind is Kind.DICT]
    members = {**named, **{k: v for r in rows for k, v in r.fields.items() if isinstance(k, str)}}
    if not template.open and keys and keys <= members.keys() and all(r.element is None and not r.rest for r in rows):
        return [members[key] for key in keys]
    return [*positional, *named.values()]


def _key_of(field: str) -> str:
    """The name a field asks for: `{name:>10}`, `%(name)s`."""
    return field.strip("{}").removeprefix("%(").partition(":")[0].partition("!")[0].partition(")")[0]


def text_method(run: Run, receiver: Value, name: str, positional: list[Value], named: dict[str, Value]) -> Value | None:
    """The result of a method of text on constant text; None where it is no such method."""
    if name not in PURE:
        return None
    if name == "format":
        return format_text(receiver, positional, named, receiver.depth)
    if name == "format_map":
        given = {k: v for value in positional for r in value.records() for k, v in r.fields.items() if isinstance(k, str)}
        return format_text(receiver, [], given, receiver.depth)
    if name == "join":
        return _join_text(receiver, positional)
    facts = join(receiver.facts, *(v.all_facts() for v in positional))
    results: list[Value] = []
    for (kind, text), own in receiver.constants.items():
        if kind is not str or not isinstance(text, str):
            continue
        results.extend(_apply(text, name, arguments, receiver.depth).tagged(own) for arguments in _argument_choices(name, positional))
    if not results:
        return Value(facts=join(facts, receiver.all_facts()), open=True)
    result = merge(*results).with_facts(facts)
    return result if not receiver.open else Value(result.constants, result.objects, result.facts, result.depth, True)


def _apply(text: str, name: str, arguments: tuple[Constant, ...], depth: int) -> Value:
    method: Callable[..., object] | None = getattr(text, name, None)
    if method is None:
        return Value({(str, text): {}}, depth=depth)
    try:
        result = method(*arguments)
    except (TypeError, ValueError, LookupError, OverflowError):
        return Value(open=True)
    if isinstance(result, str | bytes):
        return Value({(type(result), result): {}}, depth=depth)
    if isinstance(result, list | tuple):
        record = Record(Kind.TUPLE if isinstance(result, tuple) else Kind.LIST)
        record.fields = {i: Value({(str, piece): {}}, depth=depth) for i, piece in enumerate(result[:64])}
        return of(record)
    return Value(open=True)


def _argument_choices(name: str, positional: list[Value]) -> Iterable[tuple[Constant, ...]]:
    """The constants that may be given; what takes the place of a part of the text may be a hole."""
    choices = []
    for index, value in enumerate(positional):
        literals: list[Constant] = [c for c in value.literals() if c is None or isinstance(c, str | int)]
        if name == "replace" and index == 1 and (not literals or value.open):
            literals.append(HOLE)
        elif not literals or value.open:
            return []
        choices.append(literals)
    return list(product(*choices))[:MOST_ALTERNATIVES]


def _join_text(separator: Value, positional: list[Value]) -> Value:
    facts = join(separator.all_facts(), *(_inner_facts(v) for v in positional), *(v.all_facts() for v in positional))
    facts = join(facts, *(told(r.rows) for v in positional for r in v.records()))
    for record in [r for v in positional for r in v.records()]:
        items = [record.fields[k] for k in sorted(k for k in record.fields if isinstance(k, int))]
        held = items if record.element is None else [*items, record.element]
        return _of_pieces(_joined(separator, items, record.element).with_facts(facts), held)
    return Value({(str, HOLE): {}}, None, facts, separator.depth)


def _joined(separator: Value, items: list[Value], element: Value | None) -> Value:
    if items and element is None and separator.texts():
        pieces: list[Value] = []
        for item in items:
            pieces += [separator, item] if pieces else [item]
        return concatenate(pieces, separator.depth)
    if element is not None and element.texts() and separator.texts():
        return concatenate([element, separator, Value(open=True)], separator.depth)
    return Value({(str, HOLE): {}}, None, {}, separator.depth)


def _inner_facts(value: Value) -> Facts:
    found = [v.all_facts() for r in value.records() for v in ([*r.fields.values()] + ([r.element] if r.element else []))]
    return join(*found, *(r.rest for r in value.records() if r.rest))


def _fill(text: str, positional: list[Value], named: dict[str, Value]) -> list[str]:
    pieces: list[list[str]] = []
    end = 0
    escaped = text.replace("{{", "\x01\x01").replace("}}", "\x02\x02")
    for index, field in enumerate(FIELD.finditer(escaped)):
        pieces.append([escaped[end : field.start()]])
        key = field.group().strip("{}").partition(":")[0].partition("!")[0]
        value = named.get(key) or (positional[index] if index < len(positional) else None)
        pieces.append(_as_texts(value) if value is not None else [HOLE])
        end = field.end()
    pieces.append([escaped[end:]])
    return ["".join(p).replace("\x01\x01", "{").replace("\x02\x02", "}") for p in _combinations(pieces)]


def _as_texts(value: Value) -> list[str]:
    value = value.named()
    found = [str(c) for c in value.literals() if isinstance(c, str | int | float) and len(str(c)) < LONGEST]
    if not found or (value.open and not any(TEXT in r.settings for r in value.records())):
        found.append(HOLE)
    return found


def _combinations(choices: list[list[str]]) -> list[tuple[str, ...]]:
    total = 1
    for choice in choices:
        total *= len(choice)
    if total > MOST_ALTERNATIVES:
        choices = [c if len(c) == 1 else [HOLE] for c in choices]
    return list(product(*choices))


def _texts(found: list[str], facts: Facts, depth: int) -> Value:
    kept = list(dict.fromkeys(t if len(t) < LONGEST else t[: LONGEST // 3] + HOLE + t[-LONGEST // 3 :] for t in found))[:MOST_ALTERNATIVES]
    return Value({(str, t): {} for t in kept}, None, facts, depth, not kept)


def _column_of(columns: list[Record], facts: Facts) -> Value:
    """A column worked out of others, cell by cell."""
    result = Record(Kind.FRAME, columns[0].path, facts, columns[0].context)
    result.element = Value(facts=facts, open=True)
    result.rows, result.keys = join(*(c.rows for c in columns)), join(*(c.keys for c in columns))
    return Value(None, {result: NO_FACTS}, facts, 0, True)


def _joined_records(records: list[Record], facts: Facts) -> Value:
    if any(r.kind is Kind.DICT for r in records):
        result = Record(Kind.DICT)
        for record in records:
            result.fields.update(record.fields)
            result.context.names |= record.context.names
    else:
        # Of something unknown, such as a figure that was read, the result is as unknown.
        result = Record(Kind.UNKNOWN if all(r.kind is Kind.UNKNOWN for r in records) else Kind.LIST)
        found = [v for r in records for v in r.fields.values()] + [r.element for r in records if r.element is not None]
        found += [unknown(r.rest) for r in records if r.kind is Kind.UNKNOWN and r.rest and result.kind is Kind.LIST]
        result.element = merge(*found) if found else None
    result.rest = join(*(r.rest for r in records if r.rest)) or None
    result.rows = join(*(r.rows for r in records))
    return of(result, facts)


def _number(operator: str, numbers: list[Constant], facts: Facts, depth: int) -> Value:
    a, b = (numbers[0], numbers[1]) if len(numbers) == 2 else (None, None)
    if isinstance(a, int | float) and isinstance(b, int | float) and operator in "+-*":
        result = a + b if operator == "+" else a - b if operator == "-" else a * b
        if abs(result) < 1e12:
            return Value({(type(result), result): {}}, None, facts, depth)
    return Value(facts=facts, depth=depth, open=True)
