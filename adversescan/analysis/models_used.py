"""The inventory of models: every call of one that was followed, with what goes in and what becomes of the answer."""

from __future__ import annotations

from collections.abc import Iterable

from adversescan.analysis.labels import Event
from adversescan.analysis.model_calls import ModelCall
from adversescan.analysis.run import Act, Run
from adversescan.findings.model_use import ModelUse
from adversescan.graph.query import HOLE
from adversescan.knowledge.measures import GOVERNANCE


def models_used(run: Run) -> tuple[ModelUse, ...]:
    """The calls in the order of their places."""
    return tuple(sorted(_use(run, event, call) for event, call in run.model_calls.items()))


def _use(run: Run, event: Event, call: ModelCall) -> ModelUse:
    prompts = sorted(filter(_asks, call.texts), key=lambda text: (-len(text), text)) if call.resolved else []
    return ModelUse(
        location=event.location,
        function=event.function,
        provider=call.provider,
        call=call.path,
        models=_readable(call.models),
        addresses=_readable(text.partition("?")[0] for text in call.addresses),
        locality=call.locality.value,
        prompt=_shown(prompts[0]) if prompts else None,
        prompts=tuple(_shown(text) for text in prompts),
        tasks=tuple(sorted(call.tasks)),
        data=tuple(sorted({label.attribute or label.start.value for label in call.people})),
        used_for=tuple(
            sorted({act.event.stage.value for act in run.acts.values() if act.event.stage is not None and _answers(act, event)})
        ),
        governance=tuple(m.value for m in GOVERNANCE if run.mitigations_seen(frozenset({m}), event)),
        off=tuple(sorted({str(switch.location) for switch in call.off})),
    )


def _asks(text: str) -> bool:
    """Whether a text can be a prompt: a path of a template, a name or a key is none."""
    said = text.replace(HOLE, "")
    return len(said.split()) > 1 or not said.isascii()


def _answers(act: Act, event: Event) -> bool:
    """Whether the answer of the call is part of an act or governs it; the call itself is an event on the way of what it infers."""
    place = (event.location.path, event.location.line)
    ways = (e for facts in (act.data, act.governing) for w in facts.values() for e in w.events())
    return any(e is event or (e.location.path, e.location.line) == place for e in ways)


def _readable(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(_shown(text) for text in texts))


def _shown(text: str) -> str:
    return text.replace(HOLE, "{}")
