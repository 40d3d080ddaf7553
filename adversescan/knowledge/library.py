"""What is known about somebody else's code: the types the files under rules/libraries/ are read into."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from enum import StrEnum

from adversescan.knowledge.operations import Operation
from adversescan.knowledge.stages import Mitigation, Origin
from adversescan.record import dataclass

Selector = tuple[str | int, ...]
"""Which arguments play a role: positions (0-based, the receiver not counted), keyword names, "*" (all), "self" (the receiver)."""


class Does(StrEnum):
    """What a call of a library does. One word per call; the roles below say which argument is what."""

    FETCH = "fetch"
    """Reads from `address` over the network; whether it collects people is judged at the call."""
    SEND = "send"
    """Sends `data` to `address` over the network; the answer is the result."""
    COLLECT = "collect"
    """Returns data about people; `origin` says from where, `subject` names the argument that identifies the person."""
    INPUT = "input"
    """Returns what the person in front of the system gives: form, request, camera, command line."""
    IDENTIFY = "identify"
    """Links `data` to a real person or account."""
    ENCODE = "encode"
    """Makes of `data` (a picture of a face) a vector the person is recognised by."""
    INDEX = "index"
    """Puts `data` among what is searched by likeness; with `biometric` it makes the vectors of faces itself."""
    INFER = "infer"
    """Computes `attributes` of the person in `data`."""
    ASK = "ask"
    """Asks a language model: `prompt`, `data`, `model`; `locality` hosted or local. With `each` the receiver asks through those of its
    parts whose method of the same name does."""
    SCREEN = "screen"
    """Checks `data` against a policy: moderation of what is asked or answered."""
    MODEL = "model"
    """Builds or loads a model from `model` (id or path), `labels` or `task`; calling the result infers what they say."""
    FIT = "fit"
    """Trains the receiver on `data` (features) and `target`, or on the columns of `data` that the formula in `query` names."""
    PREDICT = "predict"
    """Applies the receiver (a model) to `data`."""
    SHARE = "share"
    """Hands `data` to a third party; `address` is the recipient where there is one."""
    READ = "read"
    """Reads the store `address` of kind `store`."""
    LIST = "list"
    """Lists the addresses under the folder or pattern `address`; with `each` triples of a folder, its folders and its files."""
    WRITE = "write"
    """Writes `data` to the store `address` of kind `store`; `subject` is the key of a single record."""
    QUERY = "query"
    """Runs the SQL in `query` with `data` as its parameters; the result is its rows."""
    DISPLAY = "display"
    """Shows or returns `data` to the person or operator: print, page, JSON response; `address` is the title of the window or page."""
    DECIDE = "decide"
    """Carries out a decision about the person in `data`."""
    CALL = "call"
    """Calls `function` with `data` (elements of it where `each` is set)."""
    ENTRY = "entry"
    """Decorates or registers `function` for the outside to call: its parameters are input, its result is displayed."""
    MEMBER = "member"
    """Reads the member of `data` that `address` names, else `labels`; with `target` it sets it."""
    COLUMN = "column"
    """A column of the table in whose call it stands; `address` is its name."""
    SETTING = "setting"
    """Reads a setting of the environment: `address` is its name, `data` its default."""
    SHELL = "shell"
    """Runs the command line in `query`; the result is made of `data`."""
    INVOKE = "invoke"
    """Calls the function of the project that a service knows under the name `address`, with `data`."""
    IMPORT = "import"
    """Gives the module of the project at the path or under the dotted name `address`, which may be relative to the package `target`."""
    GIVEN = "given"
    """What the running program was started with, under the last part of the path."""
    LOOKUP = "lookup"
    """Keeps the columns and words in `data` as the table `address`."""
    DESCRIBE = "describe"
    """Says in words what the columns in `data` of the table `address` hold."""
    ALIAS = "alias"
    """What is kept under the name `address` is kept in the store `data` of kind `store`: both names are of one place."""
    START = "start"
    """Starts the program of the project at the path `address`; the named arguments are its options."""
    OPTION = "option"
    """Declares an option of the command line on the receiver: `address` are its names, `target` its default."""
    FRAME = "frame"
    """An operation with column semantics; `operation` names it."""
    AGGREGATE = "aggregate"
    """Gives a figure over many records: identity and single values are gone."""
    MITIGATE = "mitigate"
    """Gives `data` back with `mitigation` passed."""
    PASS = "pass"
    """The result is made of the arguments; nothing else happens. With `wraps` it is the very argument, with `each` one element
    of it, or for `data: ["*"]` a list of all arguments."""
    NOTHING = "nothing"
    """Has no effect that matters and no result: logging, sleeping, committing."""


class Store(StrEnum):
    """What kind of place a program keeps data in."""

    FILE = "file"
    TABLE = "table"
    KEY = "key"
    QUEUE = "queue"
    BUCKET = "bucket"
    SETTING = "setting"
    """A setting of the environment, by its name."""
    PROGRAM = "program"
    """The options a program of the project is started with, by its path."""
    MODEL = "model"
    DOCUMENT = "document"


class Locality(StrEnum):
    HOSTED = "hosted"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class CallModel:
    """What one call does. `path` is the dotted name as imported; a method stands under the type it is called on
    (`requests.Session.get`). `returns` is the type of the result, for further attributes and methods.
    """

    path: str
    does: Does
    library: str = ""
    address: Selector = ()
    data: Selector = ()
    subject: Selector = ()
    prompt: Selector = ()
    model: Selector = ()
    labels: Selector = ()
    task: Selector = ()
    target: Selector = ()
    query: Selector = ()
    on_refusal: Selector = ()
    """The models asked in place of one that refuses: a router's own setting for it. `only` names the errors it is for, if it does."""
    on_failure: Selector = ()
    """The models asked in place of one that fails: for refusals, where one of the functions in `judges` takes those for failures."""
    judges: Selector = ()
    """Arguments, and by their dotted names settings of the library, with functions that say whether a text may pass."""
    routes: Selector = ()
    """Settings that say for which statuses the next of several targets is asked (rules/answers/refusals.yaml)."""
    function: Selector = ()
    methods: tuple[str, ...] = ()
    """CALL: the methods of an instance that are called in its place, in their order. INVOKE: what it may be called in its file."""
    inputs: Selector = ()
    """CALL: the names under which results of others are kept that `function` is called with."""
    mutates: Selector = ()
    files: Selector = ()
    """Arguments that are paths of files, whose content the call takes: an upload, an attachment."""
    feeds: Selector = ()
    """Of a class: members and settings whose keys name the files that what its methods give is written to."""
    returns: str = ""
    origin: Origin | None = None
    linked: bool = False
    """COLLECT: what is returned is tied to a person; INFER: what is read are names of people."""
    biometric: bool = False
    """INPUT, INFER, INDEX: what is read is a face, a voice, a gait or another bodily signal."""
    attributes: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    """INFER: key or column of the result -> attribute it carries."""
    only: Selector = ()
    """INFER: an argument that lists which of `fields` are asked for (by field name or by attribute word)."""
    store: Store | None = None
    locality: Locality | None = None
    operation: Operation | None = None
    mitigation: Mitigation | None = None
    form: bool = False
    """INPUT: what a form of a page sends: its fields are those that the page names."""
    explains: bool = False
    """FIT: what is learnt is read by people, who want to know what depends on what: learning is no decision, applying it may be one."""
    each: bool = False
    wraps: bool = False
    """The result wraps the receiver or data unchanged (cursor, session, response): reading it reads them."""


@dataclass(frozen=True, slots=True)
class Library:
    """One library: its import names, aliases of dotted names, calls, and objects that exist without a call."""

    name: str
    documentation: str
    imports: tuple[str, ...]
    aliases: tuple[tuple[str, str], ...] = ()
    calls: tuple[CallModel, ...] = ()
    values: tuple[CallModel, ...] = ()
    """Attributes that are themselves data, e.g. `flask.request.form` (does: input)."""
    match: str = ""
    """Python text in which `# is: PATH` comments stand at the lines whose call this file must resolve to PATH."""
    other: str = ""
    """Look-alike Python text in which no call may resolve to this library."""
    subcommands: bool = False
    """Whether a call that is not named is the longest one that is: `aws.s3.cp` of `aws.s3`."""
    templates: str = ""
    """A regular expression for what stands in a text argument for the result of another task; its group `name` names the task."""


@dataclass(frozen=True, slots=True)
class Libraries:
    """All libraries, looked up by canonical dotted path."""

    libraries: tuple[Library, ...] = ()
    calls: dict[str, CallModel] = field(default_factory=dict)
    values: dict[str, CallModel] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    templates: tuple[re.Pattern[str], ...] = ()
    with_subcommands: tuple[str, ...] = ()
    """The first names of libraries whose calls stand for all that begin like them."""
    with_endings: frozenset[str] = frozenset()
    """What aliases by the ending of a name are of."""
    settings: frozenset[str] = frozenset()
    """The settings of libraries that calls look at."""

    def has(self, path: str) -> bool:
        """Whether anything is known under the name."""
        return path in self.aliases or self.canonical(path) in self.calls or path in self.values

    def call(self, path: str) -> CallModel | None:
        """What is known of a call, by its canonical name or, of a command, by the longest beginning that is known."""
        path = self.canonical(path)
        found = self.calls.get(path)
        if found is None and path.partition(".")[0] in self.with_subcommands:
            return next((model for begun in _beginnings(path) if (model := self.calls.get(begun)) is not None), None)
        return found

    def canonical(self, path: str) -> str:
        """The name the library is modelled under, for a re-export or alternative class (longest prefix wins)."""
        if path in self.aliases:
            return self.aliases[path]
        head, tail = path, ""
        while head:
            known = self.aliases.get(head) or self._by_ending(head)
            if known:
                return f"{known}.{tail}" if tail else known
            head, _, more = head.rpartition(".")
            tail = f"{more}.{tail}" if tail else more
        return path

    def _by_ending(self, path: str) -> str:
        """The alias of a name by how it ends: `transformers.*ForImageClassification`."""
        owner, _, last = path.rpartition(".")
        if owner not in self.with_endings:
            return ""
        endings = (last[start:] for start, letter in enumerate(last) if letter.isupper())
        return next((self.aliases[key] for ending in endings if (key := f"{owner}.*{ending}") in self.aliases), "")


def _beginnings(path: str) -> Iterator[str]:
    """What a command may be a special case of, the longest first; one of its words may be the value of an option."""
    first, name, *words = path.split(".") if "." in path else (path, "")
    ways = [words, *(words[:place] + words[place + 1 :] for place in range(len(words)))]
    for length in range(len(words), -1, -1):
        yield from dict.fromkeys(".".join((first, name, *way[:length])) for way in ways if len(way) >= length)
    yield first
