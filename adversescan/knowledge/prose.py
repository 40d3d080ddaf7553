"""Reads rules/prose/: the words in which design documents say what is planned for people, one file a language."""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum
from importlib.resources.abc import Traversable

from adversescan.knowledge.unread_languages import UNREAD
from adversescan.knowledge.yaml_file import WHOLE, Mapping, Node, Text, collect, expect_mapping, join, read_yaml, refuse, yaml_files
from adversescan.record import dataclass

Phrases = tuple[str, ...]
_LISTS = (
    "common", "negation", "lacking", "restrictive", "contrast", "hypothetical", "promise", "lip", "evidence", "asking", "instance",
    "unrelated", "unbuilt", "nothing-goes",
)  # fmt: skip
_GROUPS = ("headings", "cues", "classes", "mitigations", "attributes", "proxies")
_FRAMES = "frames.yaml"
_WEIGHTS = "weights.yaml"
_NEVER = "never-recorded"
FORMS = ("number", "comparison")
"""Classes of a frame that hold for digits, and for signs before them, in every language."""
_LETTERS = ("latin", "han", "kana", "arabic", "devanagari")


class Cue(StrEnum):
    """What a phrase of a design says is done, with what, about whom and for whom."""

    SCRAPED = "scraped"
    BROKER = "broker"
    BREACH = "breach"
    LOOKUP = "lookup"
    UNLINKED = "unlinked"
    PERSON = "person"
    INFER = "infer"
    PROFILE = "profile"
    SCORE = "score"
    GENERAL_SCORE = "general-score"
    CONTEXTS = "contexts"
    DECIDE = "decide"
    PERHAPS_DECIDE = "perhaps-decide"
    """A detriment only where it rests on something found out about people: "closed" for those below a line."""
    THRESHOLD = "threshold"
    LIMIT = "limit"
    """A number with what lies below or above it: something follows from it."""
    CARE = "care"
    FAVOURABLE = "favourable"
    AUTOMATIC = "automatic"
    SHARE = "share"
    RECIPIENT = "recipient"
    ORGANISATION = "organisation"
    """Somebody who could be outside: counts only where a record of people is handed over."""
    FACE = "face"
    BIOMETRIC = "biometric"
    FACE_INDEX = "face-index"
    PEOPLE_SETTING = "people-setting"
    OFFENCE_RISK = "offence-risk"
    POLICE = "police"
    FEATURE = "feature"
    INPUTS = "inputs"
    LANGUAGE_MODEL = "language-model"
    LOCAL = "local"
    REFUSAL = "refusal"
    OTHER_MODEL = "other-model"
    GUARDRAIL_OFF = "guardrail-off"
    FIRST_PARTY = "first-party"
    RECORD_FIELD = "record-field"
    EXEMPT = "exempt"
    TALLIES = "tallies"
    """What happens counts for or against somebody: a score, whatever it is called."""
    FIGURE_OF_SPEECH = "figure-of-speech"
    """Words of a detriment in another sense: a census block, access limited to a few."""
    INCOMING = "incoming"
    """Somebody hands something to those who plan: no data leaves by it."""
    SPAM = "spam"
    BENIGN_ACT = "benign-act"
    OPAQUE = "opaque"
    """Something is done behind the backs of the people, or no one of them can answer back."""


class Negates(StrEnum):
    """What a word of denial denies: what follows it in its clause, or all of the clause."""

    AFTER = "after"
    CLAUSE = "clause"


class Section(StrEnum):
    """What a section does to the plans in it."""

    DENIED = "denied"
    DISCUSSED = "discussed"
    SAFEGUARDS = "safeguards"
    ABOUT = "about"
    """It speaks of the document or the project: authors, costs, dates, measures of success. Nothing in it is done to people."""
    INPUTS = "inputs"
    """It lists what a model or rule looks at; it changes nothing about the plan."""
    RECORDS = "records"
    """It lists what is handed over; it changes nothing about the plan."""
    DECIDES = "decides"
    """It says what follows where a condition holds; it changes nothing about the plan."""
    CONCLUDED = "concluded"
    """It lists what a model concludes; it changes nothing about the plan."""
    OUTGOING = "outgoing"
    """It names who gets the data; it changes nothing about the plan."""


@dataclass(frozen=True, slots=True, eq=False)
class ProseWords:
    """The phrases of one language by what they stand for; `lists` have no kinds, `groups` are by kind, `frames` hold for all languages."""

    language: str
    letters: str
    negates: Negates
    lists: dict[str, Phrases]
    groups: dict[str, dict[str, Phrases]]
    frames: tuple[Frame, ...] = ()
    never_recorded: frozenset[str] = frozenset()
    """Attributes that no form asks for: next to a figure or a camera they are concluded."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue that stands where a word of each class does, near each other: `close` for side by side, `ordered` for in this order,
    `far` for anywhere in a sentence.
    """

    cue: str
    classes: tuple[str, ...]
    close: bool = False
    ordered: bool = False
    far: bool = False


def read_prose(folder: Traversable) -> tuple[ProseWords, ...]:
    """The words of all languages below the rules folder. Raises InvalidFiles with every mistake."""
    files = yaml_files(folder / "prose")
    shared = read_yaml(folder / "prose" / _FRAMES, _FRAMES)
    frames, never = _read_frames(shared), frozenset(_phrases(shared.entries[_NEVER], _NEVER) if _NEVER in shared.entries else ())
    files = [(path, name) for path, name in files if path.name not in (_FRAMES, _WEIGHTS, UNREAD)]
    read = [
        replace(words, frames=tuple(_known(frames, words)), never_recorded=never)
        for words in collect(lambda file: _read_file(read_yaml(*file)), files)
    ]
    first = {group: set(read[0].groups[group]) for group in _GROUPS} if read else {}
    if english := next((words for words in read if words.language == "en"), None):
        first = {group: set(english.groups[group]) for group in _GROUPS}
    for words, (path, name) in zip(read, files, strict=True):
        for group in _GROUPS:
            for unknown in sorted(set(words.groups[group]) - first[group]):
                refuse(read_yaml(path, name), join(group, unknown), "is no kind the English file has")
    return tuple(read)


def _known(frames: list[Frame], words: ProseWords) -> list[Frame]:
    """The frames whose classes the language has words for."""
    return [frame for frame in frames if set(frame.classes) <= {*words.groups["classes"], *FORMS}]


def _read_frames(tree: Mapping) -> list[Frame]:
    found: list[Frame] = []
    for key, node in tree.entries.items():
        if key == _NEVER:
            continue
        if key not in list(Cue):
            refuse(tree, key, f"must be one of {', '.join(Cue)}")
        found += [_frame(key, each) for each in _phrases(node, key)]
    return found


def _frame(cue: str, text: str) -> Frame:
    return Frame(cue, tuple(re.split(r" [+>~&] ", text)), close=" > " in text or " ~ " in text, ordered=" > " in text, far=" & " in text)


def _read_file(tree: Mapping) -> ProseWords:
    known = {"language", "letters", "negates", *_LISTS, *_GROUPS}
    for key in tree.entries:
        if key not in known:
            refuse(tree, key, f"unknown key; known are {', '.join(sorted(known))}")
    letters = _text(tree, "letters")
    if letters not in _LETTERS:
        refuse(tree, "letters", f"must be one of {', '.join(_LETTERS)}")
    negates = _text(tree, "negates")
    if negates not in list(Negates):
        refuse(tree, "negates", f"must be one of {', '.join(Negates)}")
    lists = {name: _phrases(tree.entries[name], name) for name in _LISTS if name in tree.entries}
    groups = {name: _group(tree.entries[name], name) if name in tree.entries else {} for name in _GROUPS}
    return ProseWords(_text(tree, "language"), letters, Negates(negates), {name: lists.get(name, ()) for name in _LISTS}, groups)


def _group(node: Node, key: str) -> dict[str, Phrases]:
    tree = expect_mapping(node, key)
    return {name: _phrases(value, join(key, name)) for name, value in tree.entries.items()}


def _phrases(node: Node, key: str) -> Phrases:
    if not isinstance(node, Text):
        refuse(node, key, "must be a text of phrases parted by commas")
    return tuple(phrase for each in node.text.replace("،", ",").replace("、", ",").split(",") if (phrase := " ".join(each.split())))


def _text(tree: Mapping, key: str) -> str:
    node = tree.entries.get(key)
    if not isinstance(node, Text) or not node.text:
        refuse(tree, key if key in tree.entries else WHOLE, f"needs a text under {key}")
    return node.text
