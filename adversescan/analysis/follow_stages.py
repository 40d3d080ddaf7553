"""Follows data about people through a program: every entry is run on abstract values until no store changes any more.

A call is run with the very arguments it is given, so calls and returns match by construction, and an act whose recipient,
prompt or outcome is a parameter is judged with the data of that same call, in the function that binds it. Loops and stores are
run until nothing is new (at most a few rounds); what the budget cut off is a note.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from adversescan.analysis.calls import call, follow_entry
from adversescan.analysis.classes import self_instance
from adversescan.analysis.kept_stores import EntryName
from adversescan.analysis.modules import run_module
from adversescan.analysis.run import Act, Frame, Interrupted, Run
from adversescan.analysis.situation import note_titles
from adversescan.analysis.values import Class, Function, Module, Value, of
from adversescan.knowledge.library import Does
from adversescan.knowledge.operations import Operation

MOST_STORE_ROUNDS = 6
STEPS = (500, 6_000, 60_000)
"""Expressions and statements an entry may take: nearly all get by with the first; who needs more waits until all others are through."""
MOST_STEPS = 1_000_000
"""Those of one scan; what is cut off is named in every report."""
FOR_MODULES, FOR_ROOTS = 0.25, 0.75
"""Shares of what is left that bodies of modules, and then functions that nothing mentions, may take: a program that runs a whole framework
leaves enough for the others."""
STORES = "stores: what programs hand each other was not followed again"
BODY = "<module>"
STACK_BYTES = 512 * 1024 * 1024
Pending = list[tuple[Function, Class | None]]
"""Functions, each with the class it is a method of."""
Order = dict[EntryName, int]


class Entry(NamedTuple):
    """Something that is run by whoever uses the program: the body of a module, a function nobody calls, a job handed over."""

    path: str
    name: str
    work: Callable[[], object]


def follow_stages(run: Run, paths: Iterable[str], wanted: Iterable[tuple[str, str]] | None = None) -> None:
    """Fills the run with events and acts. `wanted` are the (path, function) that may complete a chain (the gate)."""
    modules = sorted(paths)
    chosen = None if wanted is None else frozenset(wanted)
    run.frame_types = frozenset(
        path.rpartition(".")[0]
        for path, model in run.book.libraries.calls.items()
        if model.does is Does.FRAME and model.operation is not Operation.CONSTRUCT and path.count(".") > 1
    )
    run.accessors = frozenset(
        ".".join(parts[:i]) for parts in (path.split(".") for path in run.book.libraries.calls) for i in range(3, len(parts))
    )
    run.slice = chosen
    _in_deep_stack(lambda: _follow(run, modules, chosen))
    note_titles(run)


def _in_deep_stack(work: Callable[[], None]) -> None:
    """Programs nest deeper than Python's own stack likes; a bug in the work is raised here all the same."""
    failed: list[BaseException] = []

    def body() -> None:
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(60_000)
        try:
            work()
        except BaseException as error:  # noqa: BLE001  (handed to the caller's thread, which raises it)
            failed.append(error)
        finally:
            sys.setrecursionlimit(limit)

    threading.stack_size(STACK_BYTES)
    thread = threading.Thread(target=body)
    enabled = gc.isenabled()
    gc.disable()
    try:
        thread.start()
        thread.join()
    finally:
        threading.stack_size(0)
        if enabled:
            gc.enable()
    if failed:
        raise failed[0]


def _follow(run: Run, modules: list[str], wanted: frozenset[tuple[str, str]] | None) -> None:
    for number in range(MOST_STORE_ROUNDS):
        if number and 2 * run.steps_taken > MOST_STEPS:
            # Half a round would tell less than the whole one before it.
            run.limits.add(STORES)
            return
        acts = run.acts
        order = _again(run) if number else {}
        bodies = [Entry(path, BODY, lambda path=path: _body(run, path)) for path in modules]  # type: ignore[misc]
        _follow_in_turn(run, _in_order(bodies, order), _up_to(run, FOR_MODULES))
        _follow_uncalled(run, set(modules), wanted, order)
        _follow_deferred(run)
        _keep_cut_off(run, acts)
        run.limits.update(f"{path}: {BODY}" for path in run.cut_off)
        if run.stores.settled():
            return
    run.limits.add(STORES)


def _in_order(entries: Iterable[Entry], order: Order) -> list[Entry]:
    """Who writes what others read before them."""
    return sorted(entries, key=lambda entry: order.get(entry[:2], len(order)))


def _keep_cut_off(run: Run, before: dict[tuple[object, ...], Act]) -> None:
    """What was met in the round before by an entry that was now cut off stands; of all others this round tells."""
    for key, act in before.items():
        if act.entry not in run.stores.followed:
            run.acts.setdefault(key, act)


def _up_to(run: Run, share: float) -> int:
    """The step of the scan up to which a group of entries may go that others wait behind."""
    return run.steps_taken + int(share * (MOST_STEPS - run.steps_taken))


def _follow_in_turn(run: Run, entries: Iterable[Entry], most: int) -> None:
    """Follows each as far as most go, then those that go further, until `most` steps of the scan are taken."""
    for steps in STEPS:
        _start_again(run, tuple(run.cut_off))
        # The first turn is everybody's: a module that is not even begun is unknown to all others.
        end = MOST_STEPS if steps == STEPS[0] else most
        further = []
        for entry in entries:
            if _bounded(run, entry, min(steps, end - run.steps_taken)):
                run.stores.followed.add(entry[:2])
            else:
                further.append(entry)
        entries = further
    run.limits.update(f"{entry.path}: {entry.name}" for entry in entries)


def _body(run: Run, path: str) -> None:
    """A body that was cut off in the turn of a module that imports it is run anew in its own."""
    _start_again(run, [path] if path in run.cut_off else [])
    run_module(run, path)


def _start_again(run: Run, paths: Iterable[str]) -> None:
    """Modules whose bodies were not run to their end are run anew by whoever needs them next."""
    for path in paths:
        run.modules[path].ran = False
        run.cut_off.discard(path)


def _follow_deferred(run: Run) -> None:
    """What runs in a thread or later is run once more with all that was handed to it since."""
    pending, run.deferred = run.deferred, []
    jobs = [
        Entry(thing.scope.module.path, thing.definition.qualified_name, lambda f=function, a=arguments, n=line: call(run, f, a, n))  # type: ignore[misc]
        for function, arguments, line in pending
        for thing in function.objects
        if isinstance(thing, Function)
    ]
    _follow_in_turn(run, jobs, MOST_STEPS)
    run.deferred.clear()


def _again(run: Run) -> Order:
    """Programs are run once more with what the stores hold now, in the order that is given back."""
    order = run.stores.writers_first(sorted(run.stores.followed))
    run.stores.begin()
    run.acts = {}
    run.modules.clear()
    run.cut_off.clear()
    run.functions.clear()
    run.known_functions.clear()
    run.called.clear()
    run.memo.clear()
    run.classes.clear()
    run.stars.clear()
    return order


def _follow_uncalled(run: Run, modules: set[str], wanted: frozenset[tuple[str, str]] | None, order: Order) -> None:
    """Functions nobody called are entries: callers before what they call."""
    followed: set[object] = set()
    while True:
        pending = [
            (f, owner)
            for f, owner in run.functions
            if f.definition not in run.called and f.definition not in followed and f.scope.module.path in modules
        ]
        if wanted is not None:
            pending = [(f, o) for f, o in pending if (f.scope.module.path, f.definition.qualified_name) in wanted]
        if not pending:
            return
        pending.sort(key=lambda each: order.get((each[0].scope.module.path, each[0].definition.qualified_name), len(order)))
        roots, rest = _roots_first(run, pending)
        _follow_in_turn(run, _not_called_since(run, roots or rest, followed), _up_to(run, FOR_ROOTS) if roots and rest else MOST_STEPS)


def _not_called_since(run: Run, pending: Pending, followed: set[object]) -> Iterator[Entry]:
    """One after the other, unless an earlier one has called it."""
    for function, owner in pending:
        if function.definition not in run.called:
            followed.add(function.definition)
            name = function.definition.qualified_name
            yield Entry(function.scope.module.path, name, lambda f=function, o=owner: _entry(run, f, o))  # type: ignore[misc]


def _roots_first(run: Run, pending: Pending) -> tuple[Pending, Pending]:
    """Those whose name no other pending function mentions, and the rest, which are met through their callers."""
    mentioned: dict[str, int] = {}
    for function, _ in pending:
        for name in run.mentions(function.definition):
            mentioned[name] = mentioned.get(name, 0) + 1
    own = {id(f.definition): f.definition.name in run.mentions(f.definition) for f, _ in pending}
    roots = [p for p in pending if mentioned.get(p[0].definition.name, 0) == own[id(p[0].definition)]]
    met = {id(function.definition) for function, _ in roots}
    return roots, [p for p in pending if id(p[0].definition) not in met]


def _entry(run: Run, function: Function, owner: Class | None) -> None:
    receiver: Value | None = None
    if owner is not None:
        from adversescan.analysis.members import owner_decoration

        kind = owner_decoration(owner, function.definition.name)
        if kind == "classmethod":
            receiver = of(owner)
        elif kind != "staticmethod":
            receiver = self_instance(run, owner)
    follow_entry(run, function, receiver)


def _bounded(run: Run, entry: Entry, most: int) -> bool:
    """One entry with a budget of its own, in a frame that stands for whoever calls it. Whether the budget was enough."""
    module = run.modules.get(entry.path) or Module(run.links.name_of(entry.path), entry.path)
    run.frames[:] = [Frame("<outside>", module, module.scope, 1, 0)]
    run.control.clear()
    run.raised.clear()
    run.dead = run.tired = False
    run.steps, run.most_steps = 0, most
    run.stores.entry = entry[:2]
    try:
        entry.work()
    except (Interrupted, RecursionError):
        return False
    finally:
        run.steps_taken += run.steps
        run.frames[:] = []
        run.control.clear()
    return True
