"""Whose address it is: the project's own, somebody else's, or not known."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import urlsplit

from adversescan.analysis.labels import Facts
from adversescan.analysis.run import Run
from adversescan.analysis.values import Value
from adversescan.graph.query import HOLE
from adversescan.knowledge.concepts import ConceptKind

_WEB = ("http://", "https://", "ftp://", "sftp://", "ws://", "wss://", "host://")
"""Addresses of hosts; after any other scheme a name without a dot is that of a bucket or topic."""


class Party(StrEnum):
    INTERNAL = "internal"
    EXTERNAL = "external"
    UNKNOWN = "unknown"


def party_of(run: Run, address: list[Value], data: Facts | None = None) -> Party:
    """The party behind an address; one that gave the data itself is no third party."""
    texts = [t for v in address for t in v.texts()]
    parties = {_party_of_text(run, text) for text in texts}
    if Party.EXTERNAL in parties and data and _gave_it(texts, data):
        return Party.INTERNAL
    for party in (Party.EXTERNAL, Party.UNKNOWN, Party.INTERNAL):
        if party in parties:
            return party
    return Party.UNKNOWN


def host_of(text: str) -> str:
    """The host of an address or mail address, "" if there is none or it is not known."""
    if "://" not in text:
        user, _, domain = text.rpartition("@")
        domain = domain.partition(":")[0].partition("/")[0]
        return domain if user and "." in domain and " " not in text else ""
    try:
        host = urlsplit(text.replace(HOLE, "0hole0")).hostname or ""
    except ValueError:
        return ""
    return "" if "0hole0" in host else host


def registrable(host: str) -> str:
    """The part of a host name its owner registered: the last two labels (three under a two-letter pair such as co.uk)."""
    labels = host.split(".")
    if len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3:
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


def _party_of_text(run: Run, text: str) -> Party:
    host = host_of(text)
    if host and ("." in host or text.startswith(_WEB)):
        if run.book.hosts.is_internal(host) or registrable(host) in run.self_domains or host.endswith(run.internal_hosts or ("\0",)):
            return Party.INTERNAL
        return Party.EXTERNAL
    kinds = {c.kind for c in run.book.vocabulary.read_text(text.replace("_", " ").replace(HOLE, " ").replace("-", " "))}
    if ConceptKind.EXTERNAL in kinds:
        return Party.EXTERNAL
    return Party.INTERNAL if host or ConceptKind.INTERNAL in kinds else Party.UNKNOWN


def _gave_it(texts: list[str], data: Facts) -> bool:
    origins = {registrable(e.host) for w in data.values() for e in w.events()[:1] if e.host}
    return any(registrable(host) in origins for host in map(host_of, texts) if host)
