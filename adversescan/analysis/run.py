"""The state of one following of stages: the frames on the stack, the conditions in force, and what was met."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from adversescan.analysis.arguments import Arguments
    from adversescan.analysis.model_calls import ModelCall

from adversescan.analysis.find_modules import Links
from adversescan.analysis.kept_stores import EntryName, KeptStores
from adversescan.analysis.labels import NO_FACTS, Context, Event, Facts, join, make_implicit
from adversescan.analysis.mentions import mentioned_names
from adversescan.analysis.text_readers import Readers
from adversescan.analysis.values import Class, Function, Module, Record, Scope, Value
from adversescan.findings.approved_design import Approvals
from adversescan.findings.finding import Confidence
from adversescan.graph.program import FunctionDefinition, Program
from adversescan.knowledge.concepts import Concept
from adversescan.knowledge.rule_book import RuleBook
from adversescan.knowledge.stages import Mitigation, Stage
from adversescan.sources.source import Location, Source


class Interrupted(Exception):
    """The budget of one root is used up; what was found so far stands, and a note says so."""


class Raised(NamedTuple):
    """An exception on its way: the names of its classes, the facts under which it was raised, and the object itself."""

    names: frozenset[str]
    facts: Facts
    value: Value


class Control(NamedTuple):
    """A condition in force: its facts, and whether it is the rest after an early exit (which governs acts only)."""

    facts: Facts
    guard: bool
    branch: int
    place: tuple[str, int] | None = None


@dataclass(slots=True, eq=False)
class Frame:
    """One running function (or module body). `line` is the statement being run."""

    function: str
    module: Module
    scope: Scope
    depth: int
    control_base: int
    definition: object = None
    line: int = 0
    returned: list[Value] = field(default_factory=list)
    chose: list[Facts] = field(default_factory=list)
    """The facts that chose each of what was returned; none for what is no object of a class."""
    yielded: list[Value] = field(default_factory=list)
    jumped: list[dict[str, Value]] = field(default_factory=list)
    """The names as they were where a loop was left or continued."""
    refused: Facts = field(default_factory=dict)
    """That a model refused, where a round of a loop was cut short to begin the next."""
    owner: Class | None = None
    entry: bool = False
    asked: Context = field(default_factory=Context)
    """The names of the variables that hold what somebody entered."""


@dataclass(slots=True, eq=False)
class Act:
    """Something done about a person: the event, the facts that reach it as data, and those that govern it."""

    event: Event
    data: Facts
    governing: Facts
    siblings: Facts
    group: tuple[object, ...]
    rank: int = 0
    grade: Confidence = Confidence.CERTAIN
    recipient: str = ""
    entry: EntryName = ("", "")
    """What was being followed when it was met."""


@dataclass(slots=True, eq=False)
class Run:
    """Everything one scan follows stages with."""

    book: RuleBook
    sources: Mapping[str, Source]
    load: Callable[[str], Program | None]
    readers: Readers
    links: Links
    internal_hosts: tuple[str, ...] = ()
    approvals: Approvals | None = None
    """The designs that were approved for what is scanned."""
    followed_all: bool = True
    """Whether all of the folder the designs are about is scanned: what is missing in a part may stand in another."""
    frames: list[Frame] = field(default_factory=list)
    control: list[Control] = field(default_factory=list)
    tables: list[Value] = field(default_factory=list)
    """The tables in whose calls arguments are being worked out, the innermost last."""
    modules: dict[str, Module] = field(default_factory=dict)
    events: dict[tuple[object, ...], Event] = field(default_factory=dict)
    acts: dict[tuple[object, ...], Act] = field(default_factory=dict)
    stores: KeptStores = field(default_factory=KeptStores)
    store_writes: dict[tuple[str, str], set[Location]] = field(default_factory=dict)
    store_reads: dict[tuple[str, str], set[Location]] = field(default_factory=dict)
    called: set[object] = field(default_factory=set)
    functions: list[tuple[Function, Class | None]] = field(default_factory=list)
    classes: list[Class] = field(default_factory=list)
    raised: list[Raised] = field(default_factory=list)
    memo: dict[tuple[object, ...], tuple[Value, bool]] = field(default_factory=dict)
    concepts: dict[str, tuple[Concept, ...]] = field(default_factory=dict)
    model_calls: dict[Event, ModelCall] = field(default_factory=dict)
    prompts_resolved: set[Location] = field(default_factory=set)
    prompts_unknown: set[Location] = field(default_factory=set)
    unknown_calls: set[tuple[str, int]] = field(default_factory=set)
    library_calls: set[tuple[str, int, str]] = field(default_factory=set)
    idle_acts: set[tuple[Stage, Location]] = field(default_factory=set)
    """Acts that nothing about a person reaches."""
    titles: dict[str, set[str]] = field(default_factory=dict)
    """Of a module, by its path: the titles of the windows and pages it shows things in."""
    limits: set[str] = field(default_factory=set)
    self_domains: set[str] = field(default_factory=set)
    known_functions: set[object] = field(default_factory=set)
    stars: dict[str, list[str]] = field(default_factory=dict)
    outside_stars: dict[str, list[str]] = field(default_factory=dict)
    """Libraries all of whose names a module imports."""
    governed: dict[Event, frozenset[Mitigation]] = field(default_factory=dict)
    """Of a call of a model, the measures on every way to it that was followed."""
    same_input: set[tuple[Event, Event]] = field(default_factory=set)
    """A call of a model, and a later one that is given what it was given."""
    wiring: dict[tuple[str, int], frozenset[str]] = field(default_factory=dict)
    frame_types: frozenset[str] = frozenset()
    mentioned: dict[FunctionDefinition, frozenset[str]] = field(default_factory=dict)
    accessors: frozenset[str] = frozenset()
    deferred: list[tuple[Value, Arguments, int]] = field(default_factory=list)
    elsewhere: tuple[Frame, int] | None = None
    slice: frozenset[tuple[str, str]] | None = None
    gathered: dict[Record, tuple[Frame, int, Facts]] = field(default_factory=dict)
    """Lists and dicts that vectors of faces were added to, where, and what governed it."""
    faces_seen: bool = False
    acted: int = 0
    asked: int = 0
    last_answer: Facts = field(default_factory=dict)
    heap_version: int = 0
    steps: int = 0
    steps_taken: int = 0
    most_steps: int = 400_000
    tired: bool = False
    """The budget of a module is spent: what is left of it is defined, no function of the project is run."""
    cut_off: set[str] = field(default_factory=set)  # modules whose bodies were not run to their end
    branches: int = 0
    dead: bool = False

    @property
    def frame(self) -> Frame:
        return self.frames[-1]

    def register(self, function: Function, owner: Class | None) -> None:
        """Notes a project function, so that one nobody calls is followed as an entry."""
        if function.definition not in self.known_functions:
            self.known_functions.add(function.definition)
            self.functions.append((function, owner))

    def mentions(self, definition: FunctionDefinition) -> frozenset[str]:
        found = self.mentioned.get(definition)
        if found is None:
            found = self.mentioned[definition] = mentioned_names(definition)
        return found

    def mitigations_seen(self, mitigations: frozenset[Mitigation], event: Event) -> bool:
        """Whether there is a step of such a kind: on the way to a call of a model, else anywhere, as what stands elsewhere may count."""
        if event in self.governed:
            return bool(mitigations & self.governed[event])
        from adversescan.knowledge.concepts import ConceptKind, Strength

        wanted = {m.value for m in mitigations}
        names = {f.definition.name for f, _ in self.functions} | {c.definition.name for c in self.classes}
        strong = (Strength.STRONG,)
        return any(c.kind is ConceptKind.MITIGATION and c.id in wanted and c.strength in strong for n in names for c in self.concepts_of(n))

    def is_frame_type(self, path: str) -> bool:
        """Whether a library gives the type methods with column semantics."""
        return path in self.frame_types

    def column_type(self, frame_type: str) -> str:
        """The type a library's table gives for one of its columns."""
        model = self.book.libraries.calls.get(f"{frame_type}.__getitem__")
        if model is None:
            return frame_type
        self.library_calls.add((self.frame.module.path, self.frame.line, model.path))
        return model.returns

    @contextmanager
    def done_for(self, place: tuple[Frame, int] | None) -> Iterator[None]:
        """Run what carries out a job that was put together elsewhere: that place is where the act is."""
        before, self.elsewhere = self.elsewhere, place
        try:
            yield
        finally:
            self.elsewhere = before

    @property
    def depth(self) -> int:
        return len(self.frames)

    def step(self) -> None:
        self.steps += 1
        if self.steps > self.most_steps:
            raise Interrupted

    def location(self, line: int = 0, frame: Frame | None = None) -> Location:
        here = frame or self.frame
        return self.sources[here.module.path].locate(line or here.line)

    def text_at(self, location_line: int, frame: Frame | None = None) -> str:
        here = frame or self.frame
        lines = self.sources[here.module.path].text.splitlines()
        return lines[location_line - 1].strip() if 0 < location_line <= len(lines) else ""

    def event(self, stage: Stage | None, line: int, key: object = "", frame: Frame | None = None) -> Event:
        """The event of a stage at a line of the running frame; the same one whenever it is met again."""
        here = frame or self.frame
        at = line or here.line
        identity = (stage, here.module.path, at, key)
        found = self.events.get(identity)
        if found is None:
            found = Event(stage, self.location(at, here), here.function, self.text_at(at, here))
            self.events[identity] = found
        return found

    def concepts_of(self, name: str) -> tuple[Concept, ...]:
        found = self.concepts.get(name)
        if found is None:
            found = self.concepts[name] = self.book.vocabulary.read_name(name)
        return found

    def governing(self) -> Facts:
        """The facts of all conditions in force, for an act."""
        return join(*(c.facts for c in self.control))

    def governing_here(self) -> Facts:
        """The facts of the conditions of this frame."""
        return join(*(c.facts for c in self.control[self.frame.control_base :]))

    def choosing(self, *, returned: bool = False) -> Facts:
        """The facts of the conditions of this frame, on a constant they choose: one implicit hop further.

        What is returned after an early exit is chosen by it as well.
        """
        facts = self.chosen_by(returned=returned)
        return make_implicit(facts) if facts else NO_FACTS

    def chosen_by(self, *, returned: bool = False) -> Facts:
        """The facts of the conditions of this frame that choose a constant."""
        base = self.frame.control_base
        return join(*(c.facts for c in self.control[base:] if returned or not c.guard))

    def branch(self) -> tuple[int, ...]:
        return tuple(c.branch for c in self.control if c.branch)

    @contextmanager
    def under(self, facts: Facts, guard: bool = False, new_branch: bool = True, line: int = 0) -> Iterator[None]:
        """Run what follows under a condition."""
        if new_branch:
            self.branches += 1
        place = (self.frame.module.path, line or self.frame.line) if facts else None
        self.control.append(Control(facts, guard, self.branches if new_branch else 0, place))
        try:
            yield
        finally:
            self.control.pop()
