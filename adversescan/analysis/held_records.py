"""What an object holds, and what that holds."""

from __future__ import annotations

from adversescan.analysis.values import CONTENT, Record, Value


def members_of(record: Record) -> list[Value]:
    """All values a record holds."""
    found = list(record.fields.values())
    if record.element is not None:
        found.append(record.element)
    return found


def read_from_file(record: Record) -> list[Value]:
    """What the file holds that an object was read from: a template says what stands in it."""
    return [record.settings[CONTENT]] if CONTENT in record.settings else []


def held_by(value: Value, most: int = 60) -> list[Record]:
    """The objects a value may be and all they hold."""
    found: list[Record] = []
    pending = [value]
    while pending and len(found) < most:
        for record in pending.pop().records():
            if record not in found:
                found.append(record)
                pending.extend(members_of(record))
    return found
