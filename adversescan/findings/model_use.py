"""A call of a model as the inventory of models shows it."""

from __future__ import annotations

from adversescan.record import dataclass
from adversescan.sources.source import Location


@dataclass(frozen=True, slots=True, order=True)
class ModelUse:
    """One call site. `prompt` is the longest text it is known to be asked, None where none could be resolved, `prompts` all that are read.

    `data` is what about people goes in, `used_for` the stages its answer takes part in, `governance` the measures seen in the project,
    `off` the places where a safeguard is switched off for it.
    """

    location: Location
    function: str
    provider: str
    call: str
    models: tuple[str, ...]
    addresses: tuple[str, ...]
    locality: str
    prompt: str | None
    prompts: tuple[str, ...]
    tasks: tuple[str, ...]
    data: tuple[str, ...]
    used_for: tuple[str, ...]
    governance: tuple[str, ...]
    off: tuple[str, ...]
