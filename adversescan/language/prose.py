"""Reads single sentences of a design: which of the words of rules/prose/ stand in them, and which of these are denied."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from adversescan.knowledge.concepts import ConceptKind, Strength
from adversescan.knowledge.prose import Cue, Negates, ProseWords, Section
from adversescan.knowledge.stages import Mitigation
from adversescan.knowledge.vocabulary import Vocabulary
from adversescan.language.fold import fold
from adversescan.language.phrase_pattern import phrase_pattern, plain
from adversescan.language.prose_frames import FrameFinder
from adversescan.record import dataclass

_LONGEST_TITLE = 3
"""Words of a title that opens a section of its kind; a longer one only begins with such a word."""
_SHORT_ANSWER = 3
"""Words of a value that does no more than deny."""
_SUBJECT = 24
"""Letters that may stand between a subject and its verb."""
_NUMBERING = " *_:：0123456789.)、一二三四五六七八九十#"
_QUALIFIED = re.compile(r"(\S+)\s+(?:of|for|to|des|der|du|de|del|do|da|zum|fur|का|के|की)\s\S")
"""A key of one word with what it belongs to: "inputs of the model", "eingaben des modells"."""
_ENUMERATED = 8
"""Letters that may stand between the items of a list: ", and the"."""
_STOP = re.compile(r"[;:.]")
_LACKED = re.compile(r"\s*(?:[^\s,;.:()]+\s+){0,2}[^\s,;.:()]+")
_CLOSING = ";:；："
_BREAK = re.compile(r"[,;:()，；：、。؛،—–|]|\s-\s")
_QUOTED = re.compile(r'"[^"]{1,80}"|[「『][^」』]{1,80}[」』]')
_STRENGTHS = {ConceptKind.ATTRIBUTE: (Strength.STRONG, Strength.WEAK, Strength.VALUE)}


@dataclass(frozen=True, slots=True)
class Signs:
    """What a sentence says: cues, mitigations, attributes and proxies that are meant, and mitigations that are denied."""

    cues: frozenset[str]
    mitigations: frozenset[str]
    attributes: frozenset[str]
    proxies: frozenset[str]
    denied: frozenset[str]
    promised: bool
    hypothetical: bool
    lip_service: bool
    unlinked: bool
    contexts: int
    targets: frozenset[str] = frozenset()
    """Attributes that may be what is inferred: not those named as what to infer from."""
    never_recorded: frozenset[str] = frozenset()
    """Those of them that no form asks for."""
    refused: bool = False
    """It says of a step of an adverse chain, or of a trait, that it is not taken."""

    def has(self, *cues: str) -> bool:
        return all(cue in self.cues for cue in cues)


class ProseReader:
    """Reads sentences in one language."""

    def __init__(self, words: ProseWords, vocabulary: Vocabulary) -> None:
        self.language = words.language
        self._vocabulary = vocabulary
        self._negates = words.negates
        self._never_recorded = words.never_recorded
        letters = words.letters
        self._lists = {name: phrase_pattern(phrases, letters) for name, phrases in words.lists.items()}
        self._groups = {
            group: {kind: phrase_pattern(phrases, letters) for kind, phrases in kinds.items()} for group, kinds in words.groups.items()
        }
        self._frames = FrameFinder(words.frames, self._groups["classes"], words.letters)
        self._own = [self._groups[group][kind] for group, kind in _SPEAKING if kind in self._groups[group]]

    def section(self, headings: Iterable[str]) -> str:
        """What the sections the headings open do to a plan: "denied", "discussed", "safeguards", "about", or "" where they do nothing."""
        folded = [fold(heading) for heading in headings]
        parted = (Section.DENIED, Section.DISCUSSED, Section.SAFEGUARDS)
        found = next((kind.value for kind in parted if any(self._opens(kind, each) for each in folded)), "")
        about = self._groups["headings"][Section.ABOUT]
        return found or (Section.ABOUT.value if any(about.fullmatch(each.strip(_NUMBERING)) for each in folded) else "")

    def _opens(self, kind: Section, heading: str) -> bool:
        """Whether the phrases make up most of the heading, or begin it and are more than a word: "Risk model" discusses no risk."""
        hits = list(self._groups["headings"][kind].finditer(heading))
        letters = sum(char.isalnum() for char in heading)
        covered = sum(char.isalnum() for hit in hits for char in hit[0])
        begins = bool(hits) and not heading[: hits[0].start()].strip(_NUMBERING) and (kind is Section.SAFEGUARDS or " " in hits[0][0])
        short = len(heading.split()) <= _LONGEST_TITLE
        return bool(hits) and ((begins and short) or covered * 2 > letters)

    def is_key(self, kind: Section, heading: str) -> bool:
        """Whether the key or title above a value is of a kind: names who gets the data, what a model looks at or concludes, ..."""
        pattern, folded = self._groups["headings"][kind], fold(heading)
        named = _QUALIFIED.match(folded)
        return bool(pattern.fullmatch(folded) or (named and pattern.fullmatch(named[1])))

    def denies(self, value: str) -> bool:
        """Whether a value says no to its key, as in "consent: none"."""
        folded = fold(value).lstrip()
        return len(folded.split()) <= _SHORT_ANSWER and self._lists["negation"].match(folded) is not None

    def promises(self, heading: str) -> bool:
        return self._listed("promise", fold(heading))

    def is_unbuilt(self, text: str) -> bool:
        """Whether a sentence says of what stands around it that nothing of it is there yet."""
        return self._listed("unbuilt", plain(text))

    def read(self, text: str) -> Signs:
        folded = plain(text)
        live, denied = self._parted(folded)
        targets = self._targets(live)
        return Signs(
            cues=self._cues(live) | ({Cue.OPAQUE} if self._is(Cue.OPAQUE, folded) else set()),
            mitigations=self._mitigations(live),
            attributes=self._attributes(live),
            proxies=self._kinds("proxies", live),
            denied=self._kinds("mitigations", denied),
            promised=self._listed("promise", folded),
            hypothetical=self._listed("hypothetical", self._lists["instance"].sub(" ", folded)),
            lip_service=self._listed("lip", folded),
            unlinked=self._is("unlinked", folded),
            contexts=len({hit[0] for hit in self._groups["cues"]["contexts"].finditer(live)}),
            targets=targets,
            never_recorded=targets & self._never_recorded,
            refused=self._acts(denied) or bool(self._attributes(denied)),
        )

    def _targets(self, text: str) -> frozenset[str]:
        """Attributes without those only named as evidence: of "a score computed from age" none, of "religion, read from posts" religion."""
        guesses = [hit.span() for hit in self._groups["cues"][Cue.INFER].finditer(text)]
        rest, at = "", 0
        for hit in self._lists["evidence"].finditer(text):
            if hit.start() >= at and any(end <= hit.start() for _, end in guesses):
                rest += text[at : hit.start()]
                stops = [start for start, _ in guesses if start >= hit.end()]
                stops += [stop.start() for stop in self._lists["asking"].finditer(text, hit.end())]
                at = min(stops, default=len(text))
        found, all_ = self._attributes(rest + text[at:]), self._attributes(text)
        figure = self._groups["classes"].get("figure")
        return found if found or (figure and figure.search(text)) else all_

    def _cues(self, text: str) -> frozenset[str]:
        """The cues of phrases and frames; what is said in favour of somebody is no detriment, what comes in is not handed over."""
        found = set(self._kinds("cues", text)) | {cue for cue, _, _ in self._frames.find(text)}
        if found & _DETRIMENTS and (rest := self._without_things(text)) != text:
            found -= _DETRIMENTS - set(self._kinds("cues", rest)) - {cue for cue, _, _ in self._frames.find(rest)}
        for cue, meant_otherwise in _TAKEN_BACK.items():
            if cue in found:
                rest = self._groups["cues"][cue].sub(" ", text)
                found -= meant_otherwise - set(self._kinds("cues", rest)) - {cue for cue, _, _ in self._frames.find(rest)}
        return frozenset(found)

    def _without_things(self, text: str) -> str:
        """The text without clauses that are about things alone: a call is rejected, a test fails, a column is dropped."""
        classes = self._groups["classes"]
        things, people = classes.get("things"), [classes[name] for name in _SOMEBODY if name in classes]
        if things is None:
            return text
        edges = [0, *(hit.start() for hit in _BREAK.finditer(text)), len(text)]
        clauses = [text[start:end] for start, end in pairwise(edges)]
        units = classes.get("units")
        return "".join(
            clause
            for clause in clauses
            if not things.search(clause) or any(pattern.search(units.sub(" ", clause) if units else clause) for pattern in people)
        )

    def _listed(self, name: str, text: str) -> bool:
        return bool(self._lists[name].search(text))

    def _is(self, cue: str, text: str) -> bool:
        return bool(self._groups["cues"][cue].search(text))

    def _mitigations(self, text: str) -> frozenset[str]:
        """The safeguards of a text. What a camera or model looks at, no human does."""
        found = self._kinds("mitigations", text)
        machine, review = self._groups["classes"].get("machine"), self._groups["mitigations"].get(Mitigation.HUMAN_REVIEW)
        if machine is None or review is None or Mitigation.HUMAN_REVIEW not in found:
            return found
        by_people = any(not self._does(machine, text, hit.start()) for hit in review.finditer(text))
        return found if by_people else found - {Mitigation.HUMAN_REVIEW.value}

    @staticmethod
    def _does(machine: re.Pattern[str], text: str, at: int) -> bool:
        """Whether a machine stands before the place in its clause, as its subject."""
        start = max((hit.end() for hit in _BREAK.finditer(text, 0, at)), default=0)
        return any(at - hit.end() <= _SUBJECT for hit in machine.finditer(text, start, at))

    def _kinds(self, group: str, text: str) -> frozenset[str]:
        return frozenset(kind for kind, pattern in self._groups[group].items() if pattern.search(text))

    def _attributes(self, text: str) -> frozenset[str]:
        text = self._lists["unrelated"].sub(" ", text)
        found = set(self._kinds("attributes", text))
        found |= {each.id for each in self._vocabulary.read_text(text) if each.strength in _STRENGTHS.get(each.kind, ())}
        return frozenset(found)

    def _parted(self, text: str) -> tuple[str, str]:
        """The clauses that are meant and those that are denied; what is listed after a denial is denied with it."""
        lacked: list[str] = []
        for hit in self._lists["lacking"].finditer(text):
            what = _LACKED.match(text, hit.end())
            stop = what.end() if what else hit.end()
            if not any(pattern.search(text[hit.start() : stop]) for pattern in self._own) and not self._names(text, hit.start()):
                lacked.append(text[hit.start() : stop])
                text = text[: hit.start()] + " " * (stop - hit.start()) + text[stop:]
        kept_in = [(hit.start(), self._clause_end(text, hit.end())) for hit in self._lists["nothing-goes"].finditer(text)]
        for start, stop in (*kept_in, *self._removed(text)):
            lacked.append(text[start:stop])
            text = text[:start] + " " * (stop - start) + text[stop:]
        own = [hit.span() for pattern in self._own for hit in pattern.finditer(text)]
        own += [hit.span() for hit in self._lists["restrictive"].finditer(text)]
        own += [(start, end) for _, start, end in self._frames.find(text, ordered_only=True)]
        own += [(start, end) for cue, start, end in self._frames.find(text) if cue == Cue.GUARDRAIL_OFF]
        denials = [hit.span() for hit in self._lists["negation"].finditer(text)]
        own += [hit.span() for hit in _QUOTED.finditer(text)]
        denials = [place for place in denials if not any(start <= place[0] and place[1] <= end for start, end in own)]
        edges = sorted(
            {0, len(text), *(m.start() for m in _BREAK.finditer(text)), *(m.start() for m in self._lists["contrast"].finditer(text))}
        )
        live: list[str] = []
        denied = lacked
        before = bare = False
        for start, end in pairwise(edges):
            clause = text[start:end]
            stopped = self._lists["contrast"].match(clause) is not None or clause[:1] in _CLOSING
            first = next((place[0] for place in denials if start <= place[0] < end), None)
            if first is None and before and not stopped and (bare or not self._acts(clause)):
                first = start
            cut = end if first is None else start if self._negates is Negates.CLAUSE else first
            live.append(text[start:cut])
            denied.append(text[cut:end])
            before, bare = first is not None, first is not None and not self._acts(text[cut:end])
        return " ".join(live), " ".join(denied)

    @staticmethod
    def _clause_end(text: str, at: int) -> int:
        found = _BREAK.search(text, at)
        return found.start() if found else len(text)

    def _removed(self, text: str) -> Iterator[tuple[int, int]]:
        """Where traits are taken away from the data: "faith, party and age are filtered out". People who are filtered out stand."""
        classes = self._groups["classes"]
        if "taken-out" not in classes or "trait-names" not in classes:
            return
        names = [hit.span() for hit in classes["trait-names"].finditer(text)]
        for hit in classes["taken-out"].finditer(text):
            start = hit.start()
            for name in reversed(names):
                start = name[0] if name[1] <= start <= name[1] + _ENUMERATED and not _STOP.search(text, name[1], start) else start
            before = text[max([0, *(stop.end() for stop in _BREAK.finditer(text, 0, start))]) : start]
            if start < hit.start() and not classes["people"].search(before):
                yield start, hit.end()

    def _names(self, text: str, start: int) -> bool:
        """Whether an expression for an attribute begins there: "without papers"."""
        return any(pattern.match(text, start) for pattern in self._groups["attributes"].values())

    def _acts(self, clause: str) -> bool:
        return any(self._is(cue, clause) for cue in ("infer", "decide", "perhaps-decide", "share"))


_DETRIMENTS = {Cue.DECIDE, Cue.PERHAPS_DECIDE}
_SOMEBODY = ("people", "benefit", "price", "populace")
_TAKEN_BACK = {
    Cue.FAVOURABLE: {Cue.DECIDE, Cue.PERHAPS_DECIDE},
    Cue.FIGURE_OF_SPEECH: {Cue.DECIDE, Cue.PERHAPS_DECIDE},
    Cue.INCOMING: {Cue.SHARE},
}
"""Cues whose words mean something else than the ones they look like."""
_SPEAKING = (
    ("cues", "decide"),
    ("cues", "perhaps-decide"),
    ("cues", "profile"),
    ("mitigations", "anonymised"),
    ("mitigations", "aggregated"),
    ("mitigations", "human-review"),
)
"""Kinds whose phrases may hold a denial of their own: "not invited", "no identifiers"."""
