"""What a prompt asks for, as far as its words say."""

from __future__ import annotations

from enum import StrEnum

from adversescan.record import dataclass


class Task(StrEnum):
    INFER = "infer"
    SCORE = "score"
    DECIDE = "decide"
    WRITE_ABOUT = "write-about"
    SUMMARISE = "summarise"
    REDACT = "redact"
    TRANSLATE = "translate"
    ANSWER = "answer"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PromptReading:
    """What a prompt asks. `fields` are keys of the answer it demands, with the attributes each carries (maybe none)."""

    tasks: tuple[Task, ...]
    attributes: tuple[str, ...]
    about_person: bool
    negated: tuple[str, ...] = ()
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()
    adverse: bool = False
    language: str = ""
    mentioned: tuple[str, ...] = ()
    """Attributes that are named, but neither asked for nor forbidden: those of a summary, a topic, an introduction."""


UNREAD = PromptReading((Task.UNKNOWN,), (), False)
"""Of a text that asks for nothing."""
